import type { Outcome, Plan } from './model.ts';

/**
 * Exit code of `plan`: 1 when part of it could not be read, 2 (only if asked for) when changes are pending, or a leaver
 * stays enabled: an account in which somebody may work who has left does not match the directory.
 */
export function planExitCode(plan: Plan, detailed: boolean): 0 | 1 | 2 {
  if (hasErrors(plan)) return 1;
  return detailed && (plan.changes.length > 0 || leavesLeavers(plan)) ? 2 : 0;
}

/** Exit code of `apply` that ran to its end: 3 when something planned was not made, part of the plan is missing, or a leaver stays enabled. */
export function applyExitCode(plan: Plan, outcomes: readonly Outcome[]): 0 | 3 {
  const made = outcomes.filter(({ result }) => result === 'done').length;
  return made === plan.changes.length && !hasErrors(plan) && !leavesLeavers(plan) ? 0 : 3;
}

/** Plans of older versions do not count leavers. */
function leavesLeavers({ summary }: Plan): boolean {
  return summary.leaversLeft > 0;
}

function hasErrors(plan: Plan): boolean {
  return plan.notices.some(({ severity }) => severity === 'error');
}
