import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Secret } from '../../src/core/secret.ts';
import { newWordTokens } from '../../src/core/word-tokens.ts';

const TOKENS = newWordTokens(new Secret('a key of the tests, long enough'));

/** Of every kind that is treated apart; a combining mark, too. */
const CHARACTER = fc.constantFrom('a', 'Z', 'é', 'Ж', '字', '7', '0', '\u0301', '\u200b', '\n', ' ', '@', '.', '😀');

test('words become words of the same form, the same ones wherever they stand', () => {
  const [ada = '', lower = '', upper = ''] = TOKENS('Ada ada ADA').split(' ');

  expect(ada).toMatch(/^[A-Z][a-z]{2}$/);
  expect(lower).toBe(ada.toLowerCase());
  expect(upper).toBe(ada.toUpperCase());
  expect(ada).not.toBe('Ada');
});

test.each([
  ['ada@corp.example', /^[a-z]{3}@[a-z]{4}\.[a-z]{7}$/],
  ['337364', /^[1-9][0-9]{5}$/],
  ['007', /^0[0-9]{2}$/],
  ['-12', /^-[1-9][0-9]$/],
  ['[adsync 0a1b2c] \r\n x', /^\[[a-z]{6} 0[a-z][0-9][a-z][0-9][a-z]\] \r\n [a-z]$/],
  ['Zoë', /^[A-Z][a-z][^\u0000-\u007f]$/],
])('%j keeps its form', (text, form) => {
  expect(TOKENS(text)).toMatch(form);
});

test('another key gives other tokens', () => {
  expect(newWordTokens(new Secret('another key of the tests, as long'))('Lovelace')).not.toBe(TOKENS('Lovelace'));
});

test.each([
  ['letter by letter', 'A.d.a', 'D.d.d'],
  ['in percent signs', '%41%64%61', '%64%64%64'],
  ['in the character references of HTML', '&#65;&#100;&#97;', '&#100;&#100;&#100;'],
  ['in UTF-16', 'A\0d\0a\0', 'd\0d\0d\0'],
  ['with marks that nobody sees', 'A\u200bd\u200ba', 'd\u200bd\u200bd'],
  ['with blanks', 'A d a', 'd d d'],
])('a name that is written %s cannot be read from another text', (_how, name, other) => {
  const marks = /[^\p{L}\p{N}]/gu;
  const parts = (text: string): readonly string[] => TOKENS(text).toLowerCase().split(marks).filter(Boolean);

  // What stands for one of its letters elsewhere says nothing of it here.
  expect(parts(other)[1]).not.toBe(parts(name)[1]);
  expect(new Set(parts(other)).size).toBeGreaterThan(1);
  expect(parts(name)).toEqual(parts(`(${name.toUpperCase()})`));
});

test.each([
  ['symbols that read as letters', '🅰🅳🅰 ⓐⓓⓐ'],
  ['tags that nobody sees', '\u{e0041}\u{e0064}\u{e0061}'],
  ['characters without a meaning', '\ue041\ue064'],
  ['bytes of an older encoding (CP866)', '\u0088\u00a2\u00a0\u00ad\u00ae\u00a2'],
])('a name in %s is replaced', (_what, name) => {
  const left = Array.from(TOKENS(name)).filter((character) => character.trim() !== '' && name.includes(character));

  expect(left).toEqual([]);
});

test('a long text of short words keeps its length', () => {
  expect(TOKENS('a.'.repeat(2000) + ' b'.repeat(2000))).toHaveLength(8000);
});

test('nothing but what can stand for a letter is changed, and no letter beyond ASCII becomes one of ASCII', () => {
  fc.assert(
    fc.property(fc.string({ unit: CHARACTER }), (text) => {
      const other = /[^\p{L}\p{N}\p{M}😀]/gu;

      expect(TOKENS(text).match(other)).toEqual(text.match(other));
      expect(/[^\u0000-\u007f]/.test(TOKENS(text))).toBe(/[^\u0000-\u007f]/.test(text));
    }),
    { numRuns: 30 },
  );
});
