import { Failure } from '../core/failure.ts';
import { labelsFrom } from '../run/chosen-targets.ts';
import { runExplain } from '../run/explain.ts';
import type { StateDir } from '../run/state-dir.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { jobOf } from './job.ts';
import { newReporter } from './reporter.ts';
import { readSettings } from './settings.ts';

export interface ExplainOptions {
  readonly user: string;
  readonly json: boolean;
  /** Ask for the details of every user. */
  readonly refresh: boolean;
  readonly stateDir: StateDir;
  /** Sections of the file that it is about; empty = all. */
  readonly targets: readonly string[];
}

/** Explains what becomes of one user; it fails where nobody or more than one fits, and where an account is lost. */
export async function showExplanation(context: Context, options: ExplainOptions): Promise<ExitCode> {
  const asked = options.user.trim();
  if (asked === '') throw new Failure('USER_EMPTY', 'USER is empty.', 'Give an id, an address or a name.');
  const settings = await readSettings(context);
  if (settings === null) return EXIT.failed;
  const { stateDir } = options;
  const job = { ...(await jobOf(context, settings, options.targets)), stateDir, reporter: newReporter(context) };
  const explanation = await runExplain(job, asked, options.refresh);
  const { stdout } = context.terminal;
  if (options.json) {
    const { explanationDocument } = await import('../render/explain-json.ts');
    stdout.writeJson(explanationDocument(explanation));
  } else {
    const { renderExplanation } = await import('../render/explain.ts');
    stdout.write(renderExplanation(context.mask(explanation), labelsFrom(job.kinds), stdout));
  }
  const isLost = explanation.plan.notices.some(({ code }) => code === 'TARGET_LOST');
  return explanation.kind === 'explained' && !isLost ? EXIT.done : EXIT.failed;
}
