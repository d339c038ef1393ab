import { Failure } from '../core/failure.ts';
import { labelsFrom } from '../run/chosen-targets.ts';
import { runExplain } from '../run/explain.ts';
import { type CaseOfToday, explainAsTest } from '../run/explain-as-test.ts';
import type { StateDir } from '../run/state-dir.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { jobOf } from './job.ts';
import { writeLine } from './progress.ts';
import { newReporter } from './reporter.ts';
import { readSettings } from './settings.ts';

export interface ExplainOptions {
  readonly user: string;
  readonly json: boolean;
  /** Print a case for `adsync test` instead. */
  readonly asTest: boolean;
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
  if (options.asTest && options.json) {
    const text = '--json and --as-test both print to stdout.';
    throw new Failure('OUTPUT_TWICE', text, 'Leave one of them out.');
  }
  const settings = await readSettings(context);
  if (settings === null) return EXIT.failed;
  const { stateDir } = options;
  const job = { ...(await jobOf(context, settings, options.targets)), stateDir, reporter: newReporter(context) };
  const { explanation, inputs } = await runExplain(job, asked, options.refresh);
  const { stdout, stderr } = context.terminal;
  if (options.asTest && explanation.kind === 'explained') {
    await writeTest(context, await explainAsTest(explanation, inputs, job));
  } else if (options.json) {
    const { explanationDocument } = await import('../render/explain-json.ts');
    stdout.writeJson(explanationDocument(explanation));
  } else {
    const { renderExplanation } = await import('../render/explain.ts');
    // What stdout holds is a case, or nothing.
    const output = options.asTest ? stderr : stdout;
    output.write(renderExplanation(context.mask(explanation), labelsFrom(job.kinds), output));
  }
  const isLost = explanation.plan.notices.some(({ code }) => code === 'TARGET_LOST');
  return explanation.kind === 'explained' && !isLost ? EXIT.done : EXIT.failed;
}

async function writeTest(context: Context, { text, otherwise }: CaseOfToday): Promise<void> {
  const { jsonWithoutCommands } = await import('../render/log-commands.ts');
  context.terminal.stdout.write(jsonWithoutCommands(text));
  for (const section of otherwise) {
    const why =
      'today other people, or what could not be read, decide as well. adsync explain without --as-test tells how';
    writeLine(context, `The case says what ${section}: makes of this person alone: ${why}.`);
  }
}
