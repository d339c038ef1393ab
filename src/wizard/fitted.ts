import { displayWidth } from '../render/width.ts';

/**
 * An escaped text in at most `width` cells. The middle is left out: names that begin alike often end differently, and DNs
 * the other way round.
 */
export function fitted(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const half = Math.max(1, Math.floor((width - 1) / 2));
  return `${taken(Array.from(text), half).join('')}…${taken(Array.from(text).reverse(), half).reverse().join('')}`;
}

/** As many characters as fit. */
function taken(characters: readonly string[], width: number): string[] {
  const found: string[] = [];
  let used = 0;
  for (const character of characters) {
    used += displayWidth(character);
    if (used > width) break;
    found.push(character);
  }
  return found;
}
