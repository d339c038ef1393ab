import type { Step } from '../plan/explain/chain.ts';
import type { Candidate, ExplainedIn, Explanation } from '../plan/explain/explanation.ts';
import { candidateName } from '../plan/explain/candidates.ts';
import type { LabelsOf } from '../plan/view/labels.ts';
import { type Row, rowsOf } from '../plan/view/rows.ts';
import { targetsOf } from '../plan/view/targets.ts';
import { terminalText } from './escape.ts';
import { type Page, pageOf, type Style } from './page.ts';
import { wrap } from './width.ts';

/** What all steps are laid out with. */
interface Layout {
  readonly page: Page;
  /** The file, which lines are of. */
  readonly file: string;
  /** The changes of the plan, by id. */
  readonly rows: ReadonlyMap<string, Row>;
}

/** An explanation for people, as one text with a newline at the end. */
export function renderExplanation(explanation: Explanation, labelsOf: LabelsOf, style: Style): string {
  const { plan } = explanation;
  const targets = targetsOf(plan, labelsOf);
  const rows = new Map(rowsOf(plan, targets).map((row) => [row.id, row]));
  const layout = { page: pageOf(style), file: plan.config.file, rows };
  const lines = linesOf(explanation, labelsOf, layout);
  return `${[...lines, ...lost(explanation, layout)].join('\n')}\n`;
}

function linesOf(explanation: Explanation, labelsOf: LabelsOf, layout: Layout): string[] {
  const { page } = layout;
  if (explanation.kind === 'nobody') {
    const { asked, looked, similar } = explanation;
    const hint =
      similar.length === 0 ? 'Nothing similar was found either.' : `Similar: ${similar.map(terminalText).join('; ')}.`;
    const texts = [`Nobody was found for "${terminalText(asked)}".`, ...looked.map(terminalText), hint];
    return texts.flatMap((text) => wrap(text, page.columns));
  }
  if (explanation.kind === 'several') return severalLines(explanation.asked, explanation.found, page);
  const { directory, targets, plan } = explanation;
  return [
    ...directory.flatMap((one) => stepLines(one, 0, layout)),
    ...targets.flatMap((one) => [
      '',
      ...painted(page, targetTitle(one, plan, labelsOf)),
      ...one.steps.flatMap((step) => stepLines(step, 0, layout)),
    ]),
  ];
}

function targetTitle({ target }: ExplainedIn, plan: Explanation['plan'], labelsOf: LabelsOf): string {
  const section = plan.targets.find(({ id }) => id === target);
  if (section === undefined) return terminalText(target);
  const { type, account, organization, url } = section;
  return `${labelsOf(type).account} ${terminalText(account)} of ${terminalText(organization)}, at ${terminalText(url)}`;
}

function painted({ paint, columns }: Page, text: string): string[] {
  return wrap(text, columns).map((line) => paint('title', line));
}

/** So much further in stands each step than the one above it. */
const INDENT = 2;

function stepLines({ code, text, line, path, steps, change }: Step, depth: number, layout: Layout): string[] {
  const { page, file } = layout;
  const where = line === null ? '' : ` (${terminalText(file)}:${line})`;
  // What a change or a value rests on stands in its words already.
  const isWay = code === 'GIVES' || code === 'COMES_LATER' || code === 'DIRECT_ONLY';
  const by = !isWay || path.length < 2 ? '' : `, by ${path.map(terminalText).join(' › ')}`;
  const own = indented(`${terminalText(text)}${by}${where}`, depth, page);
  const isHead = depth === 0 && (steps.length > 0 || code === 'DECISION' || code === 'PERSON');
  return [
    ...own.map((one) => (isHead ? page.paint('title', one) : one)),
    ...(change === undefined ? [] : fieldLines(change, depth + 1, layout)),
    ...steps.flatMap((one) => stepLines(one, depth + 1, layout)),
  ];
}

/** What the change of a step does, field by field. */
function fieldLines(change: string, depth: number, { rows, page }: Layout): string[] {
  const row = rows.get(change);
  if (row === undefined) return [];
  const { group, from, differences, status } = row;
  const facts = [
    from === null ? `in ${terminalText(group)}` : `from ${terminalText(from)} to ${terminalText(group)}`,
    ...[...differences, ...(status === null ? [] : [status])].map(({ field, from: old, to }) => {
      return `${field}: ${old === null ? '' : `${terminalText(old)} → `}${terminalText(to)}`;
    }),
  ];
  return facts.flatMap((fact) => indented(fact, depth, page));
}

function indented(text: string, depth: number, { columns }: Page): string[] {
  const blanks = ' '.repeat(depth * INDENT);
  const [first = '', ...rest] = wrap(text, Math.max(columns - blanks.length - INDENT, 20));
  return [`${blanks}${first}`, ...rest.map((line) => `${blanks}${' '.repeat(INDENT)}${line}`)];
}

function severalLines(asked: string, found: readonly Candidate[], page: Page): string[] {
  const head = `"${terminalText(asked)}" fits ${found.length}. Give the id of the one that is meant; --target names the account where two accounts have the same id.`;
  const lines = found.flatMap((one) => {
    const { person, id, users } = one;
    const facts = [
      ...(person === null ? [] : [person.state, person.mail ?? 'no e-mail', person.upn ?? 'no UPN', person.label]),
      ...(id === null ? [] : [`id ${id}`]),
    ];
    const theirs = users.map(({ target, user }) => `${user.name} <${user.email}>, id ${user.node} in ${target}`);
    return [
      ...indented(terminalText([candidateName(one), ...facts].join(', ')), 1, page),
      ...theirs.flatMap((text) => indented(`user: ${terminalText(text)}`, 2, page)),
    ];
  });
  return [...wrap(head, page.columns), ...lines];
}

/** Accounts of which nothing can be told. */
function lost({ plan }: Explanation, { page }: Layout): string[] {
  const notices = plan.notices.filter(({ code }) => code === 'TARGET_LOST');
  return notices.flatMap(({ text }) => [
    '',
    ...wrap(terminalText(text), page.columns).map((line) => page.paint('error', line)),
  ]);
}
