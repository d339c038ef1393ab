import { counted } from '../core/counted.ts';
import { Failure } from '../core/failure.ts';
import { narrowPlan } from '../plan/narrow.ts';
import { isAbout } from '../plan/not-made.ts';
import { lastRun } from '../run/last-run.ts';
import { mustBeAskable } from './consent.ts';
import type { Context } from './context.ts';
import { execute } from './execute.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { writeLine } from './progress.ts';
import { foreignText, futureText, timeText } from './run-text.ts';
import { settleRuns } from './settle-runs.ts';
import { type Locked, withLock } from './with-lock.ts';
import { planNow, type PlanWishes } from './with-plan.ts';

export interface RetryOptions extends PlanWishes {
  readonly yes: boolean;
}

/**
 * Plans anew, and executes what concerns the users and groups that the last run left undone.
 *
 * @throws Failure when there was no run, its journal is damaged, nobody can be asked, the plan cannot be made, or another run is at work
 */
export async function tryAgain(context: Context, options: RetryOptions): Promise<ExitCode> {
  const { yes, stateDir } = options;
  if (!yes) mustBeAskable(context, 'retry');
  const code = await withLock(context, { stateDir, command: 'adsync retry' }, (locked) =>
    retryLast(locked, options, context),
  );
  return code ?? EXIT.failed;
}

async function retryLast(locked: Locked, options: RetryOptions, context: Context): Promise<ExitCode> {
  const { run: last, future, foreign } = await lastRun(options.stateDir, locked.account, new Date());
  for (const text of [...foreign.map(foreignText), ...future.map(futureText)]) writeLine(context, text);
  if (last === null) {
    const text = `There is no record of a run for account ${locked.account} in ${options.stateDir}.`;
    throw new Failure('NO_RUN', text, 'Name the folder with --state-dir, or use adsync apply.');
  }
  const { stdout } = context.terminal;
  const when = timeText(last.head.at);
  if (last.changes.length < last.head.changes) {
    const text = `The journal of the run of ${when} is damaged: it names ${last.changes.length} of ${counted(last.head.changes, 'change')}, so what that run left undone is not known.`;
    throw new Failure('RUN_DAMAGED', text, 'Use adsync apply: it plans everything that is left.');
  }
  const left = last.changes.filter(({ id }) => last.outcomes.get(id)?.result !== 'done');
  if (left.length === 0) {
    stdout.write(`The run of ${when} made all its changes: there is nothing to try again.\n`);
    return EXIT.done;
  }
  const planned = await planNow(context, locked, options);
  await settleRuns(context, locked.broken, planned.account, locked.target);
  const plan = narrowPlan(planned.plan, isAbout(left));
  if (plan.changes.length === 0) {
    stdout.write(
      `The run of ${when} left ${counted(left.length, 'change')} undone; none of them is needed any more.\n`,
    );
    return EXIT.done;
  }
  return await execute(context, { ...planned, plan }, { ...options, command: 'retry', checkLock: locked.checkLock });
}
