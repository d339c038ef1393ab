import { describe, expect, test } from '@jest/globals';
import { Secret } from '../../src/core/secret.ts';
import type { LimitSettings } from '../../src/core/settings.ts';
import { type GuardedFile, type Guarding, guardChanges } from '../../src/plan/guard-changes.ts';

const LIMITS: LimitSettings = {
  disable: { kind: 'percent', percent: 10 },
  disablePerGroup: { kind: 'percent', percent: 50 },
  move: { kind: 'percent', percent: 30 },
  readdress: { kind: 'percent', percent: 30 },
  create: null,
  minimum: 5,
  window: 86_400_000,
};
const FILE: GuardedFile = { file: 'sync.yaml', limits: LIMITS, maxPlanAge: 86_400_000, guardRails: [] };

function told(
  now: Partial<GuardedFile> & { guarding?: readonly Guarding[] },
  former: Partial<GuardedFile> & { guarding?: readonly Guarding[] } = {},
): string[] {
  const side = ({ guarding = [], ...file }: typeof now) => ({ file: { ...FILE, ...file }, guarding });
  return guardChanges(side(now), side(former)).map(({ text, line }) => {
    return `${/guard rail\. (.*)\. Make sure/.exec(text)?.[1] ?? text} @${line ?? '-'}`;
  });
}

describe('guard rails that the file changes', () => {
  test('none is told where both files come to the same', () => {
    const said = [{ key: 'limits.disable', value: '10%', line: 4 }];

    expect(told({ guardRails: said })).toEqual([]);
  });

  test.each<[string, Partial<GuardedFile>, string]>([
    ['a share', { limits: { ...LIMITS, disable: { kind: 'percent', percent: 50 } } }, 'limits.disable: 10% → 50% @-'],
    ['a count', { limits: { ...LIMITS, move: { kind: 'count', count: 500 } } }, 'limits.move: 30% → 500 @-'],
    [
      'per group',
      { limits: { ...LIMITS, disablePerGroup: { kind: 'count', count: 9 } } },
      'limits.disablePerGroup: 50% → 9 @-',
    ],
    [
      'addresses',
      { limits: { ...LIMITS, readdress: { kind: 'percent', percent: 99 } } },
      'limits.readdress: 30% → 99% @-',
    ],
    ['creates', { limits: { ...LIMITS, create: 5 } }, 'limits.create: not set → 5 @-'],
    ['the minimum', { limits: { ...LIMITS, minimum: 50 } }, 'limits.minimum: 5 → 50 @-'],
    ['the window', { limits: { ...LIMITS, window: 90_000 } }, 'limits.window: 24h → 1.5m @-'],
    ['the age of plans', { maxPlanAge: 720 * 3_600_000 }, 'maxPlanAge: 24h → 720h @-'],
    ['an approval', { guardRails: [{ key: 'approve', value: 'a-1', line: 2 }] }, 'approve: not set → a-1 @2'],
  ])('%s', (_title, now, text) => {
    expect(told(now)).toEqual([text]);
  });

  test('the line of a limit is told, and a guard that is taken out', () => {
    const now = { guardRails: [{ key: 'limits.minimum', value: '9', line: 7 }], limits: { ...LIMITS, minimum: 9 } };
    const former = { guardRails: [{ key: 'rescue.protect', value: 'owner@corp.example', line: 8 }] };

    expect(told(now, former)).toEqual(['limits.minimum: 5 → 9 @7', 'rescue.protect: owner@corp.example → not set @-']);
  });

  test('a secret is compared, and never shown', () => {
    const key = (value: string): Guarding => ({ key: 'rescue.linkKey', value: new Secret(value), line: null });

    expect(told({ guarding: [key('one')] }, { guarding: [key('one')] })).toEqual([]);
    expect(told({ guarding: [key('one')] }, { guarding: [key('two')] })).toEqual([
      'rescue.linkKey: a secret, not shown → a secret, not shown @-',
    ]);
    expect(told({}, { guarding: [key('two')] })).toEqual(['rescue.linkKey: a secret, not shown → not set @-']);
  });

  test('of a long list what differs is told, wherever it stands', () => {
    const people = Array.from({ length: 30 }, (_, at) => `person${at}@corp.example`);
    const list = (all: readonly string[]) => ({
      guardRails: [{ key: 'rescue.protect', value: all.join(', '), line: 3 }],
    });
    const [first = '', ...others] = people;

    expect(told(list(people.slice(0, -1)), list(people))).toEqual([
      'rescue.protect: without 1 entry: person29@corp.example @3',
    ]);
    expect(told(list([...others, 'x@corp.example']), list(people))).toEqual([
      `rescue.protect: without 1 entry: ${first}; now with 1 entry: x@corp.example @3`,
    ]);
    expect(told(list([...others, first]), list(people))).toEqual([
      'rescue.protect: the same entries in another order @3',
    ]);
    expect(told(list([...people, first]), list(people))).toEqual([
      'rescue.protect: the same entries in another order @3',
    ]);
  });

  test('entries of one key are compared as a set, and a long list is cut', () => {
    const of = (...values: string[]) => ({
      guarding: values.map((value): Guarding => ({ key: 'k', value, line: null })),
    });

    expect(told(of('a', 'b'), of('b', 'a'))).toEqual([]);
    expect(told(of('x'.repeat(300)))[0]).toHaveLength('k: not set → '.length + 200 + '… @-'.length);
  });

  test('they come first, as warnings, without control characters', () => {
    const [notice] = guardChanges(
      { file: FILE, guarding: [{ key: 'k', value: 'a\nb', line: 3 }] },
      { file: FILE, guarding: [] },
    );

    expect(notice).toMatchObject({
      code: 'GUARD_RAIL_CHANGED',
      severity: 'warning',
      first: true,
      line: 3,
      subject: 'k',
    });
    expect(notice?.text).toContain('a b');
  });
});

test('a freeze that goes, or becomes another one, is told', () => {
  const day = { first: '2026-12-24', last: '2026-12-24' };
  const window = { dates: day, weekdays: [3], hours: { from: 480, to: 1080 }, reason: null, line: 5 };
  const calendar = { timeZone: 'UTC', freeze: [window] };

  expect(told({}, { calendar })).toEqual([
    'freeze: 2026-12-24 Thu 08:00-18:00 → not set @-',
    'timeZone: UTC → not set @-',
  ]);
  expect(told({ calendar: { ...calendar, freeze: [{ ...window, weekdays: null }] } }, { calendar })).toEqual([
    'freeze: 2026-12-24 Thu 08:00-18:00 → 2026-12-24 08:00-18:00 @5',
  ]);
  expect(told({ calendar: { ...calendar, timeZone: 'Asia/Tokyo' } }, { calendar })).toEqual([
    'timeZone: UTC → Asia/Tokyo @-',
  ]);
});
