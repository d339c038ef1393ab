import { withoutUnseen } from './characters.ts';
import type { Person } from './people.ts';

/** Most addresses: letters of ASCII in lower case, and no blank. They are folded already. */
const FOLDED = /^[!-@[-~]*$/;

/** The form in which login ids, SSO ids and group names are compared: composed, without outer blanks, lower case. */
export function fold(text: string): string {
  return FOLDED.test(text) ? text : text.normalize('NFC').trim().toLowerCase();
}

/** The form in which places in the organization tree are compared. */
export function foldPath(path: readonly string[]): string {
  return path.map(fold).join('\u0000');
}

/** {@link foldPath} for paths that many share: each is folded once. */
export function foldedPaths(): (path: readonly string[]) => string {
  const known = new WeakMap<readonly string[], string>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const folded = foldPath(path);
    known.set(path, folded);
    return folded;
  };
}

/** Most names: words of ASCII with a blank between each two. There is nothing to clean, and all of it can be seen. */
const PLAIN_NAME = /^[!-~]+(?: [!-~]+)*$/;

/**
 * A name as it can be kept by the service, whose answers are line-based and trimmed: line breaks and control
 * characters become a blank, runs of blanks one blank, lone surrogates U+FFFD.
 */
export function cleanName(name: string): string {
  if (PLAIN_NAME.test(name)) return name;
  return name
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The name as of {@link cleanName}; empty where nothing of it can be seen. */
export function visibleName(name: string): string {
  if (PLAIN_NAME.test(name)) return name;
  const clean = cleanName(name);
  return withoutUnseen(clean) === '' ? '' : clean;
}

/** What a person or a directory group is called in messages. */
export function calledName({ name, label }: Pick<Person, 'name' | 'label'>): string {
  return visibleName(name) || label;
}

/** Order by code points: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Whether a text holds what is no text: control characters, line and paragraph separators, halves of characters. Once
 * written to the account, they would look like other records to a program that reads the service's answers line by
 * line.
 */
export function hasControls(text: string): boolean {
  return /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(text);
}

/** The text with a blank for each run of control characters and separators, and U+FFFD for halves of characters. */
export function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(/\p{Cs}/gu, '\ufffd');
}
