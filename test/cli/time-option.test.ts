import { InvalidArgumentError } from 'commander';
import { describe, expect, test } from '@jest/globals';
import { sinceOf, timeWish, untilOf } from '../../src/cli/time-option.ts';

/** What --since and --until mean. */

const NOW = new Date('2026-11-22T20:00:00.000Z');

describe('a time', () => {
  test.each([
    ['2026-11-21', '2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
    ['2026-11-21T09:12', '2026-11-21T09:12:00.000Z', '2026-11-21T09:13:00.000Z'],
    ['2026-11-21 09:12', '2026-11-21T09:12:00.000Z', '2026-11-21T09:13:00.000Z'],
    ['2026-11-21T09:12Z', '2026-11-21T09:12:00.000Z', '2026-11-21T09:13:00.000Z'],
    ['2026-11-21T09:12:30Z', '2026-11-21T09:12:30.000Z', '2026-11-21T09:12:30.001Z'],
    ['2026-11-21T09:12:30.123Z', '2026-11-21T09:12:30.123Z', '2026-11-21T09:12:30.124Z'],
    ['24h', '2026-11-21T20:00:00.000Z', '2026-11-21T20:00:00.000Z'],
    ['31d', '2026-10-22T20:00:00.000Z', '2026-10-22T20:00:00.000Z'],
    ['0s', '2026-11-22T20:00:00.000Z', '2026-11-22T20:00:00.000Z'],
  ])('%s begins at %s and is over at %s', (text, since, until) => {
    const wish = timeWish(text);

    expect(new Date(sinceOf(wish, NOW)).toISOString()).toBe(since);
    expect(new Date(untilOf(wish, NOW)).toISOString()).toBe(until);
  });

  test.each([
    ['2026-02-30'],
    ['2026-13-01'],
    ['2026-11-21T24:01'],
    ['2026-11-21T09:12+01:00'],
    ['21.11.2026'],
    ['yesterday'],
    ['24'],
    ['-1h'],
    [''],
  ])('%j is none', (text) => {
    expect(() => timeWish(text)).toThrow(InvalidArgumentError);
    expect(() => timeWish(text)).toThrow(/2026-11-22T09:12, 24h, 31d/);
  });
});
