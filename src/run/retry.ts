import { Failure } from '../core/failure.ts';
import { accountOf, type TargetId } from '../core/target-id.ts';
import type { Change, FailureKind, Plan } from '../plan/model.ts';
import { type RunResult, NOTHING_LEFT } from '../plan/exit.ts';
import { narrowPlan } from '../plan/narrow.ts';
import { isAbout } from '../plan/not-made.ts';
import { counted } from '../core/counted.ts';
import { execute, type ExecuteOptions } from './execute.ts';
import type { ApplyJob, PlanWishes } from './job.ts';
import type { RunRecord } from './journal-read.ts';
import { type LastRun, lastRun } from './last-run.ts';
import { kindsLeft, leftUndone, ofKinds, type Undone } from './left-undone.ts';
import { notApprovedIn } from './not-approved.ts';
import { planNow } from './plan.ts';
import { settleLocked } from './recover.ts';
import { foreignText, futureText, timeText } from './sentences.ts';
import { type Locked, type LockedTargets, withLock } from './with-lock.ts';

/** What may be asked of a retry. */
export interface RetryWishes extends PlanWishes {
  /** Only what failed in one of these ways; absent or empty = everything that was left undone. */
  readonly kinds?: readonly FailureKind[];
}

/**
 * Plans anew, and executes what concerns the users and groups that the last run left undone.
 *
 * @throws Failure NO_RUN, RUN_DAMAGED; when the plan cannot be made, or another run is at work
 */
export async function runRetry(job: ApplyJob, wishes: RetryWishes): Promise<RunResult> {
  const { only, kinds = [] } = wishes;
  return await withLock(job, 'adsync retry', async (locked) => {
    const { reporter } = job;
    const last = await findLast(job, locked.open);
    const all = new Map([...last].map(([id, { run, before }]) => [id, leftUndone(run, before)]));
    const left = new Map([...all].map(([id, undone]) => [id, ofKinds(undone, kinds)]));
    const when = [...last.values()].map(({ run }) => timeText(run.head.at)).join(' and ');
    const count = [...left.values()].reduce((sum, { length }) => sum + length, 0);
    if (count === 0) {
      reporter.answer(nothingToTry(when, [...all.values()].flat(), kinds));
      return nothingLeft(locked);
    }
    const { plan: whole, accounts } = await planNow(job, locked, wishes);
    await settleLocked(job, locked.open, accounts);
    const about = new Map<string, (change: Change) => boolean>(
      [...left].map(([id, undone]) => [id, isAbout(undone.map(({ change }) => change))]),
    );
    const plan = narrowPlan(whole, (change) => about.get(change.target)?.(change) ?? false);
    if (plan.changes.length === 0) {
      const what = kinds.length === 0 ? 'undone' : `undone for ${kinds.join(' or ')}`;
      reporter.answer(`The run of ${when} left ${counted(count, 'change')} ${what}; none of them is needed any more.`);
      return nothingLeft(locked);
    }
    const part = kinds.length === 0 ? {} : { kinds };
    return await execute(job, plan, {
      locked: locked.open,
      accounts,
      command: 'retry',
      only,
      ...stillApproved(plan, last),
      ...part,
    });
  });
}

/**
 * Whoever approved some changes of a plan left out others, and what is tried again may bring these along: another step of
 * the same person, or something that it needs. They are still not to be made.
 */
function stillApproved(plan: Plan, last: ReadonlyMap<string, Last>): Pick<ExecuteOptions, 'approved'> {
  const left = new Map([...last].map(([id, { run, before }]) => [id, notApprovedIn([run, ...before])]));
  const free = plan.changes.filter((change) => left.get(change.target)?.isLeft(change) !== true);
  if (free.length === plan.changes.length) return {};
  const files = [...left.values()].flatMap(({ files: named }) => named);
  return { approved: { by: [...new Set(files)].join(', '), ids: new Set(free.map(({ id }) => id)) } };
}

function nothingToTry(when: string, undone: readonly Undone[], kinds: readonly FailureKind[]): string {
  if (undone.length === 0) return `The run of ${when} made all its changes: there is nothing to try again.`;
  const failed = kindsLeft(undone);
  const others = failed === '' ? 'what it left undone did not fail; adsync retry tries all of it' : `it left ${failed}`;
  return `No change of the run of ${when} has failed for ${kinds.join(' or ')}: ${others}.`;
}

/** @throws Failure what an account was lost to: what its last run left undone is not known */
function nothingLeft({ lost: [first] }: LockedTargets): RunResult {
  if (first !== undefined) throw first.failure;
  return NOTHING_LEFT;
}

type Last = Pick<LastRun, 'before'> & { readonly run: RunRecord };

/** The last run of each account that had one. @throws Failure NO_RUN */
async function findLast(
  { stateDir, surroundings, reporter }: ApplyJob,
  locked: readonly Locked[],
): Promise<Map<TargetId, Last>> {
  const found = new Map<TargetId, Last>();
  for (const { id } of locked) {
    const { run, before, future, foreign } = await lastRun(stateDir, id, surroundings.now());
    for (const text of [...foreign.map(foreignText), ...future.map(futureText)]) reporter.say(text);
    if (run !== null) found.set(id, { run, before });
  }
  if (found.size > 0) return found;
  const accounts = locked.map(({ id }) => accountOf(id)).join(', ');
  const text = `There is no record of a run for account ${accounts} in ${stateDir}.`;
  throw new Failure('NO_RUN', text, 'Name the folder with --state-dir, or use adsync apply.');
}
