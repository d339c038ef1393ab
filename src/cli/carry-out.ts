import { resolve } from 'node:path';
import { approve, cannotApply } from '../core/can-apply.ts';
import { checkSavedNames } from '../core/known-names.ts';
import { planMark } from '../core/plan-mark.ts';
import { loadPlan } from '../planfile/load.ts';
import { refuseSpent, spend } from '../planfile/ledger.ts';
import { recallHolds } from '../run/holds.ts';
import { recallNames } from '../run/names.ts';
import { mustBeAskable } from './consent.ts';
import type { Context } from './context.ts';
import { execute } from './execute.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { settleRuns } from './settle-runs.ts';
import { type Locked, withLock } from './with-lock.ts';
import { planNow, type PlanWishes } from './with-plan.ts';

export interface ApplyOptions extends PlanWishes {
  readonly yes: boolean;
  /** A saved plan to be applied as it is; null = make one now. */
  readonly plan: string | null;
}

/**
 * Plans, shows the plan, asks, executes it and says what became of it.
 *
 * @throws Failure when nobody can be asked, the plan cannot be made, or another run is at work
 */
export async function carryOut(context: Context, options: ApplyOptions): Promise<ExitCode> {
  const { yes, plan, stateDir } = options;
  if (!yes) mustBeAskable(context, 'apply');
  const wishes = { stateDir, command: plan === null ? 'adsync apply' : `adsync apply ${plan}` };
  const code = await withLock(context, wishes, (locked) =>
    plan === null ? executeNew(locked, options, context) : executeSaved(plan, locked, options, context),
  );
  return code ?? EXIT.failed;
}

async function executeNew(locked: Locked, options: ApplyOptions, context: Context): Promise<ExitCode> {
  const planned = await planNow(context, locked, options);
  await settleRuns(context, locked.broken, planned.account, locked.target);
  return await execute(context, planned, { ...options, command: 'apply', checkLock: locked.checkLock });
}

/** A saved plan is applied as it was reviewed, or not at all: the directory is not even looked at. */
async function executeSaved(
  path: string,
  { settings, target, progress, broken, checkLock }: Locked,
  options: ApplyOptions,
  context: Context,
): Promise<ExitCode> {
  const saved = await loadPlan(resolve(context.cwd, path));
  progress.show('reading the organization tree of the account');
  const account = await target.read();
  progress.clear();
  await settleRuns(context, broken, account, target);
  const obstacle = cannotApply(saved, { settings, account, now: new Date() });
  if (obstacle !== null) throw obstacle;
  await refuseSpent(saved, options.stateDir);
  const known = await recallNames(options.stateDir, account.account);
  const ofFile = settings.approve.map(({ id }) => id);
  const named = checkSavedNames(saved, known, [...options.approved, ...ofFile]);
  const ids = options.approved.filter((id) => !named.includes(id));
  const plan = approve(saved, { ids, only: options.only, earlier: await recallHolds(options.stateDir, ids) });
  return await execute(
    context,
    { plan, account, settings, target },
    {
      ...options,
      command: 'apply',
      checkLock,
      beforeFirst: () => spend(plan, options.stateDir, new Date()),
      mark: planMark(plan),
    },
  );
}
