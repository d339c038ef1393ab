import { greatest } from '../core/collections.ts';
import { digest } from '../core/digest.ts';
import { grouped } from '../core/counted.ts';
import { terminalText } from './escape.ts';

/**
 * How text of others becomes harmless in Markdown, as GitHub, GitLab and CommonMark read it.
 *
 * Escaping character by character is not enough: GitHub and GitLab look for mentions, issues, commits, labels and
 * addresses in the finished page, where an escaped `@` is an `@` again. What they leave alone is code. So a name is always
 * code, and of a sentence every word is that is more than letters, digits and the punctuation of a sentence.
 */

/** A name longer than this is cut, in characters; its length is said. */
const LONGEST_NAME = 200;
const LONGEST_SENTENCE = 1000;

/** Where a text stands: in a cell of a table a pipe would end the cell, also within code. */
export type Place = 'line' | 'cell';

/**
 * A text as code: `` `Ada Lovelace` ``; `(none)` for an empty one.
 *
 * @param most characters that are shown
 */
export function code(text: string, place: Place, most = LONGEST_NAME): string {
  return text === '' ? '(none)' : span(shown(text, most), place);
}

/** A sentence. Its ordinary words are text, everything else in it is code. */
export function words(sentence: string, place: Place): string {
  const runs: { harmless: boolean; text: string }[] = [];
  for (const word of shown(sentence, LONGEST_SENTENCE).split(' ')) {
    const harmless = isHarmless(word);
    const last = runs.at(-1);
    if (last?.harmless === harmless) last.text += ` ${word}`;
    else runs.push({ harmless, text: word });
  }
  return runs.map(({ harmless, text }) => (harmless ? text : spanOf(text, place))).join(' ');
}

/** The comma or full stop behind the last word belongs to the sentence. */
function spanOf(run: string, place: Place): string {
  const [, text = run, end = ''] = /^(.*[^.,;])([.,;])$/s.exec(run) ?? [];
  return `${span(text, place)}${end}`;
}

/** A text as code within a block of HTML, where Markdown reads nothing. */
export function htmlCode(text: string): string {
  const escaped = shown(text, LONGEST_NAME).replace(/[&<>"'`]/g, (found) => `&#${found.charCodeAt(0)};`);
  return `<code>${escaped === '' ? '(none)' : escaped}</code>`;
}

/** More than this of a text in a comment is replaced by its digest, so that it stays this text's own. */
const LONGEST_MARK = 200;

/**
 * A text in a comment of HTML: the same for the same text, another for every other, and nothing in it can end the comment.
 * What is no letter, digit or `./:_-` is written as its bytes in hex, `%20`; so is a hyphen after a hyphen.
 */
export function commentText(text: string): string {
  const safe = Array.from(text, (character) => (/[\w./:-]/.test(character) ? character : bytes(character)))
    .join('')
    .replace(/(?<=-)-/g, '%2D');
  if (safe === '') return '~';
  return safe.length <= LONGEST_MARK ? safe : `${safe.slice(0, LONGEST_MARK / 2)}~${digest(text).slice(0, 16)}`;
}

function bytes(character: string): string {
  // Half a character has no bytes.
  if (/\p{Cs}/u.test(character)) return `%u${character.charCodeAt(0).toString(16)}`;
  return encodeURIComponent(character).replace(/^[^%]$/, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * Visible on one line, not too long, and without the beginning of a comment: whoever looks for the marker of a comment finds
 * none that somebody wrote into a name.
 */
function shown(text: string, most: number): string {
  const visible = terminalText(text.slice(0, most + 1)).replaceAll('<!--', '<U+003C>!--');
  if (text.length <= most && visible.length <= 2 * most) return visible;
  const end = visible
    .slice(0, most)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();
  return `${end}… (${grouped(text.length)} characters)`;
}

/** Its fence is longer than any run of backticks in it. Two blanks keep a backtick, or a blank, from its ends. */
function span(text: string, place: Place): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(
    1 +
      greatest(
        runs.map(({ length }) => length),
        0,
      ),
  );
  const pad = /^[ `]|[ `]$/.test(text) ? ' ' : '';
  return `${fence}${pad}${place === 'cell' ? withoutPipes(text) : text}${pad}${fence}`;
}

/** Programs disagree about a backslash before an escaped pipe; there it is named by its number. */
function withoutPipes(text: string): string {
  return text.replace(/(\\?)\|/g, (_found, before: string) => (before === '' ? '\\|' : `${before}<U+007C>`));
}

/** Letters, with hyphens and apostrophes between them; numbers as `1,234`. */
const WORD = /^["'(]*(?:[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*|\d{1,3}(?:,\d{3})*|\d+)[)"'’]*[.,;:!?…]?[)"']*$/u;
const SIGN = /^[→›·–—]?$/u;
/** Anything that could be the id of a commit. */
const COMMIT = /[0-9a-f]{7}/i;

function isHarmless(word: string): boolean {
  return SIGN.test(word) || (WORD.test(word) && !COMMIT.test(word));
}
