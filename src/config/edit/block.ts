import { byHand, type Place, type Slot } from './find-place.ts';
import { columnOf, commentColumn, isBlankBefore, isBlankLine, lineEnd, lineStart, nextLine, spliced } from './lines.ts';

/*
 * Lists and maps that are written without brackets: an entry is a number of whole lines. The text ends in a line break
 * (edit.ts sees to it).
 */

/** The lines of an entry: from the comments right above it to the comments that are indented like its inside. */
export interface Lines {
  readonly start: number;
  readonly end: number;
}

/** @throws Failure EDIT_BY_HAND where the entry begins behind something else on its line */
export function linesOf(text: string, { slots }: Place, index: number): Lines {
  const slot = slots[index];
  const before = slots[index - 1];
  if (slot === undefined) throw new Error('there is no such entry');
  let start = lineStart(text, slot.mark);
  if (text.slice(start, slot.mark).trim() !== '') throw byHand([], 'has two entries on one line here');
  const bound = before === undefined ? 0 : bottomOf(text, before);
  while (start > bound && commentColumn(text, lineStart(text, start - 1)) !== null) start = lineStart(text, start - 1);
  return { start, end: bottomOf(text, slot) };
}

/** Offset behind the last line of an entry. */
export function bottomOf(text: string, { mark, end }: Slot): number {
  let bottom = end > 0 && text.charAt(end - 1) === '\n' ? end : nextLine(text, end);
  const column = columnOf(text, mark);
  for (let next = bottom; next < text.length; next = nextLine(text, next)) {
    if (isBlankLine(text, next)) continue;
    const comment = commentColumn(text, next);
    if (comment === null || comment <= column) break;
    bottom = nextLine(text, next);
  }
  return bottom;
}

/**
 * Puts lines before the entry at `index`, or behind the last one. Where blank lines stand between entries, one is put
 * there, too.
 *
 * @param lines with their line breaks
 * @param apart whether a blank line is wanted in any case
 */
export function insertLines(text: string, place: Place, index: number, lines: string, apart = false): string {
  const { slots } = place;
  const blank = lineEnd(text, slots[0]?.mark ?? 0);
  const last = slots.at(-1);
  if (index >= slots.length && last !== undefined) {
    const isApart = apart || (slots.length > 1 && isBlankBefore(text, linesOf(text, place, slots.length - 1).start));
    const end = bottomOf(text, last);
    return spliced(text, end, end, (isApart ? blank : '') + lines);
  }
  const { start } = linesOf(text, place, index);
  const looked = index > 0 ? start : slots.length > 1 ? linesOf(text, place, 1).start : 0;
  return spliced(text, start, start, lines + (apart || isBlankBefore(text, looked) ? blank : ''));
}

/** Puts lines right behind the entry at `index`. @param apart whether a blank line is wanted between them */
export function insertBehind(text: string, { slots }: Place, index: number, lines: string, apart: boolean): string {
  const slot = slots[index];
  if (slot === undefined) throw new Error('there is no such entry');
  const end = bottomOf(text, slot);
  return spliced(text, end, end, (apart ? lineEnd(text, slot.mark) : '') + lines);
}

/** Whether a blank line stands between the entry at `index` and the one before it; of the first one, behind it. */
export function standsApart(text: string, place: Place, index: number): boolean {
  return place.slots.length > 1 && isBlankBefore(text, linesOf(text, place, Math.max(1, index)).start);
}

/** Takes the entry at `index` out, with one of the blank lines around it. */
export function removeLines(text: string, place: Place, index: number): string {
  let { start, end } = linesOf(text, place, index);
  const isLast = index === place.slots.length - 1;
  if (isLast && index > 0 && isBlankBefore(text, start)) start = lineStart(text, start - 1);
  else if (!isLast && isBlankLine(text, end) && (index === 0 || isBlankBefore(text, start))) end = nextLine(text, end);
  return spliced(text, start, end, '');
}
