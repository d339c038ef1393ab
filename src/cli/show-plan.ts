import { resolve } from 'node:path';
import { planExitCode } from '../plan/exit.ts';
import { Failure } from '../core/failure.ts';
import type { Plan } from '../plan/model.ts';
import type { Secret } from '../core/secret.ts';
import { mustBeReplaceable } from '../files/replaceable.ts';
import { RENDERERS } from '../render/renderers.ts';
import type { LabelsOf } from '../plan/view/labels.ts';
import { labelsFrom } from '../run/chosen-targets.ts';
import { jobOf } from './job.ts';
import { planKeyOf } from '../planfile/key.ts';
import type { Base } from '../run/base.ts';
import type { PlanWishes } from '../run/job.ts';
import { runPlan } from '../run/plan.ts';
import type { StateDir } from '../run/state-dir.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { writeLine } from './progress.ts';
import { newReporter } from './reporter.ts';
import { readSettings } from './settings.ts';

export interface PlanOptions extends PlanWishes {
  readonly excel: string | null;
  readonly out: string | null;
  /** Whether any file may be replaced. */
  readonly force: boolean;
  readonly json: boolean;
  readonly detailedExitCode: boolean;
  readonly stateDir: StateDir;
  /** The former file, or a revision that has it; null = none. */
  readonly base: string | null;
  /** Whether the exit code is about what this change of the file causes only. */
  readonly own: boolean;
  /** Sections of the file that the plan is about; empty = all. */
  readonly targets: readonly string[];
}

/** Makes the plan and puts it out in every form that was asked for. */
export async function showPlan(context: Context, options: PlanOptions): Promise<ExitCode> {
  // A key that is unfit is told before anything is read.
  const key = options.out === null ? null : planKeyOf(context.env);
  checkOwn(options);
  await checkFiles(context, options);
  const settings = await readSettings(context);
  if (settings === null) return EXIT.failed;
  const { stateDir } = options;
  const base = options.base === null ? null : await baseOf(context, options.base);
  const job = { ...(await jobOf(context, settings, options.targets)), stateDir, reporter: newReporter(context) };
  const labelsOf = labelsFrom(job.kinds);
  const plan = await runPlan(job, options, base);

  // Again, because reading takes a while.
  await checkFiles(context, options);
  await writeFiles(plan, context, { ...options, labelsOf }, key);
  const { stdout } = context.terminal;
  const masked = context.mask(plan);
  if (options.json) await RENDERERS.json(masked, labelsOf, stdout);
  else await RENDERERS.text(masked, labelsOf, stdout, 'see --excel or --json');
  return planExitCode(plan, options.detailedExitCode, options.own);
}

async function baseOf(context: Context, named: string): Promise<Base> {
  const { readBase } = await import('./read-base.ts');
  return await readBase(context, named);
}

/** @throws Failure OWN_ALONE */
function checkOwn({ own, base, detailedExitCode }: PlanOptions): void {
  if (!own || (base !== null && detailedExitCode)) return;
  throw new Failure(
    'OWN_ALONE',
    '--own says which changes count for the exit code of --detailed-exitcode: those that this change of the file causes. It needs --base and --detailed-exitcode.',
    'Add both, as in: adsync plan --base origin/main --detailed-exitcode --own; or leave --own out.',
  );
}

/** @throws Failure EXCEL_NAME, OUTPUT_TWICE, OUTPUT_NOT_OURS */
async function checkFiles({ cwd }: Context, { excel, out, force }: PlanOptions): Promise<void> {
  if (excel !== null && !/[^/\\]\.xlsx$/i.test(excel)) {
    throw new Failure(
      'EXCEL_NAME',
      `--excel names ${excel}, and Excel opens a workbook only where its name ends in .xlsx.`,
      'Name a file that ends in .xlsx, as plan.xlsx.',
    );
  }
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
  { excel, out, labelsOf }: PlanOptions & { readonly labelsOf: LabelsOf },
  key: Secret | null,
): Promise<void> {
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
