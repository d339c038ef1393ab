import type { Share } from '../core/settings.ts';

/** What the limits are shares of, and where the limits of single groups come from. */
export interface Bases {
  /**
   * What tells the account from all others, as `toy:T1`: a set of one account is no set of another. Rescue, which was
   * there first, gives its number alone.
   */
  readonly account: string;
  /** All users of the account, by id. */
  readonly users: ReadonlyMap<string, BaseUser>;
  /** Ids of enabled users that are managed, or stand in a group that is one-to-one with a directory group. */
  readonly lookedAfter: ReadonlySet<string>;
  /** A group of the account: its path, and the mapping that feeds it. */
  groupOf(id: string): GroupLimit;
  /** Whether a user of the account still has the values that a run gave it to be known by at login. */
  isKnownBy(id: string, values: Readonly<Record<string, string>>): boolean;
}

/** A user of the account, as the limits see it. */
export interface BaseUser {
  readonly id: string;
  /** The id of the group in which it stands. */
  readonly parent: string;
  readonly enabled: boolean;
}

export interface GroupLimit {
  readonly path: string;
  /** The mapping's own limit; null = limits.disablePerGroup. */
  readonly share: Share | null;
  /** Line of the mapping; null where none feeds the group. */
  readonly line: number | null;
}
