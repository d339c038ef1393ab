import { LineCounter } from 'yaml';

/** A line of the file as it may be shown: values of secrets are blotted out. */
export interface SourceLine {
  readonly text: string;
  /** Where the fault is in `text`, 1-based. */
  readonly caret: number;
}

/** Keys that look like those of secrets, misspelt or misplaced: their values are not shown either. */
const SECRET_LOOK = /pass|pwd|secret|token|credential|(?:api|link).?key/i;
/** The rest of a key that a secret's word begins, and what follows it. */
const KEY_REST = /[\w-]*/y;
const KEY_END = /["']?\s*:\s*/y;
const KEY_LINE = /^\s*(?:- +)*["']?[\w$.-]+["']?\s*:(?:\s|$)/;
/** User and password inside an address. */
const USER_INFO = /(?<=:\/\/)[^/\s@]+(?=@)/g;

/** More lines than any secret has: what stands further below one that looks like a secret is hidden all the same. */
const FARTHEST = 1000;
/** What is shown of a line, around the fault. */
const LONGEST_LINE = 1000;

export function looksSecret(key: string): boolean {
  return SECRET_LOOK.test(key);
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly instead: string;
}

/** The text of a YAML file: finds lines and columns, and shows lines without what must not be seen. */
export class YamlText {
  readonly file: string;
  readonly text: string;
  readonly #lines = new LineCounter();
  readonly #hidden: Range[] = [];
  /** The last line that was shown, with user and password in its addresses: many faults may stand on one line. */
  #shown: { readonly line: number; readonly text: string; readonly users: readonly Range[] } | null = null;
  #parsed = false;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    // Not left to the parser: in a broken file it misses line breaks that it has skipped.
    this.#lines.addNewLine(0);
    for (const { index } of text.matchAll(/\n/g)) this.#lines.addNewLine(index + 1);
  }

  /** Says that the structure is known, so that secrets are exactly what was hidden with `hide`. */
  parsed(): void {
    this.#parsed = true;
  }

  /** Blots out a stretch of the text in everything that is shown from now on. */
  hide(start: number, end: number, instead = '***'): void {
    this.#hidden.push({ start, end, instead });
  }

  /** Line and column of an offset, 1-based. */
  position(at: number): { line: number; column: number } {
    const { line, col } = this.#lines.linePos(at);
    return { line, column: col };
  }

  /** The line an offset is on, fit to be shown. */
  show(at: number): SourceLine {
    const { line, column } = this.position(at);
    const start = at - (column - 1);
    if (this.#shown?.line !== line) {
      const whole = this.#line(line);
      this.#shown = { line, text: whole, users: userInfo(start, whole) };
    }
    const { text, users } = this.#shown;
    const ranges = [...this.#rangesOf(start, text), ...users].toSorted((a, b) => a.start - b.start);
    let shown = '';
    let caret = 1;
    let from = start;
    for (const range of ranges) {
      const left = Math.max(range.start, from);
      const right = Math.min(range.end, start + text.length);
      if (right <= from) continue;
      if (at >= from) caret = shown.length + 1 + Math.min(at, left) - from;
      shown += this.text.slice(from, left) + range.instead;
      from = right;
    }
    if (at >= from) caret = shown.length + 1 + at - from;
    return cut(shown + this.text.slice(from, start + text.length), caret);
  }

  #line(number: number): string {
    const { lineStarts } = this.#lines;
    const start = lineStarts[number - 1] ?? 0;
    let end = lineStarts[number] ?? this.text.length;
    while (end > start && '\r\n'.includes(this.text.charAt(end - 1))) end -= 1;
    return this.text.slice(start, end);
  }

  #rangesOf(start: number, text: string): Range[] {
    const end = start + text.length;
    if (this.#parsed) return this.#hidden.filter((range) => range.start < end && range.end > start);
    return this.#guess(start, text);
  }

  /** Where the structure is broken, what belongs to a secret can only be guessed by the look of the lines. */
  #guess(start: number, text: string): Range[] {
    const end = start + text.length;
    const hidden = text === '' ? [] : [{ start, end, instead: '***' }];
    const secret = secretIn(text);
    if (secret) return isHarmless(secret) ? [] : [{ start: end - secret.length, end, instead: '***' }];
    if (KEY_LINE.test(text)) return [];
    const { line: own } = this.position(start);
    for (let line = own - 1; line > 0; line -= 1) {
      const before = this.#line(line);
      if (secretIn(before) !== null || own - line > FARTHEST) return hidden;
      if (KEY_LINE.test(before)) return [];
    }
    return [];
  }
}

/** What follows a key that looks like that of a secret; null when there is none. Each character is looked at once. */
function secretIn(text: string): string | null {
  const word = new RegExp(SECRET_LOOK, 'gi');
  for (let found = word.exec(text); found !== null; found = word.exec(text)) {
    KEY_REST.lastIndex = word.lastIndex;
    KEY_REST.test(text);
    KEY_END.lastIndex = KEY_REST.lastIndex;
    if (KEY_END.test(text)) return text.slice(KEY_END.lastIndex);
    // Another such word before the end of this one would come to the same end.
    word.lastIndex = Math.max(word.lastIndex, KEY_REST.lastIndex);
  }
  return null;
}

function cut(text: string, caret: number): SourceLine {
  if (text.length <= LONGEST_LINE) return { text, caret };
  const from = Math.max(0, Math.min(caret - LONGEST_LINE / 2, text.length - LONGEST_LINE));
  return { text: text.slice(from, from + LONGEST_LINE), caret: caret - from };
}

/** A value that says nothing secret: `random`, or one reference to where the secret is kept. */
export function isHarmless(value: string): boolean {
  return /^["']?(?:random|\$\{[^}]*\})["']?(?:\s*[},].*)?$/.test(value.trim());
}

function userInfo(start: number, text: string): Range[] {
  return [...text.matchAll(USER_INFO)].map((match) => {
    const from = start + match.index;
    return { start: from, end: from + match[0].length, instead: '***' };
  });
}
