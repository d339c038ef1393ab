import { resolve } from 'node:path';
import type { Loaded } from '../config/load.ts';
import { LARGEST_FILE } from '../config/load.ts';
import { Failure } from '../core/failure.ts';
import { readFileUpTo } from '../files/read-file.ts';
import { REAL_CLOCK } from '../net/clock.ts';
import { planKeySecrets } from '../planfile/key.ts';
import { newClaims } from '../run/rounds/claims.ts';
import type { DryRun } from '../run/rounds/dry-round.ts';
import { runRounds } from '../run/rounds/run-rounds.ts';
import type { RoundsEnd } from '../run/rounds/rounds-of-file.ts';
import type { FileToRun } from '../run/rounds/world.ts';
import { VERSION } from '../../generated/version.ts';
import type { Options } from './command.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts';
import { jobOf } from './job.ts';
import { realProcesses } from './processes.ts';
import { openWatchers } from './run-watchers.ts';
import { load, printDiagnostics } from './settings.ts';
import { interruptedCode } from './signals.ts';
import { stateDirOf } from './state-dir.ts';
import { stopFilesOf } from './stop-files.ts';

/** `adsync run`: everything that it takes from the process. */
export async function runFiles(context: Context, options: Options): Promise<ExitCode> {
  const dryRun = dryRunOf(context, options);
  if (dryRun === null) refuseSignedOnly(context);
  const files = await Promise.all([...new Set(context.files)].map((file) => fileToRun(context, file, options)));
  if (!(await anyIsGood(context, files))) return EXIT.failed;
  const stopFiles = await stopFilesOf(context, files, options['stopFile']);
  const once = options['once'] === true;
  let reloads = 0;
  context.onHangup(() => {
    reloads += 1;
  });
  const watcher = await openWatchers(context, options);
  const { host, pid } = realProcesses();
  try {
    const ends = await runRounds({
      files,
      signal: context.signal,
      stopFiles,
      world: {
        clock: REAL_CLOCK,
        adsyncVersion: VERSION,
        host,
        pid,
        watch: (event) => {
          watcher.watch(context.mask(event));
        },
        claims: newClaims(),
        interruptedCode: () => interruptedCode(context.signal) ?? EXIT.interrupted.SIGTERM,
        exitCodeOf,
        reloads: () => reloads,
        once,
        wait: options['wait'] === true,
        dryRun,
      },
    });
    return endOf(ends, once);
  } finally {
    await watcher.close();
  }
}

/** @throws Failure RUN_SIGNED_ONLY */
function refuseSignedOnly({ env }: Context): void {
  if (planKeySecrets(env).length === 0) return;
  throw new Failure(
    'RUN_SIGNED_ONLY',
    'ADSYNC_PLAN_KEY is set, so only plans are applied that were signed with it, and "adsync run" applies what nobody has signed. Nothing was read or changed.',
    'Use adsync run --dry-run, or take ADSYNC_PLAN_KEY out of the environment of this program.',
  );
}

/** null = changes are made. */
function dryRunOf({ cwd }: Context, { dryRun, excel, json }: Options): DryRun | null {
  if (dryRun !== true) return null;
  const folders = { excel, json };
  const named = (['excel', 'json'] as const).filter((form) => typeof folders[form] === 'string');
  const forms = named.length === 0 ? (['excel'] as const) : named;
  return forms.map((form) => ({ form, folder: resolve(cwd, String(folders[form] ?? '.')) }));
}

async function fileToRun(shared: Context, file: string, options: Options): Promise<FileToRun> {
  const context: Context = { ...shared, file };
  const path = resolve(context.cwd, file);
  return {
    file,
    path,
    stateDir: await stateDirOf(context, options['stateDir']),
    read: () => readFileUpTo(path, LARGEST_FILE, 'regular').catch(() => null),
    load: (bytes) => load(context, 'sync', bytes === null ? {} : { instead: { shown: file, bytes } }),
    jobOf: (settings, signal) => jobOf({ ...context, signal }, settings, []),
    takeCalls: () => [],
  };
}

/** Whether one of the files can be run; what is wrong with the others is said by its rounds. */
async function anyIsGood(context: Context, files: readonly FileToRun[]): Promise<boolean> {
  const loaded: Loaded[] = [];
  for (const file of files) loaded.push(await file.load(await file.read()));
  if (loaded.some(({ ok }) => ok)) return true;
  for (const one of loaded) await printDiagnostics(one, context);
  return false;
}

/** A program that was told to stop while it waited has done all that it was to do. */
function endOf(ends: readonly RoundsEnd[], once: boolean): ExitCode {
  const codes = ends.flatMap(({ exitCode, cutShort }) => (once || cutShort ? [exitCode] : []));
  const worst = [EXIT.interrupted.SIGTERM, EXIT.interrupted.SIGINT, EXIT.interrupted.SIGHUP, 1, 4, 3] as const;
  return worst.find((code) => codes.includes(code)) ?? EXIT.done;
}
