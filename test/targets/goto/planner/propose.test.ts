import { describe, expect, test } from '@jest/globals';
import { freezeChanges } from '../../../../src/plan/freeze.ts';
import { lines, noticesOf, propose, rule, SALES, type Situation } from './builders.ts';

const TEAMS = [
  rule('Sales', { products: ['Meeting'], role: { kind: 'member' } }),
  rule('Support', {
    products: ['Connect', 'Meeting'],
    role: { kind: 'manager', permissions: ['RUN_REPORTS'], userGroups: [] },
  }),
];

/** What becomes of whom. */
const CASES: readonly (readonly [what: string, situation: Situation, changes: readonly string[]])[] = [
  [
    'somebody new is created with licences and role',
    { rules: TEAMS, directory: { groups: { Sales: [], Support: ['ada'] } } },
    ['create ada +Connect +Meeting role=Manager: RUN_REPORTS'],
  ],
  [
    'nested groups count',
    { rules: [SALES], directory: { groups: { Sales: ['@North'], North: ['@Bremen'], Bremen: ['ada'] } } },
    ['create ada +Meeting role=Member'],
  ],
  [
    'products of several rules add up, and the strongest role counts',
    { rules: TEAMS, directory: { groups: { Sales: ['ada'], Support: ['ada'] } } },
    ['create ada +Connect +Meeting role=Member'],
  ],
  [
    'what is missing is granted, what no rule gives is revoked',
    {
      rules: TEAMS,
      directory: { groups: { Sales: ['ada'], Support: [] } },
      account: { users: { ada: { products: ['Connect'] } } },
    },
    ['grant,revoke ada +Meeting -Connect'],
  ],
  [
    'a user that holds nothing resumes',
    { rules: [SALES], directory: { groups: { Sales: ['ada'] } }, account: { users: { ada: {} } } },
    ['resume,grant ada +Meeting'],
  ],
  [
    'a user in no rule is suspended',
    { rules: [SALES], directory: { groups: { Sales: [] } }, account: { users: { ada: { products: ['Meeting'] } } } },
    ['suspend ada -Meeting'],
  ],
  [
    'a disabled person is suspended, with its role and all licences',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] }, people: { ada: { state: 'disabled' } } },
      account: { users: { ada: { products: ['Meeting', '999'], adminRoles: ['RUN_REPORTS'] } } },
    },
    ['suspend ada -Meeting -licence 999 role=Member'],
  ],
  [
    'licences that the file does not name are left alone',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] } },
      account: { users: { ada: { products: ['Meeting', '999'] } } },
    },
    [],
  ],
  [
    'users of other domains are never touched',
    {
      rules: [SALES],
      directory: { groups: { Sales: [] } },
      account: { users: { ada: { products: ['Meeting'], email: 'ada@other.example' }, eve: {} } },
    },
    [],
  ],
  [
    'capitals in an address make no difference',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] }, people: { ada: { mail: ' Ada@Corp.Example ' } } },
      account: { users: { ada: { products: ['Meeting'] } } },
    },
    [],
  ],
];

test.each(CASES)('%s', (_what, situation, changes) => {
  const plan = propose(situation);

  expect(lines(plan)).toEqual(changes);
  expect(noticesOf(plan).filter((one) => /UNKNOWN/.test(one))).toEqual([]);
});

describe('a change says', () => {
  const plan = propose({
    rules: TEAMS,
    directory: { groups: { Sales: ['ada'], Support: ['ada'] } },
    account: { users: { ada: {} } },
  });
  const [change] = plan.changes;

  test('which rule gives each value, with its line', () => {
    expect(change?.because['products']?.text).toBe('Meeting from rule 1 (line 10), Connect from rule 2 (line 20)');
    expect(change?.reason).toEqual(expect.objectContaining({ code: 'MEMBER_OF', line: 10, path: ['Sales'] }));
  });

  test('under which rule outputs list it', () => {
    expect(change?.group).toBe('Rule 1: Sales');
  });

  test('what is sent, in the keys of the account', () => {
    expect(change?.native).toEqual({
      fromGroup: '',
      licences: ['70000000000000000000000001', '70000000000000000000000002'],
      adminRoles: null,
      managedGroups: null,
      roleSet: null,
      group: null,
    });
  });
});

test('tallies say who a rule is the strongest of, and who holds something', () => {
  const { section } = propose({
    rules: TEAMS,
    directory: {
      groups: { Sales: ['ada', 'bob'], Support: ['ada', 'cleo', 'dan'] },
      people: { dan: { state: 'disabled' } },
    },
    account: {
      users: {
        ada: {},
        cleo: { products: ['Connect', 'Meeting'], adminRoles: ['RUN_REPORTS'] },
        dan: { products: ['Meeting'] },
      },
    },
  });

  expect(section.tallies).toEqual([
    { group: 'Rule 1: Sales', line: 10, wanted: 2, present: 0, after: 2 },
    { group: 'Rule 2: Support', line: 20, wanted: 1, present: 2, after: 1 },
  ]);
  expect(section.summary).toEqual(expect.objectContaining({ create: 1, resume: 1, suspend: 1, unchanged: 1 }));
});

describe('what a change rests on', () => {
  const evidence = (situation: Situation): unknown =>
    propose(situation).changes.map((change) => [change.evidence, change.reason.code, change.reason.text, change.risk]);

  test.each<[what: string, situation: Situation, said: readonly unknown[]]>([
    [
      'a suspension for not being there',
      { rules: [SALES], directory: { groups: { Sales: [] } }, account: { users: { ada: { products: ['Meeting'] } } } },
      ['absence', 'LEFT', 'in no directory group that a rule names', ['stranger']],
    ],
    [
      'one because the person has expired',
      {
        rules: [SALES],
        directory: { groups: { Sales: ['ada'] }, people: { ada: { state: 'expired' } } },
        account: { users: { ada: { products: ['Meeting'], adminRoles: ['RUN_REPORTS'] } } },
      },
      ['said', 'PERSON_EXPIRED', 'expired in the directory', ['privileged']],
    ],
    [
      'a product that no rule gives',
      {
        rules: [SALES],
        directory: { groups: { Sales: ['ada'] } },
        account: { users: { ada: { products: ['Meeting', 'Connect'] } } },
      },
      ['absence', 'NOT_GIVEN', 'Connect from no rule', []],
    ],
    [
      'a product that a rule gives',
      { rules: [SALES], directory: { groups: { Sales: ['ada'] } }, account: { users: { ada: {} } } },
      ['said', 'MEMBER_OF', 'Meeting from rule 1 (line 10)', []],
    ],
    [
      'a role that no rule gives',
      {
        rules: TEAMS.map((one) => ({ ...one, role: one === TEAMS[0] ? null : one.role })),
        directory: { groups: { Sales: ['ada'], Support: [] } },
        account: { users: { ada: { products: ['Meeting'], adminRoles: ['MANAGE_ACCOUNT'] } } },
      },
      ['absence', 'NOT_GIVEN', 'no rule gives a role', ['privileged']],
    ],
    [
      'a new user whose rules give no role, although others do: nothing is lost',
      {
        rules: TEAMS.map((one) => ({ ...one, role: one === TEAMS[0] ? null : one.role })),
        directory: { groups: { Sales: ['ada'], Support: [] } },
      },
      ['said', 'MEMBER_OF', 'Meeting from rule 1 (line 10); member of Sales (rule 1)', []],
    ],
  ])('%s', (_what, situation, said) => {
    expect(evidence(situation)).toEqual([said]);
  });
});

test('roles are left alone where no rule sets one, and so are user groups', () => {
  const plan = propose({
    rules: [SALES],
    directory: { groups: { Sales: ['ada'] } },
    account: {
      users: { ada: { products: ['Meeting'], adminRoles: ['MANAGE_ACCOUNT'], group: 'North' } },
      groups: ['North'],
    },
  });

  expect(lines(plan)).toEqual([]);
});

test.each([
  ['the language of the rule', rule('Sales', { products: ['Meeting'], language: 'de_DE' }), 'de_DE'],
  ['else that of the file', SALES, 'fr_FR'],
])('a new user has %s', (_what, one, language) => {
  const [change] = propose({
    rules: [one],
    directory: { groups: { Sales: ['ada'] } },
    settings: { language: 'fr_FR' },
  }).changes;

  expect(change?.after.language).toBe(language);
});

test('custom attributes are kept in step, and those that the directory has not are emptied', () => {
  const situation: Situation = {
    rules: [SALES],
    directory: { groups: { Sales: ['ada'] }, people: { ada: { attributes: { department: 'Sales' } } } },
    account: {
      users: { ada: { products: ['Meeting'], attributes: { department: 'Old', cost: '4711', room: '12' } } },
      attributes: ['department', 'cost', 'room'],
    },
    settings: {
      attributes: [
        { name: 'department', from: 'department', line: 8 },
        { name: 'cost', from: 'extensionAttribute3', line: 9 },
      ],
    },
  };
  const [change] = propose(situation).changes;

  expect(change?.before?.attributes).toEqual(['cost=4711', 'department=Old']);
  expect(change?.after.attributes).toEqual(['cost=', 'department=Sales']);
  const unread = { ada: { attributes: { department: 'Sales' }, unread: ['extensionAttribute3'] } };
  const half = propose({ ...situation, directory: { ...situation.directory, people: unread } });
  expect(half.changes[0]?.after.attributes).toEqual(['cost=4711', 'department=Sales']);
});

test('a new user with nothing but a custom role is blocked, and told what to do; one that exists gets it', () => {
  const { changes } = propose({
    rules: [rule('Support', { role: { kind: 'custom', name: 'Helpdesk' } })],
    directory: { groups: { Support: ['ada', 'bob'] } },
    account: { users: { bob: {} }, roleSets: ['Helpdesk'] },
    settings: { adopt: 'account' },
  });

  expect(lines({ changes })).toEqual([
    'resume,update bob role=Custom: Helpdesk',
    'create ada role=Custom: Helpdesk blocked: invalid-data',
  ]);
  expect(changes.at(-1)?.blocked?.text).toBe(
    'The service adds nobody with a custom role alone: a new user needs a product or an admin role from the start. Have a rule give a product as well, or add the user in the Admin Center.',
  );
});

test.each<[string, Partial<Situation>, boolean]>([
  ['a disabled person', { directory: { groups: { Sales: ['ada'] }, people: { ada: { state: 'disabled' } } } }, false],
  ['an expired person', { directory: { groups: { Sales: ['ada'] }, people: { ada: { state: 'expired' } } } }, false],
  ['somebody in no rule any more', { directory: { groups: { Sales: [] } } }, true],
  ['somebody to whom the rules give nothing', { rules: [rule('Sales', { products: [] })] }, true],
])('a freeze and %s', (_, given, waits) => {
  const { changes } = propose({
    rules: [SALES],
    directory: { groups: { Sales: ['ada'] } },
    account: { users: { ada: { products: ['Meeting'] } } },
    ...given,
  });
  const held = freezeChanges(changes, { until: null, reason: null, line: 3 });

  expect(held.map((change) => change.held !== null)).toEqual([waits]);
});
