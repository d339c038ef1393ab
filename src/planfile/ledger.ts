import { access, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errnoOf } from '../core/errno.ts';
import { Failure } from '../core/failure.ts';
import { makeFolder } from '../files/make-folder.ts';
import { fileNameOf, type TargetId } from '../core/target-id.ts';
import type { SavedPlan } from '../plan/model.ts';
import { savingOf } from '../plan/saving.ts';

/** The folder that notes which plans are spent, and for which account. */
export interface Ledger {
  readonly stateDir: string;
  readonly target: TargetId;
}

const ADVICE = 'Look at who may read and write there, or name another with --state-dir.';

/**
 * Refuses a plan that is spent, so that nobody is asked about it.
 *
 * @throws Failure PLAN_SPENT; STATE_UNREADABLE when it cannot be told
 */
export async function refuseSpent(plan: SavedPlan, ledger: Ledger): Promise<void> {
  // Former versions, which knew one target only, noted the saving alone.
  for (const path of [pathOf(plan, ledger), join(ledger.stateDir, 'spent', plan.savedId)]) {
    if (await isThere(path, ledger)) throw spent(plan);
  }
}

async function isThere(path: string, { stateDir }: Ledger): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return false;
    const text = `${join(stateDir, 'spent')} cannot be read, so nobody can tell whether the plan is spent.`;
    throw new Failure('STATE_UNREADABLE', text, ADVICE, { cause });
  }
}

/**
 * Notes that a plan is spent for an account, before its first change is made there. Each saving of a plan has a file of
 * its own for each account (`spent/<saving>.<type>-<account>`), created exclusively: of two runs with one plan only the
 * first goes on. Where the state folder is not shared, the marks in the account tell (`marked` of targets/target.ts).
 *
 * @param ledger its state folder is created where it is missing
 * @throws Failure PLAN_SPENT, STATE_UNWRITABLE
 */
export async function spend(plan: SavedPlan, ledger: Ledger, now: Date): Promise<void> {
  const { stateDir } = ledger;
  const path = pathOf(plan, ledger);
  try {
    await makeFolder(dirname(path), 0o700);
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${now.toISOString()}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (errnoOf(cause) === 'EEXIST') throw spent(plan);
    const text = `The state folder ${stateDir} cannot be written, so nobody could tell that the plan is spent.`;
    throw new Failure('STATE_UNWRITABLE', text, ADVICE, { cause });
  }
}

function pathOf(plan: SavedPlan, { stateDir, target }: Ledger): string {
  return join(stateDir, 'spent', `${plan.savedId}.${fileNameOf(target)}`);
}

function spent(plan: SavedPlan): Failure {
  const text = `The plan ${savingOf(plan)} was applied before; a plan is applied once.`;
  return new Failure('PLAN_SPENT', text, 'Make a new plan: it shows what is left to do.');
}
