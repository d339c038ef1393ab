import { expect, test } from '@jest/globals';
import { NO_PAST } from '../../../../src/plan/earlier-runs.ts';
import { groupId, lines, noticesOf, personId, propose, rule, SALES, type Situation, userKey } from './builders.ts';

const ONE = { kind: 'count', count: 1 } as const;
const users = (words: readonly string[], fields: object = { products: ['Meeting'] }): Record<string, object> =>
  Object.fromEntries(words.map((word) => [word, fields]));

/** What the limits hold. */
const CASES: readonly (readonly [what: string, situation: Situation, changes: readonly string[]])[] = [
  [
    'suspensions count as disables do',
    {
      rules: [SALES],
      directory: { groups: { Sales: [] } },
      account: { users: users(['ada', 'bob']) },
      limits: { disable: ONE },
    },
    ['suspend ada -Meeting held by limits.disable', 'suspend bob -Meeting held by limits.disable'],
  ],
  [
    'the loss of the last product counts, too',
    {
      rules: [rule('Sales', { userGroup: 'North' })],
      directory: { groups: { Sales: ['ada', 'bob'] } },
      account: {
        users: users(['ada', 'bob'], { products: ['Meeting'], adminRoles: ['RUN_REPORTS'], group: 'North' }),
        groups: ['North'],
      },
      limits: { disable: ONE },
    },
    ['revoke ada -Meeting held by limits.disable', 'revoke bob -Meeting held by limits.disable'],
  ],
  [
    'the loss of one of several does not',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada', 'bob'] } },
      account: { users: users(['ada', 'bob'], { products: ['Meeting', 'Connect'] }) },
      limits: { disable: { kind: 'count', count: 0 } },
    },
    ['revoke ada -Connect', 'revoke bob -Connect'],
  ],
  [
    'an exchange of the last product in two steps is no end',
    {
      rules: [rule('Sales', { products: ['Meeting'] }), rule('Support', { products: ['Connect'] })],
      directory: { groups: { Sales: ['bob'], Support: ['ada'] } },
      account: {
        users: { ada: { products: ['Meeting'] }, bob: { products: ['Connect'] } },
        seats: { Meeting: 1, Connect: 1 },
      },
      limits: { disable: { kind: 'count', count: 0 } },
    },
    ['revoke bob -Connect', 'revoke ada -Meeting', 'grant bob +Meeting', 'grant ada +Connect'],
  ],
  [
    'what is blocked counts in no limit',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada', 'bob'] } },
      account: { seats: { Meeting: 1 } },
      limits: { create: 1 },
    },
    ['create ada +Meeting role=Member', 'create bob +Meeting role=Member blocked: out-of-licences'],
  ],
  [
    'user groups have a limit of their own',
    {
      rules: [SALES],
      directory: { groups: { Sales: [] } },
      account: {
        users: { ...users(['ada', 'bob'], { products: ['Meeting'], group: 'North' }), ...users(['cleo']) },
        groups: ['North'],
      },
      limits: { disablePerGroup: ONE },
    },
    [
      'suspend ada -Meeting held by limits.disablePerGroup',
      'suspend bob -Meeting held by limits.disablePerGroup',
      'suspend cleo -Meeting',
    ],
  ],
  [
    'new addresses have theirs',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] }, people: { ada: { mail: 'new@corp.example' } } },
      account: {
        users: { ada: { products: ['Meeting'], attributes: { person: personId('ada') } } },
        attributes: ['person'],
      },
      settings: { linkAttribute: 'person' },
      limits: { readdress: { kind: 'count', count: 0 } },
    },
    ['update new email=new@corp.example held by limits.readdress'],
  ],
];

test.each(CASES)('%s', (_what, situation, changes) => {
  expect(lines(propose(situation))).toEqual(changes);
});

test('suspensions of earlier runs count as long as they stand', () => {
  const past = { ...NO_PAST, recent: [{ node: userKey('eve'), counts: 'disable' as const, from: null, after: {} }] };
  const situation: Situation = {
    rules: [SALES],
    directory: { groups: { Sales: [] } },
    account: { users: { ...users(['ada']), eve: {} } },
    limits: { disable: ONE, window: 86_400_000 },
    past,
  };

  expect(lines(propose(situation))).toEqual(['suspend ada -Meeting held by limits.disable']);
  expect(noticesOf(propose(situation)).join()).toMatch(/1 of 2 enabled users in all groups would be disabled/);
});

test('an approval lets exactly these people through', () => {
  const situation: Situation = {
    rules: [SALES],
    directory: { groups: { Sales: [] } },
    account: { users: users(['ada', 'bob']) },
    limits: { disable: ONE },
  };
  const ids = propose(situation).changes.flatMap(({ held }) => held?.id ?? []);

  expect(lines(propose({ ...situation, approve: ids.slice(0, 1) }))).toEqual([
    'suspend ada -Meeting',
    'suspend bob -Meeting',
  ]);
});

test('a name of a rule that means another group is not concluded from until it is let through', () => {
  const situation: Situation = {
    rules: [SALES],
    directory: { groups: { Sales: ['ada'] } },
    account: { users: users(['bob']) },
    knownNames: new Map([['sales', groupId('Former')]]),
  };
  const plan = propose(situation);
  const id = /--approve (\S+)/.exec(noticesOf(plan).join())?.[1] ?? '';

  expect(lines(plan)).toEqual([]);
  expect(noticesOf(plan)[0]).toMatch(
    /^GROUP_IDENTITY_CHANGED \(line 10\): The name "Sales" means the directory group CN=Sales/,
  );
  expect(plan.section.names).toBeUndefined();

  const approved = propose({ ...situation, approve: [id] });
  expect(lines(approved)).toEqual(['suspend bob -Meeting', 'create ada +Meeting role=Member']);
  expect(approved.section.names).toEqual({ sales: groupId('Sales') });
});
