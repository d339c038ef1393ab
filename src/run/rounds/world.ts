import type { Settings } from '../../core/settings.ts';
import type { Processes } from '../lock-owner.ts';
import type { Job } from '../job.ts';
import type { StateDir } from '../state-dir.ts';
import type { Claims } from './claims.ts';
import type { RoundsClock } from './clock.ts';
import type { DryRun } from './dry-round.ts';
import type { RoundCalls, RoundWatcher } from './events.ts';
import type { FileReader } from './followed-file.ts';

/** A YAML file that is run. */
export interface FileToRun extends FileReader {
  /** As the user named it. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  readonly stateDir: StateDir;
  /**
   * What a round is given, but for its reporter and where it is recorded.
   *
   * @param signal of this round alone, so that nothing of it stays behind
   */
  jobOf(settings: Settings, signal: AbortSignal): Promise<Omit<Job, 'stateDir' | 'reporter'>>;
  /** The calls since it was asked last. */
  takeCalls(): readonly RoundCalls[];
}

/** What all files of one process share. */
export interface RoundsWorld {
  readonly clock: RoundsClock;
  readonly adsyncVersion: string;
  readonly processes: Processes;
  /** Is told everything. */
  readonly watch: RoundWatcher;
  /** Is given what a file says each time that it was read, with the secrets of then. Absent = nobody asks. */
  readonly onSettings?: (file: string, settings: Settings) => void;
  /** The value with its secrets blotted out: for whatever is told or written. */
  mask<Value>(value: Value): Value;
  readonly claims: Claims;
  /** Aborted = adsync is to end. */
  readonly signal: AbortSignal;
  /** Why it is to end, for people, once it is. */
  why(): string;
  /** The exit code of a round that was told to stop after it had changed something. */
  interruptedCode(): number;
  /** The exit code of a command that this error ends. */
  exitCodeOf(error: unknown): number;
  /** Counts up each time somebody wants the files read anew at once. */
  reloads(): number;
  /** One round, and no more. */
  readonly once: boolean;
  /** Whether the first round waits for an interval. */
  readonly wait: boolean;
  /** null = changes are made. */
  readonly dryRun: DryRun | null;
}
