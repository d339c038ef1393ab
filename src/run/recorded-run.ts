import { randomBytes } from 'node:crypto';
import { Failure } from '../core/failure.ts';
import { type ApplyRunResult, applyPlan } from './apply-plan.ts';
import { approvalsUsed } from './approvals-used.ts';
import { openJournal, type RunJournal } from './journal.ts';
import type { Context } from '../cli/context.ts';
import { newProgress, writeLine } from '../cli/progress.ts';
import type { Locked } from './with-lock.ts';
import type { Planned } from './plan.ts';

export interface Recorded {
  /** The command that makes the changes: apply, retry. */
  readonly command: string;
  readonly stateDir: string;
  /** Of whom the approved ids of the command line let through a part only; empty = everybody. */
  readonly only: readonly string[];
  readonly checkLock: Locked['checkLock'];
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
 * Executes a plan with a journal, and shows how far it is.
 *
 * @throws Failure STATE_UNWRITABLE when the journal cannot be begun, and what `beforeFirst` throws: nothing was changed
 */
export async function recordedRun(context: Context, planned: Planned, options: Recorded): Promise<RecordedResult> {
  const { command, stateDir, only, checkLock } = options;
  const suffix = randomBytes(3).toString('hex');
  const now = (): Date => new Date();
  const { plan } = planned;
  const approved = approvalsUsed(plan);
  const journal = await openJournal({ stateDir, plan, command, approved, only, suffix, now, mayGoOn: checkLock });
  const result = await run(context, planned, journal, options).catch(async (error: unknown) => {
    await journal
      .close('gaveUp', error instanceof Failure ? context.mask(error.message) : 'an error inside adsync')
      .catch(noMore);
    throw error;
  });
  const { failure } = result;
  const end = failure !== null ? 'gaveUp' : context.signal.aborted ? 'interrupted' : 'done';
  const unrecorded = await journal.close(end, context.mask(failure?.message ?? '')).then(noMore, (error: unknown) => {
    if (error instanceof Failure) return error;
    throw error;
  });
  return { ...result, failure: failure ?? unrecorded, wrote: journal.hasWritten() };
}

function noMore(): null {
  return null;
}

async function run(
  context: Context,
  { plan, account, settings, target }: Planned,
  journal: RunJournal,
  { beforeFirst, mark }: Recorded,
): Promise<ApplyRunResult> {
  await beforeFirst?.();
  const progress = newProgress(context);
  let settled = 0;
  const { signal } = context;
  function onAbort(): void {
    progress.clear();
    writeLine(context, 'Interrupted: finishing the changes under way. A second signal ends at once.');
  }
  signal.addEventListener('abort', onAbort);
  return await applyPlan({
    plan,
    account,
    target,
    concurrent: settings.rescue.requests.concurrent,
    signal,
    journal,
    mark: mark ?? null,
    onOutcome(change, { result: word, text }) {
      settled += 1;
      progress.show(`${settled} of ${plan.changes.length}: ${change.name} ${word}${text === '' ? '' : `: ${text}`}`);
    },
  }).finally(() => {
    signal.removeEventListener('abort', onAbort);
    progress.clear();
  });
}
