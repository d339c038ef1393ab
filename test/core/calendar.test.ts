import { describe, expect, test } from '@jest/globals';
import { addDays, daysAfter, isDay, isTimeZone, localTime, timeText, weekdayOf } from '../../src/core/calendar.ts';

describe('the clock on the wall', () => {
  test.each([
    ['2026-12-20T23:30:00Z', 'UTC', '2026-12-20 23:30'],
    ['2026-12-20T23:30:00Z', 'Europe/Berlin', '2026-12-21 00:30'],
    ['2026-12-20T23:30:00Z', 'America/New_York', '2026-12-20 18:30'],
    ['2026-12-20T00:00:00Z', 'Asia/Kathmandu', '2026-12-20 05:45'],
    // Summer begins in Berlin: after 01:59 comes 03:00.
    ['2026-03-29T00:59:00Z', 'Europe/Berlin', '2026-03-29 01:59'],
    ['2026-03-29T01:00:00Z', 'Europe/Berlin', '2026-03-29 03:00'],
    // It ends: 02:00 to 02:59 comes twice.
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25 02:30'],
    ['2026-10-25T01:30:00Z', 'Europe/Berlin', '2026-10-25 02:30'],
    ['2026-10-25T02:00:00Z', 'Europe/Berlin', '2026-10-25 03:00'],
    ['2026-03-08T07:00:00Z', 'America/New_York', '2026-03-08 03:00'],
    ['2026-11-01T06:30:00Z', 'America/New_York', '2026-11-01 01:30'],
    // A change at midnight: the day begins at one.
    ['2026-04-24T00:00:00Z', 'Africa/Cairo', '2026-04-24 03:00'],
  ])('%s in %s is %s', (moment, timeZone, expected) => {
    expect(timeText(localTime(new Date(moment), timeZone))).toBe(expected);
  });
});

test.each([
  ['Europe/Berlin', true],
  ['America/Argentina/Buenos_Aires', true],
  ['Etc/GMT+5', true],
  ['UTC', true],
  ['+01:00', false],
  ['Europe/Bern', false],
  ['Europe/', false],
  ['', false],
])('%j is the name of a time zone: %p', (text, expected) => {
  expect(isTimeZone(text)).toBe(expected);
});

test.each([
  ['2026-12-20', true],
  ['2028-02-29', true],
  ['2026-02-29', false],
  ['2026-13-01', false],
  ['2026-1-1', false],
  ['20261220', false],
])('%s is a day: %p', (text, expected) => {
  expect(isDay(text)).toBe(expected);
});

test('days are counted over months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  expect(daysAfter('2027-01-01', '2026-12-30')).toBe(2);
  expect(daysAfter('2026-12-30', '2027-01-01')).toBe(-2);
  expect(['2026-12-21', '2026-12-27'].map(weekdayOf)).toEqual([0, 6]);
});
