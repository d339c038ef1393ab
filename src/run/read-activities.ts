import { append } from '../core/collections.ts';
import { type Activity, activitiesOf } from './activities.ts';
import { type ActivityFilter, fits } from './activity-filter.ts';
import { type Feed, feedOf, feedStart } from './feed.ts';
import { type Records, readOneRun } from './history.ts';
import { type ForeignRun, isForeign, listRuns, readJournal, type RunRecord } from './journal-read.ts';
import { mayReach } from './run-time.ts';

export interface Activities {
  /** Run by run, the newest first; in each what was completed last comes first. */
  readonly changes: readonly Activity[];
  /** Whether the limit has left some out. */
  readonly more: boolean;
  /** Runs that this version does not read. */
  readonly foreign: readonly ForeignRun[];
  readonly feed: Feed;
}

/**
 * The changes of all runs that fit a filter.
 *
 * @param limit how many at most
 * @throws Failure STATE_UNREADABLE
 */
export async function readActivities(
  { stateDir, surroundings }: Records,
  filter: ActivityFilter,
  limit: number,
): Promise<Activities> {
  const now = surroundings.now();
  const changes: Activity[] = [];
  const foreign: ForeignRun[] = [];
  const recent: RunRecord[] = [];
  for (const run of await listRuns(stateDir)) {
    const isRecent = mayReach(run, feedStart(now));
    const isWanted = changes.length <= limit && (filter.since === null || mayReach(run, filter.since));
    if (!isRecent && !isWanted) continue;
    const found = await readJournal(stateDir, run);
    if (found === null) continue;
    if (isForeign(found)) {
      if (isWanted) foreign.push(found);
      continue;
    }
    if (isRecent) recent.push(found);
    if (isWanted)
      append(
        changes,
        activitiesOf(found).filter((one) => fits(one, found, filter)),
      );
  }
  return { changes: changes.slice(0, limit), more: changes.length > limit, foreign, feed: feedOf(recent, now) };
}

/**
 * Those of one run.
 *
 * @param part of the run's name that fits no other
 * @throws Failure RUN_UNKNOWN, RUN_AMBIGUOUS, RUN_FORMAT, STATE_UNREADABLE
 */
export async function activitiesOfRun(
  records: Records,
  part: string,
  filter: ActivityFilter,
  limit: number,
): Promise<Omit<Activities, 'feed'>> {
  const { record } = await readOneRun(records, part);
  const changes = activitiesOf(record).filter((one) => fits(one, record, filter));
  return { changes: changes.slice(0, limit), more: changes.length > limit, foreign: [] };
}
