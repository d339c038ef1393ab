import type { TargetWorld } from '../targets/target.ts';
import type { Processes } from './lock-owner.ts';

/**
 * What a run takes from outside. The command line builds it from its process; a service or a test from what it has. How
 * long a target waits between calls is its own affair, and so is a directory's.
 */
export interface Surroundings extends Pick<TargetWorld, 'signal' | 'randomBytes' | 'openHttp' | 'traffic'> {
  readonly adsyncVersion: string;
  /** Folder against which paths are resolved. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted = a reading ends at once; changes under way are finished, and no other is begun. */
  readonly signal: AbortSignal;
  /** Goes on while the machine sleeps. */
  now(): Date;
  /** The user of this machine as whom we run, for people; null = unknown. */
  readonly user: string | null;
  /** This process, and what can be known of others. */
  readonly processes: Processes;
  /** The value with its secrets blotted out: for what is kept in a journal. */
  mask<Value>(value: Value): Value;
}
