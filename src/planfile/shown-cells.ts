import type { Cell } from '../render/sheet.ts';
import type { Found } from './workbook-cells.ts';

/** The cells of a row that hold something, by column from 1. */
export type Cells = ReadonlyMap<number, Found>;

/** Whether a cell shows what was written into it. Some programs store a number as text, or a line break as two characters. */
export function isShown(planned: Cell['value'], found: Found | undefined): boolean {
  if (planned === null || planned === '') return found === undefined;
  if (found === undefined || found.kind === 'other') return false;
  if (found.kind === 'number') return String(found.number) === String(planned);
  const text = found.text.replaceAll('\r\n', '\n');
  const wanted = decoded(String(planned));
  return text === wanted || decoded(text) === wanted;
}

/** Whether each cell of a row shows what was written into it. */
export function isRow(planned: readonly Cell[], found: Cells): boolean {
  const within = [...found.keys()].every((column) => column <= planned.length);
  return within && planned.every(({ value }, index) => isShown(value, found.get(index + 1)));
}

/** `_x0041_` is how a cell of a workbook writes a character by its number. */
export function decoded(text: string): string {
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** More than anybody has a reason for. Rows with more of them are only found where they were. */
const MOST_LAYERS = 50;

/** The same for all rows that show the same: rows of different keys need not be compared. */
export function keyOfFound(cells: Cells): string {
  return keyOf(
    [...cells].map(([column, found]) => [column, found.kind === 'number' ? String(found.number) : found.text]),
  );
}

/** The key of whatever shows this row. */
export function keyOfPlanned(cells: readonly Cell[]): string {
  return keyOf(cells.map(({ value }, index) => [index + 1, value === null ? '' : String(value)]));
}

function keyOf(cells: readonly (readonly [column: number, text: string])[]): string {
  const filled = cells.filter(([, text]) => text !== '').toSorted(([a], [b]) => a - b);
  return JSON.stringify(filled.map(([column, text]) => [column, fullyDecoded(text.replaceAll('\r\n', '\n'))]));
}

/** A text may be written by numbers, and these again. */
function fullyDecoded(text: string): string {
  let known = text;
  for (let layer = 0; layer < MOST_LAYERS && known.includes('_'); layer += 1) {
    const next = decoded(known);
    if (next === known) return known;
    known = next;
  }
  return known;
}
