/** The scripts in everyday use (Unicode Standard Annex 31, tables 5 and 7); all others count as one. */
const SCRIPTS = [
  ...['Latin', 'Greek', 'Cyrillic', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Thaana', 'Ethiopic', 'Cherokee'],
  ...['Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala'],
  ...['Thai', 'Lao', 'Tibetan', 'Myanmar', 'Khmer', 'Mongolian', 'Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Hangul'],
] as const;
type Script = (typeof SCRIPTS)[number];

/** Scripts that are written together: Japanese, Chinese and Korean, each with Latin (Unicode Technical Standard 39, 5.2). */
const TOGETHER: readonly (readonly Script[])[] = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
];

const ONE = new Map(SCRIPTS.map((script) => [script, oneOf([script])]));
const FAMILIES = [...ONE.values(), ...TOGETHER.map(oneOf)];
/** Digits, signs and accents belong to every script. */
const SHARED = /[\p{Script=Common}\p{Script=Inherited}]/u;

function oneOf(scripts: readonly Script[]): RegExp {
  return new RegExp(`[${scripts.map((script) => `\\p{Script_Extensions=${script}}`).join('')}]`, 'u');
}

/** A letter among others of another script. */
export interface OddLetter {
  readonly letter: string;
  /** Its script; null where it is a rare one. */
  readonly script: string | null;
}

/**
 * The letter that makes a word one of mixed scripts, as a Cyrillic а among Latin letters: such words are made to be taken
 * for others. null for a word of one script, or of scripts that are written together.
 */
export function oddLetter(word: string): OddLetter | null {
  if (/^[ -~]*$/.test(word)) return null;
  const letters = Array.from(word).filter((character) => !SHARED.test(character));
  if (FAMILIES.some((family) => letters.every((letter) => family.test(letter)))) return null;
  const known = letters.map((letter) => ({ letter, script: scriptOf(letter) }));
  const main = known.some(({ script }) => script === 'Latin') ? 'Latin' : (known[0]?.script ?? null);
  return known.find(({ script }) => script !== main) ?? null;
}

function scriptOf(letter: string): Script | null {
  return SCRIPTS.find((script) => ONE.get(script)?.test(letter) === true) ?? null;
}
