import { expect, test } from '@jest/globals';
import { LASTING, lastingWords } from '../../../src/plan/undo/lasting.ts';

test('what stays is counted by kind, in one order', () => {
  expect(lastingWords(['password', 'createdUser', 'createdUser', 'createdGroup'])).toBe(
    '2 new users stay in the account, disabled; 1 new group stays; 1 former password cannot be put back, for nobody knows it',
  );
});

test('nothing is said of nothing, and every kind has its words', () => {
  expect(lastingWords([])).toBe('');
  for (const kind of LASTING) expect(lastingWords([kind, kind])).toContain('2');
});
