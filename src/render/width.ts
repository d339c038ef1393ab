const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}\u{1b001}\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\u200d]/u;
const PLAIN = /^[ -~]*$/;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Terminal cells that an escaped line takes. Emoji joined to one picture are counted one by one, as some terminals show them. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const character of text) {
    if (WIDE.test(character)) width += 2;
    else if (!NO_WIDTH.test(character)) width += 1;
  }
  return width;
}

/** Breaks text into lines of at most `width` cells, at blanks where possible, else inside a word (never inside a character). */
export function wrap(text: string, width: number): string[] {
  if (displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((whole) => pieces(whole, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (displayWidth(longer) <= width) {
      line = longer;
    } else {
      if (line !== '') lines.push(line);
      line = word;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** The parts of a word too wide for one line, broken before `@` and after separators where that is enough. */
function pieces(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const parts = word.split(/(?=@)|(?<=[-./,_=])/).flatMap((part) => {
    return displayWidth(part) <= width ? [part] : [...graphemes.segment(part)].map(({ segment }) => segment);
  });
  const found: string[] = [];
  let piece = '';
  for (const part of parts) {
    if (piece !== '' && displayWidth(piece + part) > width) {
      found.push(piece);
      piece = '';
    }
    piece += part;
  }
  return [...found, piece];
}
