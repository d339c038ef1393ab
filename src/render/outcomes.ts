import Table from 'cli-table3';
import { groupBy } from '../core/collections.ts';
import type { Change, Operation, Outcome, Plan } from '../plan/model.ts';
import { terminalText } from './escape.ts';
import type { Page } from './text-changes.ts';
import { pageOf, type TextOptions } from './text.ts';
import { wrap } from './width.ts';
import { counted, grouped, leaverWords, operationWords } from './wording.ts';

type Result = Outcome['result'];
const RESULTS: readonly Result[] = ['done', 'failed', 'stale', 'skipped'];
const PROBLEMS = ['failed', 'stale', 'skipped'] as const;
const TINTS = { done: 'create', failed: 'error', stale: 'warning', skipped: 'info' } as const;
const ROWS: readonly Operation[] = ['create', 'update', 'move', 'enable', 'disable'];
const ROWS_A_RESULT = 50;
/** Below this the table of counts becomes lines. */
const TABLE_WIDTH = 60;

interface Tried {
  readonly change: Change;
  readonly outcome: Outcome;
}

/**
 * What became of a plan, as one text with a newline at the end: a table of operations and results, every change that
 * was not made with the reason, every one that was made but not without a remark, and one sentence as the last line.
 * `options.limit` is the most rows a result.
 */
export function renderOutcomes(plan: Plan, outcomes: readonly Outcome[], options: TextOptions): string {
  const page = pageOf(options);
  const byId = new Map(plan.changes.map((change) => [change.id, change]));
  const tried = outcomes.flatMap((outcome): Tried[] => {
    const change = byId.get(outcome.change);
    return change === undefined ? [] : [{ change, outcome }];
  });
  const limit = options.limit ?? ROWS_A_RESULT;
  const problems = PROBLEMS.flatMap((result) => section(tried, result, page, limit));
  const remarked = tried.filter(({ outcome }) => outcome.text !== '');
  const lines = [
    ...countTable(tried, page),
    ...problems,
    ...section(remarked, 'done', page, limit),
    ...letThroughSection(plan, page),
    ...wrap(lastLine(plan, tried), page.columns).map((line) => page.paint('title', line)),
  ];
  return `${lines.join('\n')}\n`;
}

/** Which approvals have let something through, and how many changes each of them. */
function letThroughSection(plan: Plan, { columns, paint }: Page): string[] {
  const free = plan.changes.filter(({ held }) => held === null).flatMap(({ letThrough }) => letThrough);
  if (free.length === 0) return [];
  const rows = [...groupBy(free, ({ id, by }) => `${id} ${by}`).values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const { by, limit, id } = first;
    const text = `${counted(all.length, 'change')} by ${by}: ${limit} (${id})`;
    return wrap(terminalText(text), Math.max(columns - 2, 20)).map((line) => `  ${line}`);
  });
  return [paint('warning', 'Let through by approvals:'), ...rows, ''];
}

function countTable(tried: readonly Tried[], page: Page): string[] {
  if (tried.length === 0) return [];
  const rows = [
    ...ROWS.map((operation) => ({ title: `${operation} users`, own: triedWith(tried, 'user', operation) })),
  ];
  for (const operation of ['create', 'update'] as const) {
    rows.push({ title: `${operation} groups`, own: triedWith(tried, 'group', operation) });
  }
  const shown = rows.filter(({ own }) => own.length > 0);
  if (page.columns < TABLE_WIDTH) return [...shown.flatMap((row) => countLines(row.title, row.own, page)), ''];
  const cells = shown.map(({ title, own }) => [title, ...RESULTS.map((result) => cell(own, result, page))]);
  // Without head and border cli-table3 colours both by its own idea of the terminal.
  const table = new Table({
    head: ['', ...RESULTS],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'right', 'right', 'right', 'right'],
  });
  table.push(...cells);
  return [...table.toString().split('\n'), ''];
}

/** `disable users: 2 done, 1 failed` */
function countLines(title: string, own: readonly Tried[], { columns }: Page): string[] {
  const counts = RESULTS.map((result) => ({
    result,
    count: own.filter((one) => one.outcome.result === result).length,
  }));
  const shown = counts.filter(({ count }) => count > 0).map(({ result, count }) => `${grouped(count)} ${result}`);
  return wrap(`${title}: ${shown.join(', ')}`, Math.max(columns - 2, 20)).map((line) => `  ${line}`);
}

function triedWith(tried: readonly Tried[], kind: Change['kind'], operation: Operation): Tried[] {
  return tried.filter(({ change }) => change.kind === kind && change.operations.includes(operation));
}

function cell(own: readonly Tried[], result: Result, { paint }: Page): string {
  const count = own.filter(({ outcome }) => outcome.result === result).length;
  return count === 0 ? paint('faint', '0') : paint(TINTS[result], grouped(count));
}

function section(tried: readonly Tried[], result: Result, page: Page, limit: number): string[] {
  const own = tried.filter(({ outcome }) => outcome.result === result);
  if (own.length === 0) return [];
  const rest = own.length - limit;
  return [
    ...wrap(HEADINGS[result], page.columns).map((line) => page.paint(TINTS[result], line)),
    ...own.slice(0, limit).flatMap((one) => row(one, page)),
    ...(rest > 0 ? [page.paint('faint', `  … and ${grouped(rest)} more`)] : []),
    '',
  ];
}

const HEADINGS = {
  done: 'Remarks on what was made:',
  failed: 'Failed:',
  stale: 'Stale, no longer true when it was to be made:',
  skipped: 'Skipped:',
} as const;

function row({ change, outcome }: Tried, { columns }: Page): string[] {
  const who = change.email === null ? change.name : `${change.name} <${change.email}>`;
  // A group's own place says it all.
  const what = change.kind === 'group' ? change.group : `${who} in ${change.group}`;
  const head = terminalText(`${operationWords(change)}: ${what}`);
  const text = terminalText(outcome.text);
  if (columns === Infinity) return [`  ${head}: ${text}`];
  return [
    ...wrap(head, Math.max(columns - 2, 20)).map((line) => `  ${line}`),
    ...wrap(text, Math.max(columns - 4, 20)).map((line) => `    ${line}`),
  ];
}

function lastLine(plan: Plan, tried: readonly Tried[]): string {
  const count = (result: Result): number => tried.filter(({ outcome }) => outcome.result === result).length;
  const held = plan.changes.filter((change) => change.held !== null).length;
  const missed = plan.changes.length - tried.length - held;
  const parts = [
    `${grouped(count('done'))} of ${counted(plan.changes.length, 'change')} made`,
    ...PROBLEMS.filter((result) => count(result) > 0).map((result) => `${grouped(count(result))} ${result}`),
    ...(held > 0 ? [`${grouped(held)} held back`] : []),
    ...(missed > 0 ? [`${grouped(missed)} not tried`] : []),
  ];
  const leavers = leaverWords(plan);
  return `Apply: ${parts.join(', ')}${leavers === '' ? '' : `; ${leavers}`}.`;
}
