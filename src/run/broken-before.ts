import { Failure } from '../core/failure.ts';
import { listRuns, type RunRecord } from './journal-read.ts';
import { brokenRuns } from './recover.ts';
import type { Context } from '../cli/context.ts';
import { realProcesses } from '../cli/processes.ts';
import { writeLine } from '../cli/progress.ts';
import type { Opened } from './plan.ts';

/**
 * The account's runs that broke off, looked up before the account is read. A plan needs nothing of what is recorded: where
 * it cannot be read, that is said, and no more.
 *
 * @throws Failure when the account does not answer
 */
export async function brokenBefore(context: Context, { target }: Opened, stateDir: string): Promise<RunRecord[]> {
  try {
    if ((await listRuns(stateDir)).length === 0) return [];
    const account = await target.identify();
    return await brokenRuns({ stateDir, account, processes: realProcesses(), now: () => new Date() });
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'STATE_UNREADABLE')) throw error;
    writeLine(context, `${error.message} Whether a run broke off is not known; the plan is made all the same.`);
    return [];
  }
}
