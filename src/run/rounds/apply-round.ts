import type { RunResult } from '../../plan/exit.ts';
import { execute } from '../execute.ts';
import type { ApplyJob } from '../job.ts';
import { planNow } from '../plan.ts';
import { settleLocked } from '../recover.ts';
import { withLock } from '../with-lock.ts';
import type { Claims } from './claims.ts';

/** Nothing is approved by a program that nobody watches, but by the file. */
const WISHES = { refresh: false, approved: [], only: [] };

/**
 * Makes a plan and carries it out, as `adsync apply --yes` does.
 *
 * @param claims which file has which account
 * @throws Failure when the plan cannot be made, another run is at work, or another file has the account
 */
export async function applyRound(job: ApplyJob, claims: Claims): Promise<RunResult> {
  return await withLock(job, 'adsync run', async (locked) => {
    claims.claim(
      job.settings.file,
      locked.open.map(({ id }) => id),
    );
    const { plan, accounts } = await planNow(job, locked, WISHES);
    await settleLocked(job, locked.open, accounts);
    return await execute(job, plan, { locked: locked.open, accounts, command: 'run', only: [], recordsIdle: false });
  });
}
