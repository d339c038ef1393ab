import { takeLock } from './lock.ts';
import type { RunRecord } from './journal-read.ts';
import { openRuns } from './recover.ts';
import type { Context } from '../cli/context.ts';
import { realProcesses } from '../cli/processes.ts';
import { type Opened, withTarget } from './plan.ts';

export interface LockWishes {
  readonly stateDir: string;
  readonly command: string;
}

export interface Locked extends Opened {
  /** The account's id. */
  readonly account: string;
  /** The account's runs that broke off, to be settled once the account is read. */
  readonly broken: readonly RunRecord[];
  /** To be called before anything is changed. @throws Failure LOCK_LOST, STATE_UNREADABLE */
  readonly checkLock: () => Promise<void>;
}

/**
 * Opens the account for `work` alone: no other run from this state folder works on it meanwhile. The lock is taken
 * before anything else is read, so that nobody plans from what another run is about to change.
 *
 * @returns what `work` returns; null when the file has errors, which are printed then
 * @throws Failure LOCKED, STATE_UNREADABLE, STATE_UNWRITABLE
 */
export async function withLock<Result>(
  context: Context,
  { stateDir, command }: LockWishes,
  work: (locked: Locked) => Promise<Result>,
): Promise<Result | null> {
  return await withTarget(context, async (opened) => {
    opened.progress.show('asking which account it is');
    const account = await opened.target.identify();
    const processes = realProcesses();
    const lock = await takeLock({ stateDir, account, command, processes, now: () => new Date() });
    try {
      const checkLock = (): Promise<void> => lock.check();
      return await work({ ...opened, account, checkLock, broken: await openRuns(stateDir, account) });
    } finally {
      await lock.release();
    }
  });
}
