import { terminalText } from './escape.ts';

/** With what a spreadsheet takes a text for a formula, also in its wide form, and behind blanks. */
const FORMULA = /^\s*[=+\-@＝＋－＠\t\r]/u;

/** A table by RFC 4180: commas, quotation marks where they are needed, each line ended by CR and LF. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

/**
 * One field. What cannot be seen is made visible, as on a terminal, so that a field is one line. A value that a
 * spreadsheet would take for a formula gets an apostrophe before it.
 */
function csvField(value: string): string {
  const shown = terminalText(value);
  const text = FORMULA.test(value) || FORMULA.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
