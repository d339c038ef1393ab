import { describe, expect, test } from '@jest/globals';
import { withId } from '../../../../src/plan/change.ts';
import { refuseContradictions } from '../../../../src/plan/consistent.ts';
import type { Change, Plan, SavedPlan } from '../../../../src/plan/model.ts';
import { withChanges } from '../../../../src/plan/section.ts';
import type { GotoChange } from '../../../../src/targets/goto/planner/change.ts';
import { SAVED_RULES } from '../../../../src/targets/goto/planner/consistent-change.ts';
import type { GotoProposeInput } from '../../../../src/targets/goto/planner/passes.ts';
import { reviewSaved } from '../../../../src/targets/goto/planner/review-saved.ts';
import { groupId, guid, inputOf, personId, planOf, rule, SALES, type Situation, userGroupKey } from './builders.ts';

const RULES = [
  rule('Sales', {
    products: ['Meeting'],
    role: { kind: 'manager', permissions: ['RUN_REPORTS'], userGroups: [] },
    userGroup: 'North',
  }),
];

/** One new user, one that gets more, and one that is suspended. */
const SITUATION: Situation = {
  rules: RULES,
  directory: { groups: { Sales: ['ada', 'bob'] } },
  account: { users: { bob: { products: ['Connect'] }, cleo: { products: ['Meeting'] } }, groups: ['North', 'South'] },
  settings: { adopt: 'account' },
};

function saved(plan: Plan): SavedPlan {
  return { ...plan, savedId: '0'.repeat(32), digest: '' };
}

/** The plan with one change written otherwise, counted anew. */
function forged(
  plan: Plan<GotoChange>,
  email: string,
  edit: (change: GotoChange) => Partial<GotoChange>,
  newId = true,
): Plan {
  const changes = plan.changes.map((change): Change => {
    if (change.email !== email) return change;
    const next: GotoChange = { ...change, ...edit(change) };
    return newId ? withId(next) : next;
  });
  return withChanges<Plan>(plan, changes, plan.notices);
}

describe('a plan that the planner cannot have made is refused', () => {
  const plan = planOf(inputOf(SITUATION));

  test('its own is not', () => {
    expect(() => {
      refuseContradictions(plan, () => SAVED_RULES);
    }).not.toThrow();
  });

  test.each<[what: string, email: string, edit: (change: GotoChange) => Partial<GotoChange>]>([
    [
      'sends other licences than it shows',
      'ada@corp.example',
      ({ native }) => ({ native: { ...native, licences: [] } }),
    ],
    [
      'sends another role than it shows',
      'ada@corp.example',
      ({ native }) => ({ native: { ...native, adminRoles: ['SUPER_USER'] } }),
    ],
    [
      'sends another user group than it shows',
      'bob@corp.example',
      ({ native }) => ({ native: { ...native, group: null } }),
    ],
    ['names a key that is none', 'bob@corp.example', ({ native }) => ({ native: { ...native, group: '../North' } })],
    ['names a person by no id', 'bob@corp.example', () => ({ person: 'Bob' as GotoChange['person'] })],
    ['shows the name "Eve" for "Bob Example"', 'bob@corp.example', () => ({ name: 'Eve' })],
    ['does not name its risk as it is', 'bob@corp.example', () => ({ risk: [] })],
    ['takes something else than it says', 'cleo@corp.example', () => ({ takes: {} })],
    ['says something else of what it rests on', 'cleo@corp.example', () => ({ evidence: 'said', risk: [] })],
    ['says that it is made at another time than it is', 'cleo@corp.example', () => ({ stage: 'change' })],
    ['creates somebody who is there', 'ada@corp.example', () => ({ node: '42' as GotoChange['node'] })],
    ['changes a user without naming it', 'bob@corp.example', () => ({ node: null })],
    [
      'is held or let through by an id that is none',
      'bob@corp.example',
      () => ({ held: { limit: 'limits.disable', id: 'x', also: [] } }),
    ],
    ['holds control characters', 'bob@corp.example', ({ reason }) => ({ reason: { ...reason, text: 'a\u001bb' } })],
    [
      'has a value of products that it cannot have',
      'bob@corp.example',
      ({ after }) => ({ after: { ...after, products: ['Meeting', 'Meeting'] } }),
    ],
    ['is blocked by nothing', 'bob@corp.example', () => ({ blocked: { kind: 'none' as 'unknown', text: '' } })],
  ])('that %s', (what, email, edit) => {
    expect(() => {
      refuseContradictions(forged(plan, email, edit), () => SAVED_RULES);
    }).toThrow(what);
  });

  test('that has an id of another content', () => {
    expect(() => {
      refuseContradictions(
        forged(plan, 'bob@corp.example', () => ({ group: 'Rule 9: Sales' }), false),
        () => SAVED_RULES,
      );
    }).toThrow('has an id that does not fit its content');
  });
});

describe('a saved plan is reviewed by the file and the account of today', () => {
  const input = inputOf(SITUATION);
  const made = planOf(input);
  const plan = saved(made);
  const today = (fields: Partial<Situation>): GotoProposeInput => inputOf({ ...SITUATION, ...fields });

  test('as it was made, it is let be', () => {
    expect(reviewSaved(plan, input).plan.changes).toEqual(plan.changes);
  });

  test('a suspension of a user who is linked to somebody else is no doubt about who has it', () => {
    const other = inputOf({
      rules: [SALES],
      directory: { groups: { Sales: [], Others: ['fred'] } },
      account: {
        users: { fred: { products: ['Meeting'], attributes: { person: personId('ada') } } },
        attributes: ['person'],
      },
      settings: { linkAttribute: 'person' },
    });
    const { changes } = planOf(other);

    expect(changes).toMatchObject([{ operations: ['suspend'], person: personId('fred'), held: null }]);
    expect(reviewSaved(saved(planOf(other)), other).plan.changes).toEqual(changes);
  });

  test.each<[what: string, review: GotoProposeInput]>([
    [
      'cleo@corp.example must not be touched (listed in goto.protect)',
      today({ settings: { adopt: 'account', protect: ['cleo@corp.example'], protectLines: [7] } }),
    ],
    [
      'bob@corp.example must not be touched (the user whose token adsync uses)',
      today({ account: { ...SITUATION.account, self: 'bob' } }),
    ],
    [
      'must not be touched (of no domain in goto.domains)',
      today({ settings: { adopt: 'account', domains: ['other.example'] } }),
    ],
    ['no rule gives Meeting', today({ rules: [{ ...rule('Sales'), ...RULES[0], products: ['Webinar'] }] })],
    [
      'no rule gives the role Manager: RUN_REPORTS',
      today({ rules: [{ ...rule('Sales'), ...RULES[0], role: { kind: 'admin' } }] }),
    ],
    ['no rule names the user group North', today({ rules: [{ ...rule('Sales'), ...RULES[0], userGroup: 'South' }] })],
  ])('%s', (what, review) => {
    expect(() => reviewSaved(plan, review)).toThrow(
      expect.objectContaining({ code: 'PLAN_FORBIDDEN', message: expect.stringContaining(what) }),
    );
  });

  test.each<[what: string, edit: (change: GotoChange) => Partial<GotoChange>]>([
    ['its user group is another one than it shows', ({ after }) => ({ after: { ...after, userGroup: 'South' } })],
    ['its licences are others than it shows', ({ after }) => ({ after: { ...after, products: ['Webinar'] } })],
    ['no rule names the language de_DE', ({ after }) => ({ after: { ...after, language: 'de_DE' } })],
    ['goto.attributes does not name boss=eve', ({ after }) => ({ after: { ...after, attributes: ['boss=eve'] } })],
    ['the file names no link attribute', ({ after }) => ({ after: { ...after, link: guid('x') } })],
    [
      'eve@evil.example is of no domain in goto.domains',
      ({ after }) => ({ after: { ...after, email: 'eve@evil.example' } }),
    ],
    [
      'no rule gives licence 7999',
      ({ after, native }) => ({
        after: { ...after, products: ['licence 7999'] },
        native: { ...native, licences: ['7999'] },
      }),
    ],
    ['no rule names the user group South', ({ native }) => ({ native: { ...native, group: userGroupKey('South') } })],
  ])('forged: %s', (what, edit) => {
    const wrong = saved(forged(made, 'bob@corp.example', edit));

    expect(() => reviewSaved(wrong, input)).toThrow(what);
  });

  test('an identity that another account manages is not changed', () => {
    const account = {
      ...SITUATION.account,
      users: { ...SITUATION.account?.users, bob: { products: ['Connect'], identityReadOnly: true } },
    };
    const wrong = saved(forged(made, 'bob@corp.example', ({ after }) => ({ after: { ...after, firstName: 'Eve' } })));

    expect(() => reviewSaved(wrong, today({ account }))).toThrow('another account manages the identity of the user');
  });

  test('a super admin stays', () => {
    const situation: Situation = {
      rules: [SALES],
      directory: { groups: { Sales: [] } },
      account: { users: { ada: { adminRoles: ['SUPER_USER'] } } },
    };
    const made = saved(planOf(inputOf(situation)));
    const others = inputOf({ ...situation, account: { ...situation.account, self: 'eve' } });
    const users = others.account.users.filter(({ email }) => email !== 'root@owner.example');

    expect(() => reviewSaved(made, { ...others, account: { ...others.account, users } })).toThrow(
      'it would leave no super admin',
    );
  });

  test('the limits of today hold it', () => {
    const { changes } = reviewSaved(plan, today({ limits: { disable: { kind: 'count', count: 0 } } })).plan;

    expect(changes.flatMap(({ email, held }) => (held === null ? [] : [`${email ?? ''} ${held.limit}`]))).toEqual([
      'cleo@corp.example limits.disable',
    ]);
  });

  test('a role that no link proves is in doubt where addresses are not trusted', () => {
    const { changes } = reviewSaved(plan, today({ settings: { adopt: 'held' } })).plan;

    expect(changes.find(({ email }) => email === 'bob@corp.example')?.held?.limit).toBe('goto.adopt');
  });

  test('what it holds as a doubt stays one, whatever the file says of adoptions', () => {
    const held = saved(planOf(today({ settings: { adopt: 'held' } })));

    expect(reviewSaved(held, input).plan.changes.find(({ email }) => email === 'bob@corp.example')?.held?.limit).toBe(
      'goto.adopt',
    );
  });

  test('a name that is known to mean another group is refused', () => {
    const knownNames = new Map([['sales', groupId('Former')]]);

    expect(() => reviewSaved(plan, { ...input, knownNames })).toThrow(
      expect.objectContaining({ code: 'GROUP_IDENTITY_CHANGED' }),
    );
  });

  test('the user of another person is not taken without an approval', () => {
    const linked = { linkAttribute: 'person', adopt: 'held' } as const;
    const users = { ada: { products: ['Connect'], attributes: { person: personId('gone') } } };
    const situation: Situation = {
      rules: [SALES],
      directory: { groups: { Sales: ['ada'] } },
      account: { users, attributes: ['person'] },
      settings: linked,
    };
    const made = planOf(inputOf(situation));
    const free = saved(
      withChanges(
        made,
        made.changes.map((one) => ({ ...one, held: null })),
        made.notices,
      ),
    );

    expect(reviewSaved(free, inputOf(situation)).plan.changes.map(({ held }) => held?.limit)).toEqual(['goto.adopt']);
  });
});
