import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../core/failure.ts';
import type { Plan } from '../core/model.ts';
import { savingOf } from '../core/plan-mark.ts';
import { errnoOf } from '../files/write-failure.ts';

/**
 * Notes that a plan is spent, before its first change is made. Each saving of a plan has a file of its own, created
 * exclusively, so that of two runs with one plan only the first goes on. Where the state folder is not shared the marks
 * in the account tell (core/plan-mark.ts).
 *
 * @param stateDir is created where it is missing
 * @throws Failure PLAN_SPENT, STATE_UNWRITABLE
 */
export async function spend(plan: Plan, stateDir: string, now: Date): Promise<void> {
  const folder = join(stateDir, 'spent');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(join(folder, savingOf(plan).replace(/[ :]/g, '')), 'wx', 0o600);
    try {
      await file.writeFile(`${now.toISOString()}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (errnoOf(cause) === 'EEXIST') {
      const text = `The plan ${savingOf(plan)} was applied before; a plan is applied once.`;
      throw new Failure('PLAN_SPENT', text, 'Make a new plan: it shows what is left to do.', { cause });
    }
    const text = `The state folder ${stateDir} cannot be written, so nobody could tell that the plan is spent.`;
    throw new Failure('STATE_UNWRITABLE', text, 'Look at who may write there, or name another with --state-dir.', {
      cause,
    });
  }
}
