import { Failure } from '../core/failure.ts';
import { accountOf, type TargetId } from '../core/target-id.ts';
import type { Change } from '../plan/model.ts';
import { isMade, type RunResult, NOTHING_LEFT } from '../plan/exit.ts';
import { narrowPlan } from '../plan/narrow.ts';
import { isAbout } from '../plan/not-made.ts';
import { counted } from '../core/counted.ts';
import { execute } from './execute.ts';
import type { ApplyJob, PlanWishes } from './job.ts';
import type { ChangeLine } from './journal-lines.ts';
import type { RunRecord } from './journal-read.ts';
import { lastRun } from './last-run.ts';
import { planNow } from './plan.ts';
import { settleLocked } from './recover.ts';
import { foreignText, futureText, timeText } from './sentences.ts';
import { type Locked, type LockedTargets, withLock } from './with-lock.ts';

/**
 * Plans anew, and executes what concerns the users and groups that the last run left undone.
 *
 * @throws Failure NO_RUN, RUN_DAMAGED; when the plan cannot be made, or another run is at work
 */
export async function runRetry(job: ApplyJob, wishes: PlanWishes): Promise<RunResult> {
  return await withLock(job, 'adsync retry', async (locked) => {
    const { reporter } = job;
    const last = await findLast(job, locked.open);
    const left = new Map([...last].map(([id, record]) => [id, leftUndone(record)]));
    const when = [...last.values()].map(({ head }) => timeText(head.at)).join(' and ');
    const count = [...left.values()].reduce((sum, { length }) => sum + length, 0);
    if (count === 0) {
      reporter.answer(`The run of ${when} made all its changes: there is nothing to try again.`);
      return nothingLeft(locked);
    }
    const { plan: whole, accounts } = await planNow(job, locked, wishes);
    await settleLocked(job, locked.open, accounts);
    const about = new Map<string, (change: Change) => boolean>(
      [...left].map(([id, subjects]) => [id, isAbout(subjects)]),
    );
    const plan = narrowPlan(whole, (change) => about.get(change.target)?.(change) ?? false);
    if (plan.changes.length === 0) {
      reporter.answer(`The run of ${when} left ${counted(count, 'change')} undone; none of them is needed any more.`);
      return nothingLeft(locked);
    }
    return await execute(job, plan, { locked: locked.open, accounts, command: 'retry', only: wishes.only });
  });
}

/** @throws Failure what an account was lost to: what its last run left undone is not known */
function nothingLeft({ lost: [first] }: LockedTargets): RunResult {
  if (first !== undefined) throw first.failure;
  return NOTHING_LEFT;
}

/** The last run of each account that had one. @throws Failure NO_RUN */
async function findLast(
  { stateDir, surroundings, reporter }: ApplyJob,
  locked: readonly Locked[],
): Promise<Map<TargetId, RunRecord>> {
  const found = new Map<TargetId, RunRecord>();
  for (const { id } of locked) {
    const { run, future, foreign } = await lastRun(stateDir, id, surroundings.now());
    for (const text of [...foreign.map(foreignText), ...future.map(futureText)]) reporter.say(text);
    if (run !== null) found.set(id, run);
  }
  if (found.size > 0) return found;
  const accounts = locked.map(({ id }) => accountOf(id)).join(', ');
  const text = `There is no record of a run for account ${accounts} in ${stateDir}.`;
  throw new Failure('NO_RUN', text, 'Name the folder with --state-dir, or use adsync apply.');
}

/** @throws Failure RUN_DAMAGED */
function leftUndone({ head, changes, outcomes }: RunRecord): ChangeLine[] {
  if (changes.length < head.changes) {
    const text = `The journal of the run of ${timeText(head.at)} is damaged: it names ${changes.length} of ${counted(head.changes, 'change')}, so what that run left undone is not known.`;
    throw new Failure('RUN_DAMAGED', text, 'Use adsync apply: it plans everything that is left.');
  }
  return changes.filter(({ id }) => !isMade(outcomes.get(id) ?? { result: 'skipped' }));
}
