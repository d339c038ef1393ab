import { fold } from './text.ts';

/** A text with `*` in it, each of which stands for any text, as a test of folded texts. */
export type Pattern = (folded: string) => boolean;

/**
 * Compares piece by piece from the left, each at the first place where it fits, which never has to be taken back: the
 * time grows with the length of the text, however many `*` there are.
 */
export function patternOf(text: string): Pattern {
  const pieces = fold(text).split('*');
  const first = pieces.shift() ?? '';
  const last = pieces.pop();
  if (last === undefined) return (folded) => folded === first;
  return (folded) => {
    if (folded.length < first.length + last.length) return false;
    if (!folded.startsWith(first) || !folded.endsWith(last)) return false;
    const end = folded.length - last.length;
    let from = first.length;
    for (const piece of pieces) {
      const at = folded.indexOf(piece, from);
      if (at === -1 || at + piece.length > end) return false;
      from = at + piece.length;
    }
    return true;
  };
}
