import { Failure } from '../core/failure.ts';
import type { Directory } from '../directory/directory.ts';
import { openDirectory } from '../directory/open.ts';
import { type HeldSets, heldSets } from '../plan/held-sets.ts';
import { staleText } from '../plan/stale-approvals.ts';
import type { Plan } from '../plan/model.ts';
import { approvalsOf } from '../plan/approvals.ts';
import type { TargetId } from '../core/target-id.ts';
import type { Account } from '../targets/target.ts';
import { recallHolds, rememberHolds } from './holds.ts';
import type { Job, PlanWishes } from './job.ts';
import { makePlan, type PlanRunResult } from './make-plan.ts';
import { recallNames } from './names.ts';
import { type OpenTargets, withTargets } from './open-target.ts';
import { readPast } from './past.ts';
import { brokenBefore } from './broken-runs.ts';
import { settleRuns } from './recover.ts';
import type { Reporter } from './reporter.ts';

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
  const { plan, accounts, holds, earlier } = await planOnly(job, targets, wishes);
  sayStaleApprovals(reporter, plan, earlier);
  await rememberHolds(stateDir, holds).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    reporter.detail(error.message);
  });
  return { plan, accounts };
}

/** A plan with everything that it was made from. */
export interface PlannedOnly extends PlanRunResult {
  readonly directory: Directory;
  /** Whom holds of former plans stood for. */
  readonly earlier: HeldSets;
}

/** Reads the directory and the accounts, and makes the plan. Nothing is written. */
export async function planOnly(
  { settings, stateDir, surroundings, reporter }: Job,
  { open, lost }: OpenTargets,
  { refresh, approved, only }: PlanWishes,
): Promise<PlannedOnly> {
  const { adsyncVersion, signal } = surroundings;
  const directory = await openDirectory(settings.directory, surroundings.env);
  const approvals = approvalsOf(settings, approved, only);
  const earlier = await recallHolds(
    stateDir,
    approvals.map(({ id }) => id),
  );
  const made = await makePlan({
    settings,
    directory,
    targets: open,
    lost,
    adsyncVersion,
    now: surroundings.now(),
    signal,
    refresh,
    approvals,
    earlier,
    past: (id, { effectsOf }) => readPast({ stateDir, target: id, settings, effectsOf, now: surroundings.now() }),
    knownNames: (id) => recallNames(stateDir, id),
    progress: (text) => {
      reporter.progress(text);
    },
  });
  reporter.progress(null);
  return { ...made, directory, earlier };
}

/** The plan itself says nothing that depends on what this machine remembers. */
function sayStaleApprovals(reporter: Reporter, { changes, notices }: Plan, earlier: HeldSets): void {
  const held = heldSets(changes);
  for (const { subject } of notices.filter(({ about }) => about === 'staleApproval')) {
    const stood = earlier.get(subject);
    if (stood !== undefined && held.size > 0) reporter.say(staleText(subject, held, stood));
  }
}
