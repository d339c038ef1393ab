import { resolve } from 'node:path';
import { Failure } from '../core/failure.ts';
import { planExitCode } from '../plan/exit.ts';
import type { Plan } from '../plan/model.ts';
import { planKeyOf } from '../planfile/key.ts';
import { labelsFrom } from '../run/chosen-targets.ts';
import type { Job, PlanWishes } from '../run/job.ts';
import { runPlan } from '../run/plan.ts';
import type { StateDir } from '../run/state-dir.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { jobOf } from './job.ts';
import { checkForms, type PlanForms, putOut } from './plan-forms.ts';
import { newReporter } from './reporter.ts';
import { readSettings } from './settings.ts';

export interface PlanOptions extends PlanWishes, PlanForms {
  /** The snapshot to plan from; null = the directory and the accounts themselves. */
  readonly from: string | null;
  readonly detailedExitCode: boolean;
  readonly stateDir: () => Promise<StateDir>;
  /** Sections of the file that the plan is about; empty = all. */
  readonly targets: readonly string[];
}

/** Makes the plan and puts it out in every form that was asked for. */
export async function showPlan(context: Context, options: PlanOptions): Promise<ExitCode> {
  checkFrom(options);
  const { from } = options;
  if (from === null) {
    return await showMade(context, options, async (job) =>
      runPlan({ ...job, stateDir: await options.stateDir() }, options),
    );
  }
  return await showMade(context, { ...options, offline: true }, (job) => planFrom(context, job, from, options));
}

/** What is asked of every plan that is shown. */
export interface ShownOptions extends PlanForms, Pick<PlanOptions, 'targets' | 'detailedExitCode'> {
  /** Whether the plan is made without network and secrets. Absent = no. */
  readonly offline?: boolean;
}

/** Shows the plan that `make` makes. */
export async function showMade(
  context: Context,
  options: ShownOptions,
  make: (job: Omit<Job, 'stateDir'>) => Promise<Plan>,
): Promise<ExitCode> {
  // A key that is unfit is told before anything is read.
  const key = options.out === null ? null : planKeyOf(context.env);
  await checkForms(context, options);
  const settings = await readSettings(context, 'sync', options.offline);
  if (settings === null) return EXIT.failed;
  const job = { ...(await jobOf(context, settings, options.targets)), reporter: newReporter(context) };
  const plan = await make(job);
  // Again, because reading takes a while.
  await checkForms(context, options);
  await putOut(plan, context, { ...options, labelsOf: labelsFrom(job.kinds) }, key);
  return planExitCode(plan, options.detailedExitCode);
}

async function planFrom(
  context: Context,
  job: Omit<Job, 'stateDir'>,
  from: string,
  options: PlanOptions,
): Promise<Plan> {
  const [{ loadSnapshot }, { planSnapshot }] = await Promise.all([
    import('../snapshot/load.ts'),
    import('../run/plan-snapshot.ts'),
  ]);
  const snapshot = await loadSnapshot(resolve(context.cwd, from), from, context.signal);
  return await planSnapshot(job, snapshot, options);
}

/** @throws Failure FROM_NOT_SAVED */
function checkFrom({ from, out }: PlanOptions): void {
  if (from === null || out === null) return;
  throw new Failure(
    'FROM_NOT_SAVED',
    '--out would save a plan to be applied, and --from makes it from a file that anybody may have written.',
    'Leave --out away to look at the plan. To apply one, plan from the directory and the accounts themselves.',
  );
}
