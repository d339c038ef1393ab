import { describe, expect, test } from '@jest/globals';
import { carryOut } from '../../../property/in-memory.ts';
import {
  type AccountLiteral,
  accountOf,
  codes,
  lines,
  mapping,
  type PlannedTest,
  planOf,
  readingOf,
  settingsOf,
  budgetOf,
} from './builders.ts';

/** The first mapping has the last person by name, so that the two orders differ. */
const FIRST = mapping('First', 'Technicians/First', { mobileLicense: true });
const SECOND = mapping('Second', 'Technicians/Second', { mobileLicense: true, line: 20 });
const both = [FIRST, SECOND];
const reading = readingOf({ groups: { First: ['zoe'], Second: ['ada', 'bob'] } }, both);

function plan(account: AccountLiteral, licenses: { technicians: number | null; mobile: number | null }): PlannedTest {
  return planOf(settingsOf(both, { licenses }), reading, accountOf(account));
}

describe('what is short goes by the order of the mappings, and then by name', () => {
  const empty: AccountLiteral = { 'Technicians/First': {}, 'Technicians/Second': {} };

  test.each<[number, string[], string[]]>([
    [1, ['zoe@corp.example'], ['ada@corp.example', 'bob@corp.example']],
    [2, ['zoe@corp.example', 'ada@corp.example'], ['bob@corp.example']],
    [3, ['zoe@corp.example', 'ada@corp.example', 'bob@corp.example'], []],
  ])('%i seats', (technicians, created, without) => {
    const planned = plan(empty, { technicians, mobile: null }).plan;

    expect(planned.changes.map(({ email }) => email)).toEqual(created);
    expect(planned.notices.map(({ code, subject }) => `${code} ${subject}`)).toEqual(
      without.map((email) => `NO_SEAT ${email}`),
    );
    expect(budgetOf(planned, 'technicians')).toEqual({ held: technicians, before: 0, after: technicians });
  });

  test.each<[number, string[], string[]]>([
    [0, [], ['ada@corp.example', 'bob@corp.example', 'zoe@corp.example']],
    [1, ['zoe@corp.example'], ['ada@corp.example', 'bob@corp.example']],
    [2, ['zoe@corp.example', 'ada@corp.example'], ['bob@corp.example']],
  ])('%i mobile add-ons', (mobile, granted, without) => {
    const planned = plan(empty, { technicians: null, mobile }).plan;

    expect(planned.changes.filter(({ after }) => after.mobile === true).map(({ email }) => email)).toEqual(granted);
    expect(planned.changes).toHaveLength(3);
    expect(planned.notices.map(({ subject }) => subject).sort()).toEqual(without);
    expect(budgetOf(planned, 'mobile')).toEqual({ held: mobile, before: 0, after: mobile });
  });

  test.each<[string, AccountLiteral, string]>([
    [
      'a disabled user of a later mapping waits for a new one of an earlier',
      { 'Technicians/First': {}, 'Technicians/Second': { ada: { link: 'ada', enabled: false } } },
      'zoe@corp.example',
    ],
    [
      'a disabled user waits for a new one of the same mapping who comes first by name',
      { 'Technicians/First': { zoe: { link: 'zoe' } }, 'Technicians/Second': { bob: { link: 'bob', enabled: false } } },
      'ada@corp.example',
    ],
    [
      'a disabled user comes before new ones where its name does',
      { 'Technicians/First': { zoe: { link: 'zoe' } }, 'Technicians/Second': { ada: { link: 'ada', enabled: false } } },
      'ada@corp.example',
    ],
  ])('of one free seat: %s', (_name, account, gets) => {
    const taken = Object.keys(account['Technicians/First'] ?? {}).length;

    const planned = plan(account, { technicians: taken + 1, mobile: null }).plan;

    expect(planned.changes.filter(({ after }) => after.status === 'enabled').map(({ email }) => email)).toEqual([gets]);
    expect(budgetOf(planned, 'technicians')?.after).toBe(taken + 1);
  });

  test('nobody who has an add-on loses it to somebody of an earlier mapping', () => {
    const account: AccountLiteral = {
      'Technicians/First': { zoe: { link: 'zoe' } },
      'Technicians/Second': { ada: { link: 'ada', mobile: true }, bob: { link: 'bob' } },
    };

    const planned = plan(account, { technicians: null, mobile: 1 }).plan;

    expect(lines(planned)).toEqual([]);
    expect(codes(planned)).toEqual(['NO_MOBILE_LICENSE', 'NO_MOBILE_LICENSE']);
  });
});

describe('add-ons that are given back come before those that are granted', () => {
  test('also from somebody who was disabled before', () => {
    const account: AccountLiteral = {
      'Technicians/First': { zoe: { link: 'zoe', mobile: true } },
      'Technicians/Second': {
        ada: { link: 'ada' },
        bob: { link: 'bob' },
        quinn: { link: 'quinn', enabled: false, mobile: true, linkedMobile: true },
      },
    };

    const planned = plan(account, { technicians: null, mobile: 2 }).plan;

    expect(planned.changes.map(({ email, after }) => `${email ?? ''} ${String(after.mobile)}`)).toEqual([
      'quinn@corp.example false',
      'ada@corp.example true',
    ]);
    expect(budgetOf(planned, 'mobile')).toEqual({ held: 2, before: 2, after: 2 });
  });

  test('also from the user of a former role, who is disabled only when the new one is there', () => {
    const leads = mapping('Leads', 'Administrators/Leads', { mobileLicense: true });
    const both = [leads, mapping('Red', 'Technicians/Red')];
    const account: AccountLiteral = {
      'Technicians/Red': { ada: { link: 'ada', email: 'old@corp.example', mobile: true } },
      'Administrators/Leads': {},
    };
    const settings = settingsOf(both, { licenses: { technicians: null, mobile: 1 } });
    const reading = readingOf({ groups: { Leads: ['ada'], Red: [] } }, both);

    const planned = planOf(settings, reading, accountOf(account)).plan;

    expect(lines(planned)).toEqual([
      'update old@corp.example in Technicians/Red (mobile) ADD_ON_RETURNED',
      'create ada@corp.example in Administrators/Leads MEMBER_OF',
      'disable old@corp.example in Technicians/Red (status) ROLE_CHANGED',
    ]);
    const [returned, created, disabled] = planned.changes;
    expect(returned?.needs).toEqual([]);
    expect(created?.after.mobile).toBe(true);
    expect([...(disabled?.needs ?? [])].sort()).toEqual([returned?.id, created?.id].sort());
  });
});

describe('the link of a leaver', () => {
  test('does not vouch for the add-on that was given back: no later plan counts it, or asks again', () => {
    const account = accountOf({
      'Technicians/First': { zoe: { link: 'zoe', mobile: true } },
      'Technicians/Second': { ada: { link: 'ada', mobile: true }, bob: { link: 'bob', mobile: true } },
    });
    const without = readingOf({ groups: { First: [], Second: ['ada', 'bob'] } }, both);
    const settings = settingsOf(both, { licenses: { technicians: null, mobile: 3 } });
    const first = planOf(settings, without, account).plan;

    const after = carryOut(first, account, { technicians: null, mobile: 3 });
    const { plan: second, asked } = planOf(settings, without, after);

    expect(first.changes.map((change) => change.after)).toEqual([{ status: 'disabled', mobile: false }]);
    expect(asked).toEqual([]);
    expect(second.changes).toEqual([]);
    expect(budgetOf(second, 'mobile')).toEqual({ held: 3, before: 2, after: 2 });
  });
});
