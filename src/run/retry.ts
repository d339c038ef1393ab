import { Failure } from '../core/failure.ts';
import { accountOf } from '../core/target-id.ts';
import { type RunResult, NOTHING_LEFT } from '../plan/exit.ts';
import { narrowPlan } from '../plan/narrow.ts';
import { isAbout } from '../plan/not-made.ts';
import { counted } from '../core/counted.ts';
import { execute } from './execute.ts';
import type { ApplyJob, PlanWishes } from './job.ts';
import type { ChangeLine } from './journal-lines.ts';
import type { RunRecord } from './journal-read.ts';
import { lastRun } from './last-run.ts';
import { planNow } from './plan.ts';
import { settleRuns } from './recover.ts';
import { foreignText, futureText, timeText } from './sentences.ts';
import { type Locked, withLock } from './with-lock.ts';

/**
 * Plans anew, and executes what concerns the users and groups that the last run left undone.
 *
 * @throws Failure NO_RUN, RUN_DAMAGED; when the plan cannot be made, or another run is at work
 */
export async function runRetry(job: ApplyJob, wishes: PlanWishes): Promise<RunResult> {
  return await withLock(job, 'adsync retry', async (locked) => {
    const { reporter } = job;
    const last = await findLast(job, locked);
    const left = leftUndone(last);
    const when = timeText(last.head.at);
    if (left.length === 0) {
      reporter.answer(`The run of ${when} made all its changes: there is nothing to try again.`);
      return NOTHING_LEFT;
    }
    const { target, checkLock } = locked;
    const planned = await planNow(job, target, wishes);
    await settleRuns(job, locked.broken, planned.account, target);
    const plan = narrowPlan(planned.plan, isAbout(left));
    if (plan.changes.length === 0) {
      const text = `The run of ${when} left ${counted(left.length, 'change')} undone; none of them is needed any more.`;
      reporter.answer(text);
      return NOTHING_LEFT;
    }
    return await execute(job, { ...planned, plan }, { target, checkLock, command: 'retry', only: wishes.only });
  });
}

/** @throws Failure NO_RUN */
async function findLast({ stateDir, surroundings, reporter }: ApplyJob, { id }: Locked): Promise<RunRecord> {
  const { run, future, foreign } = await lastRun(stateDir, id, surroundings.now());
  for (const text of [...foreign.map(foreignText), ...future.map(futureText)]) reporter.say(text);
  if (run !== null) return run;
  const text = `There is no record of a run for account ${accountOf(id)} in ${stateDir}.`;
  throw new Failure('NO_RUN', text, 'Name the folder with --state-dir, or use adsync apply.');
}

/** @throws Failure RUN_DAMAGED */
function leftUndone({ head, changes, outcomes }: RunRecord): ChangeLine[] {
  if (changes.length < head.changes) {
    const text = `The journal of the run of ${timeText(head.at)} is damaged: it names ${changes.length} of ${counted(head.changes, 'change')}, so what that run left undone is not known.`;
    throw new Failure('RUN_DAMAGED', text, 'Use adsync apply: it plans everything that is left.');
  }
  return changes.filter(({ id }) => outcomes.get(id)?.result !== 'done');
}
