import { type Subject, subjectKeys } from '../plan/not-made.ts';
import type { RunRecord } from './journal-read.ts';

/** Hours that a feed looks back. */
export const FEED_HOURS = 12;

/** How many users and groups need somebody now, as far as the last hours show. */
export interface Feed {
  /** ISO 8601, UTC. */
  readonly since: string;
  /** Who could not be changed when it was tried last. */
  readonly failed: number;
  /** Who was changed, and has to do something now, as to accept an invitation. */
  readonly pending: number;
}

/** When a feed begins, in milliseconds. */
export function feedStart(now: Date): number {
  return now.getTime() - FEED_HOURS * 3_600_000;
}

/**
 * Counts whom the last hours left failed or pending. Everybody counts once, however often it was tried, and as the last
 * run that tried it left them: who was changed in the end counts no more.
 *
 * @param records of all accounts, in any order; those that are older may be left out
 */
export function feedOf(records: readonly RunRecord[], now: Date): Feed {
  const since = feedStart(now);
  const known = new Set<string>();
  const counts = { failed: 0, pending: 0 };
  for (const record of records.toSorted((a, b) => (a.head.at < b.head.at ? 1 : -1))) {
    const tried = triedIn(record, since);
    const earlier = tried.filter(({ keys }) => !keys.some((key) => known.has(key)));
    const told = new Set<string>();
    for (const result of ['failed', 'pending'] as const) {
      for (const { keys } of earlier.filter((one) => one.result === result)) {
        // Somebody may have two changes in one run.
        if (!keys.some((key) => told.has(key))) counts[result] += 1;
        for (const key of keys) told.add(key);
      }
    }
    for (const key of tried.flatMap(({ keys }) => keys)) known.add(key);
  }
  return { since: new Date(since).toISOString(), ...counts };
}

interface Tried {
  /** By what the user or group is known. */
  readonly keys: readonly string[];
  readonly result: 'done' | 'pending' | 'failed';
}

/** What was stale, skipped or not approved says nothing about whether it can be done. */
function triedIn({ head, changes, outcomes }: RunRecord, since: number): Tried[] {
  return changes.flatMap((change): Tried[] => {
    const outcome = outcomes.get(change.id);
    if (outcome === undefined || !(Date.parse(outcome.at) >= since)) return [];
    const { result } = outcome;
    if (result === 'stale' || result === 'skipped' || result === 'notApproved') return [];
    return [{ keys: keysIn(head.target, change), result }];
  });
}

function keysIn(target: string, subject: Subject): string[] {
  return subjectKeys(subject).map((key) => `${target} ${key}`);
}
