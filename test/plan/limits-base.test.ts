import { describe, expect, test } from '@jest/globals';
import type { LimitSettings } from '../../src/core/settings.ts';
import {
  type AccountLiteral,
  accountOf,
  mapping,
  type PlannedTest,
  planOf,
  readingOf,
  settingsOf,
} from '../targets/rescue/planner/builders.ts';

const RED = mapping('Red', 'Technicians/Red');

const percent = (value: number): LimitSettings['disable'] => ({ kind: 'percent', percent: value });
const words = (prefix: string, size: number): string[] =>
  Array.from({ length: size }, (_, index) => `${prefix}${index}`);
const users = (prefix: string, size: number, fields: AccountLiteral[string][string] = {}): AccountLiteral[string] =>
  Object.fromEntries(words(prefix, size).map((word) => [word, fields]));
const linked = (prefix: string, size: number): AccountLiteral[string] =>
  Object.fromEntries(words(prefix, size).map((word) => [word, { link: word }]));

function planned(
  limits: Partial<LimitSettings>,
  members: readonly string[],
  account: AccountLiteral,
  turned = false,
): PlannedTest {
  const base = settingsOf([RED]);
  const all = { ...base.limits, disable: percent(100), disablePerGroup: percent(100), minimum: 0, ...limits };
  const test = accountOf(account);
  const reading = turned ? { ...test.reading, users: [...test.reading.users].reverse() } : test.reading;
  const settings = { ...base, limits: all };
  return planOf(settings, readingOf({ groups: { Red: members } }, [RED]), { ...test, reading });
}

describe('the share of all that may be disabled', () => {
  const half = { disable: percent(50) };

  test.each<[string, readonly string[], AccountLiteral, number]>([
    ['is of managed users: 2 of 4 are half', words('r', 2), { 'Technicians/Red': linked('r', 4) }, 0],
    ['is of managed users: 3 of 4 are more', words('r', 1), { 'Technicians/Red': linked('r', 4) }, 3],
    [
      'is not made larger by users whom nobody looks after',
      words('r', 1),
      { 'Technicians/Red': linked('r', 4), 'Technicians/Night': users('n', 20) },
      3,
    ],
    [
      'is not made larger by users who are disabled already',
      words('r', 1),
      { 'Technicians/Red': { ...linked('r', 4), ...users('off', 20, { enabled: false }) } },
      3,
    ],
    [
      'counts linked users wherever they stand',
      [...words('r', 1), ...words('n', 3)],
      { 'Technicians/Red': linked('r', 4), 'Technicians/Night': linked('n', 3) },
      0,
    ],
    [
      'counts the strangers of a full group',
      words('r', 2),
      { 'Technicians/Red': { ...linked('r', 2), ...users('s', 2) } },
      0,
    ],
    [
      'counts members who are not linked yet',
      words('r', 2),
      { 'Technicians/Red': { ...users('r', 2), ...users('s', 2) } },
      0,
    ],
    [
      'counts strangers in full groups only',
      [],
      { 'Technicians/Red': users('s', 6), 'Technicians/Night': users('n', 14) },
      6,
    ],
  ])('%s', (_name, members, account, held) => {
    expect(planned(half, members, account).plan.summary.held).toBe(held);
  });
});

describe('the share of one group that may be disabled', () => {
  test('is of its enabled users', () => {
    const red = { ...linked('r', 4), ...users('off', 6, { enabled: false }) };

    const { plan } = planned({ disablePerGroup: percent(30) }, words('r', 2), { 'Technicians/Red': red });

    expect(plan.summary).toMatchObject({ disable: 2, held: 2 });
    expect(plan.notices[0]?.text).toContain('2 of 4 enabled users in Technicians/Red');
  });

  test('of a group that no mapping feeds is held as well, by its path', () => {
    const { plan } = planned({ disablePerGroup: percent(30) }, [], { 'Technicians/Night': linked('n', 3) });

    expect(plan.summary).toMatchObject({ disable: 3, held: 3 });
    expect(plan.notices[0]).toMatchObject({ code: 'HELD', subject: 'Technicians/Night', line: null });
  });
});

test('a share applies from the minimum on', () => {
  const held = [2, 3, 4].map((minimum) => {
    const limits = { disable: percent(10), minimum };
    return planned(limits, words('r', 1), { 'Technicians/Red': linked('r', 4) }).plan.summary.held;
  });

  expect(held).toEqual([3, 3, 0]);
});

test('a hold has the same id whatever order the users were read in', () => {
  const account = { 'Technicians/Red': linked('r', 4) };

  const [first, second] = [false, true].map((turned) =>
    planned({ disable: percent(10) }, words('r', 1), account, turned).plan.changes.map(({ held }) => held?.id),
  );

  expect(new Set(first).size).toBe(1);
  expect(second).toEqual(first);
});
