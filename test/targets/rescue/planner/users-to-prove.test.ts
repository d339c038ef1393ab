import { describe, expect, test } from '@jest/globals';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
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
  type TestAccount,
  type TestSettings,
} from './builders.ts';

/** The tree may show users that are only text; asked for by their number they do not answer. */
function withGhosts(literal: AccountLiteral, isGhost: (email: string) => boolean): TestAccount {
  const account = accountOf(literal);
  const ghosts = account.reading.users.filter(({ email }) => isGhost(email)).map(({ id }) => id);
  const details = new Map([...account.details].filter(([id]) => !ghosts.includes(id)));
  return { reading: account.reading, details };
}

function people(count: number, prefix: string, fields = {}): Record<string, object> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${prefix}${index}`, { link: `${prefix}${index}`, ...fields }]),
  );
}

function limited(share: number, perGroup: number): TestSettings {
  const settings = settingsOf([HELPDESK, mapping('Night', 'Technicians/Night')]);
  const percent = (value: number) => ({ kind: 'percent', percent: value }) as const;
  return {
    ...settings,
    limits: { ...settings.limits, disable: percent(share), disablePerGroup: percent(perGroup), minimum: 5 },
  };
}

describe('users who count though nothing changes about them are proved first', () => {
  const staying = Array.from({ length: 20 }, (_, index) => `stay${index}`);
  const directory = readingOf(
    { groups: { Helpdesk: [...staying, 'ghost0'], Night: [] } },
    limited(10, 10).rescue.mappings,
  );

  test.each([
    ['of the account', limited(10, 100)],
    ['of a group', limited(100, 10)],
  ])('ghosts do not lift the limit %s', (_, settings) => {
    const ghosts = people(130, 'ghost', { enabled: true });
    const literal = { 'Technicians/Helpdesk': { ...people(20, 'stay'), ...people(6, 'leave'), ...ghosts } };
    const everybody = readingOf(
      { groups: { Helpdesk: [...staying, ...Object.keys(ghosts)], Night: [] } },
      settings.rescue.mappings,
    );

    const honest = planOf(settings, everybody, accountOf(literal));
    const forged = planOf(
      settings,
      everybody,
      withGhosts(literal, (email) => email.startsWith('ghost')),
    );

    expect(codes(honest.plan)).not.toContain('HELD');
    expect(codes(forged.plan)).toContain('HELD');
    expect(
      forged.plan.changes.filter(({ held, operations }) => operations.includes('disable') && held === null),
    ).toEqual([]);
  });

  test('no more of them are asked for than the limit needs', () => {
    const literal = { 'Technicians/Helpdesk': { ...people(300, 'stay'), ...people(6, 'leave') } };
    const all = Array.from({ length: 300 }, (_, index) => `stay${index}`);

    const { asked, plan } = planOf(
      limited(10, 100),
      readingOf({ groups: { Helpdesk: all, Night: [] } }, limited(10, 100).rescue.mappings),
      accountOf(literal),
    );

    expect(plan.summary.disable).toBe(6);
    expect(asked).toHaveLength(60);
  });

  test('below the number from which shares apply nobody is asked for', () => {
    const literal = { 'Technicians/Helpdesk': { ...people(20, 'stay'), ...people(2, 'leave') } };

    const { asked } = planOf(limited(10, 10), directory, accountOf(literal));

    expect(asked).toHaveLength(2);
  });

  test('a master administrator that is none lets nobody disable the last real one', () => {
    const mappings = [mapping('Owners', 'Master Administrators', { fullGroup: true })];
    const owners = readingOf({ groups: { Owners: ['ghost'] } }, mappings);
    const literal = { 'Master Administrators': { mia: {}, ghost: { link: 'ghost' } } };

    const honest = planOf(settingsOf(mappings), owners, accountOf(literal));
    const forged = planOf(
      settingsOf(mappings),
      owners,
      withGhosts(literal, (email) => email.startsWith('ghost')),
    );

    expect(lines(honest.plan)).toEqual(['disable mia@corp.example in Master Administrators (status) NOT_A_MEMBER']);
    expect(forged.plan.summary.disable).toBe(0);
    expect(codes(forged.plan)).toContain('PROTECTED');
  });

  test('a user that is none stands in the way of no address', () => {
    const mappings = [HELPDESK];
    const literal: AccountLiteral = {
      'Technicians/Helpdesk': {},
      Administrators: { ghost: { email: 'ada@corp.example' } },
    };
    const helpdesk = readingOf({ groups: { Helpdesk: ['ada'] } }, mappings);

    const honest = planOf(settingsOf(mappings), helpdesk, accountOf(literal));
    const forged = planOf(
      settingsOf(mappings),
      helpdesk,
      withGhosts(literal, (email) => email.startsWith('ada')),
    );

    expect(codes(honest.plan)).toEqual(['EMAIL_IN_USE']);
    expect(lines(forged.plan)).toEqual(['create ada@corp.example in Technicians/Helpdesk MEMBER_OF']);
  });

  test('a user is as their own record says, whatever the tree shows', () => {
    const account = accountOf({ 'Technicians/Helpdesk': { ada: { link: 'ada', name: 'Forged' } } });
    const [ada] = account.reading.users;
    const record = { name: 'Ada', email: 'ada@corp.example', description: ada?.description ?? '', enabled: false };
    const details = new Map([
      [
        ada?.id ?? ('' as NodeId),
        { ssoId: '', mobile: false, accountHolder: false, record: { ...record, nick: '', rpat: false } },
      ],
    ]);

    const { plan } = planOf(settingsOf([HELPDESK]), readingOf({ groups: { Helpdesk: ['ada'] } }, [HELPDESK]), {
      ...account,
      details,
    });

    expect(lines(plan)).toEqual(['enable ada@corp.example in Technicians/Helpdesk (status) MEMBER_OF']);
  });
});

describe('a user or group that cannot be read', () => {
  const reading = readingOf({ groups: { Helpdesk: ['ada', 'bob'] } }, [HELPDESK]);

  function accountWith(text: string): TestAccount {
    const account = accountOf({ 'Technicians/Helpdesk': { bob: { link: 'bob' } } });
    const group = account.reading.users[0]?.group ?? ('' as NodeId);
    const unreadable = [{ id: '999' as NodeId, group, text, why: 'text' as const }];
    return { ...account, reading: { ...account.reading, unreadable } };
  }

  test('is named, left alone, and nobody is created who may be it', () => {
    const { plan } = planOf(
      settingsOf([HELPDESK]),
      reading,
      accountWith('\nNAME:Eve\u0007\nEMAIL:ADA@corp.example\nx'),
    );

    expect(plan.changes).toEqual([]);
    expect(plan.notices.map(({ code, severity }) => [code, severity])).toEqual([
      ['USER_UNCERTAIN', 'warning'],
      ['USER_UNREADABLE', 'warning'],
    ]);
    expect(plan.notices[1]?.text).toContain('A user in Technicians/Helpdesk (node 999');
  });

  test('holds back the person whose link it bears', () => {
    const [ada] = [...reading.people.keys()];

    const { plan } = planOf(settingsOf([HELPDESK]), reading, accountWith(`NAME:x\n[adsync ${ada ?? ''} 00000000]`));

    expect(plan.changes).toEqual([]);
  });

  test('does not hold back anybody else', () => {
    const { plan } = planOf(settingsOf([HELPDESK]), reading, accountWith('NAME:Eve'));

    expect(lines(plan)).toEqual(['create ada@corp.example in Technicians/Helpdesk MEMBER_OF']);
  });

  test('may be the group that was not found: none is created in its place', () => {
    const account = accountOf({ 'Technicians/Other': {} });
    const groups = account.reading.groups.map((group) => {
      return group.path.length === 2
        ? { ...group, path: ['Technicians', '\uFFFD 1'], unreadable: 'text' as const }
        : group;
    });

    const { plan } = planOf(settingsOf([HELPDESK]), reading, { ...account, reading: { ...account.reading, groups } });

    expect(plan.changes).toEqual([]);
    expect(plan.notices.map(({ code, severity }) => [code, severity])).toEqual([
      ['RESCUE_GROUP_UNREADABLE', 'error'],
      ['GROUP_UNREADABLE', 'warning'],
    ]);
  });
});

describe('a node without an e-mail address', () => {
  const reading = readingOf({ groups: { Helpdesk: ['ada'] } }, [HELPDESK]);
  const bare = { email: '', name: '' };

  test.each<[string, object]>([
    ['an SSO id', { ssoId: 'eve@corp.example' }],
    ['a description', { description: 'Desk 4' }],
    ['the mobile add-on', { mobile: true }],
  ])('that has %s is nobody new: it is reported, and another one is created', (_, field) => {
    const account = accountOf({ 'Technicians/Helpdesk': { bare: { ...bare, ...field } } });

    const { plan } = planOf(settingsOf([HELPDESK]), reading, account);

    expect(lines(plan)).toEqual(['create ada@corp.example in Technicians/Helpdesk MEMBER_OF']);
    expect(plan.changes[0]?.node).toBeNull();
    expect(codes(plan)).toEqual(['USER_WITHOUT_EMAIL']);
  });

  test.each<[string, object]>([
    ['a nickname', { nick: 'Eve', rpat: false }],
    ['the RPAT add-on', { nick: '', rpat: true }],
  ])('that has %s is nobody new either', (_, field) => {
    const account = accountOf({ 'Technicians/Helpdesk': { bare } });
    const [node] = account.reading.users;
    const record = { name: '', email: '', description: '', enabled: false, nick: '', rpat: false, ...field };
    const details = new Map([[node?.id ?? ('' as NodeId), { ssoId: '', mobile: false, accountHolder: false, record }]]);

    const { plan } = planOf(settingsOf([HELPDESK]), reading, { ...account, details });

    expect(plan.changes[0]?.node).toBeNull();
    expect(codes(plan)).toEqual(['USER_WITHOUT_EMAIL']);
  });

  test('is asked for before a new user is made of it, and only then', () => {
    const account = accountOf({ 'Technicians/Helpdesk': { one: bare, two: bare, three: bare } });
    const ids = account.reading.users.map(({ id }) => id);

    const { plan, asked } = planOf(settingsOf([HELPDESK]), reading, account);

    expect(asked).toEqual(ids.slice(0, 1));
    expect(plan.changes[0]?.node).toBe(ids[0]);
    expect(codes(plan)).toEqual(['BARE_USER', 'BARE_USER']);
  });
});
