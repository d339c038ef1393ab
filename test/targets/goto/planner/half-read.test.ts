import { expect, test } from '@jest/globals';
import { type AccountLiteral, lines, noticesOf, propose, rule, type Situation } from './builders.ts';

const RULES = [
  rule('Admins', { role: { kind: 'admin' }, products: ['Connect'], userGroup: 'North' }),
  rule('Sales', { products: ['Meeting'], role: { kind: 'member' }, userGroup: 'South' }),
];

const account = (users: NonNullable<AccountLiteral['users']>): AccountLiteral => ({
  users,
  groups: ['North', 'South'],
});

/** What is concluded while a rule was half read. */
const CASES: readonly (readonly [what: string, situation: Situation, changes: readonly string[]])[] = [
  [
    'nobody is suspended for not being there',
    {
      rules: RULES,
      directory: { groups: { Admins: [], Sales: [] }, incomplete: ['Admins'] },
      account: account({ ada: { products: ['Meeting'] } }),
    },
    [],
  ],
  [
    'nobody loses the last product because the rules that were read give none',
    {
      rules: [rule('Office', { userGroup: 'North' }), rule('Sales', { products: ['Meeting'] })],
      directory: { groups: { Office: ['ada'], Sales: [] }, incomplete: ['Sales'] },
      account: account({ ada: { products: ['Webinar'], group: 'North' } }),
    },
    [],
  ],
  [
    'an end that was read is carried out',
    {
      rules: RULES,
      directory: {
        groups: { Admins: [], Sales: ['ada'] },
        incomplete: ['Admins'],
        people: { ada: { state: 'disabled' } },
      },
      account: account({ ada: { products: ['Meeting'] } }),
    },
    ['suspend ada -Meeting'],
  ],
  [
    'products of the rule are kept, others are revoked and granted',
    {
      rules: RULES,
      directory: { groups: { Admins: [], Sales: ['ada'] }, incomplete: ['Admins'] },
      account: account({ ada: { products: ['Connect', 'Webinar'] } }),
    },
    ['grant,revoke ada +Meeting -Webinar'],
  ],
  [
    'role and user group of a weaker rule do not count, as the stronger one may set others',
    {
      rules: RULES,
      directory: { groups: { Admins: [], Sales: ['ada'] }, incomplete: ['Admins'] },
      account: account({ ada: { products: ['Meeting'], adminRoles: ['MANAGE_ACCOUNT'], group: 'North' } }),
    },
    [],
  ],
  [
    'those of a stronger rule count',
    {
      rules: RULES,
      directory: { groups: { Admins: ['ada'], Sales: [] }, incomplete: ['Sales'] },
      account: account({ ada: { products: ['Connect'] } }),
      settings: { adopt: 'account' },
    },
    ['update ada role=Admin userGroup=North'],
  ],
  [
    'a role stays where somebody would have nothing without it',
    {
      rules: [
        rule('Sales', { products: ['Meeting'] }),
        rule('Staff', { userGroup: 'South' }),
        rule('Admins', { role: { kind: 'admin' } }),
      ],
      directory: { groups: { Sales: [], Staff: ['ada'], Admins: [] }, incomplete: ['Sales'] },
      account: account({ ada: { adminRoles: ['MANAGE_ACCOUNT'] } }),
    },
    ['update ada userGroup=South'],
  ],
];

test.each(CASES)('%s', (_what, situation, changes) => {
  const plan = propose(situation);

  expect(lines(plan)).toEqual(changes);
  expect(noticesOf(plan).join('\n')).toMatch(/^GROUP_NOT_FOUND \(line \d0\): no /);
  expect(plan.complete).toBe(false);
});

test('whoever keeps something is named', () => {
  const plan = propose({
    rules: RULES,
    directory: { groups: { Admins: [], Sales: [] }, incomplete: ['Admins'] },
    account: account({ ada: { products: ['Meeting'] } }),
  });

  expect(noticesOf(plan)).toContain(
    'REMOVALS_WITHHELD: 1 user may keep what they hold, because a rule that could not be read to the end may give it to them. Another notice names the rule. Who: Ada Example <ada@corp.example>.',
  );
});
