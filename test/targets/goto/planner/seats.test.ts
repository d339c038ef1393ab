import { expect, test } from '@jest/globals';
import { lines, noticesOf, propose, rule, SALES, type Situation } from './builders.ts';

const SWAP = [rule('Sales', { products: ['Meeting'] }), rule('Support', { products: ['Connect'] })];

/** Who gets the last seats, and who waits. */
const CASES: readonly (readonly [what: string, situation: Situation, changes: readonly string[]])[] = [
  [
    'the last seat goes by rule order, then by name',
    {
      rules: [SALES, rule('Support', { products: ['Meeting'] })],
      directory: { groups: { Sales: ['zoe'], Support: ['ada', 'bob'] } },
      account: { seats: { Meeting: 2 } },
    },
    [
      'create zoe +Meeting role=Member',
      'create ada +Meeting role=Member',
      'create bob +Meeting role=Member blocked: out-of-licences',
    ],
  ],
  [
    'a seat that is given back goes to somebody else in the same plan',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['bob'] } },
      account: { users: { ada: { products: ['Meeting'] } }, seats: { Meeting: 1 } },
    },
    ['suspend ada -Meeting', 'create bob +Meeting role=Member'],
  ],
  [
    'a held leaver gives no seat back',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['bob'] } },
      account: { users: { ada: { products: ['Meeting'] } }, seats: { Meeting: 1 } },
      limits: { disable: { kind: 'count', count: 0 } },
    },
    ['suspend ada -Meeting held by limits.disable', 'create bob +Meeting role=Member blocked: out-of-licences'],
  ],
  [
    'a seat that an invited user gives back may not be one: nobody knows whether the service counts it',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['bob'] } },
      account: { users: { ada: { products: ['Meeting'], status: 'INVITED' } }, seats: { Meeting: 1 } },
    },
    ['suspend ada -Meeting', 'create bob +Meeting role=Member blocked: out-of-licences'],
  ],
  [
    'neither may that of a user who is shown as suspended although it holds something',
    {
      rules: [SALES],
      directory: { groups: { Sales: ['bob', 'cleo'] } },
      account: {
        users: {
          ada: { products: ['Meeting'], status: 'SUSPENDED' },
          dan: { products: ['Meeting'], status: 'INACTIVE' },
        },
        seats: { Meeting: 2 },
      },
    },
    [
      'suspend ada -Meeting',
      'suspend dan -Meeting',
      'create bob +Meeting role=Member',
      'create cleo +Meeting role=Member blocked: out-of-licences',
    ],
  ],
  [
    'a new user who would be left with a custom role alone is not added: the service takes none so',
    {
      rules: [rule('Sales', { products: ['Meeting'], role: { kind: 'custom', name: 'Helpdesk' } })],
      directory: { groups: { Sales: ['ada'] } },
      account: { seats: { Meeting: 0 }, roleSets: ['Helpdesk'] },
    },
    ['create ada +Meeting role=Custom: Helpdesk blocked: out-of-licences'],
  ],
  [
    'what can be given is given, and the rest is a change of its own',
    {
      rules: [rule('Sales', { products: ['Meeting', 'Connect'] })],
      directory: { groups: { Sales: ['ada'] } },
      account: { users: { ada: {} }, seats: { Connect: 0 } },
    },
    ['resume,grant ada +Meeting', 'grant ada +Connect blocked: out-of-licences'],
  ],
  [
    'a new user gets what there is',
    {
      rules: [rule('Sales', { products: ['Meeting', 'Connect'] })],
      directory: { groups: { Sales: ['ada'] } },
      account: { seats: { Connect: 0 } },
    },
    ['create ada +Meeting role=Member', 'grant ada +Connect blocked: out-of-licences'],
  ],
  [
    'two exchange their last licences in two steps each',
    {
      rules: SWAP,
      directory: { groups: { Sales: ['bob'], Support: ['ada'] } },
      account: {
        users: { ada: { products: ['Meeting'] }, bob: { products: ['Connect'] } },
        seats: { Meeting: 1, Connect: 1 },
      },
    },
    ['revoke bob -Connect', 'revoke ada -Meeting', 'grant bob +Meeting', 'grant ada +Connect'],
  ],
  [
    'where there are seats enough, an exchange is one change',
    {
      rules: SWAP,
      directory: { groups: { Sales: [], Support: ['ada'] } },
      account: { users: { ada: { products: ['Meeting'] } } },
    },
    ['grant,revoke ada +Connect -Meeting'],
  ],
  [
    'who would be left with nothing keeps what there is until a seat is free',
    {
      rules: SWAP,
      directory: { groups: { Sales: [], Support: ['ada'] } },
      account: { users: { ada: { products: ['Meeting'] } }, seats: { Connect: 0 } },
    },
    ['grant,revoke ada +Connect -Meeting blocked: out-of-licences'],
  ],
  [
    'seats that nobody says are as many as are asked for',
    { rules: [SALES], directory: { groups: { Sales: ['ada', 'bob'] } }, account: { seats: { Meeting: null } } },
    ['create ada +Meeting role=Member', 'create bob +Meeting role=Member'],
  ],
];

test.each(CASES)('%s', (_what, situation, changes) => {
  expect(lines(propose(situation))).toEqual(changes);
});

test('the wait is said once for each product, with the people', () => {
  const situation = {
    rules: [SALES],
    directory: { groups: { Sales: ['ada', 'bob'] } },
    account: { seats: { Meeting: 0 } },
  };

  expect(noticesOf(propose(situation))).toEqual([
    'OUT_OF_LICENCES: 2 people cannot get Meeting now: all licences are taken. Buy more, or take people out of the directory groups. Who: Ada Example (CN=ada); Bob Example (CN=bob).',
  ]);
});

test('where invited users give seats back, the text says to plan again', () => {
  const { changes } = propose({
    rules: [SALES],
    directory: { groups: { Sales: ['bob'] } },
    account: { users: { ada: { products: ['Meeting'], status: 'INVITED' } }, seats: { Meeting: 1 } },
  });

  expect(changes.map(({ blocked }) => blocked?.text)).toEqual([
    undefined,
    'No licence of Meeting is free: all 1 are taken. Users who have not accepted their invitation give some back, but the service may not have counted those: plan again once this plan is applied.',
  ]);
});

test('both steps of an exchange are held together', () => {
  const plan = propose({
    rules: SWAP,
    directory: { groups: { Sales: ['bob'], Support: ['ada'] } },
    account: {
      users: { ada: { products: ['Meeting'] }, bob: { products: ['Connect'], attributes: { person: '' } } },
      seats: { Meeting: 1, Connect: 1 },
    },
  });
  const [first, , second] = plan.changes;

  expect(second?.needs).toContain(first?.id);
  expect(plan.section.budgets.map(({ name, held, before, after }) => [name, held, before, after])).toEqual([
    ['Meeting', 1, 1, 1],
    ['Connect', 1, 1, 1],
    ['Webinar', 100, 0, 0],
  ]);
});
