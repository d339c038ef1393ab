import type { Bases } from './bases.ts';
import type { Counts } from './members.ts';

/** Something that an earlier run did, or may have done, to one user. */
export interface RecentChange {
  /** The user's id in the account. */
  readonly node: string;
  readonly counts: Exclude<Counts, 'create'>;
  /** The id of the group from which it was moved; null where that is not known, or where nobody was moved. */
  readonly from: string | null;
  /** The new values of what the user is known by at login; empty where they were not changed. */
  readonly after: Readonly<Record<string, string>>;
}

/** What was done before this plan, as far as the state folder knows. */
export interface Past {
  /** What runs did within `limits.window`, without what an approval let through. */
  readonly recent: readonly RecentChange[];
  /** Why `recent` may be wanting, in sentences; empty when it is whole. */
  readonly gaps: readonly string[];
  /** Approvals that have let something through, by their id. */
  readonly used: ReadonlyMap<string, ApprovalUse>;
}

/** Which run an approval was used up in. */
export interface ApprovalUse {
  readonly run: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Nothing is known of any earlier run. */
export const NO_PAST: Past = { recent: [], gaps: [], used: new Map() };

/**
 * Whether the account still shows what a run did. A user who was enabled, moved back or readdressed since does not count
 * any more, and neither does what a run may have done and did not.
 */
export function stillStands(change: RecentChange, { users, isKnownBy }: Pick<Bases, 'users' | 'isKnownBy'>): boolean {
  const { node, counts, from, after } = change;
  const user = users.get(node);
  if (user === undefined) return false;
  if (counts === 'disable') return !user.enabled;
  if (counts === 'move') return user.parent !== from;
  return isKnownBy(node, after);
}
