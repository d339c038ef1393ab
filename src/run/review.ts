import type { TargetId } from '../core/target-id.ts';
import { type Approval, approvalsOf } from '../plan/judge.ts';
import type { Plan, SavedPlan } from '../plan/model.ts';
import type { AccountReading } from '../targets/rescue/planner/account.ts';
import { holdSaved } from '../targets/rescue/planner/holds.ts';
import { refuseForbidden } from '../targets/rescue/planner/forbidden.ts';
import { checkSavedNames } from '../targets/rescue/planner/known-names.ts';
import type { Target } from '../targets/target.ts';
import { recallHolds } from './holds.ts';
import type { Job, PlanWishes } from './job.ts';
import { recallNames } from './names.ts';
import { readPast } from './past.ts';

/** What a saved plan is looked at against. */
export interface Today {
  readonly id: TargetId;
  readonly target: Target;
  /** The account as it is. */
  readonly account: AccountReading;
  readonly wishes: Omit<PlanWishes, 'refresh'>;
}

/**
 * The saved plan as it may be carried out today.
 *
 * @throws Failure PLAN_FORBIDDEN, GROUP_IDENTITY_CHANGED, APPROVAL_STALE, APPROVAL_ONLY; STATE_UNREADABLE
 */
export async function review(job: Job, saved: SavedPlan, today: Today): Promise<SavedPlan> {
  const { settings } = job;
  refuseForbidden(saved, settings, today.account);
  const approvals = await withoutNames(job, saved, today);
  const plan = await heldToday(job, saved, today, approvals);
  // Nor does an approval let through what no plan may do.
  refuseForbidden(plan, settings, today.account);
  return shownAs(plan, today.account);
}

/** The approvals that are given now, but for those that let a name through. */
async function withoutNames({ settings, stateDir }: Job, saved: SavedPlan, today: Today): Promise<Approval[]> {
  const { account, wishes } = today;
  const given = approvalsOf(settings, wishes.approved, wishes.only);
  const known = await recallNames(stateDir, today.id);
  const ids = given.map(({ id }) => id);
  const named = checkSavedNames(saved, known, ids, { settings, account });
  return given.filter(({ id }) => !named.includes(id));
}

async function heldToday(
  { settings, stateDir, surroundings }: Job,
  saved: SavedPlan,
  { account, target, id }: Today,
  approvals: readonly Approval[],
): Promise<SavedPlan> {
  const ids = approvals.map((approval) => approval.id);
  const earlier = await recallHolds(stateDir, ids);
  const { effectsOf } = target;
  const past = await readPast({ stateDir, target: id, settings, effectsOf, now: surroundings.now() });
  return holdSaved(saved, { settings, account, approvals, earlier, past });
}

/** The account is shown by the name and address under which it was reached. */
function shownAs<One extends Plan>(plan: One, { organization, url }: AccountReading): One {
  return { ...plan, targets: plan.targets.map((target) => ({ ...target, organization, url })) };
}
