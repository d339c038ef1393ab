import { type TargetId, targetId } from '../core/target-id.ts';
import { withoutControls } from '../core/text.ts';
import { Failure } from '../core/failure.ts';
import type { RunResult } from '../plan/exit.ts';
import { withPlanId } from '../plan/assemble.ts';
import { heldSets } from '../plan/held-sets.ts';
import type { Reason, SavedPlan } from '../plan/model.ts';
import { pastChanges } from '../plan/undo/past.ts';
import { type UndoneRun, undoPlan } from '../plan/undo/undo-plan.ts';
import { SAVED_ID_BYTES, sealed } from '../planfile/seal.ts';
import type { Account } from '../targets/target.ts';
import { brokenBefore } from './broken-runs.ts';
import { execute } from './execute.ts';
import { rememberHolds } from './holds.ts';
import type { ApplyJob, Job, PlanWishes } from './job.ts';
import { readRun, type RunRecord } from './journal-read.ts';
import { type OpenTarget, withTargets } from './open-target.ts';
import { settleRuns } from './recover.ts';
import { review } from './review.ts';
import { callsOf, runsToUndo } from './runs-to-undo.ts';
import { timeText } from './sentences.ts';
import { type Locked, withLock } from './with-lock.ts';

/** What may be asked of an undo. */
export interface UndoWishes extends Omit<PlanWishes, 'refresh'> {
  /** Part of the name of a run; null = the last one that changed something. */
  readonly run: string | null;
}

/**
 * Puts back what a run has changed: makes the plan of it, shows it, asks, carries it out like a saved plan, and says what
 * became of it.
 *
 * @throws Failure NO_RUN, RUN_…, when the plan cannot be made, or another run is at work
 */
export async function runUndo(job: ApplyJob, wishes: UndoWishes): Promise<RunResult> {
  return await withLock(job, 'adsync undo', async ({ open }) => {
    const { plan, accounts } = await planUndo(job, open, wishes);
    return await execute(job, plan, { locked: open, accounts, command: 'undo', only: wishes.only });
  });
}

/** The plan of the undo; changes nothing. @throws Failure as {@link runUndo} */
export async function runUndoPlan(job: Job, wishes: UndoWishes): Promise<SavedPlan> {
  return await withTargets(job, async ({ open }) => {
    const broken = await brokenBefore(job, open);
    const identified: Chosen[] = [];
    for (const one of open) {
      const id = targetId(one.chosen.type, await one.target.identify());
      identified.push({ ...one, id, broken: broken.get(id) ?? [] });
    }
    return (await planUndo(job, identified, wishes)).plan;
  });
}

type Chosen = OpenTarget & Pick<Locked, 'id' | 'broken'>;

interface Planned {
  readonly plan: SavedPlan;
  readonly accounts: ReadonlyMap<TargetId, Account>;
}

async function planUndo(job: Job, open: readonly Chosen[], wishes: UndoWishes): Promise<Planned> {
  const { settings, stateDir, surroundings, reporter } = job;
  const now = surroundings.now();
  const { adsyncVersion } = surroundings;
  const found = await runsToUndo({
    stateDir,
    accounts: open.map(({ id }) => id),
    run: wishes.run,
    now,
    adsyncVersion,
    reporter,
  });
  const accounts = new Map<TargetId, Account>();
  const undone: UndoneRun[] = [];
  const chosen = open.filter(({ id }) => found.some(({ head }) => head.target === id));
  for (const one of chosen) {
    const record = found.find(({ head }) => head.target === one.id);
    if (record === undefined) continue;
    const { account, ...run } = await undoOne(job, one, record);
    accounts.set(one.id, account);
    undone.push(run);
  }
  reporter.progress(null);
  const head = { settings, directory: settings.directory, adsyncVersion, createdAt: now.toISOString() };
  const made = sealed(undoPlan(head, undone), surroundings.randomBytes(SAVED_ID_BYTES), null);
  const locked = chosen.map(({ id, target }) => ({ id, target }));
  // What the review holds is part of the plan, and so of its id.
  const plan = withPlanId(await review(job, made, { locked, accounts, wishes, given: [] }));
  await rememberHolds(stateDir, heldSets(plan.changes)).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    reporter.detail(error.message);
  });
  return { plan, accounts };
}

async function undoOne(
  job: Job,
  { target, chosen, broken }: Chosen,
  record: RunRecord,
): Promise<UndoneRun & { readonly account: Account }> {
  const { stateDir, reporter } = job;
  const options = {
    thorough: false,
    progress: (text: string): void => {
      reporter.progress(text);
    },
  };
  let account = await target.read(options);
  await settleRuns(job, broken, account);
  // What became of calls that were under way stands there now.
  const { head, ...rest } = (await readRun(stateDir, record.head.run)) ?? record;
  const past = pastChanges(callsOf({ head, ...rest }));
  const why = `puts back what the run of ${timeText(head.at)} changed`;
  const reason: Reason = { code: 'UNDO', text: withoutControls(why), line: null, path: [] };
  for (;;) {
    const found = account.undo(past, reason);
    if (found.kind === 'undoing') {
      return { run: head.run, undoing: found, rules: chosen.kind.savedRules.fields, account };
    }
    account = await account.readMore(found.ids, options);
  }
}
