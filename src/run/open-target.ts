import { Failure } from '../core/failure.ts';
import type { Target } from '../targets/target.ts';
import type { ChosenTarget } from './chosen-targets.ts';
import type { Job } from './job.ts';

/** An account of the file that can be asked. */
export interface OpenTarget {
  readonly chosen: ChosenTarget;
  readonly target: Target;
  /** Ends at once whatever the account is asked; it can only be closed then. Absent = nothing is asked over a network. */
  readonly stop?: () => void;
  /** How many requests were sent to its service so far. Absent = nothing is asked over a network. */
  readonly sent?: () => number;
}

/** An account of the file that cannot be used, and why. */
export interface LostTarget {
  readonly chosen: ChosenTarget;
  readonly failure: Failure;
}

export interface OpenTargets {
  /** At least one. */
  readonly open: readonly OpenTarget[];
  readonly lost: readonly LostTarget[];
}

/** What it takes to open accounts. */
export type OpeningJob = Pick<Job, 'targets' | 'surroundings' | 'reporter'>;

/**
 * Opens the accounts that the run is about for `work`, and closes them afterwards, whatever happens. One that cannot
 * be opened does not keep `work` from the others.
 *
 * @throws Failure when none of them can be used; and what `work` throws
 */
export async function withTargets<Result>(
  job: OpeningJob,
  work: (targets: OpenTargets) => Promise<Result>,
): Promise<Result> {
  const { reporter } = job;
  const open: OpenTarget[] = [];
  const lost: LostTarget[] = [];
  try {
    for (const chosen of job.targets) {
      await lostOr(chosen, lost, async () => {
        open.push(await openOne(job, chosen));
      });
    }
    if (open.length === 0) throw lost[0]?.failure ?? new Error('the file has no target');
    return await work({ open, lost });
  } finally {
    reporter.progress(null);
    for (const { target } of open) await target.close();
  }
}

async function openOne({ surroundings, reporter }: OpeningJob, chosen: ChosenTarget): Promise<OpenTarget> {
  const own = new AbortController();
  let sent = 0;
  const target = await chosen.open({
    signal: AbortSignal.any([surroundings.signal, own.signal]),
    log: (text) => {
      reporter.detail(text);
    },
    randomBytes: (size) => surroundings.randomBytes(size),
    openHttp: (ca) => surroundings.openHttp(ca),
    traffic: (call) => {
      sent += 1;
      surroundings.traffic(call);
    },
  });
  return {
    chosen,
    target,
    stop: () => {
      own.abort();
    },
    sent: () => sent,
  };
}

/** What is wrong with the command that was given, whatever account it is held against. */
const OF_THE_COMMAND = new Set(['APPROVAL_ONLY']);

/** Notes a target as lost where `work` fails. @throws Failure where the command itself cannot be followed */
export async function lostOr(chosen: ChosenTarget, lost: LostTarget[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (failure) {
    if (!(failure instanceof Failure) || OF_THE_COMMAND.has(failure.code)) throw failure;
    lost.push({ chosen, failure });
  }
}
