import { expect, test } from '@jest/globals';
import { newBreaker } from '../../src/run/breaker.ts';

/** How many changes there are until the run is given up, and why; at most 200. `x` fails, `.` does not, over and over. */
function givenUp(pattern: string): [changes: number, why: string | null] {
  const breaker = newBreaker();
  for (let index = 0; index < 200; index++) {
    const failure = breaker.note(pattern[index % pattern.length] === 'x');
    if (failure !== null) return [index + 1, failure.message];
  }
  return [200, null];
}

test.each([
  ['every change fails', 'x', 10, '10 changes in a row'],
  ['every tenth succeeds', 'xxxxxxxxx.', 22, '20 of the last 22 changes'],
  ['every second fails', '.x', 40, '20 of the last 40 changes'],
])('a run is given up when %s', (_when, pattern, changes, counts) => {
  const message = `The service failed at ${counts}, each tried several times, so the run was given up.`;

  expect(givenUp(pattern)).toEqual([changes, message]);
});

test.each([
  ['nothing fails', '.'],
  ['a little less than half fails', `${'x.'.repeat(19)}..`],
  ['it failed often enough, but long ago', `${'x.'.repeat(19)}${'.'.repeat(40)}`],
])('a run goes on when %s', (_when, pattern) => {
  expect(givenUp(pattern)).toEqual([200, null]);
});
