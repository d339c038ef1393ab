import { randomBytes } from 'node:crypto';
import { applyExitCode } from '../core/exit.ts';
import { Failure } from '../core/failure.ts';
import type { Outcome, Plan } from '../core/model.ts';
import { renderOutcomes } from '../render/outcomes.ts';
import { renderText } from '../render/text.ts';
import { type ApplyRunResult, applyPlan } from '../run/apply-run.ts';
import { openJournal, type RunJournal } from '../run/journal.ts';
import { consent } from './consent.ts';
import type { Context } from './context.ts';
import { printError } from './errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { newProgress, writeLine } from './progress.ts';
import { interruptedCode } from './signals.ts';
import type { Locked } from './with-lock.ts';
import type { Planned } from './with-plan.ts';

export interface ExecuteOptions {
  /** The command that makes the changes: apply, retry. */
  readonly command: string;
  readonly yes: boolean;
  readonly stateDir: string;
  readonly checkLock: Locked['checkLock'];
  /** Done after the consent and before the first change; what it throws ends the run. */
  readonly beforeFirst?: () => Promise<void>;
  /** What a saved plan leaves behind in everything it changes. */
  readonly mark?: string;
}

/**
 * Shows the plan, asks, executes it, and says what became of it. Every call is in the journal before it is sent.
 *
 * @throws Failure LOCK_LOST, STATE_UNREADABLE, STATE_UNWRITABLE
 */
export async function execute(context: Context, planned: Planned, options: ExecuteOptions): Promise<ExitCode> {
  const { plan } = planned;
  const { stdout } = context.terminal;
  const style = { color: stdout.color, columns: stdout.columns };
  stdout.write(renderText(plan, style));
  if (plan.changes.length === 0) return applyExitCode(plan, []);
  if (!options.yes && !(await consent(plan, context))) {
    writeLine(context, 'Nothing was changed.');
    return EXIT.failed;
  }
  // The answer may have taken a night.
  await options.checkLock();
  await options.beforeFirst?.();

  const { outcomes, failure } = await recorded(context, planned, options);
  stdout.write(`\n${renderOutcomes(plan, outcomes, style)}`);
  if (failure !== null) printError(failure, context);
  return exitCodeOf(plan, outcomes, failure, context);
}

async function recorded(
  context: Context,
  planned: Planned,
  { command, stateDir, mark, checkLock }: ExecuteOptions,
): Promise<ApplyRunResult> {
  const suffix = randomBytes(3).toString('hex');
  const now = (): Date => new Date();
  const journal = await openJournal({ stateDir, plan: planned.plan, command, suffix, now, mayGoOn: checkLock });
  const result = await run(context, planned, journal, mark ?? null).catch(async (error: unknown) => {
    await journal.close('gaveUp', 'an error inside adsync').catch(() => undefined);
    throw error;
  });
  const { failure } = result;
  const end = failure !== null ? 'gaveUp' : context.signal.aborted ? 'interrupted' : 'done';
  const unrecorded = await journal.close(end, failure?.message ?? '').then(
    () => null,
    (error: unknown) => {
      if (error instanceof Failure) return error;
      throw error;
    },
  );
  return { ...result, failure: failure ?? unrecorded };
}

async function run(
  context: Context,
  { plan, account, settings, target }: Planned,
  journal: RunJournal,
  mark: string | null,
): Promise<ApplyRunResult> {
  const progress = newProgress(context);
  let settled = 0;
  const result = await applyPlan({
    plan,
    account,
    target,
    concurrent: settings.rescue.requests.concurrent,
    signal: context.signal,
    journal,
    mark,
    onOutcome(change, { result: word, text }) {
      settled += 1;
      progress.show(`${settled} of ${plan.changes.length}: ${change.name} ${word}${text === '' ? '' : `: ${text}`}`);
    },
  });
  progress.clear();
  return result;
}

function exitCodeOf(plan: Plan, outcomes: readonly Outcome[], failure: Failure | null, context: Context): ExitCode {
  const wrote = outcomes.some(({ result }) => result === 'done');
  const interrupted = interruptedCode(context.signal);
  if (interrupted !== null) {
    writeLine(context, 'Interrupted. The changes under way were finished; run apply again for the rest.');
    return wrote ? interrupted : EXIT.failed;
  }
  if (failure !== null && !wrote) return EXIT.failed;
  return failure === null ? applyExitCode(plan, outcomes) : EXIT.incomplete;
}
