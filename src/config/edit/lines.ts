/** Offset at which the line of `at` begins. */
export function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/** Offset at which the line behind that of `at` begins; the end of the text where there is none. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** The line end of the line of `at`; in a text of one line that of the text, which is `\n` where it has none. */
export function lineEnd(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  const found = end < 0 ? text.indexOf('\n') : end;
  return found > 0 && text.charAt(found - 1) === '\r' ? '\r\n' : '\n';
}

/** Columns before `at` on its line. */
export function columnOf(text: string, at: number): number {
  return at - lineStart(text, at);
}

/** Whether the line that begins at `start` is there, and blank. */
export function isBlankLine(text: string, start: number): boolean {
  return start < text.length && /^[ \t\r]*$/.test(text.slice(start, nextLine(text, start)).replace('\n', ''));
}

/** Whether the line before the one that begins at `start` is blank. */
export function isBlankBefore(text: string, start: number): boolean {
  return start > 0 && isBlankLine(text, lineStart(text, start - 1));
}

/** Columns before the comment that the line at `start` is; null where it is none. */
export function commentColumn(text: string, start: number): number | null {
  const match = /^[ \t]*(?=#)/.exec(text.slice(start, nextLine(text, start)));
  return match === null ? null : match[0].length;
}

/** `text` with what stands from `start` to `end` replaced. */
export function spliced(text: string, start: number, end: number, instead: string): string {
  return text.slice(0, start) + instead + text.slice(end);
}
