import type { Failure } from '../core/failure.ts';
import type { Outcome, Plan } from './model.ts';

/**
 * Exit code of `plan`: 1 when part of it could not be read, 2 (only if asked for) when changes are pending, or a leaver
 * stays enabled: such an account does not match the directory, for somebody who has left may still work in it.
 */
export function planExitCode(plan: Plan, detailed: boolean): 0 | 1 | 2 {
  if (hasErrors(plan)) return 1;
  return detailed && (plan.changes.length > 0 || leavesLeavers(plan)) ? 2 : 0;
}

/** Exit code of `apply` that ran to its end: 3 when something planned was not made or not put back, part of the plan is missing, or a leaver stays enabled. */
export function applyExitCode(plan: Plan, outcomes: readonly Outcome[]): 0 | 3 {
  // What nobody approved in the workbook was not to be made.
  const right = outcomes.filter((outcome) => isMade(outcome) || outcome.result === 'notApproved').length;
  const isWhole = !hasErrors(plan) && !leavesLeavers(plan) && !leavesUndone(plan);
  return right === plan.changes.length && isWhole ? 0 : 3;
}

/** Whether adsync has done what it can. */
export function isMade({ result }: Pick<Outcome, 'result'>): boolean {
  return result === 'done' || result === 'pending';
}

/** How a run ended that was to change something. */
export interface RunResult {
  /** What was to be carried out; null = nothing was left to do. */
  readonly plan: Plan | null;
  /** One for every change that was begun or passed over, in the plan's order. */
  readonly outcomes: readonly Outcome[];
  /** Why the run was given up before its end; null when it was not. */
  readonly failure: Failure | null;
  /** Whether anything in the account was changed, or may have been. */
  readonly wrote: boolean;
  /** Whether it was told to stop before its end. */
  readonly interrupted: boolean;
  /** Whether somebody has looked at the plan, and said no. */
  readonly declined: boolean;
}

/** There was nothing to carry out. */
export const NOTHING_LEFT: RunResult = {
  plan: null,
  outcomes: [],
  failure: null,
  wrote: false,
  interrupted: false,
  declined: false,
};

/** A plan that was not begun: it has no changes, or nobody wanted them. */
export function unexecuted(plan: Plan, why: 'nothing to do' | 'declined'): RunResult {
  return { ...NOTHING_LEFT, plan, declined: why === 'declined' };
}

/** Exit code of `apply` and `retry`; for a run that was interrupted after something was changed, the signal says it. */
export function runExitCode(result: RunResult): 0 | 1 | 3 | 'interrupted' {
  const { plan, outcomes, failure, wrote, interrupted, declined } = result;
  if (declined) return 1;
  if (interrupted) return wrote ? 'interrupted' : 1;
  if (failure !== null) return wrote ? 3 : 1;
  return plan === null ? 0 : applyExitCode(plan, outcomes);
}

/** Plans of older versions do not count leavers. */
function leavesLeavers({ summary }: Plan): boolean {
  return summary.leaversLeft > 0;
}

/** Whether an undo leaves something as the run made it, although it could have been otherwise. */
function leavesUndone({ notices }: Plan): boolean {
  return notices.some(({ code }) => code === 'UNDO_STALE' || code === 'UNDO_IMPOSSIBLE');
}

function hasErrors(plan: Plan): boolean {
  return plan.notices.some(({ severity }) => severity === 'error');
}
