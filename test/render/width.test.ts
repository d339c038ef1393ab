import { describe, expect, test } from '@jest/globals';
import { cpuTime } from '../cpu-time.ts';
import { displayWidth, wrap } from '../../src/render/width.ts';

describe('displayWidth', () => {
  test.each([
    ['Ada', 3],
    ['Zoe\u0308', 3],
    ['山田 太郎', 9],
    ['ｆｕｌｌ', 8],
    ['한국', 4],
    ['🙂', 2],
    ['👩‍🔧', 4],
    ['\u{17000}\u{1b150}', 4],
    ['☰', 2],
  ])('%s takes %d cells', (text, cells) => {
    expect(displayWidth(text)).toBe(cells);
  });
});

describe('wrap', () => {
  test.each([
    ['short text stays', 'a b', 10, ['a b']],
    ['breaks at blanks', 'one two three', 7, ['one two', 'three']],
    ['breaks an address before the @', 'ada.lovelace@corp.example', 14, ['ada.lovelace', '@corp.example']],
    ['breaks a long word anywhere', 'abcdefgh', 3, ['abc', 'def', 'gh']],
    ['counts wide characters', '山田太郎', 4, ['山田', '太郎']],
    ['keeps combined characters whole', 'e\u0301e\u0301e\u0301', 2, ['e\u0301e\u0301', 'e\u0301']],
    ['gives up no text when one character is too wide', '山田', 1, ['山', '田']],
    ['keeps an empty text', '', 5, ['']],
  ])('%s', (_what, text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });

  test('keeps combined characters whole wherever they stand in a long word', () => {
    const lines = wrap(`a${'e\u0301'.repeat(300)}`, 3);

    expect(lines.every((line) => /^(?:ae\u0301e\u0301|(?:e\u0301)+)$/.test(line))).toBe(true);
    expect(lines.join('')).toHaveLength(601);
  });

  test.each([['a'], ['山'], ['e\u0301'], ['\u0301'], ['👩‍🔧'], [' '], ['a '], ['-'], ['@']])(
    'takes time that grows with the length only: %j',
    (piece) => {
      const text = piece.repeat(200_000 / piece.length);
      const start = cpuTime();

      wrap(text, 34);

      // A segmenter that is given the whole text runs out of memory first.
      expect(cpuTime() - start).toBeLessThan(4000);
    },
  );
});
