import { Failure } from '../core/failure.ts';
import { type RunResult, runExitCode } from '../plan/exit.ts';
import { labelsFrom } from '../run/chosen-targets.ts';
import type { ApplyJob } from '../run/job.ts';
import type { StateDir } from '../run/state-dir.ts';
import { newApplyReporter } from './apply-reporter.ts';
import { mustBeAskable } from './consent.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { measured, type Measured } from './last-line.ts';
import { readSettings } from './settings.ts';
import { interruptedCode } from './signals.ts';
import { jobOf } from './job.ts';

export interface ApplyOptions {
  readonly stateDir: StateDir;
  readonly yes: boolean;
  /** The answer is one document for programs. */
  readonly json: boolean;
  /** For the advice: apply, retry. */
  readonly command: string;
  /** Where the reader of the plan finds what is left out of it. */
  readonly rest: string;
  /** Sections of the file that the run is about; empty = all. */
  readonly targets: readonly string[];
}

/** A job that is measured. */
export interface ApplyWork extends ApplyJob {
  readonly measured: Measured;
}

/**
 * What a run that is to change something needs; null when the file has errors, which are printed then.
 *
 * @throws Failure CONSENT_MISSING when nobody can be asked; JSON_NEEDS_YES
 */
export async function newApplyJob(context: Context, options: ApplyOptions): Promise<ApplyWork | null> {
  const { stateDir, yes, json, command, rest, targets } = options;
  if (json && !yes) throw jsonNeedsYes(command);
  if (!yes) mustBeAskable(context, command);
  const settings = await readSettings(context);
  if (settings === null) return null;
  const job = await jobOf(context, settings, targets);
  const counted = measured(context, command, job.surroundings);
  const { surroundings } = counted;
  return {
    ...job,
    surroundings,
    measured: counted,
    stateDir,
    reporter: newApplyReporter(context, labelsFrom(job.kinds), { rest, yes, json }),
  };
}

function jsonNeedsYes(command: string): Failure {
  return new Failure(
    'JSON_NEEDS_YES',
    '--json prints what became of the plan when all is over, and so shows nobody what to agree to. Nothing was read or changed.',
    `Look at the plan with "adsync plan", then run "adsync ${command} --yes --json".`,
  );
}

/** Ends a run: writes its last line, prints the document, where it was asked for, and says the exit code. */
export async function endRun(
  result: RunResult,
  context: Context,
  { measured: counted }: ApplyWork,
  json: boolean,
): Promise<ExitCode> {
  const code = exitCodeOfRun(result, context);
  // Without a terminal, an apply that went well says nothing on stderr: whatever stands there is mailed or marked by others.
  counted.end({ ...result, exitCode: code }, context.verbose || context.terminal.stderr.isTTY);
  if (json) {
    const { outcomesDocument } = await import('../render/outcomes-json.ts');
    context.terminal.stdout.writeJson(outcomesDocument(result, code));
  }
  return code;
}

function exitCodeOfRun(result: RunResult, { signal }: Context): ExitCode {
  const code = runExitCode(result);
  return code === 'interrupted' ? (interruptedCode(signal) ?? EXIT.incomplete) : code;
}
