import { terminalText } from './escape.ts';

/** With what a spreadsheet takes a text for a formula, also in its wide form, and behind blanks. */
const FORMULA = /^\s*[=+\-@＝＋－＠\t\r]/u;

/** Where a spreadsheet that takes semicolons for the end of a field would begin a formula. */
const FORMULA_INSIDE = /;(?=[\s"]*[=+\-@＝＋－＠])/gu;

/** A table by RFC 4180: commas, quotation marks where they are needed, each line ended by CR and LF. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

/**
 * One field. What cannot be seen is made visible, as on a terminal, so that a field is one line. A value that a
 * spreadsheet would take for a formula gets an apostrophe before it, also behind a semicolon: many countries separate
 * fields by these, and quotation marks do not count there in the middle of what it takes for a field.
 */
function csvField(value: string): string {
  const shown = terminalText(value).replace(FORMULA_INSIDE, ";'");
  const text = FORMULA.test(value) ? `'${shown}` : shown;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
