import { describe, expect, test } from '@jest/globals';
import { proposeChanges } from '../../../../src/targets/goto/planner/propose.ts';
import {
  type AccountLiteral,
  inputOf,
  lines,
  noticesOf,
  personId,
  propose,
  rule,
  SALES,
  type Situation,
} from './builders.ts';

/** What somebody without rights writes about themselves, or finds in the account, gives them nothing. */

const LINKED = { linkAttribute: 'person' } as const;
const attributes = ['person'];
const unlinked = { attributes: { person: '' } };
const linkedTo = (word: string): { attributes: Record<string, string> } => ({ attributes: { person: personId(word) } });

/** Mallory is in Sales, and writes the address of the boss, whom no rule has. */
const asBoss = (boss: NonNullable<AccountLiteral['users']>[string], fields: Partial<Situation> = {}): Situation => ({
  rules: [SALES],
  directory: { groups: { Sales: ['mallory'] }, people: { mallory: { mail: 'Boss@corp.example' } } },
  account: { users: { boss: { products: ['Meeting'], ...boss } }, attributes },
  ...fields,
});

const codes = (situation: Situation): string[] =>
  noticesOf(propose(situation)).map((one) => one.split(/[: ]/)[0] ?? '');

describe('the user of somebody with rights over others', () => {
  test.each([
    ['a super admin', { adminRoles: ['SUPER_USER'] }],
    ['an admin', { adminRoles: ['MANAGE_ACCOUNT'] }],
    ['a manager', { adminRoles: ['MANAGE_USERS'] }],
  ])('%s: an address alone does not link it, for the address would follow the link', (_what, boss) => {
    expect(lines(propose(asBoss({ ...boss, ...unlinked }, { settings: LINKED })))).toEqual([
      `update boss firstName=Mallory link=${personId('mallory')} held by goto.adopt`,
    ]);
  });

  test('where addresses are trusted it is linked', () => {
    const settings = { ...LINKED, adopt: 'account' } as const;

    expect(lines(propose(asBoss({ adminRoles: ['SUPER_USER'], ...unlinked }, { settings })))).toEqual([
      `update boss firstName=Mallory link=${personId('mallory')}`,
    ]);
  });

  test('where it loses them it is linked at once', () => {
    const rules = [rule('Sales', { products: ['Meeting'], role: { kind: 'member' } })];
    const boss = { adminRoles: ['SUPER_USER'], ...unlinked };

    expect(lines(propose(asBoss(boss, { rules, settings: LINKED })))).toEqual([
      `update boss role=Member firstName=Mallory link=${personId('mallory')}`,
    ]);
  });

  test('who takes the address of a leaver with rights over others does not hide that they are still there', () => {
    const directory = {
      groups: { Sales: ['mallory', 'boss'] },
      people: { mallory: { mail: 'boss@corp.example' }, boss: { state: 'disabled' } },
    } as const;
    const boss = { adminRoles: ['SUPER_USER'], firstName: 'Mallory' };

    expect(codes(asBoss(boss, { directory }))).toEqual(['LEAVERS_LEFT']);
    expect(codes(asBoss({ firstName: 'Mallory' }, { directory }))).toEqual([]);
  });
});

test('while a rule was half read, an address gives nobody the user of somebody who may be in it', () => {
  const rules = [rule('Support', { products: ['Connect'] }), SALES];
  const account = { users: { ada: { products: ['Connect'], ...unlinked } }, attributes };
  const directory = { groups: { Support: [], Sales: ['mallory'] }, people: { mallory: { mail: 'ada@corp.example' } } };
  const situation: Situation = { rules, account, directory, settings: { ...LINKED, adopt: 'account' } };

  expect(lines(propose({ ...situation, directory: { ...directory, incomplete: ['Support'] } }))).toEqual([
    'grant ada +Meeting',
  ]);
  expect(lines(propose(situation))).toEqual([
    `grant,revoke,update ada +Meeting -Connect firstName=Mallory link=${personId('mallory')}`,
  ]);
});

describe('roles', () => {
  const helpdesk: Situation = {
    rules: [rule('Sales', { role: { kind: 'custom', name: 'Helpdesk' } })],
    directory: { groups: { Sales: ['ada'] } },
    account: { users: { ada: { roleSet: 'Helpdesk', adminRoles: ['SUPER_USER'] } }, roleSets: ['Helpdesk'] },
  };

  test('a super admin does not hide behind a custom role', () => {
    expect(lines(propose(helpdesk))).toEqual(['update ada role=Custom: Helpdesk']);
  });

  test('a user group whose name reads like two is not those two', () => {
    const manager = rule('Sales', {
      role: { kind: 'manager', permissions: ['RUN_REPORTS'], userGroups: ['North', 'South'] },
    });
    const groups = ['North', 'South', 'North, South'];
    const both: Situation = {
      rules: [manager],
      directory: { groups: { Sales: ['ada'] } },
      account: { users: { ada: { adminRoles: ['RUN_REPORTS'] } }, groups },
      settings: { adopt: 'account' },
    };
    const one = propose(both).changes[0]?.native.managedGroups ?? [];
    const odd = {
      ...both,
      rules: [rule('Sales', { role: { kind: 'manager', permissions: ['RUN_REPORTS'], userGroups: ['North, South'] } })],
    } as const;

    expect(one).toHaveLength(2);
    expect(propose(odd).changes[0]?.native.managedGroups).toHaveLength(1);
    const users = {
      ada: { adminRoles: ['RUN_REPORTS'], managedGroups: propose(odd).changes[0]?.native.managedGroups as never },
    };
    expect(propose({ ...both, account: { users, groups } }).changes).toHaveLength(1);
  });

  test.each([
    ['the name of another one', 'Sales', ['EMEA/Sales', 'Sales'], []],
    ['the path of another one as its name', 'EMEA/Sales', ['EMEA/Sales', 'EMEA\\/Sales'], []],
    ['neither, as the path from the top is said', '/Sales', ['EMEA/Sales', 'Sales'], ['update ada userGroup=Sales']],
    ['neither', '/EMEA/Sales', ['EMEA/Sales', 'Sales'], ['update ada userGroup=EMEA/Sales']],
  ])('who creates a user group with %s moves nobody there', (_what, userGroup, groups, changes) => {
    const input = inputOf({
      rules: [rule('Sales', { products: ['Meeting'], userGroup })],
      directory: { groups: { Sales: ['ada'] } },
      account: { users: { ada: { products: ['Meeting'] } }, groups: groups.map((name) => name.replace('\\/', '|')) },
    });
    const own = input.account.groups.map((group) => {
      const path = group.path.map((name) => name.replace('|', '/'));
      return { ...group, path, name: path.at(-1) ?? '' };
    });
    const plan = proposeChanges({ ...input, account: { ...input.account, groups: own } });

    expect(lines(plan)).toEqual(changes);
    expect(plan.notices.filter(({ code }) => code === 'USER_GROUP_UNKNOWN')).toHaveLength(changes.length === 0 ? 1 : 0);
  });

  test.each(['INVITED', 'SUSPENDED'] as const)(
    'a super admin that is %s does not make another one the last but one',
    (status) => {
      const situation: Situation = {
        rules: [SALES],
        directory: { groups: { Sales: [] } },
        account: {
          users: {
            ada: { adminRoles: ['SUPER_USER'], status: 'ACTIVE' },
            bob: { email: 'bob@owner.example', adminRoles: ['SUPER_USER'], status },
          },
        },
      };
      const input = inputOf(situation);
      // The user of the token manages users, and is no super admin.
      const users = input.account.users.map((one) =>
        one.key === input.account.self.key ? { ...one, adminRoles: ['MANAGE_USERS'] } : one,
      );
      const plan = proposeChanges({ ...input, account: { ...input.account, users } });

      expect(lines(plan)).toEqual([]);
      expect(noticesOf(plan).join()).toContain('Ada Example <ada@corp.example>: the last super admin');
    },
  );
});

describe('addresses', () => {
  test.each([
    ['with the Kelvin sign', 'mar\u212a@corp.example'],
    ['with a dotted capital I', 'B\u0130ll@corp.example'],
    ['in wide letters', '\uff42oss@corp.example'],
    ['with a letter of another script', 'b\u043ess@corp.example'],
    ['with something unseen', 'boss\u200b@corp.example'],
    ['with two @', 'boss@corp.example@corp.example'],
    ['with a dot behind the domain', 'boss@corp.example.'],
    ['in quotation marks', '"boss"@corp.example'],
    ['as a proxy address', 'SMTP:boss@corp.example'],
  ])('%s nobody finds the user of somebody else', (_what, mail) => {
    const users = { boss: { products: ['Meeting'] }, mark: { products: ['Meeting'] }, bill: { products: ['Meeting'] } };
    const plan = propose({
      rules: [SALES],
      directory: { groups: { Sales: ['mallory'] }, people: { mallory: { mail } } },
      account: { users },
    });

    expect(plan.changes.filter(({ person, node }) => person !== null && node !== null)).toEqual([]);
  });

  test('plus and dots are part of an address', () => {
    const plan = propose({
      rules: [SALES],
      directory: {
        groups: { Sales: ['mallory', 'eve'] },
        people: { mallory: { mail: 'boss+x@corp.example' }, eve: { mail: 'b.oss@corp.example' } },
      },
      account: { users: { boss: { products: ['Meeting'] } } },
    });

    expect(lines(plan)).toContain('create boss+x +Meeting role=Member');
    expect(lines(plan)).toContain('create b.oss +Meeting role=Member');
  });

  test('nobody passes to an address that goto.protect names, and so out of the reach of the rules', () => {
    const plan = propose({
      rules: [SALES],
      directory: { groups: { Sales: ['mallory'] }, people: { mallory: { mail: 'Break.Glass@corp.example' } } },
      account: { users: { mallory: { products: ['Meeting'], ...linkedTo('mallory') } }, attributes },
      settings: { ...LINKED, protect: ['break.glass@corp.example'], protectLines: [7] },
    });

    expect(lines(plan)).toEqual([]);
    expect(noticesOf(plan).join()).toMatch(/^ADDRESS_PROTECTED: 1 user cannot get the new address/);
  });

  test('two linked people who swap their addresses keep them', () => {
    const plan = propose({
      rules: [SALES],
      directory: {
        groups: { Sales: ['ada', 'bob'] },
        people: { ada: { mail: 'bob@corp.example' }, bob: { mail: 'ada@corp.example' } },
      },
      account: {
        users: {
          ada: { products: ['Meeting'], ...linkedTo('ada') },
          bob: { products: ['Meeting'], ...linkedTo('bob') },
        },
        attributes,
      },
      settings: LINKED,
    });

    expect(lines(plan)).toEqual([]);
  });

  test('a person of the rules without an address is named where a user of that name would be suspended', () => {
    const plan = propose({
      rules: [SALES],
      directory: { groups: { Sales: ['ada', 'bob'] }, people: { ada: { mail: null }, bob: { mail: 'bob@x.example' } } },
      account: { users: { ada: { products: ['Meeting'] }, bob: { products: ['Meeting'] } } },
    });

    expect(
      noticesOf(plan)
        .filter((one) => one.startsWith('ADDRESS_LOST: 2 people'))
        .join(),
    ).toMatch(/Ada Example.*<ada@corp.example>.*Bob Example.*<bob@corp.example>/);
  });
});
