import { describe, expect, test } from '@jest/globals';
import {
  applyExitCode,
  NOTHING_LEFT,
  planExitCode,
  runExitCode,
  type RunResult,
  unexecuted,
} from '../../src/plan/exit.ts';
import { Failure } from '../../src/core/failure.ts';
import type { Outcome, Plan } from '../../src/plan/model.ts';
import { accountOf, HELPDESK, mapping, planOf, readingOf, settingsOf } from '../targets/rescue/planner/builders.ts';

const NIGHT = mapping('Night', 'Technicians/Night', { line: 20 });
const both = [HELPDESK, NIGHT];

/** A plan that creates so many users; with an error where a mapped group is missing. */
function planWith(creates: number, error: boolean): Plan {
  const words = ['ada', 'bob', 'cy'].slice(0, creates);
  const groups = error ? { Helpdesk: words } : { Helpdesk: words, Night: [] };
  const account = accountOf({ 'Technicians/Helpdesk': {}, 'Technicians/Night': {} });
  return planOf(settingsOf(both), readingOf({ groups }, both), account).plan;
}

function outcomes({ changes }: Plan, results: readonly Outcome['result'][]): Outcome[] {
  return results.map((result, index) => ({ change: changes[index]?.id ?? '', result, text: '' }));
}

describe('a plan ends with', () => {
  test.each<[0 | 1 | 2, string, number, boolean, boolean]>([
    [0, 'no changes', 0, false, false],
    [0, 'no changes, asked in detail', 0, false, true],
    [0, 'changes', 2, false, false],
    [2, 'changes, asked in detail', 2, false, true],
    [2, 'one change, asked in detail', 1, false, true],
    [1, 'a group that is missing', 0, true, false],
    [1, 'a group that is missing, and changes, asked in detail', 2, true, true],
  ])('%i for %s', (code, _name, creates, error, detailed) => {
    expect(planExitCode(planWith(creates, error), detailed)).toBe(code);
  });

  test('0 for a mere warning', () => {
    const plan = planWith(0, false);
    const text = 'something to look at';
    const warned = {
      ...plan,
      notices: [{ code: 'HELD', severity: 'warning', text, subject: '', line: null }] as const,
    };

    expect(planExitCode(warned, true)).toBe(0);
  });
});

describe('an apply ends with', () => {
  test.each<[0 | 3, string, boolean, Outcome['result'][]]>([
    [0, 'all changes made', false, ['done', 'done', 'done']],
    [0, 'one that waits for the person', false, ['done', 'pending', 'done']],
    [0, 'all that wait for the person', false, ['pending', 'pending', 'pending']],
    [3, 'one that waits, and one failed, for it was blocked', false, ['pending', 'failed', 'done']],
    [3, 'one failed', false, ['done', 'failed', 'done']],
    [3, 'one skipped, for it is held', false, ['done', 'done', 'skipped']],
    [3, 'one stale', false, ['stale', 'done', 'done']],
    [3, 'one never tried', false, ['done', 'done']],
    [3, 'all made, and a group missing', true, ['done', 'done', 'done']],
  ])('%i for %s', (code, _name, error, results) => {
    const plan = planWith(3, error);

    expect(applyExitCode(plan, outcomes(plan, results))).toBe(code);
  });

  test('0 where there was nothing to do', () => {
    expect(applyExitCode(planWith(0, false), [])).toBe(0);
  });
});

describe('a run ends with', () => {
  const failure = new Failure('RESCUE_UNREACHABLE', 'It does not answer.', 'Wait.');

  test.each<[0 | 1 | 3 | 'interrupted', string, Partial<RunResult>]>([
    [0, 'all changes made', {}],
    [3, 'one change not made', { outcomes: [] }],
    [1, 'a plan that nobody wanted', { declined: true, wrote: false }],
    [1, 'a failure before anything was changed', { failure, wrote: false }],
    [3, 'a failure after something was changed', { failure }],
    ['interrupted', 'a stop after something was changed', { interrupted: true }],
    ['interrupted', 'a stop and a failure after something was changed', { interrupted: true, failure }],
    [1, 'a stop before anything was changed', { interrupted: true, wrote: false }],
  ])('%s for %s', (code, _name, given) => {
    const plan = planWith(1, false);
    const done: RunResult = { ...unexecuted(plan, 'nothing to do'), outcomes: outcomes(plan, ['done']), wrote: true };

    expect(runExitCode({ ...done, ...given })).toBe(code);
  });

  test('0 where nothing was left to do', () => {
    expect(runExitCode(NOTHING_LEFT)).toBe(0);
    expect(runExitCode(unexecuted(planWith(0, false), 'nothing to do'))).toBe(0);
  });
});
