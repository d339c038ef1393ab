import { resolve } from 'node:path';
import type { Loaded } from '../config/load.ts';
import { Failure } from '../core/failure.ts';
import { REAL_CLOCK } from '../net/clock.ts';
import { planKeySecrets } from '../planfile/key.ts';
import { newClaims } from '../run/rounds/claims.ts';
import type { DryRun } from '../run/rounds/dry-round.ts';
import type { CallsOfFile } from '../run/rounds/events.ts';
import { runRounds } from '../run/rounds/run-rounds.ts';
import type { RoundsEnd } from '../run/rounds/round.ts';
import type { FileToRun } from '../run/rounds/world.ts';
import { VERSION } from '../../generated/version.ts';
import type { Options } from './command.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts';
import { fileToRun } from './file-to-run.ts';
import { realProcesses } from './processes.ts';
import type { OpenWatcher } from './open-watcher.ts';
import { openWatchers } from './run-watchers.ts';
import { printDiagnostics } from './settings.ts';
import { interruptedCode } from './signals.ts';
import { stopFilesOf } from './stop-files.ts';

/** `adsync run`: everything that it takes from the process. */
export async function runFiles(context: Context, options: Options): Promise<ExitCode> {
  const dryRun = dryRunOf(context, options);
  if (dryRun === null) refuseSignedOnly(context);
  let watcher: Required<OpenWatcher> | null = null;
  const onCall: CallsOfFile = (file, call) => watcher?.watchCalls(file, call);
  const files = await Promise.all(
    [...new Set(context.files)].map((file) => fileToRun(context, file, options['stateDir'], onCall)),
  );
  if (!(await anyIsGood(context, files))) return EXIT.failed;
  const stopFiles = await stopFilesOf(context, files, options['stopFile']);
  const once = options['once'] === true;
  let reloads = 0;
  context.onHangup(() => {
    reloads += 1;
  });
  const { watch, onSettings, close } = (watcher = await openWatchers(context, options));
  try {
    const ends = await runRounds({
      files,
      signal: context.signal,
      stopFiles,
      began: performance.timeOrigin,
      world: {
        clock: REAL_CLOCK,
        adsyncVersion: VERSION,
        processes: realProcesses(),
        watch,
        onSettings,
        mask: (value) => context.mask(value),
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
    await close();
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
  const named = (
    [
      ['excel', excel],
      ['json', json],
    ] as const
  ).flatMap(([form, folder]) => (typeof folder === 'string' ? [{ form, folder: resolve(cwd, folder) }] : []));
  return named.length === 0 ? [{ form: 'excel', folder: cwd }] : named;
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
