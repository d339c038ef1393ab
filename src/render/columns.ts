import { greatest } from '../core/collections.ts';
import { displayWidth } from './width.ts';

const INDENT = '  ';
const GAP = '  ';
/** The only control sequences in a text that is escaped and painted. */
const PAINT = /\u001b\[\d+m/g;

/**
 * Sets cells out in columns without lines, indented. A cell may hold several lines; they are escaped already, and as
 * narrow as they have to be. Done here because cli-table3 takes time by the square of a cell's length once wide
 * characters are in it, and these cells hold whatever a directory holds; it is for small tables of our own words.
 */
export function inColumns(rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map((cell) => cell.split('\n')));
  const widths: number[] = [];
  for (const row of cells) {
    for (const [column, lines] of row.entries()) {
      widths[column] = greatest(lines.map(paintedWidth), widths[column] ?? 0);
    }
  }
  return cells.flatMap((row) => {
    const height = greatest(
      row.map((lines) => lines.length),
      0,
    );
    return Array.from({ length: height }, (_, line) => {
      const texts = row.map((lines, column) => padded(lines[line] ?? '', widths[column] ?? 0));
      return INDENT + texts.join(GAP).trimEnd();
    });
  });
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(width - paintedWidth(text));
}

function paintedWidth(text: string): number {
  return displayWidth(text.replace(PAINT, ''));
}
