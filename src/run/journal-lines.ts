import type { TargetId } from '../core/target-id.ts';
import type { Change, FailureKind, Outcome } from '../plan/model.ts';
import type { CallEnd, CallWrites, CarriedOut } from '../targets/journal.ts';

/**
 * The journal of one run: a file of JSON lines that is only ever appended to. First what is to be done (`run`, then one
 * `change` each), then what is done (`begin`, `end`, `outcome`), last how it ended (`close`). A run that broke off has
 * no `close`; the next one looks at the account and appends `settled`. All times are ISO 8601, UTC.
 */
export type JournalLine = RunLine | ChangeLine | BeginLine | EndLine | OutcomeLine | CloseLine | SettledLine;

/** Minor additions keep the number; a journal of any other format is left to the version that wrote it. */
export const JOURNAL_FORMAT = 'adsync.journal/1';

export interface RunLine {
  readonly type: 'run';
  readonly format: typeof JOURNAL_FORMAT;
  readonly run: string;
  readonly at: string;
  readonly command: string;
  readonly adsyncVersion: string;
  readonly plan: string;
  readonly config: { readonly file: string; readonly sha256: string };
  /** Journals of earlier versions do not say it: they are of a Rescue account, and journal-read.ts fills it in. */
  readonly target: TargetId;
  readonly account: string;
  readonly url: string;
  readonly changes: number;
  /** Ids of the held sets that were let through. Journals of earlier versions do not say it. */
  readonly approved?: readonly string[];
  /** Of whom these ids let through a part only (`--only`); absent where they let through everybody. */
  readonly only?: readonly string[];
  /** The kinds of failures that `retry --kind` tries again; absent where it is about everything. */
  readonly kinds?: readonly FailureKind[];
  /** Where the changes were approved one by one (`--approved`); absent where they were not. */
  readonly workbook?: ApprovedIn;
  /** The runs that it puts back, for `adsync undo`; absent for every other. */
  readonly undoes?: readonly string[];
  /** Who started it. Journals of earlier versions do not say it. */
  readonly startedBy?: StartedBy;
}

/** A workbook in which changes were approved. */
export interface ApprovedIn {
  /** As the command line named it. */
  readonly file: string;
  /** Of the file as it was read, lower-case hex. */
  readonly sha256: string;
}

export interface StartedBy {
  /** Of the machine; null = unknown. */
  readonly user: string | null;
  readonly host: string;
  /** What was checked out of the Git repository of the YAML file; null where it lies in none. */
  readonly commit: string | null;
}

/** A planned change, in short. */
export interface ChangeLine
  extends Pick<Change, 'id' | 'kind' | 'operations' | 'name' | 'email' | 'group' | 'node' | 'person' | 'held'> {
  readonly type: 'change';
  /** By which approvals it was let through. Journals of earlier versions do not say it. */
  readonly letThrough?: Change['letThrough'];
  /** Others of the plan were approved, and this one was not: it stands here, so that it is known after a crash as well. */
  readonly notApproved?: true;
}

/** Written and safe on disk before the call is sent. */
export interface BeginLine extends CallWrites {
  readonly type: 'begin';
  /** Counts the calls of the run, from 1. */
  readonly call: number;
  readonly at: string;
  readonly change: string;
  readonly person: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly operations: Change['operations'];
}

export interface EndLine extends CallEnd {
  readonly type: 'end';
  readonly call: number;
  readonly at: string;
  /** Milliseconds, with all repetitions. */
  readonly duration: number;
}

export interface OutcomeLine extends Outcome {
  readonly type: 'outcome';
  readonly at: string;
}

export type RunEnd = 'done' | 'interrupted' | 'gaveUp';

export interface CloseLine {
  readonly type: 'close';
  readonly at: string;
  readonly end: RunEnd;
  /** Why it was given up; empty otherwise. */
  readonly text: string;
}

/** What became of a call that was under way when the run broke off, as the account showed it later. */
export interface SettledCall {
  readonly call: number;
  readonly carriedOut: CarriedOut;
}

export interface SettledLine {
  readonly type: 'settled';
  readonly at: string;
  readonly calls: readonly SettledCall[];
}
