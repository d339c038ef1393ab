import type { RunResult } from '../plan/exit.ts';
import { execute } from './execute.ts';
import type { ApplyJob, PlanWishes } from './job.ts';
import { planNow } from './plan.ts';
import { settleLocked } from './recover.ts';
import { withLock } from './with-lock.ts';

/**
 * Makes a plan, shows it, asks, carries it out, and says what became of it.
 *
 * @throws Failure when the plan cannot be made, or another run is at work
 */
export async function runApply(job: ApplyJob, wishes: PlanWishes): Promise<RunResult> {
  return await withLock(job, 'adsync apply', async (locked) => {
    const { plan, accounts } = await planNow(job, locked, wishes);
    await settleLocked(job, locked.open, accounts);
    return await execute(job, plan, { locked: locked.open, accounts, command: 'apply', only: wishes.only });
  });
}
