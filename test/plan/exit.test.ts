import { describe, expect, test } from '@jest/globals';
import { applyExitCode, planExitCode } from '../../src/plan/exit.ts';
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
