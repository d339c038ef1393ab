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

test('nothing but letters and digits is changed, and no letter beyond ASCII becomes one of ASCII', () => {
  fc.assert(
    fc.property(fc.string({ unit: CHARACTER }), (text) => {
      const other = /[^\p{L}\p{N}\p{M}]/gu;

      expect(TOKENS(text).match(other)).toEqual(text.match(other));
      expect(/[^\u0000-\u007f]/.test(TOKENS(text))).toBe(/[^\u0000-\u007f]/.test(text));
    }),
    { numRuns: 30 },
  );
});
