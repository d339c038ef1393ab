import type { TargetId } from '../core/target-id.ts';
import { type ForeignRun, isForeign, listRuns, readJournal, type RunRecord } from './journal-read.ts';

/** Milliseconds by which clocks may differ. */
const TOLERANCE = 5 * 60_000;

export interface LastRun {
  /** null = none that can be used. */
  readonly run: RunRecord | null;
  /** Runs before it that it has not covered, newest first: `retry --kind` leaves alone what failed in another way. */
  readonly before: readonly RunRecord[];
  /** Runs of the account that seem to lie in the future: the clock was wrong, and nobody knows when they were. */
  readonly future: readonly RunRecord[];
  /** Journals of other versions that may be of a later run. */
  readonly foreign: readonly ForeignRun[];
}

/**
 * The last run of an account, and what was passed over on the way to it.
 *
 * @throws Failure STATE_UNREADABLE
 */
export async function lastRun(stateDir: string, target: TargetId, now: Date): Promise<LastRun> {
  const future: RunRecord[] = [];
  const foreign: ForeignRun[] = [];
  const runs: RunRecord[] = [];
  for (const name of await listRuns(stateDir)) {
    const found = await readJournal(stateDir, name);
    if (found === null) continue;
    if (isForeign(found)) foreign.push(found);
    else if (found.head.target !== target) continue;
    else if (Date.parse(found.head.at) > now.getTime() + TOLERANCE) future.push(found);
    else {
      runs.push(found);
      if (found.head.kinds === undefined) break;
    }
  }
  const [run = null, ...before] = runs;
  return { run, before, future, foreign };
}
