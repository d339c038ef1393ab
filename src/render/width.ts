/*
 * Widths are counted here because string-width gives whole texts to the segmenter, which takes minutes for a long hostile
 * name, and counts joined emoji as one picture, which not every terminal shows.
 */

/** East Asian Width W and F (Unicode 16), and all pictographs: some terminals show those in two cells, too. */
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18df2}\u{1aff0}-\u{1b2fb}\u{1d300}-\u{1d376}\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\u200d]/u;
const PLAIN = /^[ -~]*$/;
/** Made for the first text that has to be broken inside a word: making it costs more than all the rest here. */
let graphemes: Intl.Segmenter | null = null;

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
  // Widths add up, so that nothing is measured again when something is put behind it.
  let [line, taken] = ['', 0];
  for (const word of text.split(' ').flatMap((whole) => pieces(whole, width))) {
    const needed = displayWidth(word);
    if (line === '') {
      [line, taken] = [word, needed];
    } else if (taken + 1 + needed <= width) {
      line += ` ${word}`;
      taken += 1 + needed;
    } else {
      lines.push(line);
      [line, taken] = [word, needed];
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** UTF-16 units that are looked at together: no character that people write is longer. */
const WINDOW = 128;

/**
 * The characters of a text as people count them. Window by window, because the segmenter copies the whole text for every
 * character that it finds; the last of a window may go on behind it, and is looked at again.
 */
function* characters(text: string): Generator<string> {
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (let from = 0; from < text.length; ) {
    const found = [...graphemes.segment(text.slice(from, from + WINDOW))];
    const whole = from + WINDOW < text.length && found.length > 1 ? found.slice(0, -1) : found;
    for (const { segment } of whole) {
      from += segment.length;
      yield segment;
    }
  }
}

/** The parts of a word too wide for one line, broken before `@` and after separators where that is enough. */
function pieces(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const parts = word.split(/(?=@)|(?<=[-./,_=])/).flatMap((part) => {
    return displayWidth(part) <= width ? [part] : [...characters(part)];
  });
  const found: string[] = [];
  let [piece, taken] = ['', 0];
  for (const part of parts) {
    const needed = displayWidth(part);
    if (piece !== '' && taken + needed > width) {
      found.push(piece);
      [piece, taken] = ['', 0];
    }
    piece += part;
    taken += needed;
  }
  return [...found, piece];
}
