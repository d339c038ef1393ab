import { Failure } from '../core/failure.ts';
import { type TargetId, targetId } from '../core/target-id.ts';
import type { Job } from './job.ts';
import { listRuns, readRun, type RunRecord } from './journal-read.ts';
import { type LockOptions, lockOwner } from './lock.ts';
import type { OpenTarget } from './open-target.ts';

/** How many runs of an account are looked at: whatever is older was settled by a run that came after it. */
const LOOK_BACK = 20;

/**
 * The runs that have no end and were not looked at since: they broke off, or go on. Whoever holds the lock of their
 * account knows that they broke off.
 *
 * @throws Failure STATE_UNREADABLE
 */
export async function openRuns(stateDir: string, target: TargetId): Promise<RunRecord[]> {
  const found: RunRecord[] = [];
  let seen = 0;
  for (const run of await listRuns(stateDir)) {
    const record = await readRun(stateDir, run);
    if (record?.head.target !== target) continue;
    if (isOpen(record)) found.push(record);
    seen += 1;
    if (seen === LOOK_BACK) break;
  }
  return found;
}

function isOpen({ close, settled }: RunRecord): boolean {
  return close === null && settled === null;
}

/**
 * The accounts' runs that broke off, for somebody who holds no lock. A plan needs nothing of what is recorded: where it
 * cannot be read, that is said, and no more.
 */
export async function brokenBefore(
  { stateDir, surroundings, reporter }: Job,
  targets: readonly OpenTarget[],
): Promise<ReadonlyMap<TargetId, readonly RunRecord[]>> {
  const found = new Map<TargetId, readonly RunRecord[]>();
  try {
    if ((await listRuns(stateDir)).length === 0) return found;
    for (const { chosen, target } of targets) {
      // Whether the account answers is told when it is read.
      const account = await target.identify().catch(noFailure);
      if (account === null) continue;
      const id = targetId(chosen.type, account);
      const { processes } = surroundings;
      found.set(id, await brokenRuns({ stateDir, target: id, processes, now: () => surroundings.now() }));
    }
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'STATE_UNREADABLE')) throw error;
    reporter.say(`${error.message} Whether a run broke off is not known; the plan is made all the same.`);
  }
  return found;
}

function noFailure(error: unknown): null {
  if (error instanceof Failure) return null;
  throw error;
}

async function brokenRuns(options: LockOptions): Promise<RunRecord[]> {
  const { stateDir, target } = options;
  const open = await openRuns(stateDir, target);
  if (open.length === 0 || (await lockOwner(options)) !== null) return [];
  // They may have ended while we asked who holds the lock. Now that nobody does, they can no longer go on.
  const again = await Promise.all(open.map(({ head }) => readRun(stateDir, head.run)));
  return again.flatMap((record) => (record !== null && isOpen(record) ? [record] : []));
}
