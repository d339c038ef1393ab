import { expect, test } from '@jest/globals';
import { Failure } from '../../../src/core/failure.ts';
import type { RunResult } from '../../../src/plan/exit.ts';
import type { Change, Outcome, Plan } from '../../../src/plan/model.ts';
import { failureOf, foundByApply, foundByPlan } from '../../../src/run/rounds/found.ts';

const HELD = { limit: 'limits.disable', id: 'd2', also: [] };
const FAILURE = new Failure('LDAP_UNREACHABLE', 'No server answers.', 'Look at it.');

function change(id: string, operations: string[], given: Partial<Change> = {}): Change {
  return { id, target: 'rescue:1', operations, name: id, held: null, ...given } as Change;
}

function planOf(changes: readonly Change[], notices: Plan['notices'] = []): Plan {
  const section = { id: 'rescue:1', type: 'rescue' };
  const directory = { people: 7, groups: 2 };
  const summary = { leaversLeft: 0 };
  return { changes, notices, targets: [section], directory, summary } as unknown as Plan;
}

function resultOf(changes: readonly Change[], outcomes: readonly Outcome[], given: Partial<RunResult> = {}): RunResult {
  const end = { failure: null, wrote: true, interrupted: false, declined: false };
  return { plan: planOf(changes), outcomes, ...end, ...given };
}

const CHANGES = [
  change('ada', ['create']),
  change('bob', ['move', 'update']),
  change('eve', ['disable'], { held: HELD }),
  change('joe', ['disable'], { held: HELD }),
  change('sue', ['update']),
];
const OUTCOMES: Outcome[] = [
  { change: 'ada', result: 'done', text: '' },
  { change: 'bob', result: 'failed', text: 'no seat', kind: 'out-of-licences' },
  { change: 'eve', result: 'skipped', text: 'held by limits.disable' },
  { change: 'joe', result: 'skipped', text: 'held by limits.disable' },
  { change: 'sue', result: 'skipped', text: 'the run was given up before' },
];

test('a round counts each operation by what became of it', () => {
  const found = foundByApply(resultOf(CHANGES, OUTCOMES), 143);

  expect(found.counts).toEqual([
    { target: 'rescue', operation: 'create', result: 'done', count: 1 },
    { target: 'rescue', operation: 'move', result: 'failed', count: 1 },
    { target: 'rescue', operation: 'update', result: 'failed', count: 1 },
    { target: 'rescue', operation: 'disable', result: 'held', count: 2 },
    { target: 'rescue', operation: 'update', result: 'skipped', count: 1 },
  ]);
  expect(found.held).toEqual([{ id: 'd2', target: 'rescue', limit: 'limits.disable', people: 2 }]);
  expect(found.failed).toEqual([
    { change: 'bob', target: 'rescue', name: 'bob', kind: 'out-of-licences', text: 'no seat' },
  ]);
  expect([...found.untried]).toEqual(['sue']);
  expect(found).toMatchObject({ people: 7, groups: 2, end: 'incomplete', exitCode: 3, failure: null });
});

test.each<[name: string, given: Partial<RunResult>, end: string, exitCode: number, seen: number]>([
  ['that was given up has failed', { failure: FAILURE }, 'failed', 3, 1],
  ['that was given up before it wrote has failed', { failure: FAILURE, wrote: false }, 'failed', 1, 1],
  ['that was told to stop was interrupted, and says nothing of the rest', { interrupted: true }, 'interrupted', 143, 0],
  ['that was told to stop before it wrote', { interrupted: true, wrote: false }, 'interrupted', 1, 0],
])('a round %s', (_name, given, end, exitCode, seen) => {
  const found = foundByApply(resultOf(CHANGES, OUTCOMES, given), 143);

  expect([found.end, found.exitCode, found.seen.size]).toEqual([end, exitCode, seen]);
});

test('a dry run counts what is planned, and fails nobody', () => {
  const severities = ['info', 'warning', 'error'] as const;
  const notices = severities.map((severity) => ({ severity, code: severity.toUpperCase(), text: 't' }) as never);
  const found = foundByPlan(planOf(CHANGES, notices));

  expect(found.counts.map(({ operation, result, count }) => `${count} ${operation} ${result}`)).toEqual([
    '1 create planned',
    '1 move planned',
    '2 update planned',
    '2 disable held',
  ]);
  expect(found.failed).toEqual([]);
  expect(found.notices).toEqual(['warning WARNING t', 'error ERROR t']);
  expect([found.end, found.exitCode]).toEqual(['incomplete', 1]);
  expect(foundByPlan(planOf([])).end).toBe('done');
});

test.each([
  ['a failure in its own words', FAILURE, { code: 'LDAP_UNREACHABLE', text: 'No server answers.' }],
  ['a bug as a bug', new TypeError('x'), { code: 'INTERNAL', text: 'x' }],
  ['whatever else is thrown', 'x', { code: 'INTERNAL', text: 'x' }],
])('an error that ends a round is told: %s', (_name, error, expected) => {
  expect(failureOf(error, 1)).toMatchObject({ end: 'failed', exitCode: 1, failure: expected });
});

test('what a plan could not read is found, and what it only warns of is not', () => {
  const about = { subject: 'rescue', line: null };
  const notices: Plan['notices'] = [
    { code: 'TARGET_LOST', severity: 'error', text: 'No answer.', ...about },
    { code: 'GROUP_SIMILAR', severity: 'warning', text: 'Alike.', ...about },
  ];

  const { unread, end } = foundByApply({ ...resultOf([], []), plan: planOf([], notices) }, 143);

  expect(unread).toEqual([{ code: 'TARGET_LOST', subject: 'rescue', text: 'No answer.' }]);
  expect(end).toBe('incomplete');
});
