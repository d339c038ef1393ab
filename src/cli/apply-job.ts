import { type RunResult, runExitCode } from '../plan/exit.ts';
import { labelsFrom } from '../run/chosen-targets.ts';
import type { ApplyJob } from '../run/job.ts';
import type { StateDir } from '../run/state-dir.ts';
import { newApplyReporter } from './apply-reporter.ts';
import { mustBeAskable } from './consent.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { readSettings } from './settings.ts';
import { interruptedCode } from './signals.ts';
import { jobOf } from './job.ts';

export interface ApplyOptions {
  readonly stateDir: StateDir;
  readonly yes: boolean;
  /** For the advice: apply, retry. */
  readonly command: string;
  /** Where the reader of the plan finds what is left out of it. */
  readonly rest: string;
  /** Sections of the file that the run is about; empty = all. */
  readonly targets: readonly string[];
}

/**
 * What a run that is to change something needs; null when the file has errors, which are printed then.
 *
 * @throws Failure CONSENT_MISSING when nobody can be asked
 */
export async function newApplyJob(context: Context, options: ApplyOptions): Promise<ApplyJob | null> {
  const { stateDir, yes, command, rest, targets } = options;
  if (!yes) mustBeAskable(context, command);
  const settings = await readSettings(context);
  if (settings === null) return null;
  const job = await jobOf(context, settings, targets);
  return { ...job, stateDir, reporter: newApplyReporter(context, labelsFrom(job.kinds), { rest, yes }) };
}

/** The exit code of a run that has ended. */
export function exitCodeOfRun(result: RunResult, { signal }: Context): ExitCode {
  const code = runExitCode(result);
  return code === 'interrupted' ? (interruptedCode(signal) ?? EXIT.incomplete) : code;
}
