import { resolve } from 'node:path';
import { counted } from '../core/counted.ts';
import { Failure } from '../core/failure.ts';
import { accountOf, type TargetId } from '../core/target-id.ts';
import { type ApprovedChanges, approvalsFor } from '../plan/approved-changes.ts';
import { cannotApply, otherAccount } from '../plan/can-apply.ts';
import { refuseContradictions } from '../plan/consistent.ts';
import type { RunResult } from '../plan/exit.ts';
import type { SavedPlan } from '../plan/model.ts';
import { planMark } from '../plan/saving.ts';
import { planKeyOf } from '../planfile/key.ts';
import { refuseSpent, spend } from '../planfile/ledger.ts';
import { loadPlan } from '../planfile/load.ts';
import type { Account } from '../targets/target.ts';
import { type ChosenTarget, rulesFrom } from './chosen-targets.ts';
import { readApproved } from './approved.ts';
import { execute } from './execute.ts';
import type { ApplyJob, PlanWishes } from './job.ts';
import type { LostTarget } from './open-target.ts';
import { settleLocked } from './recover.ts';
import { review } from './review.ts';
import { type Locked, withLock } from './with-lock.ts';

/**
 * Applies a saved plan as it was reviewed, or not at all: the directory is not even looked at. The file may have been in
 * anybody's hands, so all that can be told without the directory is told anew. The plan goes one way, station by station,
 * and each of them may refuse it.
 *
 * @param path of the file, as the user named it
 * @param workbook the workbook in which its changes were approved, as the user named it; null = all of the plan is wanted
 * @throws Failure PLAN_…, WORKBOOK_…, APPROVAL_…, GROUP_IDENTITY_CHANGED when it must not be applied; LOCKED
 */
export async function runApplySaved(
  job: ApplyJob,
  path: string,
  wishes: Omit<PlanWishes, 'refresh'>,
  workbook: string | null = null,
): Promise<RunResult> {
  // Whole, unaltered, signed; and it shows what it does.
  const saved = await load(job, path);
  // The workbook shows the same plan, and what is approved in it can stand alone.
  const approved = workbook === null ? null : await readApproved(job, saved, workbook);
  const { reporter } = job;
  // It is for sections of this file, and of the ones that were chosen; no other account is opened, or kept from others.
  const targets = choose(saved, job);
  const given = approved === null ? [] : approvalsFor(ofTargets(saved, targets), approved);
  return await withLock({ ...job, targets }, `adsync apply ${path}`, async ({ open, lost }) => {
    // All of these answer, and are the accounts that it was made for.
    const chosen = sameAccounts(saved, open, lost);
    // What the plan meets: the accounts as they are.
    const accounts = await readAccounts(job, chosen);
    // For this file, of today, and not applied before.
    await admit(job, saved, chosen, accounts);
    // Each change is allowed, each name means what it meant, and what is held today is held.
    const plan = await review(job, saved, { locked: chosen, accounts, wishes, given });
    if (approved !== null) reporter.say(approvedText(plan, approved));
    return await execute(job, plan, {
      locked: chosen,
      accounts,
      command: 'apply',
      only: [...wishes.only, ...given.flatMap(({ only }) => only ?? [])],
      ...(approved === null ? {} : { approved }),
      mark: planMark(saved),
      beforeFirst: (id) => spend(saved, { stateDir: job.stateDir, target: id }, job.surroundings.now()),
    });
  });
}

async function load({ surroundings, reporter, kinds }: ApplyJob, path: string): Promise<SavedPlan> {
  const key = planKeyOf(surroundings.env);
  const saved = await loadPlan(resolve(surroundings.cwd, path), key, surroundings.signal);
  refuseContradictions(saved, rulesFrom(kinds));
  if (saved.signature !== undefined && key === null) {
    reporter.say('The plan is signed. Its signature was not checked, for ADSYNC_PLAN_KEY is not set.');
  }
  return saved;
}

/** The part of a plan that is about some targets: an approval for another account is given when that is applied. */
function ofTargets({ changes }: SavedPlan, targets: readonly ChosenTarget[]): Pick<SavedPlan, 'changes'> {
  return { changes: changes.filter(({ target }) => targets.some(({ type }) => target.startsWith(`${type}:`))) };
}

function approvedText({ changes }: SavedPlan, { by, ids }: ApprovedChanges): string {
  const count = changes.filter(({ id }) => ids.has(id)).length;
  return `${count} of ${counted(changes.length, 'change')} ${count === 1 ? 'is' : 'are'} approved in ${by}; the others are left out.`;
}

/** The sections of the file that both the plan and the run are about. @throws Failure PLAN_OTHER_ACCOUNT */
function choose({ targets }: SavedPlan, job: ApplyJob): ChosenTarget[] {
  const found = job.targets.filter(({ type }) => targets.some((section) => section.type === type));
  if (found.length > 0) return found;
  const [planned, asked] = [targets, job.targets].map((all) => all.map(({ type }) => type).join(', '));
  const text = `The plan is for the section ${planned ?? ''} of a file, and the run is about ${asked ?? ''}.`;
  throw new Failure('PLAN_OTHER_ACCOUNT', text, 'Name a section that the plan is for with --target, or leave it out.');
}

/** @throws Failure PLAN_OTHER_ACCOUNT; what an account was lost to */
function sameAccounts({ targets }: SavedPlan, open: readonly Locked[], lost: readonly LostTarget[]): readonly Locked[] {
  for (const { id, chosen } of open) {
    const section = targets.find(({ type }) => type === chosen.type);
    if (section?.id !== id) throw otherAccount(section?.account ?? '', accountOf(id));
  }
  const [gone] = lost;
  if (gone !== undefined) throw gone.failure;
  return open;
}

async function readAccounts(job: ApplyJob, locked: readonly Locked[]): Promise<Map<TargetId, Account>> {
  const { reporter } = job;
  const accounts = new Map<TargetId, Account>();
  const progress = (text: string): void => {
    reporter.progress(text);
  };
  for (const { id, target } of locked) accounts.set(id, await target.read({ thorough: false, progress }));
  reporter.progress(null);
  await settleLocked(job, locked, accounts);
  return accounts;
}

async function admit(
  { settings, stateDir, surroundings }: ApplyJob,
  saved: SavedPlan,
  locked: readonly Locked[],
  accounts: ReadonlyMap<TargetId, Account>,
): Promise<void> {
  const marked = [...accounts.values()].flatMap((account) => account.marked(saved));
  const obstacle = cannotApply(saved, { settings, marked, now: surroundings.now() });
  if (obstacle !== null) throw obstacle;
  for (const { id } of locked) await refuseSpent(saved, { stateDir, target: id });
}
