import type { Day } from '../core/calendar.ts';
import type { DirectoryGroupId, DirectoryReading, PersonId } from '../core/people.ts';
import type { CommonSettings } from '../core/settings.ts';
import type { HeldSets } from './held-sets.ts';
import type { Approval } from './approvals.ts';
import type { Notice } from '../core/notice.ts';
import type { Change, TargetSection } from './model.ts';
import type { Past } from './earlier-runs.ts';

/** Which directory group each name of a mapping has meant, by the folded name. */
export type KnownNames = ReadonlyMap<string, DirectoryGroupId>;

/** What the planner of a target is given beside its own settings and the account. */
export interface ProposeInput {
  readonly settings: CommonSettings;
  /** Its roots are the wanted groups of this target, in its order. */
  readonly reading: DirectoryReading;
  /** Of the file and of the command line. */
  readonly approvals: readonly Approval[];
  /**
   * The users that holds of former plans stood for. An id that is known to have stood for others lets nobody through,
   * and a message can say how an approval differs from what is held now.
   */
  readonly earlier: HeldSets;
  /** What earlier runs did. */
  readonly past: Past;
  /** What names of mappings meant when they were last applied; empty = nothing is known. */
  readonly knownNames: KnownNames;
  /** The day that it is in the time zone of the file. Absent = nobody knows it, and then nothing waits for a day. */
  readonly today?: Day;
}

/** What the planner of a target makes of one account. */
export interface Proposed<One extends Change = Change> {
  readonly kind: 'section';
  readonly section: TargetSection;
  /** In the order in which they are made. */
  readonly changes: readonly One[];
  readonly notices: readonly Notice[];
  /** Whether every mapped group was read to the end, and means the group that it meant before. */
  readonly complete: boolean;
  /** The users that a limit would hold, by the id of the set, let through or not. */
  readonly holds: HeldSets;
  /** Approvals that fit nothing in this account. */
  readonly stale: readonly Approval[];
  /** The held sets that are not let through, or only in part. */
  readonly open: HeldSets;
}

/** The plan depends on what was not read yet: read it, and propose again. */
export interface Details {
  readonly kind: 'details';
  /** The account's own ids of users. */
  readonly ids: readonly string[];
  /** People to ask the directory for, beyond the groups that were read (`reading.outside`). Absent = none. */
  readonly people?: readonly PersonId[];
}
