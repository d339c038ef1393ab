import { describe, expect, test } from '@jest/globals';
import {
  type AccountLiteral,
  accountOf,
  codes,
  HELPDESK,
  lines,
  mapping,
  planOf,
  readingOf,
  settingsOf,
} from './builders.ts';

describe('a person whose role changes', () => {
  const both = [HELPDESK, mapping('Leads', 'Administrators/Leads', { line: 20 })];
  const directory = readingOf({ groups: { Helpdesk: [], Leads: ['ada'] } }, both);

  test('keeps the old user while that one has the address, and a notice says what to do', () => {
    const account = accountOf({ 'Technicians/Helpdesk': { ada: { link: 'ada' } }, 'Administrators/Leads': {} });

    const { plan } = planOf(settingsOf(both), directory, account);

    expect(lines(plan)).toEqual([]);
    expect(codes(plan)).toEqual(['ROLE_CHANGE']);
    expect(plan.notices[0]).toMatchObject({ severity: 'warning', line: 20 });
    expect(plan.notices[0]?.text).toMatch(/is a technician and should be an administrator.*another e-mail address/);
  });

  test('gets the new user and loses the old one as soon as the address is free', () => {
    const freed = { link: 'ada', email: 'ada.technician@corp.example' };
    const account = accountOf({ 'Technicians/Helpdesk': { ada: freed }, 'Administrators/Leads': {} });

    const { plan } = planOf(settingsOf(both), directory, account);

    expect(lines(plan)).toEqual([
      'create ada@corp.example in Administrators/Leads MEMBER_OF',
      'disable ada.technician@corp.example in Technicians/Helpdesk (status) ROLE_CHANGED',
    ]);
    expect(codes(plan)).toEqual([]);
  });
});

describe('a change of role', () => {
  const leads = mapping('Leads', 'Administrators/Leads');
  const red = mapping('Red', 'Technicians/Red', { fullGroup: false, line: 20 });
  const reading = readingOf({ groups: { Leads: ['ada'], Red: ['zoe'] }, people: { zoe: { state: 'disabled' } } }, [
    leads,
    red,
  ]);

  test.each<[string, AccountLiteral, readonly string[], readonly string[]]>([
    [
      'waits while the old user has the address',
      { 'Technicians/Red': { ada: { link: 'ada' } }, 'Administrators/Leads': {} },
      [],
      ['ROLE_CHANGE'],
    ],
    [
      'is made once the address is free',
      { 'Technicians/Red': { ada: { link: 'ada', email: 'old@corp.example' } }, 'Administrators/Leads': {} },
      [
        'create ada@corp.example in Administrators/Leads MEMBER_OF',
        'disable old@corp.example in Technicians/Red (status) ROLE_CHANGED',
      ],
      [],
    ],
    [
      'leaves the old user alone while the new one cannot be had',
      {
        'Technicians/Red': { ada: { link: 'ada', email: 'old@corp.example' }, bob: { email: 'ada@corp.example' } },
        'Administrators/Leads': {},
      },
      [],
      ['EMAIL_IN_USE'],
    ],
  ])('%s', (_name, account, changes, notices) => {
    const { plan } = planOf(settingsOf([leads, red]), reading, accountOf(account));

    expect(lines(plan)).toEqual(changes);
    expect(codes(plan)).toEqual(notices);
  });

  test('waits for a user of the new role to come, and not for mere updates of one who is there', () => {
    const account = accountOf({
      'Technicians/Red': { old: { link: 'ada', email: 'old@corp.example' } },
      'Administrators/Leads': { ada: { link: 'ada', name: 'Old name' } },
    });

    const { plan } = planOf(settingsOf([leads, red]), reading, account);

    expect(lines(plan)).toEqual([
      'disable old@corp.example in Technicians/Red (status) ROLE_CHANGED',
      'update ada@corp.example in Administrators/Leads (name) DIFFERS',
    ]);
    expect(plan.changes.map(({ needs }) => needs)).toEqual([[], []]);
  });
});
