import { describe, expect, test } from '@jest/globals';
import { isAmong, retryAfter, type RetryPolicy, waitAfter } from '../../src/net/retry.ts';

const POLICY: RetryPolicy = { attempts: 6, first: 500, longest: 20_000, asked: 'longer counts' };

describe('the wait', () => {
  test.each([
    [1, 500],
    [2, 1000],
    [3, 2000],
    [6, 16_000],
    [7, 20_000],
    [20, 20_000],
  ])('after attempt %d is at most %d ms and at least half of it', (attempt, most) => {
    expect(waitAfter(POLICY, attempt, null, () => 0)).toBe(most / 2);
    expect(waitAfter(POLICY, attempt, null, () => 0.5)).toBe(most * 0.75);
    expect(waitAfter(POLICY, attempt, null, () => 0.999_999)).toBeLessThanOrEqual(most);
  });

  test.each([
    ['longer counts', 7000, 7000],
    ['longer counts', 0, 250],
    ['replaces ours', 7000, 7000],
    ['replaces ours', 0, 0],
  ] as const)('that the service asks for (%s): %d ms means %d ms', (asked, ms, expected) => {
    expect(waitAfter({ ...POLICY, asked }, 1, ms, () => 0)).toBe(expected);
  });
});

test.each([
  ['7', 7000],
  [' 0 ', 0],
  ['Wed, 21 Oct 2026 07:28:10 GMT', 10_000],
  ['Wed, 21 Oct 2026 07:00:00 GMT', 0],
  ['soon', null],
  [null, null],
])('Retry-After %j means %j ms', (header, ms) => {
  expect(retryAfter(header, Date.parse('2026-10-21T07:28:00Z'))).toBe(ms);
});

test('ranges of statuses have both their ends', () => {
  const statuses = [
    [408, 408],
    [502, 599],
  ] as const;

  expect([407, 408, 409, 501, 502, 599, 600].filter((status) => isAmong(statuses, status))).toEqual([408, 502, 599]);
});
