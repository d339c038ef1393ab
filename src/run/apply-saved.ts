import { resolve } from 'node:path';
import { cannotApply } from '../plan/can-apply.ts';
import { refuseContradictions } from '../plan/consistent.ts';
import type { RunResult } from '../plan/exit.ts';
import type { SavedPlan } from '../plan/model.ts';
import { planMark } from '../plan/saving.ts';
import { planKeyOf } from '../planfile/key.ts';
import { refuseSpent, spend } from '../planfile/ledger.ts';
import { loadPlan } from '../planfile/load.ts';
import type { AccountReading } from '../targets/rescue/planner/account.ts';
import { TYPE } from '../targets/rescue/planner/change.ts';
import { SAVED_RULES } from '../targets/rescue/planner/consistent-change.ts';
import { markedBy } from '../targets/rescue/planner/plan-mark.ts';
import { execute } from './execute.ts';
import type { ApplyJob, PlanWishes } from './job.ts';
import { settleRuns } from './recover.ts';
import { review } from './review.ts';
import { type Locked, withLock } from './with-lock.ts';

/**
 * Applies a saved plan as it was reviewed, or not at all: the directory is not even looked at. The file may have been in
 * anybody's hands, so all that can be told without the directory is told anew. The plan goes one way, station by station,
 * and each of them may refuse it.
 *
 * @param path of the file, as the user named it
 * @throws Failure PLAN_…, APPROVAL_…, GROUP_IDENTITY_CHANGED when it must not be applied; LOCKED
 */
export async function runApplySaved(
  job: ApplyJob,
  path: string,
  wishes: Omit<PlanWishes, 'refresh'>,
): Promise<RunResult> {
  return await withLock(job, `adsync apply ${path}`, async (locked) => {
    // Whole, unaltered, signed; and it shows what it does.
    const saved = await load(job, path);
    // What the plan meets: the account as it is.
    const account = await readAccount(job, locked);
    // For this account and this file, of today, and not applied before.
    await admit(job, saved, account, locked);
    // Each change is allowed, each name means what it meant, and what is held today is held.
    const plan = await review(job, saved, { account, target: locked.target, id: locked.id, wishes });
    return await execute(
      job,
      { plan, account },
      {
        target: locked.target,
        checkLock: locked.checkLock,
        command: 'apply',
        only: wishes.only,
        mark: planMark(saved),
        beforeFirst: () => spend(saved, { stateDir: job.stateDir, target: locked.id }, job.surroundings.now()),
      },
    );
  });
}

async function load({ surroundings, reporter }: ApplyJob, path: string): Promise<SavedPlan> {
  const key = planKeyOf(surroundings.env);
  const saved = await loadPlan(resolve(surroundings.cwd, path), key);
  refuseContradictions(saved, (type) => (type === TYPE ? SAVED_RULES : null));
  if (saved.signature !== undefined && key === null) {
    reporter.say('The plan is signed. Its signature was not checked, for ADSYNC_PLAN_KEY is not set.');
  }
  return saved;
}

async function readAccount(job: ApplyJob, { target, broken }: Locked): Promise<AccountReading> {
  const { reporter } = job;
  const account = await target.read({
    progress: (text) => {
      reporter.progress(text);
    },
  });
  reporter.progress(null);
  await settleRuns(job, broken, account, target);
  return account;
}

async function admit(job: ApplyJob, saved: SavedPlan, account: AccountReading, { id }: Locked): Promise<void> {
  const { settings, stateDir, surroundings } = job;
  const obstacle = cannotApply(saved, {
    settings,
    account: account.account,
    marked: markedBy(saved, account),
    now: surroundings.now(),
  });
  if (obstacle !== null) throw obstacle;
  await refuseSpent(saved, { stateDir, target: id });
}
