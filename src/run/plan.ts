import { Failure } from '../core/failure.ts';
import { type HeldSets, heldSets } from '../plan/held-sets.ts';
import { staleText } from '../plan/stale-approvals.ts';
import type { Plan } from '../plan/model.ts';
import { approvalsOf } from '../plan/approvals.ts';
import type { TargetId } from '../core/target-id.ts';
import type { Account } from '../targets/target.ts';
import { rememberHolds } from './holds.ts';
import type { Job, PlanWishes } from './job.ts';
import { makePlan, type PlanRunResult } from './make-plan.ts';
import { type OpenTargets, withTargets } from './open-target.ts';
import { brokenBefore } from './broken-runs.ts';
import { settleRuns } from './recover.ts';
import type { Reporter } from './reporter.ts';
import { liveSources, type Sources } from './sources.ts';

/** A plan, and the accounts that it was made from. */
export interface Planned {
  readonly plan: Plan;
  /** The accounts as the plan saw them. */
  readonly accounts: ReadonlyMap<TargetId, Account>;
}

/**
 * Makes the plan, and changes nothing.
 *
 * @throws Failure when it cannot be made
 */
export async function runPlan(job: Job, wishes: PlanWishes): Promise<Plan> {
  return await withTargets(job, async (targets) => {
    const broken = await brokenBefore(job, targets.open);
    const { plan, accounts } = await planNow(job, targets, wishes);
    for (const [id, account] of accounts) await settleRuns(job, broken.get(id) ?? [], account);
    return plan;
  });
}

/** Reads the directory and the accounts, makes the plan, and remembers what it holds. */
export async function planNow(job: Job, targets: OpenTargets, wishes: PlanWishes): Promise<Planned> {
  const { stateDir, reporter } = job;
  const { plan, accounts, holds } = await planFrom(job, targets, wishes, await liveSources(job));
  await rememberHolds(stateDir, holds).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    reporter.detail(error.message);
  });
  return { plan, accounts };
}

/** Reads the directory and the accounts, and makes the plan. Nothing is written anywhere. */
export async function planFrom(
  { settings, surroundings, reporter }: Omit<Job, 'stateDir'>,
  { open, lost }: OpenTargets,
  { refresh, approved, only }: PlanWishes,
  { holds, ...sources }: Sources,
): Promise<PlanRunResult> {
  const { adsyncVersion, signal } = surroundings;
  const approvals = approvalsOf(settings, approved, only);
  const earlier = await holds(approvals.map(({ id }) => id));
  const result = await makePlan({
    ...sources,
    settings,
    targets: open,
    lost,
    adsyncVersion,
    signal,
    refresh,
    approvals,
    earlier,
    progress: (text) => {
      reporter.progress(text);
    },
  });
  reporter.progress(null);
  sayStaleApprovals(reporter, result.plan, earlier);
  return result;
}

/** The plan itself says nothing that depends on what this machine remembers. */
function sayStaleApprovals(reporter: Reporter, { changes, notices }: Plan, earlier: HeldSets): void {
  const held = heldSets(changes);
  for (const { subject } of notices.filter(({ about }) => about === 'staleApproval')) {
    const stood = earlier.get(subject);
    if (stood !== undefined && held.size > 0) reporter.say(staleText(subject, held, stood));
  }
}
