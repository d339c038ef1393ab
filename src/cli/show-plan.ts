import { resolve } from 'node:path';
import { planExitCode } from '../core/exit.ts';
import type { Plan } from '../core/model.ts';
import type { Secret } from '../core/secret.ts';
import { brokenBefore } from './broken-before.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { planKeyOf } from './plan-key.ts';
import { settleRuns } from './settle-runs.ts';
import { planNow, type PlanWishes, withTarget } from './with-plan.ts';

export interface PlanOptions extends PlanWishes {
  readonly excel: string | null;
  readonly out: string | null;
  readonly json: boolean;
  readonly detailedExitCode: boolean;
}

/** Makes the plan and puts it out in every form that was asked for. */
export async function showPlan(context: Context, options: PlanOptions): Promise<ExitCode> {
  // A key that is unfit is told before anything is read.
  const key = options.out === null ? null : planKeyOf(context.env);
  const plan = await withTarget(context, async (opened) => {
    const broken = await brokenBefore(context, opened, options.stateDir);
    const { plan: made, account, target } = await planNow(context, opened, options);
    await settleRuns(context, broken, account, target);
    return made;
  });
  if (plan === null) return EXIT.failed;

  await writeFiles(plan, context, options, key);
  const { stdout } = context.terminal;
  if (options.json) {
    const { renderJson } = await import('../render/json.ts');
    stdout.write(renderJson(plan));
  } else {
    const { renderText } = await import('../render/text.ts');
    stdout.write(renderText(plan, { color: stdout.color, columns: stdout.columns }));
  }
  return planExitCode(plan, options.detailedExitCode);
}

async function writeFiles(
  plan: Plan,
  context: Context,
  { excel, out }: PlanOptions,
  key: Secret | null,
): Promise<void> {
  const { writeLine } = await import('./progress.ts');
  if (excel !== null) {
    const { writeExcel } = await import('../render/xlsx.ts');
    await writeExcel(plan, resolve(context.cwd, excel));
    writeLine(context, `The plan was written to ${excel}.`);
  }
  if (out !== null) {
    const { savePlan } = await import('../planfile/save.ts');
    await savePlan(plan, resolve(context.cwd, out), key);
    writeLine(context, `The plan was ${key === null ? 'saved' : 'signed and saved'} to ${out}.`);
  }
}
