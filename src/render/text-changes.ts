import { greatest } from '../core/collections.ts';
import type { Row } from '../plan/view/rows.ts';
import { inColumns } from './columns.ts';
import { terminalText } from './escape.ts';
import type { Page } from './page.ts';
import { CAUSE_MARKS, type Paint, SIGNS, type Tint } from './paint.ts';
import { displayWidth, wrap } from './width.ts';

const INDENT = 2;
const GAP = 2;
/** Enough for `➜ move, update`; three operations take two lines. */
const OPERATION_WIDTH = 15;
/** From here on name and e-mail get a column each. */
const WIDE = 100;
/** Below this everything stands under one another. */
const NARROW = 60;

/** One block a row, in columns as far as the page is wide enough for them. */
export function changeRows(rows: readonly Row[], page: Page): string[] {
  if (page.columns < NARROW) return rows.flatMap((row) => stacked(row, page));
  const blocks = rows.map((row) => (page.columns < WIDE ? twoLines(row) : oneLine(row)));
  const widths = columnWidths(blocks, page);
  const lines = rows.map((row, index) => {
    const cells = (blocks[index] ?? []).map((block, column) => fitted(block, widths[column] ?? Infinity).join('\n'));
    const [operation = '', ...who] = cells;
    return [coloured(operation, row.operation, page.paint), ...who, detailCell(row, page, widths)];
  });
  return inColumns(lines);
}

type Cell = readonly string[];

function oneLine(row: Row): Cell[] {
  return [[operationCell(row)], [terminalText(row.name)], [terminalText(row.email ?? '')]];
}

function twoLines(row: Row): Cell[] {
  const email = terminalText(row.email ?? '');
  return [[operationCell(row)], [terminalText(row.name), ...(email === '' ? [] : [email])]];
}

function operationCell({ operation, does }: Row): string {
  return `${SIGNS[operation]} ${does}`;
}

/** Natural widths, but never so wide that the details would have less than a quarter of the page. */
function columnWidths(blocks: readonly (readonly Cell[])[], { columns }: Page): number[] {
  const shares = columns < WIDE ? [0.38] : [0.2, 0.25];
  const caps = [OPERATION_WIDTH, ...shares.map((share) => Math.floor(columns * share))];
  return caps.map((cap, column) => {
    const natural = greatest(
      blocks.flatMap((block) => (block[column] ?? []).map(displayWidth)),
      1,
    );
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

function detailCell(row: Row, page: Page, widths: readonly number[]): string {
  const used = widths.reduce((sum, width) => sum + width + GAP, INDENT);
  const { facts, why } = details(row);
  if (page.columns === Infinity) return [...facts, page.paint('faint', why)].join('; ');
  const width = page.columns - used;
  const reason = wrap(why, width).map((line) => page.paint('faint', line));
  return [...fitted(facts, width), ...reason].join('\n');
}

function details({ section, group, from, differences, approval, cause, causeWords, why, where }: Row): {
  facts: string[];
  why: string;
} {
  const facts = [
    ...(causeWords === '' ? [] : [`${CAUSE_MARKS[cause ?? 'unknown']} ${causeWords}`]),
    // The title of any other section does not name the group.
    ...(section === 'group' ? [] : [`in ${terminalText(group)}`]),
    ...(from === null ? [] : [`from ${terminalText(from)}`]),
    ...differences.map(({ field, from: old, to }) => {
      return `${field}: ${old === null ? '' : `${terminalText(old)} → `}${terminalText(to)}`;
    }),
    ...(approval === '' ? [] : [terminalText(approval)]),
  ];
  return { facts, why: terminalText(why) + (where === null ? '' : ` (${terminalText(where)})`) };
}

function stacked(row: Row, { paint, columns }: Page): string[] {
  const { facts, why } = details(row);
  const width = Math.max(columns - INDENT * 2, 10);
  const email = row.email === null ? [] : [terminalText(row.email)];
  return [
    `  ${paint(row.operation, operationCell(row))}`,
    ...fitted([terminalText(row.name), ...email, ...facts], width).map((line) => `    ${line}`),
    ...wrap(why, width).map((line) => `    ${paint('faint', line)}`),
  ];
}
