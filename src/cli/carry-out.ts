import { resolve } from 'node:path';
import { cannotApply } from '../plan/can-apply.ts';
import { refuseForbidden } from '../targets/rescue/planner/forbidden.ts';
import { holdSaved } from '../targets/rescue/planner/holds.ts';
import { approvalsOf } from '../plan/judge.ts';
import { checkSavedNames } from '../targets/rescue/planner/known-names.ts';
import type { AccountReading } from '../targets/rescue/planner/account.ts';
import type { Plan } from '../plan/model.ts';
import { markedBy } from '../targets/rescue/planner/plan-mark.ts';
import { planMark } from '../plan/saving.ts';
import { loadPlan } from '../planfile/load.ts';
import { refuseSpent, spend } from '../planfile/ledger.ts';
import { recallHolds } from '../run/holds.ts';
import { recallNames } from '../run/names.ts';
import { readPast } from '../run/past.ts';
import { mustBeAskable } from './consent.ts';
import type { Context } from './context.ts';
import { execute } from './execute.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { planKeyOf } from './plan-key.ts';
import { writeLine } from './progress.ts';
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

/**
 * A saved plan is applied as it was reviewed, or not at all: the directory is not even looked at. The file may have been
 * in anybody's hands, so all that can be told without it is told anew.
 */
async function executeSaved(
  path: string,
  { settings, target, progress, broken, checkLock }: Locked,
  options: ApplyOptions,
  context: Context,
): Promise<ExitCode> {
  const { stateDir } = options;
  const key = planKeyOf(context.env);
  const saved = await loadPlan(resolve(context.cwd, path), key);
  if (saved.signature !== undefined && key === null) {
    writeLine(context, 'The plan is signed. Its signature was not checked, for ADSYNC_PLAN_KEY is not set.');
  }
  progress.show('reading the organization tree of the account');
  const account = await target.read();
  progress.clear();
  await settleRuns(context, broken, account, target);
  const obstacle = cannotApply(saved, {
    settings,
    account: account.account,
    marked: markedBy(saved, account),
    now: new Date(),
  });
  if (obstacle !== null) throw obstacle;
  await refuseSpent(saved, stateDir);
  refuseForbidden(saved, settings, account);
  const given = approvalsOf(settings, options.approved, options.only);
  const known = await recallNames(stateDir, account.account);
  const named = checkSavedNames(
    saved,
    known,
    given.map(({ id }) => id),
    { settings, account },
  );
  const approvals = given.filter(({ id }) => !named.includes(id));
  const earlier = await recallHolds(
    stateDir,
    approvals.map(({ id }) => id),
  );
  const past = await readPast({ stateDir, account: account.account, settings, now: new Date() });
  const plan = ofAccount(holdSaved(saved, { settings, account, approvals, earlier, past }), account);
  // Nor does an approval let through what no plan may do.
  refuseForbidden(plan, settings, account);
  return await execute(
    context,
    { plan, account, settings, target },
    {
      ...options,
      command: 'apply',
      checkLock,
      beforeFirst: () => spend(saved, stateDir, new Date()),
      mark: planMark(saved),
    },
  );
}

/** The account is shown by the name and address under which it was reached. */
function ofAccount<One extends Plan>(plan: One, { organization, url }: AccountReading): One {
  return { ...plan, targets: plan.targets.map((target) => ({ ...target, organization, url })) };
}
