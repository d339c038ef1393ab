import { Failure } from '../core/failure.ts';
import { type HeldSets, heldSets } from '../plan/held-sets.ts';
import { staleText } from '../plan/stale-approvals.ts';
import type { Plan } from '../plan/model.ts';
import { approvalsOf } from '../plan/approvals.ts';
import type { TargetId } from '../core/target-id.ts';
import type { Account } from '../targets/target.ts';
import { type Base, type Comparison, comparisonOf } from './base.ts';
import { comparePlan, withoutComparison } from './compare-plan.ts';
import { rememberHolds } from './holds.ts';
import type { Job, PlanWishes } from './job.ts';
import { type MadePlan, makePlan, type PlanRun, type PlanRunResult } from './make-plan.ts';
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
  targets: OpenTargets,
  wishes: PlanWishes,
  base: Base | null = null,
): Promise<Planned> {
  const { stateDir, reporter } = job;
  const { plan, accounts, holds } = await planFrom(job, targets, wishes, await liveSources(job), base);
  await rememberHolds(stateDir, holds).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    reporter.detail(error.message);
  });
  return { plan, accounts };
}

/**
 * Reads the directory and the accounts, and makes the plan. Nothing is written anywhere.
 *
 * @param base the former file; with it the plan says what has caused everything in it
 */
export async function planFrom(
  job: Omit<Job, 'stateDir'>,
  { open, lost }: OpenTargets,
  { refresh, approved, only }: PlanWishes,
  sources: Sources,
  base: Base | null = null,
): Promise<PlanRunResult> {
  const { settings, surroundings, reporter } = job;
  const { adsyncVersion, signal } = surroundings;
  const { directory, knownNames, now } = sources;
  const approvals = approvalsOf(settings, approved, only);
  const earlier = await sources.holds(approvals.map(({ id }) => id));
  const former = base !== null && 'settings' in base.content ? comparisonOf(job, base.content.settings, now) : null;
  const run: PlanRun = {
    settings,
    directory,
    knownNames,
    now,
    past: (id, target) => sources.past(id, target, settings),
    targets: open,
    lost,
    ...(former === null || 'why' in former.readings ? {} : { also: former.readings }),
    adsyncVersion,
    signal,
    refresh,
    approvals,
    earlier,
    progress: (text) => {
      reporter.progress(text);
    },
  };
  const made = await makePlan(run);
  const plan = base === null ? made.plan : await compared(made, { run, base, former, approved, sources });
  reporter.progress(null);
  sayStaleApprovals(reporter, plan, earlier);
  return { ...made, plan };
}

interface Compared {
  readonly run: PlanRun;
  readonly base: Base;
  /** null = the former file cannot be read. */
  readonly former: Comparison | null;
  readonly approved: readonly string[];
  readonly sources: Sources;
}

/** The plan with what has caused everything in it. */
async function compared(
  made: MadePlan,
  { run, base: { about, content }, former, approved, sources }: Compared,
): Promise<Plan> {
  if (former === null) return withoutComparison(made.plan, about, 'why' in content ? content.why : 'is not known');
  const { settings } = former;
  const approvals = approvalsOf(settings, approved, []);
  return await comparePlan(made, {
    run,
    about,
    comparison: former,
    approvals,
    earlier: await sources.holds(approvals.map(({ id }) => id)),
    past: (id, target) => sources.past(id, target, settings),
    memory: (id) => sources.memory(id, about.sha256),
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
