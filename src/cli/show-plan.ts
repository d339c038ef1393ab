import { resolve } from 'node:path';
import { planExitCode } from '../plan/exit.ts';
import { Failure } from '../core/failure.ts';
import type { Plan } from '../plan/model.ts';
import type { Secret } from '../core/secret.ts';
import { mustBeReplaceable, type OutputKind } from '../files/replaceable.ts';
import { RENDERERS } from '../render/renderers.ts';
import type { LabelsOf } from '../plan/view/labels.ts';
import { labelsFrom } from '../run/chosen-targets.ts';
import { jobOf } from './job.ts';
import { planKeyOf } from '../planfile/key.ts';
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
  readonly html: string | null;
  readonly out: string | null;
  /** Whether any file may be replaced. */
  readonly force: boolean;
  readonly json: boolean;
  readonly detailedExitCode: boolean;
  readonly stateDir: StateDir;
  /** Sections of the file that the plan is about; empty = all. */
  readonly targets: readonly string[];
}

/** Makes the plan and puts it out in every form that was asked for. */
export async function showPlan(context: Context, options: PlanOptions): Promise<ExitCode> {
  // A key that is unfit is told before anything is read.
  const key = options.out === null ? null : planKeyOf(context.env);
  await checkFiles(context, options);
  const settings = await readSettings(context);
  if (settings === null) return EXIT.failed;
  const { stateDir } = options;
  const job = { ...(await jobOf(context, settings, options.targets)), stateDir, reporter: newReporter(context) };
  const labelsOf = labelsFrom(job.kinds);
  const plan = await runPlan(job, options);

  // Again, because reading takes a while.
  await checkFiles(context, options);
  await writeFiles(plan, context, { ...options, labelsOf }, key);
  const { stdout } = context.terminal;
  const masked = context.mask(plan);
  if (options.json) await RENDERERS.json(masked, labelsOf, stdout);
  else await RENDERERS.text(masked, labelsOf, stdout, 'see --excel, --html or --json');
  return planExitCode(plan, options.detailedExitCode);
}

/** An option that names a file to write. */
interface Output {
  readonly option: string;
  readonly name: string;
  readonly kind: OutputKind;
}

/** @throws Failure EXCEL_NAME, HTML_NAME, OUTPUT_TWICE, OUTPUT_NOT_OURS */
async function checkFiles({ cwd }: Context, { excel, html, out, force }: PlanOptions): Promise<void> {
  if (excel !== null && !/[^/\\]\.xlsx$/i.test(excel)) {
    throw new Failure(
      'EXCEL_NAME',
      `--excel names ${excel}, and Excel opens a workbook only where its name ends in .xlsx.`,
      'Name a file that ends in .xlsx, as plan.xlsx.',
    );
  }
  if (html !== null && !/[^/\\]\.html$/i.test(html)) {
    throw new Failure(
      'HTML_NAME',
      `--html names ${html}, and a browser shows a page only where its name ends in .html.`,
      'Name a file that ends in .html, as plan.html.',
    );
  }
  const outputs = [
    { option: '--excel', name: excel, kind: 'workbook' },
    { option: '--html', name: html, kind: 'page' },
    { option: '--out', name: out, kind: 'plan' },
  ].filter((one): one is Output => one.name !== null);
  for (const [index, one] of outputs.entries()) {
    const same = outputs.slice(index + 1).find(({ name }) => resolve(cwd, name) === resolve(cwd, one.name));
    if (same !== undefined)
      throw new Failure('OUTPUT_TWICE', `${one.option} and ${same.option} both name ${same.name}.`, 'Name two files.');
  }
  if (force) return;
  for (const { name, kind } of outputs) await mustBeReplaceable(resolve(cwd, name), name, kind);
}

async function writeFiles(
  plan: Plan,
  context: Context,
  { excel, html, out, labelsOf }: PlanOptions & { readonly labelsOf: LabelsOf },
  key: Secret | null,
): Promise<void> {
  if (excel !== null) {
    await RENDERERS.xlsx(context.mask(plan), labelsOf, resolve(context.cwd, excel));
    writeLine(context, `The plan was written to ${excel}.`);
  }
  if (html !== null) {
    await RENDERERS.html(context.mask(plan), labelsOf, resolve(context.cwd, html));
    writeLine(context, `The plan was written to ${html}.`);
  }
  if (out !== null) {
    const { savePlan } = await import('../planfile/save.ts');
    await savePlan(plan, resolve(context.cwd, out), key);
    writeLine(context, `The plan was ${key === null ? 'saved' : 'signed and saved'} to ${out}.`);
  }
}
