import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  dueNow,
  isQuarantine,
  LONGEST_JITTER,
  LONGEST_WAIT,
  patience,
  QUARANTINE_AFTER,
  waitAfter,
} from '../../../src/run/rounds/schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('the wait for the next round', () => {
  test.each([
    ['is the interval', 15 * MINUTE, 0, 0, 15 * MINUTE],
    ['is the interval after a failure, and after two', 15 * MINUTE, 2, 0, 15 * MINUTE],
    ['doubles after three failures', 15 * MINUTE, 3, 0, 30 * MINUTE],
    ['doubles again', 15 * MINUTE, 4, 0, HOUR],
    ['grows no further than an hour', 15 * MINUTE, 5, 0, HOUR],
    ['grows no further however many fail', 15 * MINUTE, 100_000, 0, HOUR],
    ['is never shorter than the interval', 24 * HOUR, 9, 0, 24 * HOUR],
    ['is spread by a tenth of it', 10 * MINUTE, 0, 0.5, 10 * MINUTE + 30_000],
    ['is spread by a minute at most', 24 * HOUR, 0, 0.999, 24 * HOUR + 59_940],
  ])('%s', (_name, interval, failures, random, expected) => {
    expect(waitAfter(interval, failures, random)).toBe(expected);
  });

  test('never shrinks by failures, and has its bounds whatever happens', () => {
    const interval = fc.integer({ min: 30_000, max: 24 * HOUR });
    fc.assert(
      fc.property(interval, fc.nat(), fc.double({ min: 0, max: 0.9999, noNaN: true }), (base, failures, random) => {
        const wait = waitAfter(base, failures, random);

        expect(wait).toBeGreaterThanOrEqual(base);
        expect(wait).toBeLessThanOrEqual(Math.max(base, LONGEST_WAIT) + LONGEST_JITTER);
        expect(waitAfter(base, failures + 1, random)).toBeGreaterThanOrEqual(wait);
      }),
      { numRuns: 200 },
    );
  });
});

test('three failures make a quarantine', () => {
  expect([0, 1, 2, 3, 4].map(isQuarantine)).toEqual([false, false, false, true, true]);
  expect(QUARANTINE_AFTER).toBe(3);
});

test.each([
  ['a quarter of an hour at least', 30_000, 15 * MINUTE],
  ['an interval where that is longer', HOUR, HOUR],
])('a lock is waited for %s', (_name, interval, expected) => {
  expect(patience(interval)).toBe(expected);
});

test.each([
  ['stays as it is while the clock goes on', 1000, 600, 400, 1000],
  ['stays in the past when the machine has slept', 1000, 600, 5000, 1000],
  ['comes nearer when the clock is set back', 1_000_000, 600, 400, 1000],
])('what is due %s', (_name, due, wait, now, expected) => {
  expect(dueNow(due, wait, now)).toBe(expected);
});
