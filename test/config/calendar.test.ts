import { describe, expect, test } from '@jest/globals';
import { GOOD_FILE } from './files.ts';
import { codes, load } from './memory-inputs.ts';

const file = (...lines: readonly string[]): string => ['version: 1', ...lines, ...GOOD_FILE.slice(1)].join('\n');

describe('a calendar', () => {
  test('is not there where nothing hangs on one', async () => {
    const loaded = await load(GOOD_FILE.join('\n'));

    expect(loaded.ok && 'calendar' in loaded.settings).toBe(false);
  });

  test('has the windows of the file, with their lines', async () => {
    const loaded = await load(
      file(
        'timeZone: Europe/Berlin',
        'freeze:',
        '  - dates: 2026-12-20/2027-01-06',
        '    reason: end of the year',
        '  - { days: Fri-Mon, hours: 22:00-06:00 }',
        '  - { dates: 2026-06-01, days: "Sat, Wed" }',
      ),
    );

    expect(loaded.ok && loaded.settings.calendar).toEqual({
      timeZone: 'Europe/Berlin',
      freeze: [
        {
          dates: { first: '2026-12-20', last: '2027-01-06' },
          weekdays: null,
          hours: null,
          reason: 'end of the year',
          line: 4,
        },
        { dates: null, weekdays: [0, 4, 5, 6], hours: { from: 1320, to: 360 }, reason: null, line: 6 },
        { dates: { first: '2026-06-01', last: '2026-06-01' }, weekdays: [2, 5], hours: null, reason: null, line: 7 },
      ],
    });
  });

  test('is that of Greenwich where the file names none', async () => {
    const loaded = await load(file('freeze: [{ hours: 08:00-24:00 }]'));

    expect(loaded.ok && loaded.settings.calendar?.timeZone).toBe('UTC');
  });
});

test.each([
  ['an offset as the time zone', ['timeZone: "+01:00"'], 'WRONG_VALUE 2:11'],
  ['a time zone that there is not', ['timeZone: Europe/Bern'], 'WRONG_VALUE 2:11'],
  ['a day that there is not', ['freeze:', '  - dates: 2026-02-30'], 'WRONG_VALUE 3:12'],
  ['an end before the beginning', ['freeze:', '  - dates: 2026-12-20/2026-12-19'], 'WRONG_VALUE 3:12'],
  ['three days', ['freeze:', '  - dates: 2026-12-20/2026-12-21/2026-12-22'], 'WRONG_VALUE 3:12'],
  ['a day of the week that there is not', ['freeze:', '  - days: Mon-Fry'], 'WRONG_VALUE 3:11'],
  ['days in another language', ['freeze:', '  - days: Mo-Fr'], 'WRONG_VALUE 3:11'],
  ['hours that are none', ['freeze:', '  - hours: 8-18'], 'WRONG_VALUE 3:12'],
  ['hours beyond the day', ['freeze:', '  - hours: 08:00-25:00'], 'WRONG_VALUE 3:12'],
  ['no time between', ['freeze:', '  - hours: 08:00-08:00'], 'WRONG_VALUE 3:12'],
  ['a window without an end', ['freeze:', '  - reason: audit'], 'MISSING_KEY 3:5'],
  ['an unknown key', ['freeze:', '  - { date: 2026-12-20 }'], 'UNKNOWN_KEY 3:7'],
])('%s is an error at its place', async (_, lines, expected) => {
  expect(codes(await load(file(...lines)))).toContain(expected);
});

test.each([
  ['2026-12-31', []],
  ['2026-02-30', ['WRONG_VALUE 14:16']],
  ['soon', ['WRONG_VALUE 14:16']],
])('a mapping may have a last day: %s', async (day, expected) => {
  const loaded = await load([...GOOD_FILE, `      expires: ${day}`].join('\n'));

  expect(codes(loaded)).toEqual(expected);
  if (loaded.ok) expect(loaded.settings.rescue.mappings[0]?.expires).toBe(day);
});

test.each([
  ['3d', []],
  ['90d', []],
  ['91d', ['WRONG_VALUE 14:21']],
  ['0d', ['WRONG_VALUE 14:21']],
  ['72h', ['WRONG_VALUE 14:21']],
])('leavers have a grace of whole days: %s', async (grace, expected) => {
  const loaded = await load([...GOOD_FILE, `  leavers: { grace: ${grace} }`].join('\n'));

  expect(codes(loaded)).toEqual(expected);
  if (loaded.ok) expect(loaded.settings.rescue.graceDays).toBe(Number.parseInt(grace, 10));
});
