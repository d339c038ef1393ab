import type { Outcome, Plan } from './model.ts';

/** Exit code of `plan`: 1 when part of it could not be read, 2 (only if asked for) when changes are pending. */
export function planExitCode(plan: Plan, detailed: boolean): 0 | 1 | 2 {
  if (hasErrors(plan)) return 1;
  return detailed && plan.changes.length > 0 ? 2 : 0;
}

/** Exit code of `apply` that ran to its end: 3 when something planned was not made, or part of the plan is missing. */
export function applyExitCode(plan: Plan, outcomes: readonly Outcome[]): 0 | 3 {
  const made = outcomes.filter(({ result }) => result === 'done').length;
  return made === plan.changes.length && !hasErrors(plan) ? 0 : 3;
}

function hasErrors(plan: Plan): boolean {
  return plan.notices.some(({ severity }) => severity === 'error');
}
