import { resolve } from 'node:path';
import { planExitCode } from '../plan/exit.ts';
import { Failure } from '../core/failure.ts';
import type { Plan, SavedPlan } from '../plan/model.ts';
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
import type { MarkdownWishes } from './markdown-option.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { writeLine } from './progress.ts';
import { newReporter } from './reporter.ts';
import { readSettings } from './settings.ts';

export interface PlanOptions extends PlanWishes {
  readonly excel: string | null;
  /** null where none is asked for. */
  readonly markdown: MarkdownWishes | null;
  readonly out: string | null;
  /** The snapshot to plan from; null = the directory and the accounts themselves. */
  readonly from: string | null;
  /** Whether any file may be replaced. */
  readonly force: boolean;
  readonly json: boolean;
  readonly detailedExitCode: boolean;
  readonly stateDir: () => Promise<StateDir>;
  /** Sections of the file that the plan is about; empty = all. */
  readonly targets: readonly string[];
}

/** Makes the plan and puts it out in every form that was asked for. */
export async function showPlan(context: Context, options: PlanOptions): Promise<ExitCode> {
  // A key that is unfit is told before anything is read.
  const key = options.out === null ? null : planKeyOf(context.env);
  await checkFiles(context, options);
  const settings = await readSettings(context, 'sync', options.from !== null);
  if (settings === null) return EXIT.failed;
  const job = { ...(await jobOf(context, settings, options.targets)), reporter: newReporter(context) };
  const labelsOf = labelsFrom(job.kinds);
  const plan = await makePlan(context, job, options);

  // Again, because reading takes a while.
  await checkFiles(context, options);
  await writeFiles(plan, context, { ...options, labelsOf }, key);
  const { stdout } = context.terminal;
  const masked = context.mask(plan);
  if (options.json) await RENDERERS.json(masked, labelsOf, stdout);
  else if (options.markdown?.file === null) stdout.write(await markdownOf(masked, labelsOf, options.markdown));
  else await RENDERERS.text(masked, labelsOf, stdout, 'see --excel or --json');
  return planExitCode(plan, options.detailedExitCode);
}

async function makePlan(context: Context, job: Omit<Job, 'stateDir'>, options: PlanOptions): Promise<Plan> {
  const { from, stateDir } = options;
  if (from === null) return await runPlan({ ...job, stateDir: await stateDir() }, options);
  const [{ loadSnapshot }, { planSnapshot }] = await Promise.all([
    import('../snapshot/load.ts'),
    import('../run/plan-snapshot.ts'),
  ]);
  const snapshot = await loadSnapshot(resolve(context.cwd, from), from, context.signal);
  return await planSnapshot(job, snapshot, options);
}

/** @throws Failure FROM_NOT_SAVED, EXCEL_NAME, OUTPUT_TWICE, OUTPUT_NOT_OURS */
async function checkFiles({ cwd }: Context, { excel, markdown, out, from, json, force }: PlanOptions): Promise<void> {
  if (from !== null && out !== null) {
    throw new Failure(
      'FROM_NOT_SAVED',
      '--out would save a plan to be applied, and --from makes it from a file that anybody may have written.',
      'Leave --out away to look at the plan. To apply one, plan from the directory and the accounts themselves.',
    );
  }
  if (excel !== null && !/[^/\\]\.xlsx$/i.test(excel)) {
    throw new Failure(
      'EXCEL_NAME',
      `--excel names ${excel}, and Excel opens a workbook only where its name ends in .xlsx.`,
      'Name a file that ends in .xlsx, as plan.xlsx.',
    );
  }
  if (json && markdown?.file === null) {
    throw new Failure(
      'OUTPUT_TWICE',
      '--json and --markdown both print to stdout.',
      'Name a file: --markdown plan.md.',
    );
  }
  const files = [
    { option: '--excel', file: excel, kind: 'workbook' },
    { option: '--markdown', file: markdown?.file ?? null, kind: 'comment' },
    { option: '--out', file: out, kind: 'plan' },
  ] as const;
  const paths = new Map<string, string>();
  for (const { option, file } of files) {
    if (file === null) continue;
    const other = paths.get(resolve(cwd, file));
    if (other !== undefined) {
      throw new Failure('OUTPUT_TWICE', `${other} and ${option} both name ${file}.`, 'Name two files.');
    }
    paths.set(resolve(cwd, file), option);
  }
  if (force) return;
  for (const { file, kind } of files) if (file !== null) await mustBeReplaceable(resolve(cwd, file), file, kind);
}

async function writeFiles(
  plan: Plan,
  context: Context,
  { excel, markdown, out, labelsOf }: PlanOptions & { readonly labelsOf: LabelsOf },
  key: Secret | null,
): Promise<void> {
  const saved = out === null ? null : await save(plan, context, out, key);
  const masked = context.mask(plan);
  if (excel !== null) {
    await RENDERERS.xlsx(saved === null ? masked : context.mask(saved), labelsOf, resolve(context.cwd, excel), saved);
    const approve =
      saved === null ? '' : ` What is approved in it can be applied: adsync apply ${out ?? ''} --approved ${excel}`;
    writeLine(context, `The plan was written to ${excel}.${approve}`);
  }
  if (markdown !== null && markdown.file !== null) {
    const { writeAtomically } = await import('../files/atomic.ts');
    const text = await markdownOf(masked, labelsOf, markdown);
    // It lists people, as the other files do.
    await writeAtomically(resolve(context.cwd, markdown.file), (file) => file.writeFile(text), 0o600);
    writeLine(context, `The plan was written to ${markdown.file}.`);
  }
}

function markdownOf(plan: Plan, labelsOf: LabelsOf, { limit, link }: MarkdownWishes): Promise<string> {
  return RENDERERS.markdown(plan, labelsOf, { link, ...(limit === null ? {} : { limit }) });
}

async function save(plan: Plan, context: Context, out: string, key: Secret | null): Promise<SavedPlan> {
  const { savePlan } = await import('../planfile/save.ts');
  const saved = await savePlan(plan, resolve(context.cwd, out), key);
  writeLine(context, `The plan was ${key === null ? 'saved' : 'signed and saved'} to ${out}.`);
  return saved;
}
