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
import type { Job, PlanWishes } from '../run/job.ts';
import { runPlan } from '../run/plan.ts';
import type { StateDir } from '../run/state-dir.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { writeLine } from './progress.ts';
import { newReporter } from './reporter.ts';
import { readSettings } from './settings.ts';

/** In which forms a plan is put out, and of what. */
export interface PlanForms {
  readonly excel: string | null;
  readonly out: string | null;
  /** Whether any file may be replaced. */
  readonly force: boolean;
  readonly json: boolean;
  readonly stateDir: StateDir;
  /** Sections of the file that the plan is about; empty = all. */
  readonly targets: readonly string[];
}

export interface PlanOptions extends PlanWishes, PlanForms {
  readonly detailedExitCode: boolean;
}

/** Makes the plan and puts it out in every form that was asked for. */
export async function showPlan(context: Context, options: PlanOptions): Promise<ExitCode> {
  return await showMade(context, options, (job) => runPlan(job, options));
}

/** The same of a plan that `make` makes. */
export async function showMade(
  context: Context,
  options: PlanForms & Pick<PlanOptions, 'detailedExitCode'>,
  make: (job: Job) => Promise<Plan>,
): Promise<ExitCode> {
  // A key that is unfit is told before anything is read.
  const key = options.out === null ? null : planKeyOf(context.env);
  await checkFiles(context, options);
  const settings = await readSettings(context);
  if (settings === null) return EXIT.failed;
  const { stateDir } = options;
  const job = { ...(await jobOf(context, settings, options.targets)), stateDir, reporter: newReporter(context) };
  const labelsOf = labelsFrom(job.kinds);
  const plan = await make(job);

  // Again, because reading takes a while.
  await checkFiles(context, options);
  await writeFiles(plan, context, { ...options, labelsOf }, key);
  const { stdout } = context.terminal;
  const masked = context.mask(plan);
  if (options.json) await RENDERERS.json(masked, labelsOf, stdout);
  else await RENDERERS.text(masked, labelsOf, stdout, 'see --excel or --json');
  return planExitCode(plan, options.detailedExitCode);
}

/** @throws Failure EXCEL_NAME, OUTPUT_TWICE, OUTPUT_NOT_OURS */
async function checkFiles({ cwd }: Context, { excel, out, force }: PlanForms): Promise<void> {
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
  { excel, out, labelsOf }: PlanForms & { readonly labelsOf: LabelsOf },
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
