import { Failure } from '../core/failure.ts';
import { type RunResult, unexecuted } from '../plan/exit.ts';
import type { Plan } from '../plan/model.ts';
import type { ApplyJob } from './job.ts';
import { rememberNames } from './names.ts';
import type { Planned } from './plan.ts';
import { type Recorded, recordedRun } from './recorded-run.ts';

/**
 * Shows the plan, asks, executes it, and says what became of it. Every call is in the journal before it is sent.
 *
 * @throws Failure LOCK_LOST, STATE_UNREADABLE, STATE_UNWRITABLE, and what `beforeFirst` throws
 */
export async function execute(job: ApplyJob, planned: Planned, options: Recorded): Promise<RunResult> {
  const { plan } = planned;
  const { reporter, surroundings } = job;
  await reporter.plan(plan);
  if (plan.changes.length === 0) {
    await keepNames(job, plan);
    return unexecuted(plan, 'nothing to do');
  }
  if (!(await reporter.consent(plan))) {
    reporter.say('Nothing was changed.');
    return unexecuted(plan, 'declined');
  }
  // The answer may have taken a night.
  await options.checkLock();

  const { outcomes, failure, wrote } = await recordedRun(job, planned, options);
  reporter.ended(plan, outcomes);
  const interrupted = surroundings.signal.aborted;
  if (failure !== null) reporter.failure(failure);
  else if (!interrupted) await keepNames(job, plan);
  if (interrupted) {
    const rest =
      options.mark === undefined ? 'run apply again for the rest' : 'make a new plan for the rest, or use retry';
    reporter.say(`Interrupted. The changes under way were finished; ${rest}.`);
  }
  return { plan, outcomes, failure, wrote, interrupted, declined: false };
}

/** What was applied is done, whether or not anybody will remember what names meant. */
async function keepNames({ stateDir, reporter }: ApplyJob, plan: Plan): Promise<void> {
  await rememberNames(stateDir, plan).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    reporter.failure(error);
  });
}
