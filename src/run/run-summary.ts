import type { FailureKind } from '../plan/model.ts';
import type { ApprovedIn, RunEnd, StartedBy } from './journal-lines.ts';
import type { RunRecord } from './journal-read.ts';

/** One run in a line of the history. */
export interface RunSummary {
  readonly run: string;
  readonly command: string;
  /** Type and account, as `rescue:560961`. */
  readonly target: string;
  readonly account: string;
  readonly plan: string;
  /** Ids of the held sets that were let through. */
  readonly approved: readonly string[];
  /** Of whom these let through a part only; empty = everybody. */
  readonly only: readonly string[];
  /** The kinds of failures that it tried again; empty = it was about everything. */
  readonly kinds: readonly FailureKind[];
  /** The workbook in which its changes were approved; null = there was none. */
  readonly workbook: ApprovedIn | null;
  /** The runs that it put back; empty for all but an undo. */
  readonly undoes: readonly string[];
  /** null where the journal does not say it. */
  readonly startedBy: StartedBy | null;
  readonly startedAt: string;
  /** null when it broke off, or goes on. */
  readonly endedAt: string | null;
  readonly end: RunEnd | 'brokeOff' | 'underWay';
  /** Why it was given up; empty otherwise. */
  readonly text: string;
  readonly changes: number;
  readonly done: number;
  /** Made, and waiting for the person. */
  readonly pending: number;
  readonly failed: number;
  readonly stale: number;
  readonly skipped: number;
  /** Left out, because others of the plan were approved and these were not. */
  readonly notApproved: number;
  /** Planned, and not reached when the run broke off. */
  readonly notReached: number;
}

/** @param underWay whether a run without an end goes on, as the lock says */
export function summaryOfRun({ head, outcomes, close }: RunRecord, underWay: boolean): RunSummary {
  const count = (result: string): number => [...outcomes.values()].filter((one) => one.result === result).length;
  return {
    run: head.run,
    command: head.command,
    target: head.target,
    account: head.account,
    plan: head.plan,
    approved: head.approved ?? [],
    only: head.only ?? [],
    kinds: head.kinds ?? [],
    workbook: head.workbook ?? null,
    undoes: head.undoes ?? [],
    startedBy: head.startedBy ?? null,
    startedAt: head.at,
    endedAt: close?.at ?? null,
    end: close?.end ?? (underWay ? 'underWay' : 'brokeOff'),
    text: close?.text ?? '',
    changes: head.changes,
    done: count('done'),
    pending: count('pending'),
    failed: count('failed'),
    stale: count('stale'),
    skipped: count('skipped'),
    notApproved: count('notApproved'),
    notReached: head.changes - outcomes.size,
  };
}
