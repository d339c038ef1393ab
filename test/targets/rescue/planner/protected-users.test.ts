import { describe, expect, test } from '@jest/globals';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import {
  type AccountLiteral,
  accountOf,
  codes,
  HELPDESK,
  lines,
  mapping,
  noticesOf,
  planOf,
  readingOf,
  settingsOf,
} from './builders.ts';

const nobody = readingOf({ groups: { Helpdesk: [] } }, [HELPDESK]);

/** The node of a user by e-mail. */
function nodeOf(literal: AccountLiteral, email: string): NodeId {
  const user = accountOf(literal).reading.users.find((one) => one.email === email);
  if (user === undefined) throw new Error(`no user ${email}`);
  return user.id;
}

describe('the user whose credentials are used is left alone', () => {
  const account: AccountLiteral = { 'Technicians/Helpdesk': { ada: { link: 'ada' }, bob: { link: 'bob' } } };

  test('where the service names it by node only', () => {
    const self = { ids: [nodeOf(account, 'ada@corp.example')], email: 'somebody@else.example' };

    const { plan } = planOf(settingsOf([HELPDESK]), nobody, accountOf(account, self));

    expect(lines(plan)).toEqual(['disable bob@corp.example in Technicians/Helpdesk (status) LEFT']);
    expect(noticesOf(plan)).toMatchObject([
      { code: 'PROTECTED', subject: 'ada@corp.example', text: expect.stringContaining('credentials adsync uses') },
    ]);
  });

  test('where the service names it by e-mail only, in any case', () => {
    const self = { ids: [], email: 'ADA@Corp.Example' };

    const { plan } = planOf(settingsOf([HELPDESK]), nobody, accountOf(account, self));

    expect(lines(plan)).toEqual(['disable bob@corp.example in Technicians/Helpdesk (status) LEFT']);
  });
});

describe('rescue.protect', () => {
  const account: AccountLiteral = {
    'Technicians/Helpdesk': {
      ada: { link: 'ada', email: 'ada@corp.example' },
      bob: { link: 'bob', email: 'bob@corp-example' },
      cy: { link: 'cy', email: 'cy@corp.example.org' },
    },
  };

  test.each<[string, string[], string[]]>([
    ['a whole address protects that user', ['ada@corp.example'], ['bob@corp-example', 'cy@corp.example.org']],
    ['a part of an address protects nobody', ['ada'], ['ada@corp.example', 'bob@corp-example', 'cy@corp.example.org']],
    [
      'a star stands for any text, and a point for a point',
      ['*@corp.example'],
      ['bob@corp-example', 'cy@corp.example.org'],
    ],
    ['a star may stand for nothing', ['ada*@corp.example'], ['bob@corp-example', 'cy@corp.example.org']],
    ['any of several entries counts', ['cy@*', 'bob@*'], ['ada@corp.example']],
  ])('%s', (_name, protect, disabled) => {
    const { plan } = planOf(settingsOf([HELPDESK], { protect }), nobody, accountOf(account));

    expect(plan.changes.map(({ email }) => email)).toEqual(disabled);
  });

  test('says so where a name differs of somebody who is not even linked', () => {
    const reading = readingOf({ groups: { Helpdesk: ['ada'] }, people: { ada: { name: 'New Name' } } }, [HELPDESK]);

    const { plan } = planOf(settingsOf([HELPDESK], { protect: ['ada@*'] }), reading, accountOf(account));

    expect(plan.changes.map(({ email }) => email)).not.toContain('ada@corp.example');
    expect(plan.notices).toMatchObject([{ code: 'PROTECTED', severity: 'info', subject: 'ada@corp.example' }]);
  });

  test('keeps a protected user where and as it is, linked or not, and says so only where something differs', () => {
    const reading = readingOf({ groups: { Helpdesk: ['ada', 'bob'] }, people: { ada: { name: 'New Name' } } }, [
      HELPDESK,
    ]);
    const standing = accountOf({
      'Technicians/Helpdesk': { bob: {} },
      'Technicians/Night': { ada: { link: 'ada', enabled: false } },
    });

    const { plan } = planOf(settingsOf([HELPDESK], { protect: ['*@corp.example'] }), reading, standing);

    expect(lines(plan)).toEqual([]);
    expect(plan.notices.map(({ code, subject }) => `${code} ${subject}`)).toEqual(['PROTECTED ada@corp.example']);
  });
});

describe('the last enabled master administrator', () => {
  const OWNERS = mapping('Owners', 'Master Administrators');
  const gone = readingOf({ groups: { Owners: [] } }, [OWNERS]);

  test('stays enabled: the oldest of those who would go', () => {
    const account = accountOf({ 'Master Administrators': { zoe: { link: 'zoe' }, ada: { link: 'ada' } } });

    const { plan } = planOf(settingsOf([OWNERS]), gone, account);

    expect(lines(plan)).toEqual(['disable ada@corp.example in Master Administrators (status) LEFT']);
    expect(noticesOf(plan)).toMatchObject([
      { code: 'PROTECTED', subject: 'zoe@corp.example', text: expect.stringContaining('last enabled master') },
    ]);
  });

  test('is the one of the smaller number, however it is written', () => {
    const account = accountOf({
      'Master Administrators': { zoe: { link: 'zoe', oldLink: true }, ada: { link: 'ada', oldLink: true } },
    });
    const [zoe, ada] = account.reading.users;
    if (zoe === undefined || ada === undefined) throw new Error('no users');
    const users = [
      { ...zoe, id: '1000' as NodeId },
      { ...ada, id: '999' as NodeId },
    ];
    const details = new Map(users.map(({ id }) => [id, { ssoId: '', mobile: false, accountHolder: false }]));

    const { plan } = planOf(settingsOf([OWNERS]), gone, { reading: { ...account.reading, users }, details });

    expect(lines(plan)).toEqual(['disable zoe@corp.example in Master Administrators (status) LEFT']);
  });

  test.each<[string, AccountLiteral, string[]]>([
    [
      'goes where another stays',
      { 'Master Administrators': { zoe: { link: 'zoe' }, owner: { email: 'owner@corp.example' } } },
      ['zoe@corp.example'],
    ],
    [
      'is kept though a disabled one is there',
      { 'Master Administrators': { zoe: { link: 'zoe' }, old: { enabled: false } } },
      [],
    ],
    [
      'is kept though administrators and technicians are there',
      {
        'Master Administrators': { zoe: { link: 'zoe' } },
        Administrators: { al: {} },
        'Technicians/Night': { tom: {} },
      },
      [],
    ],
  ])('%s', (_name, account, disabled) => {
    const { plan } = planOf(settingsOf([OWNERS]), gone, accountOf(account));

    expect(plan.changes.map(({ email }) => email)).toEqual(disabled);
  });

  test('is kept before anybody comes in its place', () => {
    const reading = readingOf({ groups: { Owners: ['new'] } }, [OWNERS]);
    const account = accountOf({ 'Master Administrators': { zoe: { link: 'zoe' } } });

    const { plan } = planOf(settingsOf([OWNERS]), reading, account);

    expect(lines(plan)).toEqual(['create new@corp.example in Master Administrators MEMBER_OF']);
    expect(codes(plan)).toEqual(['PROTECTED']);
  });
});
