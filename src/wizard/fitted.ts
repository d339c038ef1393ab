import { terminalText } from '../render/escape.ts';
import { displayWidth } from '../render/width.ts';

/**
 * An escaped text in at most `width` cells. The middle is left out: names that begin alike often end differently, and DNs
 * the other way round.
 */
export function fitted(text: string, width: number): string {
  if (displayWidth(text) <= width && text.length <= width * MOST_MARKS) return text;
  const half = Math.max(1, Math.floor((width - 1) / 2));
  return `${taken(Array.from(text), half).join('')}…${taken(Array.from(text).reverse(), half).reverse().join('')}`;
}

/** Characters a cell; marks are drawn over others, and any number of them takes no room. */
const MOST_MARKS = 4;
/** Longer names push the answers off the screen. */
const LONGEST_NAME = 60;
/** More names are counted. */
const MOST_NAMES = 3;

/** A name from outside as a question or a comment has room for it. */
export function shortName(name: string): string {
  return fitted(terminalText(name), LONGEST_NAME);
}

/** `A + B + C + 2 more` */
export function shortNames(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  const shown = rest > 1 ? [...names.slice(0, MOST_NAMES).map(shortName), `${rest} more`] : names.map(shortName);
  return shown.join(' + ');
}

/** As many characters as fit. */
function taken(characters: readonly string[], width: number): string[] {
  const found: string[] = [];
  let used = 0;
  for (const character of characters) {
    used += displayWidth(character);
    if (used > width || found.length >= width * MOST_MARKS) break;
    found.push(character);
  }
  return found;
}
