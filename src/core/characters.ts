/**
 * Characters that show nothing, steer how others are shown, or stand for what could not be read: blanks, controls, zero-width, bidi, tag and private-use
 * characters, lone surrogates, noncharacters, and everything that Unicode wants ignored where it is not known. U+2800 is
 * an empty pattern of Braille. Two texts that look the same may differ in them.
 *
 * @see Unicode Standard Annex 44, Default_Ignorable_Code_Point
 */
const UNSEEN =
  /[\s\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Z}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u2800\ufffc\ufffd]/u;

const NAMES: ReadonlyMap<number, string> = new Map([
  [0x09, 'TAB'],
  [0x0a, 'LINE FEED'],
  [0x0d, 'CARRIAGE RETURN'],
  [0x20, 'SPACE'],
  [0xa0, 'NO-BREAK SPACE'],
  [0xad, 'SOFT HYPHEN'],
  [0x34f, 'COMBINING GRAPHEME JOINER'],
  [0x61c, 'ARABIC LETTER MARK'],
  [0x115f, 'HANGUL CHOSEONG FILLER'],
  [0x1160, 'HANGUL JUNGSEONG FILLER'],
  [0x180e, 'MONGOLIAN VOWEL SEPARATOR'],
  [0x200b, 'ZERO WIDTH SPACE'],
  [0x200c, 'ZERO WIDTH NON-JOINER'],
  [0x200d, 'ZERO WIDTH JOINER'],
  [0x200e, 'LEFT-TO-RIGHT MARK'],
  [0x200f, 'RIGHT-TO-LEFT MARK'],
  [0x2028, 'LINE SEPARATOR'],
  [0x2029, 'PARAGRAPH SEPARATOR'],
  [0x202a, 'LEFT-TO-RIGHT EMBEDDING'],
  [0x202b, 'RIGHT-TO-LEFT EMBEDDING'],
  [0x202c, 'POP DIRECTIONAL FORMATTING'],
  [0x202d, 'LEFT-TO-RIGHT OVERRIDE'],
  [0x202e, 'RIGHT-TO-LEFT OVERRIDE'],
  [0x202f, 'NARROW NO-BREAK SPACE'],
  [0x2060, 'WORD JOINER'],
  [0x2066, 'LEFT-TO-RIGHT ISOLATE'],
  [0x2067, 'RIGHT-TO-LEFT ISOLATE'],
  [0x2068, 'FIRST STRONG ISOLATE'],
  [0x2069, 'POP DIRECTIONAL ISOLATE'],
  [0x2800, 'BRAILLE PATTERN BLANK'],
  [0x3000, 'IDEOGRAPHIC SPACE'],
  [0x3164, 'HANGUL FILLER'],
  [0xfe0e, 'VARIATION SELECTOR-15'],
  [0xfe0f, 'VARIATION SELECTOR-16'],
  [0xfeff, 'ZERO WIDTH NO-BREAK SPACE'],
  [0xffa0, 'HALFWIDTH HANGUL FILLER'],
  [0xfffc, 'OBJECT REPLACEMENT CHARACTER'],
  [0xfffd, 'REPLACEMENT CHARACTER'],
]);

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/[\u{e0000}-\u{e007f}]/u, 'a tag character'],
  [/\p{Co}/u, 'a private-use character'],
  [/\p{Cc}/u, 'a control character'],
  [/\p{Cs}/u, 'half a character'],
  [/\p{Noncharacter_Code_Point}/u, 'no character'],
];

const PLAIN = /^[ -~]*$/;
const PRINTED = /[!-~]/;

/** The first character that cannot be seen; null where all can. */
export function firstUnseen(text: string): string | null {
  return UNSEEN.exec(text)?.[0] ?? null;
}

/** The text as it looks: without what cannot be seen. */
export function withoutUnseen(text: string): string {
  return Array.from(text)
    .filter((character) => !UNSEEN.test(character))
    .join('');
}

/** The first character that is a plain ASCII one in another style (wide, bold, circled, joined); null where none is. */
export function firstStyled(text: string): string | null {
  if (PLAIN.test(text)) return null;
  return (
    Array.from(text).find((character) => !PLAIN.test(character) && PRINTED.test(character.normalize('NFKC'))) ?? null
  );
}

/** `U+200B ZERO WIDTH SPACE`; where its name is not known `U+E001 (a private-use character)`. */
export function nameOfCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const number = codePoint(character);
  const name = NAMES.get(code);
  if (name !== undefined) return `${number} ${name}`;
  const kind = KINDS.find(([pattern]) => pattern.test(character))?.[1] ?? 'an invisible character';
  return `${number} (${kind})`;
}

/** `U+200B` */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
