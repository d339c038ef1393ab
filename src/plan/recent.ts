import { fold } from '../core/text.ts';
import type { Counts } from './counted.ts';
import type { AccountUser, NodeId } from '../targets/rescue/planner/account.ts';

/** Something that an earlier run did, or may have done, to one user. */
export interface RecentChange {
  readonly node: NodeId;
  readonly counts: Exclude<Counts, 'create'>;
  /** The group from which it was moved; null where that is not known, or where nobody was moved. */
  readonly from: NodeId | null;
  /** The new address and SSO id; null where they were not changed. */
  readonly email: string | null;
  readonly ssoId: string | null;
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
 * Whether the account still shows what a run did. Whoever was enabled, moved back or readdressed since does not count
 * any more, and what a run may have done and did not, neither.
 */
export function stillStands({ counts, from, email, ssoId }: RecentChange, user: AccountUser): boolean {
  if (counts === 'disable') return !user.enabled;
  if (counts === 'move') return user.group !== from;
  if (email !== null) return fold(user.email) === fold(email);
  return ssoId !== null && (user.details === null || fold(user.details.ssoId) === fold(ssoId));
}
