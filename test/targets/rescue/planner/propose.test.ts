import { describe, expect, test } from '@jest/globals';
import {
  type AccountLiteral,
  accountOf,
  codes,
  type DirectoryLiteral,
  HELPDESK,
  lines,
  mapping,
  planOf,
  readingOf,
  settingsOf,
} from './builders.ts';

interface Case {
  readonly name: string;
  readonly directory: DirectoryLiteral;
  readonly account: AccountLiteral;
  readonly changes: readonly string[];
  readonly notices?: readonly string[];
}

const adaLinked = { link: 'ada' };

const cases: readonly Case[] = [
  {
    name: 'a member without a user is created in the group',
    directory: { groups: { Helpdesk: ['ada'] } },
    account: { 'Technicians/Helpdesk': {} },
    changes: ['create ada@corp.example in Technicians/Helpdesk MEMBER_OF'],
  },
  {
    name: 'a missing group is created before its users, with the groups on the way',
    directory: { groups: { Helpdesk: ['ada'] } },
    account: {},
    changes: ['create group Technicians/Helpdesk MAPPED', 'create ada@corp.example in Technicians/Helpdesk MEMBER_OF'],
  },
  {
    name: 'a linked user who is as the directory says is left alone',
    directory: { groups: { Helpdesk: ['ada'] } },
    account: { 'Technicians/Helpdesk': { ada: adaLinked } },
    changes: [],
  },
  {
    name: 'an unlinked user with the same e-mail, whatever its case, is adopted',
    directory: { groups: { Helpdesk: ['ada'] } },
    account: { 'Technicians/Helpdesk': { ada: { email: 'ADA@Corp.Example' } } },
    changes: ['update ADA@Corp.Example in Technicians/Helpdesk (link) ADOPTED'],
  },
  {
    name: 'a new name and e-mail reach the linked user, its case aside',
    directory: { groups: { Helpdesk: ['ada'] }, people: { ada: { name: 'Ada King', mail: 'king@corp.example' } } },
    account: { 'Technicians/Helpdesk': { ada: adaLinked } },
    changes: ['update king@corp.example in Technicians/Helpdesk (email,name) DIFFERS'],
  },
  {
    name: 'a user who stands elsewhere is moved, even one moved away by hand',
    directory: { groups: { Helpdesk: ['ada'] } },
    account: { 'Technicians/Helpdesk': {}, 'Technicians/Night': { ada: adaLinked } },
    changes: ['move ada@corp.example in Technicians/Helpdesk (group) MEMBER_OF'],
  },
  {
    name: 'a disabled user comes back with the person',
    directory: { groups: { Helpdesk: ['ada'] } },
    account: { 'Technicians/Helpdesk': { ada: { ...adaLinked, enabled: false } } },
    changes: ['enable ada@corp.example in Technicians/Helpdesk (status) MEMBER_OF'],
  },
  {
    name: 'a person who is disabled or expired loses the user, and never gets one',
    directory: {
      groups: { Helpdesk: ['ada', 'bob', 'cy'] },
      people: { ada: { state: 'disabled' }, bob: { state: 'expired' }, cy: { state: 'disabled' } },
    },
    account: { 'Technicians/Helpdesk': { ada: adaLinked, bob: {} } },
    changes: [
      'disable ada@corp.example in Technicians/Helpdesk (status) PERSON_DISABLED',
      'disable bob@corp.example in Technicians/Helpdesk (status) PERSON_EXPIRED',
    ],
  },
  {
    name: 'disabling gives the mobile add-on back',
    directory: { groups: { Helpdesk: ['ada'] }, people: { ada: { state: 'disabled' } } },
    account: { 'Technicians/Helpdesk': { ada: { ...adaLinked, mobile: true } } },
    changes: ['disable ada@corp.example in Technicians/Helpdesk (mobile,status) PERSON_DISABLED'],
  },
  {
    name: 'a managed user whose person is gone is disabled wherever it stands',
    directory: { groups: { Helpdesk: [] } },
    account: { 'Technicians/Helpdesk': {}, 'Technicians/Night': { ada: adaLinked } },
    changes: ['disable ada@corp.example in Technicians/Night (status) NOT_MAPPED'],
  },
  {
    name: 'an unmanaged user in a full group is disabled, one elsewhere is left alone',
    directory: { groups: { Helpdesk: [] } },
    account: { 'Technicians/Helpdesk': { ada: {} }, 'Technicians/Night': { bob: {} } },
    changes: ['disable ada@corp.example in Technicians/Helpdesk (status) NOT_A_MEMBER'],
  },
  {
    name: 'administrators are no technicians: they stay, and keep their address to themselves',
    directory: { groups: { Helpdesk: ['ada'] } },
    account: { 'Technicians/Helpdesk': {}, Administrators: { ada: {} } },
    changes: [],
    notices: ['EMAIL_IN_USE'],
  },
  {
    name: 'a person created again takes over the old user by e-mail',
    directory: { groups: { Helpdesk: ['ada'] } },
    account: { 'Technicians/Helpdesk': { ada: { link: 'ada-before' } } },
    changes: ['update ada@corp.example in Technicians/Helpdesk (link) RELINKED'],
  },
  {
    name: 'people without an address are skipped, and a user of theirs stays as it is',
    directory: { groups: { Helpdesk: ['ada', 'bob'] }, people: { ada: { mail: null }, bob: { mail: 'b ob@x' } } },
    account: { 'Technicians/Helpdesk': { ada: adaLinked } },
    changes: [],
    notices: ['NO_LOGIN_ID', 'NO_LOGIN_ID'],
  },
  {
    name: 'two people with one address: neither is changed, nor the user who has it',
    directory: { groups: { Helpdesk: ['ada', 'bob'] }, people: { bob: { mail: 'Ada@corp.example' } } },
    account: { 'Technicians/Helpdesk': { ada: {} } },
    changes: [],
    notices: ['SHARED_LOGIN_ID'],
  },
  {
    name: 'nested groups are mirrored, each person in the nearest group',
    directory: { groups: { Helpdesk: ['ada', '@Tier 1'], 'Tier 1': ['ada', 'bob', '@Helpdesk'] } },
    account: { 'Technicians/Helpdesk': {} },
    changes: [
      'create group Technicians/Helpdesk/Tier 1 MIRRORED',
      'create ada@corp.example in Technicians/Helpdesk MEMBER_OF',
      'create bob@corp.example in Technicians/Helpdesk/Tier 1 MEMBER_OF',
    ],
  },
  {
    name: 'the account spells its groups as it likes',
    directory: { groups: { Helpdesk: ['ada'] } },
    account: { 'Technicians/HELPDESK': { ada: adaLinked } },
    changes: [],
  },
  {
    name: 'a freed address goes to the next one in the right order',
    directory: {
      groups: { Helpdesk: ['ada', 'bob'] },
      people: { ada: { mail: 'a2@x.example' }, bob: { mail: 'ada@corp.example' } },
    },
    account: { 'Technicians/Helpdesk': { ada: adaLinked, bob: { link: 'bob' } } },
    changes: [
      'update a2@x.example in Technicians/Helpdesk (email) DIFFERS',
      'update ada@corp.example in Technicians/Helpdesk (email) DIFFERS',
    ],
  },
  {
    name: 'two users exchange addresses by way of a temporary one',
    directory: {
      groups: { Helpdesk: ['ada', 'bob'] },
      people: { ada: { mail: 'bob@corp.example' }, bob: { mail: 'ada@corp.example' } },
    },
    account: { 'Technicians/Helpdesk': { ada: adaLinked, bob: { link: 'bob' } } },
    changes: [
      'update adsync-105@corp.example in Technicians/Helpdesk (email) EMAIL_EXCHANGE',
      'update bob@corp.example in Technicians/Helpdesk (email) DIFFERS',
      'update ada@corp.example in Technicians/Helpdesk (email) DIFFERS',
    ],
  },
  {
    name: 'an unlinked user with the address of a linked person is no stranger',
    directory: { groups: { Helpdesk: ['ada'] } },
    account: {
      'Technicians/Helpdesk': { ada: { ...adaLinked, email: 'old@corp.example' }, bob: { email: 'ada@corp.example' } },
    },
    changes: [],
    notices: ['EMAIL_IN_USE'],
  },
  {
    name: 'a copied link marker is reported and its second bearer left alone',
    directory: { groups: { Helpdesk: ['ada'] } },
    account: { 'Technicians/Helpdesk': { ada: adaLinked, bob: adaLinked } },
    changes: [],
    notices: ['DOUBLE_LINK'],
  },
  {
    name: 'a bare node left by a broken run is filled in instead of creating another',
    directory: { groups: { Helpdesk: ['ada'] } },
    account: { 'Technicians/Helpdesk': { bare: { email: '', name: '' } } },
    changes: ['create ada@corp.example in Technicians/Helpdesk MEMBER_OF'],
  },
  {
    name: 'a bare node that nobody needs is reported, never disabled',
    directory: { groups: { Helpdesk: [] } },
    account: { 'Technicians/Helpdesk': { bare: { email: '', name: '' } } },
    changes: [],
    notices: ['BARE_USER'],
  },
  {
    name: 'a Rescue path that is a user blocks the mapping',
    directory: { groups: { Helpdesk: ['ada'] } },
    account: { Technicians: { helpdesk: { name: 'Helpdesk' } } },
    changes: [],
    notices: ['RESCUE_PATH_IS_USER'],
  },
];

describe('the plan of one full group', () => {
  test.each(cases)('$name', ({ directory, account, changes, notices }) => {
    const reading = readingOf(directory, [HELPDESK]);

    const { plan } = planOf(settingsOf([HELPDESK]), reading, accountOf(account));

    expect(lines(plan)).toEqual(changes);
    expect(codes(plan)).toEqual(notices ?? []);
  });
});

describe('an incomplete reading', () => {
  const both = [HELPDESK, mapping('Night', 'Technicians/Night', { line: 20 })];
  const account: AccountLiteral = {
    'Technicians/Helpdesk': { gone: { link: 'gone' }, stranger: {}, cy: { link: 'cy' } },
    'Technicians/Night': { ada: { link: 'ada', name: 'Old Name', enabled: false } },
    'Technicians/Elsewhere': { bob: { link: 'bob' } },
  };

  test('leads to no disable and no move, but the rest goes on', () => {
    const directory = { groups: { Night: ['ada', 'bob', 'cy', 'new'] } };

    const { plan } = planOf(settingsOf(both), readingOf(directory, both), accountOf(account));

    expect(lines(plan)).toEqual([
      'enable+update ada@corp.example in Technicians/Night (name,status) MEMBER_OF',
      'create new@corp.example in Technicians/Night MEMBER_OF',
    ]);
    expect(codes(plan)).toEqual(['GROUP_NOT_FOUND', 'REMOVALS_WITHHELD']);
    expect(plan.directory.complete).toBe(false);
  });

  test('still lets a person go who is disabled in so many words', () => {
    const directory = { groups: { Night: ['ada'] }, people: { ada: { state: 'disabled' as const } } };
    const enabled = { 'Technicians/Night': { ada: { link: 'ada' } } };

    const { plan } = planOf(settingsOf(both), readingOf(directory, both), accountOf(enabled));

    expect(lines(plan)).toEqual(['disable ada@corp.example in Technicians/Night (status) PERSON_DISABLED']);
  });

  test('lets people move within mappings that come before the unread one', () => {
    const directory = { groups: { Helpdesk: ['bob'] } };

    const { plan } = planOf(settingsOf(both), readingOf(directory, both), accountOf(account));

    expect(lines(plan)).toEqual(['move bob@corp.example in Technicians/Helpdesk (group) MEMBER_OF']);
  });

  test('disables, moves and adopts nobody by an address that somebody unread may have as well', () => {
    const directory = { groups: { Helpdesk: ['bob', 'dora'] }, people: { dora: { state: 'disabled' as const } } };
    const unlinked = { 'Technicians/Helpdesk': { dora: {} }, 'Technicians/Night': { bob: {} } };

    const { plan } = planOf(settingsOf(both), readingOf(directory, both), accountOf(unlinked));

    expect(lines(plan)).toEqual([]);
    expect(codes(plan)).toContain('ADOPTIONS_WITHHELD');
    expect(plan.notices.at(-1)).toMatchObject({
      code: 'REMOVALS_WITHHELD',
      text: expect.stringContaining('1 possible disables and 1 possible moves'),
    });
  });

  test('takes no user over from a person who may be in the unread group', () => {
    const directory = { groups: { Helpdesk: ['ada'] } };
    const linked = { 'Technicians/Helpdesk': { ada: { link: 'somebody' } } };

    const { plan } = planOf(settingsOf(both), readingOf(directory, both), accountOf(linked));

    expect(lines(plan)).toEqual([]);
    expect(codes(plan)).toContain('EMAIL_IN_USE');
  });
});

describe('two mappings', () => {
  const both = [HELPDESK, mapping('Night', 'Technicians/Night', { line: 20 })];

  test('the first one that has a person keeps them, the other is a notice', () => {
    const directory = { groups: { Helpdesk: ['ada'], Night: ['ada', 'bob'] } };
    const account = accountOf({ 'Technicians/Helpdesk': {}, 'Technicians/Night': { ada: { link: 'ada' } } });

    const { plan } = planOf(settingsOf(both), readingOf(directory, both), account);

    expect(lines(plan)).toEqual([
      'move ada@corp.example in Technicians/Helpdesk (group) MEMBER_OF',
      'create bob@corp.example in Technicians/Night MEMBER_OF',
    ]);
    expect(plan.notices).toMatchObject([{ code: 'IN_TWO_MAPPINGS', severity: 'info', line: 20 }]);
  });
});

describe('nobody protected is touched', () => {
  const directory = readingOf({ groups: { Helpdesk: [] } }, [HELPDESK]);

  test.each([
    ['the account holder', { accountHolder: true }, {}, {}],
    ['a protected address, in any case', {}, { protect: ['ADA@corp.example'] }, {}],
    ['the address whose credentials are used', {}, {}, { email: 'ada@corp.example' }],
  ])('%s', (_who, user, settings, self) => {
    const account = accountOf({ 'Technicians/Helpdesk': { ada: { link: 'ada', ...user } } }, self);

    const { plan } = planOf(settingsOf([HELPDESK], settings), directory, account);

    expect(lines(plan)).toEqual([]);
    expect(codes(plan)).toEqual(['PROTECTED']);
  });
});

describe('the plan document', () => {
  test('is the same to the byte whatever order things were read in', () => {
    const directory: DirectoryLiteral = {
      groups: { Helpdesk: ['ada', 'bob', 'cy', '@Night'], Night: ['dora', 'emil'] },
    };
    const reading = readingOf(directory, [HELPDESK]);
    const account = accountOf({ 'Technicians/Helpdesk': { zoe: {}, ada: {}, bob: { enabled: false } } });
    const turned = {
      ...reading,
      people: new Map([...reading.people].reverse()),
      groups: new Map([...reading.groups].reverse()),
    };
    const back = { ...account, reading: { ...account.reading, users: [...account.reading.users].reverse() } };

    const first = planOf(settingsOf([HELPDESK]), reading, account).plan;
    const second = planOf(settingsOf([HELPDESK]), turned, back).plan;

    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });

  test('counts enabled people wanted, and enabled users now and after', () => {
    const reading = readingOf({ groups: { Helpdesk: ['ada', 'bob'] } }, [HELPDESK]);
    const account = accountOf({
      'Technicians/Helpdesk': { stranger: {}, former: { enabled: false } },
      'Technicians/Night': { ada: { link: 'ada' } },
    });

    const { plan } = planOf(settingsOf([HELPDESK]), reading, account);

    expect(plan.targets[0]?.tallies).toEqual([
      { group: 'Technicians/Helpdesk', line: 10, wanted: 2, present: 1, after: 2 },
    ]);
    expect(plan.summary).toMatchObject({ create: 1, move: 1, disable: 1, update: 0, enable: 0, unchanged: 0 });
  });
});
