import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PASSWORD_LENGTH, randomPassword } from '../../../../src/targets/rescue/apply/password.ts';
import { passwordWord } from '../../../../src/sandbox/rescue/passwords.ts';
import { seededRandom } from '../../../../src/sandbox/rescue/faults.ts';

/** Bytes that depend on the seed alone. */
function bytesFrom(seed: number): (size: number) => Uint8Array {
  const random = seededRandom(seed);
  return (size) => Uint8Array.from({ length: size }, () => Math.floor(random() * 256));
}

test('every password has 20 characters of four types, none twice and no white space', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const password = randomPassword(bytesFrom(seed));

      expect(password).toHaveLength(PASSWORD_LENGTH);
      expect(new Set(password.split('')).size).toBe(PASSWORD_LENGTH);
      expect(password).toMatch(
        /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^\w\s])\S+$|^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*_)\S+$/,
      );
      expect(passwordWord(password, 'excellent')).toBeNull();
    }),
    { numRuns: 300 },
  );
});

test('no character is favoured', () => {
  const counts = new Map<string, number>();
  const rounds = 4000;
  const bytes = bytesFrom(20260131);
  for (let round = 0; round < rounds; round++) {
    for (const character of randomPassword(bytes)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }

  // 26 lower-case letters of which each should come equally often; 5 sigma is about 0.038 of the rounds.
  const lower = [...counts].filter(([character]) => /[a-z]/.test(character)).map(([, count]) => count / rounds);
  expect(lower).toHaveLength(26);
  expect(Math.max(...lower) - Math.min(...lower)).toBeLessThan(0.08);
});
