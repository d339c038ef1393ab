import { Failure } from '../core/failure.ts';
import { openDirectory } from '../directory/open.ts';
import { type HeldSets, heldSets, staleText } from '../plan/approvals.ts';
import type { Plan } from '../plan/model.ts';
import type { AccountReading } from '../targets/rescue/planner/account.ts';
import type { Target } from '../targets/target.ts';
import { recallHolds, rememberHolds } from './holds.ts';
import type { Job, PlanWishes } from './job.ts';
import { makePlan } from './make-plan.ts';
import { recallNames } from './names.ts';
import { withTarget } from './open-target.ts';
import { readPast } from './past.ts';
import { brokenBefore, settleRuns } from './recover.ts';
import type { Reporter } from './reporter.ts';

/** A plan, and the account that it was made from. */
export interface Planned {
  readonly plan: Plan;
  /** The account as the plan saw it. */
  readonly account: AccountReading;
}

/**
 * Makes the plan, and changes nothing.
 *
 * @throws Failure when it cannot be made
 */
export async function runPlan(job: Job, wishes: PlanWishes): Promise<Plan> {
  return await withTarget(job, async (target) => {
    const broken = await brokenBefore(job, target);
    const { plan, account } = await planNow(job, target, wishes);
    await settleRuns(job, broken, account, target);
    return plan;
  });
}

/** Reads the directory and the account, makes the plan, and remembers what it holds. */
export async function planNow(job: Job, target: Target, { refresh, approved, only }: PlanWishes): Promise<Planned> {
  const { settings, stateDir, surroundings, reporter } = job;
  const { adsyncVersion, signal } = surroundings;
  const directory = await openDirectory(settings.directory, surroundings.env);
  const earlier = await recallHolds(stateDir, [...approved, ...settings.approve.map(({ id }) => id)]);
  const { effectsOf } = target;
  const { plan, account, holds } = await makePlan({
    settings,
    directory,
    target,
    adsyncVersion,
    now: surroundings.now(),
    signal,
    refresh,
    approved,
    only,
    earlier,
    past: (id) => readPast({ stateDir, target: id, settings, effectsOf, now: surroundings.now() }),
    knownNames: (id) => recallNames(stateDir, id),
    progress: (text) => {
      reporter.progress(text);
    },
  });
  reporter.progress(null);
  sayStaleApprovals(reporter, plan, earlier);
  await rememberHolds(stateDir, holds).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    reporter.detail(error.message);
  });
  return { plan, account };
}

/** The plan itself says nothing that depends on what this machine remembers. */
function sayStaleApprovals(reporter: Reporter, { changes, notices }: Plan, earlier: HeldSets): void {
  const held = heldSets(changes);
  for (const { subject } of notices.filter(({ about }) => about === 'staleApproval')) {
    const stood = earlier.get(subject);
    if (stood !== undefined && held.size > 0) reporter.say(staleText(subject, held, stood));
  }
}
