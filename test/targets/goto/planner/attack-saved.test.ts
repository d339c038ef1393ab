import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../../../src/core/failure.ts';
import { completeChange, withId } from '../../../../src/plan/change.ts';
import { refuseContradictions } from '../../../../src/plan/consistent.ts';
import type { Change, Plan } from '../../../../src/plan/model.ts';
import { orderChanges } from '../../../../src/plan/order.ts';
import { withChanges } from '../../../../src/plan/section.ts';
import { talliesAfter } from '../../../../src/plan/summary.ts';
import { type GotoChange, gotoChanges, isGotoChange } from '../../../../src/targets/goto/planner/change.ts';
import { SAVED_RULES } from '../../../../src/targets/goto/planner/consistent-change.ts';
import { FIELDS } from '../../../../src/targets/goto/planner/fields.ts';
import type { GotoProposeInput } from '../../../../src/targets/goto/planner/passes.ts';
import { reviewSaved } from '../../../../src/targets/goto/planner/review-saved.ts';
import { shownUser } from '../../../../src/targets/goto/planner/shown-user.ts';
import { riskOf, stageOf, takesOf } from '../../../../src/targets/goto/planner/stage-risk-takes.ts';
import {
  inputOf,
  licence,
  lines,
  personId,
  planOf,
  roleSetId,
  rule,
  type Situation,
  userGroupKey,
} from './builders.ts';

/**
 * Somebody who may write the plan file, and knows how adsync reads it, gives every change what follows from it. What no
 * plan of today would do is refused or held all the same.
 */

/** A change of an existing user, with all that can be derived. */
function forge(base: GotoChange, edit: Partial<GotoChange>): GotoChange {
  const next: GotoChange = { ...base, ...edit };
  const because = Object.fromEntries(Object.keys(next.after).map((field) => [field, next.reason]));
  const whole = completeChange({ ...next, because, takes: takesOf(next) }, FIELDS);
  const again = {
    ...whole,
    ...shownUser(next.facts, next.before, next.after),
    stage: stageOf({ ...next, operations: whole.operations }),
    risk: riskOf(next, false),
  };
  const made = withId(again);
  if (!isGotoChange(made)) throw new Error('no change of GoTo');
  return made;
}

function planWith(plan: Plan<GotoChange>, changes: readonly GotoChange[]): Plan {
  const ordered = orderChanges<Change>(changes, FIELDS);
  const made = withChanges<Plan>(plan, ordered, plan.notices);
  const targets = made.targets.map((one) => ({ ...one, tallies: talliesAfter(one.tallies, ordered) }));
  return { ...made, targets };
}

/** What would be carried out of a plan; or why it is refused. */
function outcome(plan: Plan, input: GotoProposeInput): string[] {
  try {
    refuseContradictions(plan, () => SAVED_RULES);
    const reviewed = reviewSaved({ ...plan, savedId: '0'.repeat(32), digest: '' }, input).plan;
    return lines({ changes: gotoChanges(reviewed.changes) });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [`${error.code} ${error.message}`];
  }
}

const REASON = { code: 'MEMBER_OF', text: 'member of Sales (rule 1)', line: 10, path: ['Sales'] } as const;

/** Users that the planner would give Connect, so that there is a change of each to write otherwise. */
function situation(words: readonly string[], fields: Partial<Situation> = {}): Situation {
  return {
    rules: [rule('Sales', { products: ['Meeting', 'Connect'] })],
    directory: { groups: { Sales: words } },
    account: { users: Object.fromEntries(words.map((word) => [word, { products: ['Meeting'] }])) },
    ...fields,
  };
}

function forgeAll(
  of: Situation,
  edit: (change: GotoChange) => readonly Partial<GotoChange>[],
): { plan: Plan; input: GotoProposeInput } {
  const input = inputOf(of);
  const made = planOf(input);
  const changes = made.changes.flatMap((change) => {
    const steps: GotoChange[] = [];
    for (const one of edit(change)) {
      const needs = steps.map(({ id }) => id);
      steps.push(forge({ ...change, reason: REASON, needs, held: null, letThrough: [] }, one));
    }
    return steps;
  });
  return { plan: planWith(made, changes), input };
}

function outcomeOf(of: Situation, edit: (change: GotoChange) => readonly Partial<GotoChange>[]): string[] {
  const { plan, input } = forgeAll(of, edit);
  return outcome(plan, input);
}

const NATIVE = { licences: null, adminRoles: null, managedGroups: null, roleSet: null, group: null } as const;
const native = (
  { native: { fromGroup } }: GotoChange,
  fields: Partial<GotoChange['native']>,
): GotoChange['native'] => ({
  ...NATIVE,
  fromGroup,
  ...fields,
});

test('a plan that is forged into itself is let be', () => {
  expect(outcomeOf(situation(['ada']), () => [{}])).toEqual(['grant ada +Connect']);
});

describe('addresses', () => {
  const mine = (change: GotoChange): Partial<GotoChange>[] => [
    {
      before: { email: 'ada@corp.example' },
      after: { email: 'mallory@corp.example' },
      native: native(change, {}),
    },
  ];

  test('without a link nobody gets another one', () => {
    expect(outcomeOf(situation(['ada']), mine).join()).toContain('PLAN_FORBIDDEN');
  });

  test('nor where the link names somebody else', () => {
    const users = { ada: { products: ['Meeting'], attributes: { person: personId('ada') } } };
    const of = situation(['ada'], {
      account: { users, attributes: ['person'] },
      settings: { linkAttribute: 'person' },
    });
    const others = (change: GotoChange): Partial<GotoChange>[] =>
      mine(change).map((one) => ({ ...one, person: personId('mallory') }));

    expect(outcomeOf(of, mine)).toEqual(['update mallory email=mallory@corp.example']);
    expect(outcomeOf(of, others).join()).toContain('PLAN_FORBIDDEN');
  });
});

describe('links', () => {
  const users = { ada: { products: ['Meeting'], attributes: { person: personId('ada') } } };
  const of = situation(['ada'], { account: { users, attributes: ['person'] }, settings: { linkAttribute: 'person' } });
  const toLink = (change: GotoChange, link: GotoChange['person']): Partial<GotoChange> => ({
    before: { link: personId('ada') },
    after: { link },
    person: link,
    native: native(change, {}),
  });

  test('a link is not taken away, so that an address finds the user', () => {
    expect(outcomeOf(of, (change) => [toLink(change, null)]).join()).toContain('PLAN_INCONSISTENT');
  });

  test('two steps of one user are of one person', () => {
    const given = (change: GotoChange): Partial<GotoChange> => ({
      before: { products: ['Meeting'] },
      after: { products: [] },
      native: native(change, { licences: [] }),
    });

    expect(outcomeOf(of, (change) => [toLink(change, personId('mallory'))])).toEqual([
      `update ada link=${personId('mallory')} held by goto.adopt`,
    ]);
    expect(outcomeOf(of, (change) => [given(change), toLink(change, personId('mallory'))]).join()).toContain(
      'PLAN_INCONSISTENT',
    );
  });

  test('who has rights over others is not linked without an approval', () => {
    const boss = { ada: { products: ['Meeting'], adminRoles: ['SUPER_USER'], attributes: { person: '' } } };
    const unlinked = { ...of, account: { users: boss, attributes: ['person'] } };
    const link = (change: GotoChange): Partial<GotoChange>[] => [
      { ...toLink(change, personId('mallory')), before: { link: null } },
    ];

    expect(outcomeOf(unlinked, link)).toEqual([`update ada link=${personId('mallory')} held by goto.adopt`]);
  });
});

describe('limits', () => {
  const ONE = { kind: 'count', count: 1 } as const;

  test('who has a role only is suspended by no other name', () => {
    const words = ['ada', 'bob'];
    const of = situation(words, {
      account: { users: Object.fromEntries(words.map((word) => [word, { adminRoles: ['RUN_REPORTS'] }])) },
      limits: { disable: ONE },
    });
    const demoted = (change: GotoChange): Partial<GotoChange>[] => [
      {
        before: { role: 'Manager: RUN_REPORTS' },
        after: { role: 'Member' },
        native: native(change, { adminRoles: [] }),
      },
    ];

    expect(outcomeOf(of, demoted)).toEqual([
      'update ada role=Member held by limits.disable',
      'update bob role=Member held by limits.disable',
    ]);
  });

  test('user groups are those of the account, not those of the plan', () => {
    const words = ['ada', 'bob'];
    const of = situation(words, {
      account: {
        users: Object.fromEntries(words.map((word) => [word, { products: ['Meeting'], group: 'North' }])),
        groups: ['North', 'South'],
      },
      limits: { disablePerGroup: ONE },
    });
    const elsewhere = ({ email }: GotoChange): Partial<GotoChange>[] => [
      {
        before: { status: 'enabled', products: ['Meeting'] },
        after: { status: 'disabled', products: [] },
        native: { ...NATIVE, licences: [], fromGroup: email.startsWith('ada') ? '' : userGroupKey('South') },
      },
    ];

    expect(outcomeOf(of, elsewhere)).toEqual([
      'suspend ada -Meeting held by limits.disablePerGroup',
      'suspend bob -Meeting held by limits.disablePerGroup',
    ]);
  });

  test('what is given back first, for something that is not free, is an end', () => {
    const words = ['ada', 'bob'];
    const of = situation(words, {
      account: {
        users: Object.fromEntries(words.map((word) => [word, { products: ['Meeting'] }])),
      },
      limits: { disable: ONE },
    });
    const swap = (change: GotoChange): Partial<GotoChange>[] => [
      {
        before: { products: ['Meeting'] },
        after: { products: [] },
        native: native(change, { licences: [] }),
      },
      {
        before: { products: [] },
        after: { products: ['Connect'] },
        native: native(change, { licences: [licence('Connect')] }),
      },
    ];
    const { plan } = forgeAll(of, swap);
    const full = (seats: number): GotoProposeInput =>
      inputOf({ ...of, account: { ...of.account, seats: { Connect: seats } } });

    expect(outcome(plan, full(2)).join()).not.toContain('held');
    expect(outcome(plan, full(1)).filter((line) => line.includes('held by limits.disable'))).toHaveLength(4);
  });
});

describe('what adsync writes itself', () => {
  test.each(['Helpdesk', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'role_7'])(
    'a custom role with the id %s can be saved',
    (id) => {
      const input = inputOf({
        rules: [rule('Sales', { products: ['Meeting'], role: { kind: 'custom', name: 'Helpdesk' } })],
        directory: { groups: { Sales: ['ada'] } },
      });
      const account = { ...input.account, roleSets: [{ id: id as ReturnType<typeof roleSetId>, name: 'Helpdesk' }] };
      const again = { ...input, account };

      expect(outcome(planOf(again), again)).toEqual(['create ada +Meeting role=Custom: Helpdesk']);
    },
  );

  test.each(['../users', 'a/b', '', 'a b', 'x'.repeat(101)])('but a key %j is none', (key) => {
    const edit = (change: GotoChange): Partial<GotoChange>[] => [
      { native: native(change, { licences: [key, licence('Meeting')].sort() }) },
    ];

    expect(outcomeOf(situation(['ada']), edit).join()).toContain('names a key that is none');
  });
});
