import { applyExitCode } from '../plan/exit.ts';
import { Failure } from '../core/failure.ts';
import type { Plan } from '../plan/model.ts';
import { renderOutcomes } from '../render/outcomes.ts';
import { RENDERERS } from '../render/renderers.ts';
import { rememberNames } from '../run/names.ts';
import { labelsOf } from '../targets/labels.ts';
import { consent } from './consent.ts';
import type { Context } from './context.ts';
import { printError } from './errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { writeLine } from './progress.ts';
import { type Recorded, type RecordedResult, recordedRun } from './recorded-run.ts';
import { interruptedCode } from './signals.ts';
import type { Planned } from './with-plan.ts';

export interface ExecuteOptions extends Recorded {
  readonly yes: boolean;
}

/**
 * Shows the plan, asks, executes it, and says what became of it. Every call is in the journal before it is sent.
 *
 * @throws Failure LOCK_LOST, STATE_UNREADABLE, STATE_UNWRITABLE, and what `beforeFirst` throws
 */
export async function execute(context: Context, planned: Planned, options: ExecuteOptions): Promise<ExitCode> {
  const { plan } = planned;
  const { stdout } = context.terminal;
  const shown = context.mask(plan);
  await RENDERERS.text(shown, labelsOf, stdout);
  if (plan.changes.length === 0) {
    await keepNames(context, plan, options.stateDir);
    return applyExitCode(plan, []);
  }
  if (!options.yes && !(await consent(plan, context))) {
    writeLine(context, 'Nothing was changed.');
    return EXIT.failed;
  }
  // The answer may have taken a night.
  await options.checkLock();

  const { outcomes, failure, wrote } = await recordedRun(context, planned, options);
  stdout.write(`\n${renderOutcomes(shown, context.mask(outcomes), stdout)}`);
  if (failure !== null) printError(failure, context);
  else if (!context.signal.aborted) await keepNames(context, plan, options.stateDir);
  const rest =
    options.mark === undefined ? 'run apply again for the rest' : 'make a new plan for the rest, or use retry';
  return exitCodeOf(context, plan, { outcomes, failure, wrote }, rest);
}

/** What was applied is done, whether or not anybody will remember what names meant. */
async function keepNames(context: Context, plan: Plan, stateDir: string): Promise<void> {
  await rememberNames(stateDir, plan).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    printError(error, context);
  });
}

function exitCodeOf(
  context: Context,
  plan: Plan,
  { outcomes, failure, wrote }: RecordedResult,
  rest: string,
): ExitCode {
  const interrupted = interruptedCode(context.signal);
  if (interrupted !== null) {
    writeLine(context, `Interrupted. The changes under way were finished; ${rest}.`);
    return wrote ? interrupted : EXIT.failed;
  }
  if (failure !== null && !wrote) return EXIT.failed;
  return failure === null ? applyExitCode(plan, outcomes) : EXIT.incomplete;
}
