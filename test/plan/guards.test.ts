import { describe, expect, test } from '@jest/globals';
import type { GuardRail, LimitSettings, Settings } from '../../src/core/settings.ts';
import {
  type AccountLiteral,
  accountOf,
  mapping,
  NO_LIMITS,
  planOf,
  readingOf,
  settingsOf,
} from '../targets/rescue/planner/builders.ts';

const RED = mapping('Red', 'Technicians/Red');
const words = (size: number): string[] => Array.from({ length: size }, (_, index) => `r${index}`);
const linked = (names: readonly string[], enabled = true): AccountLiteral[string] =>
  Object.fromEntries(names.map((name) => [name, { link: name, enabled }]));

describe('a plan that would more than double the enabled users says so before anything else', () => {
  test.each([
    ['more than twice as many', 6, 7, true],
    ['twice as many', 6, 6, false],
    ['few more, however small the account', 1, 4, false],
    ['an account that was empty but for one', 1, 5, true],
  ])('%s', (_, before, more, says) => {
    const names = words(before + more);
    const account = accountOf({
      'Technicians/Red': { ...linked(names.slice(0, before - 1)), ...linked(names.slice(-2), false) },
      'Master Administrators': { olga: {} },
    });
    const members = names.filter((_name, index) => index !== before - 1);

    const { plan } = planOf(settingsOf([RED]), readingOf({ groups: { Red: members } }, [RED]), account);

    expect(plan.notices.map(({ code }) => code)).toEqual(says ? ['ACCOUNT_GROWS'] : []);
    if (says)
      expect(plan.notices[0]?.text).toMatch(
        new RegExp(`has ${before} enabled users? now and would have ${before + more},`),
      );
  });

  test('it stands before errors', () => {
    const grey = mapping('Grey', 'Technicians/Grey');
    const directory = readingOf({ groups: { Red: words(20) } }, [RED, grey]);

    const { plan } = planOf(settingsOf([RED, grey]), directory, accountOf({}));

    expect(plan.notices.map(({ code }) => code)).toEqual(['ACCOUNT_GROWS', 'GROUP_NOT_FOUND']);
  });

  test('what is held counts as well', () => {
    const few: Settings = { ...settingsOf([RED]), limits: { ...NO_LIMITS, create: 3 } };

    const { plan } = planOf(few, readingOf({ groups: { Red: words(20) } }, [RED]), accountOf({}));

    expect(plan.notices.map(({ code }) => code)).toEqual(['ACCOUNT_GROWS', 'HELD']);
  });
});

describe('guards that the file weakens are listed with their lines', () => {
  const rail = (key: string, value: string): GuardRail => ({ key, value, line: 4 });
  const listed = (rails: readonly GuardRail[], limits: Partial<LimitSettings> = {}, size = 20): string | null => {
    const usual = { minimum: 5, window: 86_400_000 };
    const settings = { ...settingsOf([RED]), guardRails: rails, limits: { ...NO_LIMITS, ...usual, ...limits } };
    const names = words(size);
    const account = accountOf({ 'Technicians/Red': linked(names) });
    const { plan } = planOf(settings, readingOf({ groups: { Red: names } }, [RED]), account);
    return plan.notices.find(({ code }) => code === 'GUARD_RAILS')?.text ?? null;
  };

  test.each<[string, GuardRail, Partial<LimitSettings>, boolean]>([
    ['a share above the default', rail('limits.disable', '100%'), {}, true],
    ['the default', rail('limits.disable', '10%'), {}, false],
    ['a share below it', rail('limits.move', '5%'), {}, false],
    ['a share of moves above it', rail('limits.move', '31%'), {}, true],
    ['a share of new addresses above it', rail('limits.readdress', '100%'), {}, true],
    ['a share of a group', rail('limits.disablePerGroup', '80%'), {}, true],
    ['a share of a mapping', rail('rescue.groups[].disableLimit', '100%'), {}, true],
    ['a number above the default share', rail('limits.disable', '500'), {}, true],
    ['a small number', rail('limits.disable', '5'), {}, false],
    ['a minimum above the default', rail('limits.minimum', '50'), { minimum: 50 }, true],
    ['a minimum below it', rail('limits.minimum', '1'), { minimum: 1 }, false],
    ['no window', rail('limits.window', '0'), { window: 0 }, true],
    ['a longer window', rail('limits.window', '7d'), { window: 7 * 86_400_000 }, false],
    ['people who are protected', rail('rescue.protect', 'a@x, b@x'), {}, true],
    ['approvals', rail('approve', 'd2-0'), {}, true],
    ['addresses that are trusted everywhere', rail('rescue.adopt', 'account'), {}, true],
    ['addresses that are trusted in mapped groups', rail('rescue.adopt', 'mapped'), {}, false],
  ])('%s', (_, one, limits, says) => {
    expect(listed([one], limits)).toEqual(says ? expect.stringContaining(`${one.key}: ${one.value} (line 4)`) : null);
  });

  test('all of them in one note', () => {
    expect(listed([rail('approve', 'd2-0'), rail('limits.disable', '100%')])).toMatch(/approve: .*; limits\.disable: /);
  });
});
