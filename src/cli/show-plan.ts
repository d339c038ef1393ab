import { resolve } from 'node:path';
import { planExitCode } from '../plan/exit.ts';
import { Failure } from '../core/failure.ts';
import type { Plan } from '../plan/model.ts';
import type { Secret } from '../core/secret.ts';
import { mustBeReplaceable } from '../files/replaceable.ts';
import { RENDERERS } from '../render/renderers.ts';
import { labelsOf } from '../targets/labels.ts';
import { brokenBefore } from './broken-before.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { planKeyOf } from './plan-key.ts';
import { settleRuns } from './settle-runs.ts';
import { planNow, type PlanWishes, withTarget } from './with-plan.ts';

export interface PlanOptions extends PlanWishes {
  readonly excel: string | null;
  readonly out: string | null;
  /** Whether any file may be replaced. */
  readonly force: boolean;
  readonly json: boolean;
  readonly detailedExitCode: boolean;
}

/** Makes the plan and puts it out in every form that was asked for. */
export async function showPlan(context: Context, options: PlanOptions): Promise<ExitCode> {
  // A key that is unfit is told before anything is read.
  const key = options.out === null ? null : planKeyOf(context.env);
  await checkFiles(context, options);
  const plan = await withTarget(context, async (opened) => {
    const broken = await brokenBefore(context, opened, options.stateDir);
    const { plan: made, account, target } = await planNow(context, opened, options);
    await settleRuns(context, broken, account, target);
    return made;
  });
  if (plan === null) return EXIT.failed;

  // Again, because reading takes a while.
  await checkFiles(context, options);
  await writeFiles(plan, context, options, key);
  const { stdout } = context.terminal;
  await RENDERERS[options.json ? 'json' : 'text'](context.mask(plan), labelsOf, stdout);
  return planExitCode(plan, options.detailedExitCode);
}

/** @throws Failure OUTPUT_TWICE, OUTPUT_NOT_OURS */
async function checkFiles({ cwd }: Context, { excel, out, force }: PlanOptions): Promise<void> {
  if (excel !== null && out !== null && resolve(cwd, excel) === resolve(cwd, out)) {
    throw new Failure('OUTPUT_TWICE', `--excel and --out both name ${out}.`, 'Name two files.');
  }
  if (force) return;
  if (excel !== null) await mustBeReplaceable(resolve(cwd, excel), excel, 'workbook');
  if (out !== null) await mustBeReplaceable(resolve(cwd, out), out, 'plan');
}

async function writeFiles(
  plan: Plan,
  context: Context,
  { excel, out }: PlanOptions,
  key: Secret | null,
): Promise<void> {
  const { writeLine } = await import('./progress.ts');
  if (excel !== null) {
    await RENDERERS.xlsx(context.mask(plan), labelsOf, resolve(context.cwd, excel));
    writeLine(context, `The plan was written to ${excel}.`);
  }
  if (out !== null) {
    const { savePlan } = await import('../planfile/save.ts');
    await savePlan(plan, resolve(context.cwd, out), key);
    writeLine(context, `The plan was ${key === null ? 'saved' : 'signed and saved'} to ${out}.`);
  }
}
