import { resolve } from 'node:path';
import { Failure } from '../core/failure.ts';
import { commitOf } from '../files/git-commit.ts';
import { type ApprovedChanges, partApproved } from '../plan/approved-changes.ts';
import { freeIn, frozenAt } from '../plan/freeze.ts';
import type { FailureKind, Plan } from '../plan/model.ts';
import type { Account } from '../targets/target.ts';
import { type ApplyRunResult, applyPlan } from './apply-plan.ts';
import { approvalsUsed } from './approvals-used.ts';
import type { ApplyJob } from './job.ts';
import type { ApprovedIn, StartedBy } from './journal-lines.ts';
import { openJournal, type RunJournal } from './journal.ts';
import type { Count } from './reporter.ts';

export interface Recorded {
  /** The account as the plan saw it. */
  readonly account: Account;
  /** How many changes it takes at a time. */
  readonly concurrent: number;
  /** How many changes of the whole plan have ended before, and how many there are. */
  readonly counting: Count;
  /** The command that makes the changes: apply, retry. */
  readonly command: string;
  /** Of whom the approved ids of the command line let through a part only; empty = everybody. */
  readonly only: readonly string[];
  /** What is made of the plan; null = all of it. */
  readonly approved: ApprovedChanges | null;
  /** The workbook in which it was approved; absent where there is none. */
  readonly workbook?: ApprovedIn;
  /** The kinds of failures that are tried again; absent where it is about everything. */
  readonly kinds?: readonly FailureKind[];
  /** Called before every call that changes something; what it throws keeps the call back. */
  readonly checkLock: () => Promise<void>;
  /** Done once the run can be recorded and before its first change; what it throws ends the run. */
  readonly beforeFirst?: () => Promise<void>;
  /** What a saved plan leaves behind in everything it changes. */
  readonly mark?: string;
}

export interface RecordedResult extends ApplyRunResult {
  /** Whether anything in the account was changed, or may have been. */
  readonly wrote: boolean;
}

/**
 * Executes a plan with a journal, and reports how far it is.
 *
 * @throws Failure STATE_UNWRITABLE when the journal cannot be begun, and what `beforeFirst` throws: nothing was changed
 */
export async function recordedRun(job: ApplyJob, plan: Plan, options: Recorded): Promise<RecordedResult> {
  const { stateDir, surroundings } = job;
  const { command, only, kinds = [], checkLock } = options;
  const suffix = Buffer.from(surroundings.randomBytes(3)).toString('hex');
  const approved = approvalsUsed(partApproved(plan, options.approved));
  const now = (): Date => surroundings.now();
  const workbook = options.workbook === undefined ? {} : { workbook: options.workbook };
  const told = {
    command,
    approved,
    only,
    kinds,
    suffix,
    ...workbook,
    approvedIds: options.approved?.ids ?? null,
    startedBy: await startedBy(job),
  };
  const journal = await openJournal({ stateDir, plan, ...told, now, mayGoOn: checkLock });
  job.reporter.recorded?.(journal.run);
  const result = await run(job, plan, journal, options).catch(async (error: unknown) => {
    const why = error instanceof Failure ? surroundings.mask(error.message) : 'an error inside adsync';
    await journal.close('gaveUp', why).catch(noMore);
    throw error;
  });
  const { failure } = result;
  const end = failure !== null ? 'gaveUp' : surroundings.signal.aborted ? 'interrupted' : 'done';
  const why = surroundings.mask(failure?.message ?? '');
  const unrecorded = await journal.close(end, why).then(noMore, (error: unknown) => {
    if (error instanceof Failure) return error;
    throw error;
  });
  return { ...result, failure: failure ?? unrecorded, wrote: journal.hasWritten() };
}

async function startedBy({ settings, surroundings }: ApplyJob): Promise<StartedBy> {
  const { user, processes, cwd } = surroundings;
  return { user, host: processes.host, commit: await commitOf(resolve(cwd, settings.file)) };
}

function noMore(): null {
  return null;
}

async function run(
  { settings, surroundings, reporter }: ApplyJob,
  plan: Plan,
  journal: RunJournal,
  { account, concurrent, counting, beforeFirst, mark, approved }: Recorded,
): Promise<ApplyRunResult> {
  await beforeFirst?.();
  let { ended } = counting;
  const { signal } = surroundings;
  const free = freeIn(plan.changes);
  const onAbort = (): void => {
    reporter.interrupted();
  };
  signal.addEventListener('abort', onAbort);
  return await applyPlan({
    plan,
    concurrent,
    begin: (options) => account.begin(options),
    signal,
    // The answer may have taken a night, and a long run another one.
    waits: ({ id }) => !free.has(id) && frozenAt(settings.calendar, surroundings.now()) !== null,
    journal,
    mark: mark ?? null,
    approved,
    onOutcome(change, outcome) {
      ended += 1;
      reporter.outcome(change, outcome, { ended, of: counting.of });
    },
  }).finally(() => {
    signal.removeEventListener('abort', onAbort);
    reporter.progress(null);
  });
}
