import type { Change, Plan } from '../plan/model.ts';
import { inColumns } from './columns.ts';
import { terminalText } from './escape.ts';
import { SIGNS, type Paint, type Tint } from './paint.ts';
import { displayWidth, wrap } from './width.ts';
import { alsoHeldWords, differences, isNotInDirectory, letThroughWords } from './wording.ts';
import { operationsOf, operationWords, placeWords, reasonWords } from './wording.ts';

export interface Page {
  readonly paint: Paint;
  /** Width in terminal cells; Infinity when nothing is to be wrapped. */
  readonly columns: number;
}

const INDENT = 2;
const GAP = 2;
/** Enough for `➜ move, update`; three operations take two lines. */
const OPERATION_WIDTH = 15;
/** From here on name and e-mail get a column each. */
const WIDE = 100;
/** Below this everything stands under one another. */
const NARROW = 60;

/** One block a change, in columns as far as the page is wide enough for them. */
export function changeRows(plan: Plan, changes: readonly Change[], page: Page): string[] {
  if (page.columns < NARROW) return changes.flatMap((change) => stacked(plan, change, page));
  const blocks = changes.map((change) => (page.columns < WIDE ? twoLines(change) : oneLine(change)));
  const widths = columnWidths(blocks, page);
  const rows = changes.map((change, index) => {
    const cells = (blocks[index] ?? []).map((lines, column) => fitted(lines, widths[column] ?? Infinity).join('\n'));
    const [operation = '', ...who] = cells;
    return [coloured(operation, tintOf(change), page.paint), ...who, detailCell(plan, change, page, widths)];
  });
  return inColumns(rows);
}

function tintOf(change: Change): Tint {
  return operationsOf(change)[0] ?? 'update';
}

type Cell = readonly string[];

function oneLine(change: Change): Cell[] {
  return [[operationCell(change)], [terminalText(change.name)], [terminalText(change.email ?? '')]];
}

function twoLines(change: Change): Cell[] {
  const email = terminalText(change.email ?? '');
  return [[operationCell(change)], [terminalText(change.name), ...(email === '' ? [] : [email])]];
}

function operationCell(change: Change): string {
  const [first = 'update'] = operationsOf(change);
  return `${SIGNS[first]} ${operationWords(change)}`;
}

/** Natural widths, but never so wide that the details would have less than a quarter of the page. */
function columnWidths(blocks: readonly (readonly Cell[])[], { columns }: Page): number[] {
  const shares = columns < WIDE ? [0.38] : [0.2, 0.25];
  const caps = [OPERATION_WIDTH, ...shares.map((share) => Math.floor(columns * share))];
  return caps.map((cap, column) => {
    const natural = Math.max(1, ...blocks.flatMap((block) => (block[column] ?? []).map(displayWidth)));
    return columns === Infinity ? natural : Math.min(natural, cap);
  });
}

function fitted(lines: Cell, width: number): string[] {
  return lines.flatMap((line) => wrap(line, width));
}

function coloured(cell: string, tint: Tint, paint: Paint): string {
  return cell
    .split('\n')
    .map((line) => paint(tint, line))
    .join('\n');
}

function detailCell(plan: Plan, change: Change, page: Page, widths: readonly number[]): string {
  const used = widths.reduce((sum, width) => sum + width + GAP, INDENT);
  const { facts, why } = details(plan, change);
  if (page.columns === Infinity) return [...facts, page.paint('faint', why)].join('; ');
  const width = page.columns - used;
  const reason = wrap(why, width).map((line) => page.paint('faint', line));
  return [...fitted(facts, width), ...reason].join('\n');
}

function details(plan: Plan, change: Change): { facts: string[]; why: string } {
  // Some changes stand in a section of their own, which does not name the group.
  const apart = change.held !== null || isNotInDirectory(change);
  const facts = apart ? [`in ${terminalText(change.group)}`] : [];
  if (change.before?.group !== undefined) facts.push(`from ${terminalText(change.before.group)}`);
  for (const { field, from, to } of differences(change)) {
    const old = from === null ? '' : `${terminalText(from)} → `;
    facts.push(`${field}: ${old}${terminalText(to)}`);
  }
  const also = alsoHeldWords(change);
  if (also !== null) facts.push(terminalText(also));
  else if (change.held === null && change.letThrough.length > 0)
    facts.push(terminalText(letThroughWords(change.letThrough)));
  const place = placeWords(plan, change.reason.line);
  const why = terminalText(reasonWords(change.reason));
  return { facts, why: place === null ? why : `${why} (${terminalText(place)})` };
}

function stacked(plan: Plan, change: Change, { paint, columns }: Page): string[] {
  const { facts, why } = details(plan, change);
  const width = Math.max(columns - INDENT * 2, 10);
  const email = change.email === null ? [] : [terminalText(change.email)];
  return [
    `  ${paint(tintOf(change), operationCell(change))}`,
    ...fitted([terminalText(change.name), ...email, ...facts], width).map((line) => `    ${line}`),
    ...wrap(why, width).map((line) => `    ${paint('faint', line)}`),
  ];
}
