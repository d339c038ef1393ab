import { describe, expect, test } from '@jest/globals';
import type { Notice } from '../../src/core/notice.ts';
import { holdAgain } from '../../src/plan/hold-again.ts';
import { holdGroups, type HoldInput, type Situation } from '../../src/plan/hold.ts';
import { countChanges, type CountingRules } from '../../src/plan/members.ts';
import type { Change, Plan } from '../../src/plan/model.ts';
import { NO_PAST } from '../../src/plan/earlier-runs.ts';
import { newGroup, planOf, userChange } from '../render/sample-plan.ts';
import { NO_LIMITS } from '../targets/rescue/planner/builders.ts';

/** A saved plan with the holds of today. */

const COUNTING: CountingRules<Change> = {
  doubtLimit: 'toy.doubt',
  parentOf: () => '600',
  claimantOf: ({ person }) => person,
  isReaddress: () => false,
  approvedFor: () => ({ create: '', move: '', readdress: '', doubt: [] }),
};
const REMEDIES = { doubt: '', create: '', disable: '', move: '', readdress: '' };
const INPUT: HoldInput = {
  limits: NO_LIMITS,
  approvals: [],
  earlier: new Map(),
  past: NO_PAST,
  words: { readdressed: '', remedies: REMEDIES },
};
const HELD = { limit: 'limits.move', id: `m1-${'0'.repeat(32)}`, also: [] };

function situation(changes: readonly Change[]): Situation {
  const groupOf = () => ({ path: 'A', share: null, line: null });
  const bases = { account: '1', users: new Map(), lookedAfter: new Set<string>(), groupOf, isKnownBy: () => true };
  return { members: countChanges(changes, COUNTING, new Map()), bases };
}

function again(plan: Plan, input: Partial<HoldInput> = {}): Plan {
  return holdAgain(plan, situation(plan.changes), { ...INPUT, ...input }).plan;
}

function saved(changes: readonly Change[], leaversLeft: number, notices: readonly Notice[] = []): Plan {
  const plan = planOf(changes, { notices });
  return {
    ...plan,
    targets: plan.targets.map((section) => ({ ...section, summary: { ...section.summary, leaversLeft } })),
  };
}

const move = userChange({ operations: ['move'], node: '1', before: { group: 'A' }, after: { group: 'B' }, held: HELD });
const letIn = { approvals: [{ id: HELD.id, by: '--approve', line: null, only: null }] };

describe('what a saved plan holds', () => {
  test('stays held where no limit of today holds it, under its own id', () => {
    const plan = again(planOf([move]));

    expect(plan.changes[0]?.held).toEqual(HELD);
    expect(plan.notices).toMatchObject([{ code: 'HELD', text: expect.stringContaining('in the plan that was saved') }]);
  });

  test('is let through by an approval that is given now', () => {
    expect(again(planOf([move]), letIn).changes[0]?.held).toBeNull();
  });

  test('does not hold others, nor groups of its own accord', () => {
    const other = userChange({ operations: ['move'], node: '2', before: { group: 'A' }, after: { group: 'B' } });
    const group = { ...newGroup('Technicians/Empty', 'Empty', 3), held: HELD };
    const plan = again(planOf([group, move, other]));

    expect(plan.changes.map(({ held }) => held !== null)).toEqual([false, true, false]);
  });
});

test('what a saved plan says of holds counts for nothing, and all else it says stays', () => {
  const said = (code: Notice['code'], about?: Notice['about']): Notice => {
    const notice: Notice = { code, severity: 'info', text: code, subject: '', line: null };
    return about === undefined ? notice : { ...notice, about };
  };
  const plan = again(saved([], 0, [said('NO_SEAT'), said('HELD', 'holds'), said('APPROVAL_STALE', 'staleApproval')]));

  expect(plan.notices.map(({ code }) => code)).toEqual(['NO_SEAT']);
});

describe('leavers who stay enabled', () => {
  const facts = { name: 'Ada', email: 'ada@corp.example', status: 'enabled', link: 'p' } as const;
  const takeover = { ...move, facts, risk: ['takeover'] as const } as Change;

  test.each<[string, Change, Partial<HoldInput>, number]>([
    ['are fewer where the user of one passes on', takeover, letIn, 1],
    ['are as many while that is held', takeover, {}, 2],
    ['are as many where nobody is taken over', { ...takeover, risk: [] }, letIn, 2],
    [
      'are as many where the user was disabled',
      { ...takeover, facts: { ...facts, status: 'disabled' } } as Change,
      letIn,
      2,
    ],
    ['are as many where it was never held', { ...takeover, held: null }, {}, 2],
    ['are as many where nothing is known of the user', { ...takeover, facts: null }, letIn, 2],
  ])('%s', (_what, change, input, expected) => {
    expect(again(saved([change], 2), input).targets[0]?.summary.leaversLeft).toBe(expected);
  });

  test('are never fewer than none', () => {
    expect(again(saved([takeover], 0), letIn).targets[0]?.summary.leaversLeft).toBe(0);
  });
});

describe('a group that is created', () => {
  const group = newGroup('Technicians/New', 'New', 3);
  const into = (path: string, held: Change['held']): Change =>
    userChange({ operations: ['move'], group: path, before: { group: 'A' }, after: { group: path }, held });

  test.each<[string, Change[], boolean]>([
    ['waits with the people who are held', [into('Technicians/New', HELD)], true],
    ['waits with the people below it', [into('Technicians/New/Below', HELD)], true],
    ['is made for the first one who is free', [into('Technicians/New', HELD), into('Technicians/New', null)], false],
    ['is made where nobody comes', [into('Technicians/Other', HELD)], false],
    [
      'is made where people only change there',
      [userChange({ operations: ['update'], group: 'Technicians/New', held: HELD })],
      false,
    ],
  ])('%s', (_what, people, isHeld) => {
    expect(holdGroups([group, ...people])[0]?.held !== null).toBe(isHeld);
  });

  test('is no reason to hold one that is there', () => {
    const renamed = { ...group, operations: ['update'] as const } as Change;

    expect(holdGroups([renamed, into('Technicians/New', HELD)])[0]?.held).toBeNull();
  });
});
