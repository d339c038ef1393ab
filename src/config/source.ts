import type { SourceLine } from './diagnostic.ts';

/** Keys whose values are secrets wherever they stand in the file. */
export const SECRET_KEYS: ReadonlySet<string> = new Set([
  'bindPassword',
  'apiToken',
  'password',
  'clientSecret',
  'linkKey',
]);

/** Keys that look like one of those, misspelt or misplaced: their values are not shown either. */
const SECRET_LOOK = /pass|pwd|secret|token|credential|(?:api|link).?key/i;
const SECRET_LINE = /(?:pass|pwd|secret|token|credential|(?:api|link).?key)[\w-]*["']?\s*:\s*(.*)$/i;
const KEY_LINE = /^\s*(?:- +)*["']?[\w$.-]+["']?\s*:(?:\s|$)/;
/** User and password inside an address. */
const USER_INFO = /(?<=:\/\/)[^/\s@]+(?=@)/g;

export function looksSecret(key: string): boolean {
  return SECRET_LOOK.test(key);
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly instead: string;
}

/** The text of a YAML file: finds lines and columns, and shows lines without what must not be seen. */
export class Source {
  readonly file: string;
  readonly text: string;
  readonly #lineStarts: readonly number[];
  readonly #hidden: Range[] = [];
  #parsed = false;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.#lineStarts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
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
    let low = 0;
    let high = this.#lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= at) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: at - (this.#lineStarts[low] ?? 0) + 1 };
  }

  /** The line an offset is on, fit to be shown. */
  show(at: number): SourceLine {
    const { line, column } = this.position(at);
    const start = at - (column - 1);
    const text = this.#line(line);
    const ranges = [...this.#rangesOf(start, text), ...userInfo(start, text)].toSorted((a, b) => a.start - b.start);
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
    return { text: shown + this.text.slice(from, start + text.length), caret };
  }

  #line(number: number): string {
    const start = this.#lineStarts[number - 1] ?? 0;
    const next = this.#lineStarts[number] ?? this.text.length;
    return this.text.slice(start, next).replace(/[\r\n]+$/, '');
  }

  #rangesOf(start: number, text: string): Range[] {
    const end = start + text.length;
    if (this.#parsed) return this.#hidden.filter((range) => range.start < end && range.end > start);
    return this.#guess(start, text);
  }

  /** Where the structure is broken, what belongs to a secret can only be guessed by the look of the lines. */
  #guess(start: number, text: string): Range[] {
    const end = start + text.length;
    const secret = SECRET_LINE.exec(text);
    if (secret?.[1]) return isHarmless(secret[1]) ? [] : [{ start: end - secret[1].length, end, instead: '***' }];
    if (KEY_LINE.test(text)) return [];
    for (let line = this.position(start).line - 1; line > 0; line -= 1) {
      const before = this.#line(line);
      if (SECRET_LINE.test(before)) return text === '' ? [] : [{ start, end, instead: '***' }];
      if (KEY_LINE.test(before)) return [];
    }
    return [];
  }
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
