import { append } from '../core/collections.ts';
import Table from 'cli-table3';
import { grouped } from '../core/counted.ts';
import type { Outcome, Plan } from '../plan/model.ts';
import {
  type OutcomeCount,
  type OutcomeRow,
  type OutcomeSection,
  outcomesOf,
  type OutcomesView,
} from '../plan/view/outcomes.ts';
import { type Result, RESULTS } from '../plan/view/outcomes.ts';
import type { Spent } from '../plan/view/spent.ts';
import { terminalText } from './escape.ts';
import { type Page, pageOf, type Style } from './page.ts';
import { wrap } from './width.ts';

const TINTS = {
  done: 'create',
  pending: 'info',
  failed: 'error',
  stale: 'warning',
  skipped: 'info',
  notApproved: 'faint',
} as const;
const WORDS: Readonly<Partial<Record<Result, string>>> = { notApproved: 'not approved' };
/** Results that most runs never have. */
const RARE: ReadonlySet<Result> = new Set(['pending', 'notApproved']);
/** The most rows of one result that a terminal is given. */
const MOST_ROWS = 50;
/** Below this the table of counts becomes lines. */
const TABLE_WIDTH = 60;
/** Nothing readable is narrower than this, however narrow the terminal is. */
const LEAST = 20;

interface OutcomesOptions {
  /** What it took; absent where nobody knows. */
  readonly spent?: Spent | null;
  /** Blots secrets out of what is shown: most of a large plan is not. */
  readonly mask?: (view: OutcomesView) => OutcomesView;
}

/**
 * What became of a plan, as one text with a newline at the end: a table of operations and results, every change that
 * was not made with the reason, every one that was made but not without a remark, and one sentence as the last line.
 */
export function renderOutcomes(
  plan: Plan,
  outcomes: readonly Outcome[],
  style: Style,
  { spent = null, mask = (view) => view }: OutcomesOptions = {},
): string {
  const page = pageOf(style);
  const { counts, sections, letThrough, lastLine } = mask(outcomesOf(plan, outcomes, MOST_ROWS, spent));
  const lines = [
    ...countTable(counts, page),
    ...sections.flatMap((one) => section(one, page)),
    ...letThroughSection(letThrough, page),
    ...wrap(lastLine, page.columns).map((line) => page.paint('title', line)),
  ];
  return `${lines.join('\n')}\n`;
}

function letThroughSection(lines: readonly string[], page: Page): string[] {
  if (lines.length === 0) return [];
  const rows = lines.flatMap((line) => indented(terminalText(line), 2, page));
  return [page.paint('warning', 'Let through by approvals:'), ...rows, ''];
}

function countTable(counts: readonly OutcomeCount[], page: Page): string[] {
  if (counts.length === 0) return [];
  if (page.columns < TABLE_WIDTH) return [...counts.flatMap((count) => countLines(count, page)), ''];
  const shown = RESULTS.filter((result) => !RARE.has(result) || counts.some(({ results }) => results[result] > 0));
  const cells = counts.map(({ words, results }) => [
    words,
    ...shown.map((result) => cell(results[result], result, page)),
  ]);
  // Without head and border cli-table3 colours both by its own idea of the terminal.
  const table = new Table({
    head: ['', ...shown.map((result) => WORDS[result] ?? result)],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', ...shown.map(() => 'right' as const)],
  });
  append(table, cells);
  return [...table.toString().split('\n'), ''];
}

/** `disable users: 2 done, 1 failed` */
function countLines({ words, results }: OutcomeCount, page: Page): string[] {
  const shown = RESULTS.filter((result) => results[result] > 0);
  const counts = shown.map((result) => `${grouped(results[result])} ${WORDS[result] ?? result}`).join(', ');
  return indented(`${words}: ${counts}`, 2, page);
}

function cell(count: number, result: Result, { paint }: Page): string {
  return count === 0 ? paint('faint', '0') : paint(TINTS[result], grouped(count));
}

function section({ result, title, remedy, rows, left }: OutcomeSection, page: Page): string[] {
  return [
    ...wrap(`${title}:`, page.columns).map((line) => page.paint(TINTS[result], line)),
    ...rows.flatMap((one) => row(one, page)),
    ...(left > 0 ? [page.paint('faint', `  … and ${grouped(left)} more; see adsync history`)] : []),
    ...(remedy === '' ? [] : indented(remedy, 2, page).map((line) => page.paint('faint', line))),
    '',
  ];
}

function row({ what, why }: OutcomeRow, page: Page): string[] {
  const head = terminalText(what);
  const text = terminalText(why);
  return page.columns === Infinity ? [`  ${head}: ${text}`] : [...indented(head, 2, page), ...indented(text, 4, page)];
}

function indented(text: string, indent: number, { columns }: Page): string[] {
  return wrap(text, Math.max(columns - indent, LEAST)).map((line) => ' '.repeat(indent) + line);
}
