import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { approvalsFor, leftOut, partApproved, refuseHalves } from '../../src/plan/approved-changes.ts';
import type { Change, Hold, Plan } from '../../src/plan/model.ts';
import { newGroup, planOf, userChange } from '../render/sample-plan.ts';

const HOLD: Hold = { limit: 'limits.disable', id: 'd2-aa', also: [] };
const TIER = 'Technicians/Tier 1';

function user(id: string, given: Partial<Change> = {}): Change {
  return { ...userChange({ operations: ['update'], email: `${id}@corp.example`, node: id, ...given } as never), id };
}

function group(id: string, given: Partial<Change> = {}): Change {
  return { ...newGroup(TIER, 'Tier 1', 3), id, node: null, ...given } as Change;
}

function refused(plan: Plan, ...ids: string[]): () => void {
  return () => {
    refuseHalves(plan, { by: 'plan.xlsx', ids: new Set(ids) }, ({ id }) => `Changes!A-${id}`);
  };
}

/** 12 seats, all of them taken: two users give theirs back, and two get them. */
function fullPlan(): Plan {
  const plan = planOf([
    user('ivan', { operations: ['disable'], takes: { technicians: -1 } }),
    user('gina', { operations: ['disable'], takes: { technicians: -1 } }),
    user('ada', { operations: ['enable'], takes: { technicians: 1 } }),
    user('bob', { operations: ['enable'], takes: { technicians: 1 } }),
  ]);
  const budgets = [{ name: 'technicians', held: 12, before: 12, after: 12 }];
  return { ...plan, targets: plan.targets.map((section) => ({ ...section, budgets })) };
}

describe('half of something is refused', () => {
  const needing = planOf([user('giver'), user('taker', { needs: ['giver'] }), user('other')]);
  const renamed = planOf([
    group('tier', { operations: ['update'], node: '600', after: { name: 'Tier 1' } }),
    user('ada', { group: `${TIER}/Night` }),
    user('bob', { group: 'Technicians/Tier 10' }),
  ]);
  const steps = planOf([user('one', { node: '7' }), user('two', { node: '7', needs: ['one'] })]);
  const waiting = planOf([
    group('tier', { held: HOLD }),
    user('ada', { operations: ['create'], group: TIER, held: HOLD, needs: ['tier'] }),
  ]);

  test.each<[string, Plan, string[], string]>([
    [
      'a change without one that it needs',
      needing,
      ['taker'],
      'Changes!A-taker (update: Ada Lovelace <taker@corp.example> (taker)) needs Changes!A-giver (update: Ada Lovelace <giver@corp.example> (giver)), which is not approved.',
    ],
    ['somebody in a group without its new name', renamed, ['ada'], 'Changes!A-ada'],
    ['the first step of a user without the second', steps, ['one'], 'Changes!A-two'],
    ['the second step without the first', steps, ['two'], 'needs Changes!A-one'],
    ['a group for held people of whom none is approved', waiting, ['tier'], 'is for held people only'],
    ['a held person without the new group', waiting, ['ada'], 'needs Changes!A-tier'],
    [
      'a seat that nobody gives back',
      fullPlan(),
      ['ada'],
      'Changes!A-ada (enable: Ada Lovelace <ada@corp.example> (ada)) takes one of technicians, which is free only after Changes!A-ivan',
    ],
    ['two seats of which one is given back', fullPlan(), ['ivan', 'ada', 'bob'], 'Changes!A-bob'],
  ])('%s', (_what, plan, ids, words) => {
    expect(refused(plan, ...ids)).toThrow(expect.objectContaining({ code: 'WORKBOOK_PART' }));
    expect(refused(plan, ...ids)).toThrow(words);
  });

  test.each<[string, Plan, string[]]>([
    ['a change and what it needs', needing, ['giver', 'taker']],
    ['what others need, alone', needing, ['giver']],
    ['somebody who needs nothing', needing, ['other']],
    ['the new name of a group, alone', renamed, ['tier']],
    ['somebody in a group with a name that begins alike', renamed, ['bob']],
    ['both steps', steps, ['one', 'two']],
    ['a new group with its person', waiting, ['tier', 'ada']],
    ['a seat that is given back', fullPlan(), ['gina', 'bob']],
    ['a seat given back for nobody', fullPlan(), ['gina']],
  ])('but not %s', (_what, plan, ids) => {
    expect(refused(plan, ...ids)).not.toThrow();
  });

  test('nothing at all is refused as well', () => {
    expect(refused(needing)).toThrow(expect.objectContaining({ code: 'WORKBOOK_NOTHING_APPROVED' }));
    expect(refused(needing, 'nobody')).toThrow(expect.objectContaining({ code: 'WORKBOOK_NOTHING_APPROVED' }));
  });

  test('seats of which nobody knows how many there are need no giving back', () => {
    const plan = fullPlan();
    const targets = plan.targets.map((section) => ({
      ...section,
      budgets: section.budgets.map((budget) => ({ ...budget, held: null })),
    }));

    expect(refused({ ...plan, targets }, 'ada', 'bob')).not.toThrow();
  });

  test('what is let pass never uses more seats than there are', () => {
    const plan = fullPlan();
    fc.assert(
      fc.property(
        fc.subarray(
          plan.changes.map(({ id }) => id),
          { minLength: 1 },
        ),
        (ids) => {
          const part = partApproved(plan, { by: '', ids: new Set(ids) });
          const over = (part.targets[0]?.budgets[0]?.after ?? 0) > 12;
          const refuse = refused(plan, ...ids);

          if (over) expect(refuse).toThrow(expect.objectContaining({ code: 'WORKBOOK_PART' }));
          else expect(refuse).not.toThrow();
        },
      ),
    );
  });
});

describe('approvals', () => {
  test('are given for the approved users of each set that keeps them back, and for nobody else', () => {
    const twice = { ...HOLD, also: [{ limit: 'rescue.adopt', id: 'a1-bb' }] };
    const plan = planOf([user('1', { held: twice }), user('2', { held: HOLD }), user('3', { held: HOLD }), user('4')]);

    expect(approvalsFor(plan, { by: 'plan.xlsx', ids: new Set(['1', '3', '4']) })).toEqual([
      { id: 'd2-aa', by: 'plan.xlsx', line: null, only: ['1', '3'] },
      { id: 'a1-bb', by: 'plan.xlsx', line: null, only: ['1'] },
    ]);
  });

  test('are not given for a group that waits for held people, but for one that is held itself', () => {
    const own = group('own', { group: 'Technicians/Own', held: HOLD });
    const waits = group('waits', { held: HOLD });
    const plan = planOf([own, waits, user('ada', { operations: ['create'], group: TIER, held: HOLD, person: null })]);

    const [approval] = approvalsFor(plan, { by: 'plan.xlsx', ids: new Set(['own', 'waits']) });

    expect(approval?.only).toHaveLength(1);
    expect(approvalsFor(plan, { by: 'plan.xlsx', ids: new Set(['waits']) })).toEqual([]);
  });
});

test('what is not approved is left out, and said so', () => {
  const plan = planOf([user('1'), user('2')]);

  expect(leftOut(plan, { by: 'plan.xlsx', ids: new Set(['2']) })).toEqual([
    { change: '1', result: 'notApproved', text: 'not approved in plan.xlsx' },
  ]);
  expect(leftOut(plan, null)).toEqual([]);
  expect(partApproved(plan, { by: '', ids: new Set(['2']) }).changes.map(({ id }) => id)).toEqual(['2']);
  expect(partApproved(plan, null)).toBe(plan);
});
