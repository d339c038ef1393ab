import type { DirectoryGroupId } from '../core/people.ts';
import type { TargetId } from '../core/target-id.ts';
import type { SavedReading } from '../directory/snapshot/saved-reading.ts';
import type { ApprovalUse, Past } from '../plan/earlier-runs.ts';
import type { HeldUser } from '../plan/held-sets.ts';

export const SNAPSHOT_FORMAT = 'adsync.snapshot/1';

/** Everything that a plan is made from, but the file: `schemas/snapshot.schema.json`. */
export interface Snapshot {
  readonly format: typeof SNAPSHOT_FORMAT;
  /** ISO 8601, UTC. To a plan that is made from the snapshot, this is now. */
  readonly takenAt: string;
  readonly adsyncVersion: string;
  /** The file that it was taken with. */
  readonly config: { readonly file: string; readonly sha256: string };
  /** Whether tokens stand in the place of everything about people. */
  readonly pseudonymised: boolean;
  readonly directory: SavedReading;
  /** In the order of the file. */
  readonly targets: readonly SavedTarget[];
  /** Whom the holds of former plans stood for, as far as the state folder knew. */
  readonly holds: readonly { readonly id: string; readonly users: readonly HeldUser[] }[];
  /** SHA-256 of everything else, lower-case hex. */
  readonly digest: string;
}

/** One account, and what the state folder knew of it. */
export interface SavedTarget {
  readonly type: string;
  readonly id: TargetId;
  /** Where it is reached, as in the file. */
  readonly url: string;
  /** As its kind gives and takes it (targets/target.ts). */
  readonly account: unknown;
  readonly past: SavedPast;
  readonly names: Readonly<Record<string, DirectoryGroupId>>;
}

export interface SavedPast extends Pick<Past, 'recent' | 'gaps'> {
  /** Milliseconds before the snapshot from which `recent` begins. */
  readonly window: number;
  readonly used: readonly (ApprovalUse & { readonly id: string })[];
}
