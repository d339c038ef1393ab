import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type LoadedCases, loadCases } from '../cases/load-cases.ts';
import type { CaseFile } from '../cases/model.ts';
import type { Known } from '../cases/read-cases.ts';
import { counted } from '../core/counted.ts';
import { errnoOf } from '../core/errno.ts';
import { Failure } from '../core/failure.ts';
import { compareText } from '../core/text.ts';
import { writeAtomically } from '../files/atomic.ts';
import { readFileUpTo } from '../files/read-file.ts';
import { mustBeWritable } from '../files/replaceable.ts';
import { verdictsJunit, verdictsTap } from '../render/verdicts.ts';
import { knownOf, runCases } from '../run/test-cases.ts';
import type { Context } from './context.ts';
import { formatDiagnostics, logDiagnostics } from './errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { jobOf } from './job.ts';
import { writeLine } from './progress.ts';
import { newReporter } from './reporter.ts';
import { readSettings } from './settings.ts';

/** Where cases are looked for, beside the YAML file. */
const FOLDER = 'tests';

/** A report is for whoever may read the folder. */
const READABLE = 0o644;

export interface TestOptions {
  readonly junit: string | null;
  /** Whether any file may be replaced. */
  readonly force: boolean;
}

/** Runs the cases and shows how each ended. */
export async function showTests(
  context: Context,
  named: readonly string[],
  { junit, force }: TestOptions,
): Promise<ExitCode> {
  if (junit !== null) await mustBeWritable(resolve(context.cwd, junit), junit, 'report', force);
  const settings = await readSettings(context, 'sync', true);
  if (settings === null) return EXIT.failed;
  const job = { ...(await jobOf(context, settings, [])), reporter: newReporter(context) };
  const files = named.length > 0 ? named : await casesBeside(context);
  const loaded = await loadAll(files, context, knownOf(job.targets));
  if (loaded === null) return EXIT.failed;
  const verdicts = await runCases(loaded, { job, cwd: context.cwd });
  context.terminal.stdout.write(verdictsTap(verdicts));
  if (junit !== null) {
    const report = context.mask(verdicts);
    await writeAtomically(resolve(context.cwd, junit), (file) => file.writeFile(verdictsJunit(report)), READABLE);
  }
  const failed = verdicts.filter(({ faults }) => faults.length > 0).length;
  writeLine(context, `${counted(verdicts.length, 'test')}: ${verdicts.length - failed} passed, ${failed} failed.`);
  return failed === 0 ? EXIT.done : EXIT.failed;
}

/** @throws Failure NO_CASES */
async function casesBeside({ file, cwd }: Context): Promise<string[]> {
  const folder = join(dirname(file), FOLDER);
  const names = await readdir(resolve(cwd, folder)).catch((error: unknown) => {
    if (errnoOf(error) !== 'ENOENT') throw error;
    return [];
  });
  const found = names.filter((name) => /\.ya?ml$/i.test(name)).sort(compareText);
  if (found.length > 0) return found.map((name) => join(folder, name));
  throw new Failure(
    'NO_CASES',
    `There are no cases: ${folder} beside the file has no .yaml file.`,
    'Write one as docs/testing.md shows, or name a file of cases.',
  );
}

/** All of them, or null after what is wrong in any of them was said. */
async function loadAll(files: readonly string[], context: Context, known: Known): Promise<CaseFile[] | null> {
  const { cwd, signal, terminal } = context;
  const loaded: LoadedCases[] = [];
  for (const file of files) {
    loaded.push(
      await loadCases(resolve(cwd, file), file, (path, limit, kind) => readFileUpTo(path, limit, kind, signal), known),
    );
    signal.throwIfAborted();
  }
  const faults = loaded.flatMap((one) => (one.ok ? [] : one.diagnostics));
  logDiagnostics(context.log, faults);
  if (!context.logsOnStderr) terminal.stderr.write(formatDiagnostics(faults, terminal.stderr.color));
  return faults.length > 0 ? null : loaded.flatMap((one) => (one.ok ? [one.cases] : []));
}
