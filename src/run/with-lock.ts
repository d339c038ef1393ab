import { type TargetId, targetId } from '../core/target-id.ts';
import type { Target } from '../targets/target.ts';
import type { Job } from './job.ts';
import type { RunRecord } from './journal-read.ts';
import { takeLock } from './lock.ts';
import { withTarget } from './open-target.ts';
import { openRuns } from './recover.ts';

/** An account that nobody else works on. */
export interface Locked {
  readonly target: Target;
  readonly id: TargetId;
  /** The account's runs that broke off, to be settled once the account is read. */
  readonly broken: readonly RunRecord[];
  /** To be called before anything is changed. @throws Failure LOCK_LOST, STATE_UNREADABLE */
  readonly checkLock: () => Promise<void>;
}

/**
 * Opens the account for `work` alone: no other run from this state folder works on it meanwhile. The lock is taken
 * before anything else is read, so that nobody plans from what another run is about to change.
 *
 * @param command is shown to whoever finds the account locked
 * @throws Failure LOCKED, STATE_UNREADABLE, STATE_UNWRITABLE
 */
export async function withLock<Result>(
  job: Job,
  command: string,
  work: (locked: Locked) => Promise<Result>,
): Promise<Result> {
  const { stateDir, surroundings, reporter } = job;
  return await withTarget(job, async (target) => {
    reporter.progress('asking which account it is');
    const id = targetId(target.type, await target.identify());
    const { processes } = surroundings;
    const lock = await takeLock({ stateDir, target: id, command, processes, now: () => surroundings.now() });
    try {
      const checkLock = (): Promise<void> => lock.check();
      return await work({ target, id, checkLock, broken: await openRuns(stateDir, id) });
    } finally {
      await lock.release();
    }
  });
}
