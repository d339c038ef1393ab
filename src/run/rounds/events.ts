import type { FailureKind, Operation, Outcome } from '../../plan/model.ts';
import type { TargetId } from '../../core/target-id.ts';
import type { Diagnostic } from '../../config/diagnostic.ts';
import type { ReadingCounts } from './kept-reading.ts';

// What a program that runs day and night tells: the log, the metrics, the notifications and the state file listen to the
// same events. Names of people stand in `failed` and in what is `told` only: who sends them out of the machine leaves them
// away. Secrets are blotted out of all of it before.

/** Changes of a round of one kind, counted. `planned` = a dry run did not try them; `held` = a limit or a freeze holds them. */
export interface RoundCount {
  /** Type of the target: rescue, goto. */
  readonly target: string;
  readonly operation: Operation;
  readonly result: Outcome['result'] | 'planned' | 'held';
  readonly count: number;
}

/** A held set as the last round saw it. */
export interface HeldInRound {
  /** For --approve. */
  readonly id: string;
  readonly target: string;
  /** The limit that holds, or what else does. */
  readonly limit: string;
  readonly people: number;
  /** When a round saw it first; ISO 8601, UTC. */
  readonly since: string;
}

/** A change that failed in the last round. */
export interface FailedInRound {
  /** Stable between rounds. */
  readonly change: string;
  readonly target: string;
  readonly name: string;
  readonly kind: FailureKind;
  readonly text: string;
  readonly since: string;
}

/** A part of a plan that could not be made: an account that did not answer, a directory group that was not read. */
export interface UnreadInRound {
  /** Of the notice. */
  readonly code: string;
  /** What it is about, as the notice names it; null = the whole plan. */
  readonly subject: string | null;
  readonly text: string;
  readonly since: string;
}

/** Calls of a round to one service: a type of target, or a type of directory. */
export interface RoundCalls {
  readonly service: string;
  readonly calls: number;
  /** Milliseconds that all of them took together. */
  readonly ms: number;
}

/** A failure that ended a round, or what a broken file is told with. */
export interface RoundFailure {
  readonly code: string;
  readonly text: string;
  readonly advice: string;
}

/** How a round ended. */
export interface RoundReport {
  readonly startedAt: string;
  readonly endedAt: string;
  /** Ids of the runs that it recorded, one for each account that it changed. */
  readonly runs: readonly string[];
  /** As the exit code of apply, or of plan where it is a dry run. */
  readonly exitCode: number;
  readonly end: 'done' | 'incomplete' | 'failed' | 'interrupted';
  /** People and groups of the directory that were read; null where nothing was planned. */
  readonly people: number | null;
  readonly groups: number | null;
  readonly counts: readonly RoundCount[];
  /** Of what this round did not look at, as an account that did not answer, what the round before saw. So with `failed`. */
  readonly held: readonly HeldInRound[];
  readonly failed: readonly FailedInRound[];
  /** What could not be read while the rest was made. Absent in reports of earlier versions. */
  readonly unread?: readonly UnreadInRound[];
  readonly calls: readonly RoundCalls[];
  /**
   * How often the directory was read in full, and how often the last reading was used again instead. Absent in reports of
   * earlier versions.
   */
  readonly readings?: ReadingCounts;
  /** Why it was given up, as a whole; null where it was not. */
  readonly failure: RoundFailure | null;
}

/**
 * `file` is the YAML file as the user named it; it says which accounts an event is about. The order of a round: `round-began`,
 * perhaps `put-off`, what is `told`, `held-changed`, `failed-changed`, `quarantine` or `recovered`, `round-ended`. Each comes
 * once a round at most, but for `told`. By the time of `round-ended` the state file has the round.
 */
export type RoundEvent = { readonly file: string; readonly at: string } & (
  | { readonly kind: 'round-began'; readonly round: number; readonly dryRun: boolean }
  | {
      readonly kind: 'round-ended';
      readonly round: number;
      readonly dryRun: boolean;
      readonly report: RoundReport;
      /** null = there is none: --once, or adsync ends. */
      readonly nextAt: string | null;
    }
  | { readonly kind: 'held-changed'; readonly added: readonly HeldInRound[]; readonly gone: readonly HeldInRound[] }
  | {
      readonly kind: 'failed-changed';
      readonly added: readonly FailedInRound[];
      readonly gone: readonly FailedInRound[];
    }
  /** Another run works on an account: the round is tried again every so often, and fails after `until`. */
  | { readonly kind: 'put-off'; readonly why: string; readonly until: string }
  /** What a run has to say beside its report: sentences that the round before did not say, and details of all rounds. */
  | { readonly kind: 'told'; readonly level: 'info' | 'detail'; readonly text: string }
  /** Rounds have failed one after the other: the next ones are farther apart. */
  | { readonly kind: 'quarantine'; readonly failures: number; readonly until: string }
  /** The first round that went well after failures. */
  | { readonly kind: 'recovered'; readonly failures: number; readonly since: string }
  | { readonly kind: 'file-reloaded'; readonly sha256: string }
  /** The file has errors: the last good one is kept. */
  | { readonly kind: 'file-broken'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'stopping'; readonly why: string }
);

/** Is told what goes on. It must not throw, and nobody waits for it. */
export type RoundWatcher = (event: RoundEvent) => void;

/** Rounds that have failed one after the other. */
export interface Failing {
  readonly failures: number;
  /** When the first of them ended; ISO 8601, UTC. */
  readonly since: string;
  /** Code of the failure of the last one. */
  readonly code: string;
}

/**
 * What `adsync status` shows: `rounds/<name>-<8 hex digits>.json` in the state folder, one for each YAML file that is run
 * there. The name is that of the file, the digits are of its absolute path (state-file.ts).
 */
export interface RoundsState {
  readonly format: 'adsync.rounds/1';
  /** As the user named it. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  readonly host: string;
  readonly pid: number;
  readonly adsyncVersion: string;
  readonly startedAt: string;
  /** When this was written. */
  readonly at: string;
  readonly dryRun: boolean;
  /** It was to make one round only. Absent = it was not. */
  readonly once?: boolean;
  /** Seconds. */
  readonly interval: number;
  readonly round: number;
  /** A round goes on since then; null = none does. */
  readonly underWaySince: string | null;
  /** null = it has ended. */
  readonly nextAt: string | null;
  readonly quarantine: { readonly failures: number; readonly since: string; readonly until: string } | null;
  /** The rounds that have failed one after the other until now, and the code of the last of them; null = the last one went well. */
  readonly failing?: Failing | null;
  /** When a round last came to its end, with whatever it left held or failed. */
  readonly lastSuccessAt: string | null;
  /** The accounts that it leads to, as `rescue:560961`; absent before the first round that has reached them. */
  readonly accounts?: readonly TargetId[];
  readonly last: RoundReport | null;
  /** The file has errors since then, and the last good one is in use. */
  readonly brokenSince: string | null;
}
