import { Failure } from '../core/failure.ts';
import { openDirectory } from '../directory/open.ts';
import { type HeldSets, heldSets } from '../plan/held-sets.ts';
import { staleText } from '../plan/stale-approvals.ts';
import type { Plan } from '../plan/model.ts';
import { approvalsOf } from '../plan/approvals.ts';
import type { TargetId } from '../core/target-id.ts';
import type { Account } from '../targets/target.ts';
import { type Base, type Comparison, comparisonOf } from './base.ts';
import { comparePlan, withoutComparison } from './compare-plan.ts';
import { recallHolds, rememberHolds } from './holds.ts';
import type { Job, PlanWishes } from './job.ts';
import { readMemory } from './last-written.ts';
import { type MadePlan, makePlan, type PlanRun } from './make-plan.ts';
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
 * @param base the former file that it is compared with; null = none
 *
 * @throws Failure when it cannot be made
 */
export async function runPlan(job: Job, wishes: PlanWishes, base: Base | null = null): Promise<Plan> {
  return await withTargets(job, async (targets) => {
    const broken = await brokenBefore(job, targets.open);
    const { plan, accounts } = await planNow(job, targets, wishes, base);
    for (const [id, account] of accounts) await settleRuns(job, broken.get(id) ?? [], account);
    return plan;
  });
}

/** Reads the directory and the accounts, makes the plan, and remembers what it holds. */
export async function planNow(
  job: Job,
  { open, lost }: OpenTargets,
  wishes: PlanWishes,
  base: Base | null = null,
): Promise<Planned> {
  const { refresh, approved, only } = wishes;
  const { settings, stateDir, surroundings, reporter } = job;
  const { adsyncVersion, signal } = surroundings;
  const directory = await openDirectory(settings.directory, surroundings.env);
  const approvals = approvalsOf(settings, approved, only);
  const earlier = await recallHolds(
    stateDir,
    approvals.map(({ id }) => id),
  );
  const former = base !== null && 'settings' in base.content ? comparisonOf(job, base.content.settings) : null;
  const also = former === null || 'why' in former.readings ? {} : { also: former.readings };
  const run: PlanRun = {
    settings,
    directory,
    targets: open,
    lost,
    ...also,
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
  };
  const made = await makePlan(run);
  const { accounts, holds } = made;
  const plan = base === null ? made.plan : await compared(job, wishes, made, { run, base, former });
  reporter.progress(null);
  sayStaleApprovals(reporter, plan, earlier);
  await rememberHolds(stateDir, holds).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    reporter.detail(error.message);
  });
  return { plan, accounts };
}

interface Compared {
  readonly run: PlanRun;
  readonly base: Base;
  /** null = the former file cannot be read. */
  readonly former: Comparison | null;
}

/** The plan with what has caused everything in it. */
async function compared(
  { stateDir, surroundings }: Job,
  { approved }: PlanWishes,
  made: MadePlan,
  { run, base: { about, content }, former }: Compared,
): Promise<Plan> {
  if (former === null) return withoutComparison(made.plan, about, 'why' in content ? content.why : 'is not known');
  const { settings } = former;
  const approvals = approvalsOf(settings, approved, []);
  const ids = approvals.map(({ id }) => id);
  return await comparePlan(made, {
    run,
    about,
    comparison: former,
    approvals,
    earlier: await recallHolds(stateDir, ids),
    past: (id, { effectsOf }) => readPast({ stateDir, target: id, settings, effectsOf, now: surroundings.now() }),
    memory: (id) => readMemory(stateDir, id, about.sha256),
  });
}

/** The plan itself says nothing that depends on what this machine remembers. */
function sayStaleApprovals(reporter: Reporter, { changes, notices }: Plan, earlier: HeldSets): void {
  const held = heldSets(changes);
  for (const { subject } of notices.filter(({ about }) => about === 'staleApproval')) {
    const stood = earlier.get(subject);
    if (stood !== undefined && held.size > 0) reporter.say(staleText(subject, held, stood));
  }
}
