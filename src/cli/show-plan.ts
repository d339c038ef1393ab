import { resolve } from 'node:path';
import { Failure } from '../core/failure.ts';
import { planExitCode } from '../plan/exit.ts';
import type { Plan } from '../plan/model.ts';
import { planKeyOf } from '../planfile/key.ts';
import type { Base } from '../run/base.ts';
import { labelsFrom } from '../run/chosen-targets.ts';
import type { Job, PlanWishes } from '../run/job.ts';
import { runPlan } from '../run/plan.ts';
import type { StateDir } from '../run/state-dir.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { jobOf } from './job.ts';
import { checkForms, type PlanForms, putOut } from './plan-forms.ts';
import { measured } from './last-line.ts';
import { newReporter } from './reporter.ts';
import { readSettings } from './settings.ts';

export interface PlanOptions extends PlanWishes, PlanForms {
  /** The snapshot to plan from; null = the directory and the accounts themselves. */
  readonly from: string | null;
  /** The former file, or a revision that has it; null = none. */
  readonly base: string | null;
  readonly detailedExitCode: boolean;
  /** Whether the exit code is about what this change of the file causes only. */
  readonly own: boolean;
  readonly stateDir: () => Promise<StateDir>;
  /** Sections of the file that the plan is about; empty = all. */
  readonly targets: readonly string[];
}

/** Makes the plan and puts it out in every form that was asked for. */
export async function showPlan(context: Context, options: PlanOptions): Promise<ExitCode> {
  checkTogether(options);
  const { from } = options;
  if (from !== null) {
    return await showMade(context, { ...options, offline: true }, async (job) =>
      planFrom(context, job, { ...options, from, base: await baseOf(context, options.base, true) }),
    );
  }
  // Before anything is read: a file that is a pipe has no state folder beside it.
  const stateDir = await options.stateDir();
  return await showMade(context, { ...options, records: stateDir }, async (job) =>
    runPlan({ ...job, stateDir }, options, await baseOf(context, options.base, false)),
  );
}

/** What is asked of every plan that is shown. */
export interface ShownOptions extends PlanForms, Pick<PlanOptions, 'targets' | 'detailedExitCode'> {
  /** Whether the plan is made without network and secrets. Absent = no. */
  readonly offline?: boolean;
  /** See {@link PlanOptions}. Absent = no. */
  readonly own?: boolean;
  /** The folder that `make` makes where there is none. Absent = it makes none. */
  readonly records?: StateDir;
}

/** Shows the plan that `make` makes. */
export async function showMade(
  context: Context,
  options: ShownOptions,
  make: (job: Omit<Job, 'stateDir'>) => Promise<Plan>,
): Promise<ExitCode> {
  // A key that is unfit is told before anything is read.
  const key = options.out === null ? null : planKeyOf(context.env);
  await checkForms(context, options, options.records ?? null);
  const settings = await readSettings(context, 'sync', options.offline);
  if (settings === null) return EXIT.failed;
  const given = await jobOf(context, settings, options.targets);
  const counted = measured(context, 'plan', given.surroundings);
  const job = { ...given, surroundings: counted.surroundings, reporter: newReporter(context) };
  const plan = await make(job);
  // Again, because reading takes a while.
  await checkForms(context, options, options.records ?? null);
  await putOut(plan, context, { ...options, labelsOf: labelsFrom(job.kinds) }, key);
  const exitCode = planExitCode(plan, options.detailedExitCode, options.own);
  counted.end({ plan, outcomes: [], exitCode }, context.verbose);
  return exitCode;
}

async function baseOf(context: Context, named: string | null, offline: boolean): Promise<Base | null> {
  if (named === null) return null;
  const { readBase } = await import('./read-base.ts');
  return await readBase(context, named, offline);
}

type FromOptions = PlanWishes & { readonly from: string; readonly base: Base | null };

async function planFrom(context: Context, job: Omit<Job, 'stateDir'>, options: FromOptions): Promise<Plan> {
  const { from, base } = options;
  const [{ loadSnapshot }, { planSnapshot }] = await Promise.all([
    import('../snapshot/load.ts'),
    import('../run/plan-snapshot.ts'),
  ]);
  const snapshot = await loadSnapshot(resolve(context.cwd, from), from, context.signal);
  return await planSnapshot(job, snapshot, options, base);
}

/** @throws Failure FROM_NOT_SAVED, OWN_ALONE */
function checkTogether({ from, out, own, base, detailedExitCode }: PlanOptions): void {
  if (from !== null && out !== null) {
    throw new Failure(
      'FROM_NOT_SAVED',
      '--out would save a plan to be applied, and --from makes it from a file that anybody may have written.',
      'Leave --out away to look at the plan. To apply one, plan from the directory and the accounts themselves.',
    );
  }
  if (!own || (base !== null && detailedExitCode)) return;
  throw new Failure(
    'OWN_ALONE',
    '--own says which changes count for the exit code of --detailed-exitcode: those that this change of the file causes. It needs --base and --detailed-exitcode.',
    'Add both, as in: adsync plan --base origin/main --detailed-exitcode --own; or leave --own out.',
  );
}
