import { Failure } from '../core/failure.ts';
import type { TargetId } from '../core/target-id.ts';
import { type ApprovedChanges, leftOut, partApproved } from '../plan/approved-changes.ts';
import { type RunResult, unexecuted } from '../plan/exit.ts';
import type { FailureKind, Outcome, Plan } from '../plan/model.ts';
import { wholeForecast, withForecasts } from '../plan/forecast.ts';
import { partOf } from '../plan/section.ts';
import type { Spent } from '../plan/view/spent.ts';
import type { Account } from '../targets/target.ts';
import type { ApplyJob } from './job.ts';
import type { ApprovedIn } from './journal-lines.ts';
import { sayLasting } from './lasting.ts';
import { rememberNames } from './names.ts';
import { type RecordedResult, recordedRun } from './recorded-run.ts';
import type { Count } from './reporter.ts';
import type { Locked } from './with-lock.ts';

export interface ExecuteOptions {
  /** The accounts of the plan, and perhaps others. */
  readonly locked: readonly Locked[];
  /** The accounts as the plan saw them. */
  readonly accounts: ReadonlyMap<TargetId, Account>;
  /** The command that makes the changes: apply, retry, undo. */
  readonly command: string;
  /** Of whom the approved ids of the command line let through a part only; empty = everybody. */
  readonly only: readonly string[];
  /** What is made of the plan, and what was approved in which workbook; absent = all of it. */
  readonly approved?: ApprovedChanges & { readonly workbook?: ApprovedIn };
  /** The kinds of failures that are tried again; absent where it is about everything. */
  readonly kinds?: readonly FailureKind[];
  /** What a saved plan leaves behind in everything it changes. */
  readonly mark?: string;
  /**
   * Whether a run is recorded where nothing can be made, because every change is held or blocked. Absent = it is.
   * `adsync run` would fill the state folder with such records, one a round.
   */
  readonly recordsIdle?: boolean;
  /** Done once an account's run can be recorded and before its first change; what it throws ends the run. */
  readonly beforeFirst?: (id: TargetId) => Promise<void>;
}

/**
 * Shows the plan, asks, executes it account by account, and says what became of it. Every call is in the journal before
 * it is sent. A run that is given up in one account does not keep the others from theirs.
 *
 * @throws Failure LOCK_LOST, STATE_UNREADABLE, STATE_UNWRITABLE, and what `beforeFirst` throws
 */
export async function execute(job: ApplyJob, plan: Plan, options: ExecuteOptions): Promise<RunResult> {
  const { reporter, surroundings } = job;
  // What is shown and agreed to is what is made.
  const wanted = forecasted(partApproved(plan, options.approved ?? null), options);
  await reporter.plan(wanted);
  if (wanted.changes.length === 0) {
    for (const { id } of plan.targets) await keepNames(job, partOf(plan, id));
    return unexecuted(wanted, 'nothing to do');
  }
  sayLasting(job, wanted);
  if (!(await reporter.consent(wanted))) {
    reporter.say('Nothing was changed.');
    return unexecuted(plan, 'declined');
  }
  const runs = runsOf(plan, options);
  // The answer may have taken a night.
  for (const { locked } of runs) await locked.checkLock();

  const before = { at: surroundings.now(), sent: sentBy(runs) };
  const results = await runAll(job, wanted.changes.length, runs, options);
  const outcomes = results.flatMap((result) => result.outcomes);
  reporter.ended(plan, outcomes, spentSince(before, { at: surroundings.now(), sent: sentBy(runs) }, wanted));
  sayLasting(job, wanted, outcomes);
  const interrupted = surroundings.signal.aborted;
  for (const [index, { failure }] of results.entries()) {
    const part = runs[index]?.part;
    if (failure !== null) reporter.failure(failure);
    else if (!interrupted && part !== undefined) await keepNames(job, part);
  }
  if (interrupted) {
    reporter.say(`Interrupted. The changes under way were finished; ${restOf(plan, options)}.`);
  }
  const failure = results.find((result) => result.failure !== null)?.failure ?? null;
  const wrote = results.some((result) => result.wrote);
  return { plan, outcomes, failure, wrote, interrupted, declined: false };
}

function forecasted(plan: Plan, { accounts, mark }: ExecuteOptions): Plan {
  return withForecasts(plan, (id, changes) => {
    const account = [...accounts].find(([known]) => known === id)?.[1];
    return account?.forecast?.(changes, mark !== undefined) ?? null;
  });
}

function restOf({ undoes }: Plan, { mark }: ExecuteOptions): string {
  if (undoes !== undefined) return `use adsync undo ${undoes.join(' and adsync undo ')} for the rest`;
  return mark === undefined ? 'run apply again for the rest' : 'make a new plan for the rest, or use retry';
}

interface Moment {
  readonly at: Date;
  /** null = nobody counts. */
  readonly sent: number | null;
}

function sentBy(runs: readonly AccountRun[]): number | null {
  const counts = runs.map(({ locked }) => locked.sent?.() ?? null);
  return counts.reduce((sum, count) => (sum === null || count === null ? null : sum + count), 0);
}

function spentSince(before: Moment, after: Moment, plan: Plan): Spent | null {
  if (before.sent === null || after.sent === null) return null;
  const seconds = Math.round(Math.max(0, after.at.getTime() - before.at.getTime()) / 1000);
  return { forecast: wholeForecast(plan), calls: after.sent - before.sent, seconds };
}

/** What is made in one account. */
interface AccountRun {
  readonly part: Plan;
  readonly locked: Locked;
  readonly account: Account;
}

function runsOf(plan: Plan, { locked, accounts }: ExecuteOptions): AccountRun[] {
  return locked.flatMap((one): AccountRun[] => {
    const account = accounts.get(one.id);
    const isPlanned = plan.targets.some(({ id }) => id === one.id);
    return account === undefined || !isPlanned ? [] : [{ part: partOf(plan, one.id), locked: one, account }];
  });
}

/**
 * One after the other: each account has a journal of its own. What keeps a run from being recorded ends everything only
 * as long as nothing was made.
 */
async function runAll(
  job: ApplyJob,
  of: number,
  runs: readonly AccountRun[],
  options: ExecuteOptions,
): Promise<RecordedResult[]> {
  const results: RecordedResult[] = [];
  for (const run of runs) {
    const ended = results.flatMap(({ outcomes }) => outcomes.filter(({ result }) => result !== 'notApproved')).length;
    // A run that was told to stop begins nothing in the accounts that follow: they are not even marked as run.
    if (ended > 0 && job.surroundings.signal.aborted) {
      results.push({ outcomes: skipped(run, 'the run was interrupted before'), failure: null, wrote: false });
      continue;
    }
    const one = runOne(job, run, options, { ended, of });
    const wrote = results.some((result) => result.wrote);
    results.push(wrote ? await one.catch((error: unknown) => notMade(run, error)) : await one);
  }
  return results;
}

async function runOne(
  job: ApplyJob,
  { part, locked, account }: AccountRun,
  { command, only, approved, kinds, mark, recordsIdle = true, beforeFirst }: ExecuteOptions,
  counting: Count,
): Promise<RecordedResult> {
  const { target, id, checkLock } = locked;
  const left = leftOut(part, approved ?? null);
  // An account in which nothing was approved has no run, and its part of a saved plan is not spent.
  if (left.length === part.changes.length) return { outcomes: left, failure: null, wrote: false };
  const idle = recordsIdle ? null : idleOutcomes(part);
  if (idle !== null) return { outcomes: idle, failure: null, wrote: false };
  const workbook = approved?.workbook === undefined ? {} : { workbook: approved.workbook };
  return await recordedRun(job, part, {
    concurrent: target.concurrent,
    account,
    checkLock,
    command,
    only,
    approved: approved ?? null,
    ...workbook,
    ...(kinds === undefined ? {} : { kinds }),
    counting,
    ...(mark === undefined ? {} : { mark }),
    ...(beforeFirst === undefined ? {} : { beforeFirst: () => beforeFirst(id) }),
  });
}

/** What becomes of a part in which nothing can be made; null where something can. */
function idleOutcomes({ changes }: Plan): Outcome[] | null {
  if (changes.some(({ held, blocked }) => held === null && blocked === undefined)) return null;
  return changes.map(
    ({ id, held, blocked }): Outcome =>
      held === null && blocked !== undefined
        ? { change: id, result: 'failed', ...blocked }
        : { change: id, result: 'skipped', text: `held by ${held?.limit ?? ''}` },
  );
}

function notMade(run: AccountRun, error: unknown): RecordedResult {
  if (!(error instanceof Failure)) throw error;
  return { outcomes: skipped(run, 'the run was given up before'), failure: error, wrote: false };
}

function skipped({ part }: AccountRun, text: string): Outcome[] {
  return part.changes.map(({ id }): Outcome => ({ change: id, result: 'skipped', text }));
}

/** What was applied is done, whether or not anybody will remember what names meant. */
async function keepNames({ stateDir, reporter }: ApplyJob, part: Plan): Promise<void> {
  await rememberNames(stateDir, part).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    reporter.failure(error);
  });
}
