import { describe, expect, test } from '@jest/globals';
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
      account: { users: { ada: { products: ['Meeting'], email: 'ada@other.example' } } },
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
