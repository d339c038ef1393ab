import { resolve } from 'node:path';
import { LARGEST_FILE } from '../config/load.ts';
import type { CallWatcher } from '../core/traffic.ts';
import { readFileUpTo } from '../files/read-file.ts';
import { newCallCount } from '../run/rounds/call-count.ts';
import type { CallsOfFile } from '../run/rounds/events.ts';
import type { FileToRun } from '../run/rounds/world.ts';
import type { Context } from './context.ts';
import { jobOf } from './job.ts';
import { load } from './settings.ts';
import { stateDirOf } from './state-dir.ts';

/**
 * A YAML file that `adsync run` is to run.
 *
 * @param stateDir value of `--state-dir`
 * @param onCall is told of each call of its rounds
 * @throws Failure STATE_NOT_OURS, STATE_NO_PLACE
 */
export async function fileToRun(
  shared: Context,
  file: string,
  stateDir: unknown,
  onCall: CallsOfFile,
): Promise<FileToRun> {
  const context: Context = { ...shared, file };
  const path = resolve(context.cwd, file);
  const calls = newCallCount();
  return {
    file,
    path,
    stateDir: await stateDirOf(context, stateDir),
    read: () => readFileUpTo(path, LARGEST_FILE, 'regular').catch(() => null),
    load: (bytes) => load(context, 'sync', bytes === null ? {} : { instead: { shown: file, bytes } }),
    jobOf: async (settings, signal) =>
      countedJob(await jobOf({ ...context, signal }, settings, []), [
        calls.watch,
        (call) => {
          onCall(file, call);
        },
      ]),
    takeCalls: () => calls.take(),
  };
}

type GivenJob = Awaited<ReturnType<FileToRun['jobOf']>>;

function countedJob({ surroundings, ...job }: GivenJob, watchers: readonly CallWatcher[]): GivenJob {
  const traffic: CallWatcher = (call) => {
    for (const watch of watchers) watch(call);
    surroundings.traffic(call);
  };
  return { ...job, surroundings: { ...surroundings, traffic } };
}
