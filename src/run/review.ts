import type { TargetId } from '../core/target-id.ts';
import { freezePlan } from '../plan/freeze-plan.ts';
import { frozenAt, thawed } from '../plan/freeze.ts';
import type { HeldAgain } from '../plan/hold-again.ts';
import { type Approval, approvalsOf } from '../plan/approvals.ts';
import type { Plan, SavedPlan } from '../plan/model.ts';
import { ofParts, partOf } from '../plan/section.ts';
import { staleApprovals } from '../plan/stale-approvals.ts';
import type { Account } from '../targets/target.ts';
import { recallHolds } from './holds.ts';
import type { Job, PlanWishes } from './job.ts';
import { recallNames } from './names.ts';
import { readPast } from './past.ts';
import type { Locked } from './with-lock.ts';

/** What a saved plan is looked at against. */
export interface Today {
  /** The accounts of the plan that are to be changed. */
  readonly locked: readonly Pick<Locked, 'id' | 'target'>[];
  /** The accounts as they are. */
  readonly accounts: ReadonlyMap<TargetId, Account>;
  readonly wishes: Omit<PlanWishes, 'refresh'>;
  /** Approvals that were given in a workbook. */
  readonly given: readonly Approval[];
}

/**
 * The saved plan as it may be carried out today, in the accounts that are to be changed.
 *
 * @throws Failure PLAN_FORBIDDEN, GROUP_IDENTITY_CHANGED, APPROVAL_STALE, APPROVAL_ONLY; STATE_UNREADABLE
 */
export async function review(
  job: Job,
  saved: SavedPlan,
  { locked, accounts, wishes, given }: Today,
): Promise<SavedPlan> {
  const { settings, stateDir, surroundings } = job;
  const approvals = [...approvalsOf(settings, wishes.approved, wishes.only), ...given];
  const earlier = await recallHolds(
    stateDir,
    approvals.map(({ id }) => id),
  );
  const frozen = frozenAt(settings.calendar, surroundings.now());
  const reviewed: HeldAgain<SavedPlan>[] = [];
  for (const { id, target } of locked) {
    const account = accounts.get(id);
    if (account === undefined) throw new Error(`${id} was not read`);
    const { effectsOf } = target;
    const past = await readPast({ stateDir, target: id, settings, effectsOf, now: surroundings.now() });
    const knownNames = await recallNames(stateDir, id);
    // What a freeze held when the plan was made counts for nothing: what it holds today does.
    const part = partOf(saved, id);
    const held = account.review(
      { ...part, changes: thawed(part.changes) },
      { settings, approvals, earlier, past, knownNames },
    );
    reviewed.push({ ...held, plan: shownAs(freezePlan(held.plan, frozen), account) });
  }
  const parts = reviewed.map(({ plan }) => plan);
  const missing = locked.length < settings.targets.length ? 'unasked' : 'none';
  return ofParts(saved, parts, staleApprovals(reviewed, earlier, missing));
}

/** The account is shown by the name and address under which it was reached. */
function shownAs<One extends Plan>(part: One, { organization, url }: Account): One {
  return { ...part, targets: part.targets.map((section) => ({ ...section, organization, url })) };
}
