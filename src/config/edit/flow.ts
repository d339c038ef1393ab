import { byHand, type Place, type Slot } from './find-place.ts';
import { columnOf, lineEnd, lineStart, nextLine, spliced } from './lines.ts';

/* Lists and maps in brackets: entries stand behind each other, with commas between them. */

/** Puts an entry, written on one line, before the one at `index`, or behind the last one. */
export function insertFlow(text: string, place: Place, index: number, entry: string): string {
  const { slots, range } = place;
  const last = slots.at(-1);
  if (last === undefined) return spliced(text, range.start + 1, range.end - 1, fillOf(text, place, entry));
  const next = slots[index];
  if (next !== undefined) return spliced(text, next.mark, next.mark, `${entry},${gapBefore(text, next.mark)}`);
  const comma = commaBehind(text, last.end, range.end);
  const gap = gapBefore(text, last.mark);
  if (comma === null) return spliced(text, last.end, last.end, `,${gap}${entry}`);
  // Behind the last comma, and the comment on its line.
  const rest = text.slice(comma + 1, range.end - 1);
  const at = gap.includes('\n') && rest.includes('\n') ? endOfLine(text, comma) : comma + 1;
  return spliced(text, at, at, `${gap}${entry},`);
}

/** Takes an entry out, with one of the commas around it. */
export function removeFlow(text: string, place: Place, index: number): string {
  const { slots, range } = place;
  const slot = slots[index];
  if (slot === undefined) throw new Error('there is no such entry');
  const next = slots[index + 1];
  if (next !== undefined) return spliced(text, slot.mark, endBefore(text, slot, next.mark), '');
  const before = slots[index - 1];
  const comma = commaBehind(text, slot.end, range.end);
  if (before === undefined) return spliced(text, range.start + 1, range.end - 1, '');
  if (comma === null) return spliced(text, before.end, slot.end, '');
  const own = text.slice(lineStart(text, slot.mark), slot.mark).trim() === '';
  const from = own ? endOfLine(text, lineStart(text, slot.mark) - 1) : beforeBlanks(text, slot.mark);
  return spliced(text, from, comma + 1, '');
}

/** The comments on lines below an entry are those of the next one. */
function endBefore(text: string, { end }: Slot, next: number): number {
  const below = nextLine(text, end);
  const comment = /^[ \t]*#/m.exec(text.slice(below, Math.max(below, next)));
  const comma = commaBehind(text, end, next);
  if (comment === null) return next;
  if (comma === null || comma >= below) throw byHand([], 'has comments between brackets');
  return below + comment.index + comment[0].length - 1;
}

/** What stands between the brackets of a list that was empty. */
function fillOf(text: string, { kind, range }: Place, entry: string): string {
  const inside = text.slice(range.start + 1, range.end - 1);
  return kind === 'map' || inside.length > 1 ? ` ${entry} ` : entry;
}

/** A new line with the same indentation, where an entry has its own line; else a blank. */
function gapBefore(text: string, mark: number): string {
  const start = lineStart(text, mark);
  const blanks = text.slice(start, mark);
  return blanks.trim() === '' && start > 0 ? `${lineEnd(text, start - 1)}${' '.repeat(columnOf(text, mark))}` : ' ';
}

/** Offset of the comma between an entry and the end of the brackets; null where there is none. */
function commaBehind(text: string, from: number, end: number): number | null {
  for (let at = from; at < end - 1; at += 1) {
    const character = text.charAt(at);
    if (character === ',') return at;
    if (character === '#') at = nextLine(text, at) - 1;
  }
  return null;
}

/** Offset of the line break of the line of `at`. */
function endOfLine(text: string, at: number): number {
  const end = nextLine(text, at);
  return end - lineEnd(text, at).length;
}

function beforeBlanks(text: string, at: number): number {
  let start = at;
  while (start > 0 && ' \t'.includes(text.charAt(start - 1))) start -= 1;
  return start;
}
