import { resolve } from 'node:path';
import { Failure } from '../core/failure.ts';
import { isThere, type StopFiles, stopIn } from '../run/rounds/stop.ts';
import type { FileToRun } from '../run/rounds/world.ts';
import type { Context } from './context.ts';

/**
 * The files that end `adsync run` once they are there: one in the state folder of each file, and the one that was named.
 *
 * @throws Failure RUN_STOP_FILE
 */
export async function stopFilesOf(
  { cwd }: Context,
  files: readonly Pick<FileToRun, 'stateDir'>[],
  named: unknown,
): Promise<StopFiles> {
  const own = [...new Set(files.map(({ stateDir }) => stopIn(stateDir)))];
  if (typeof named !== 'string') return { own, named: null };
  const path = resolve(cwd, named);
  if (await isThere(path)) throw thereAlready(named);
  return { own, named: path };
}

/** It may be anything, so it is not for us to remove. */
function thereAlready(named: string): Failure {
  return new Failure(
    'RUN_STOP_FILE',
    `--stop-file names ${named}, which is there already, so adsync would end at once.`,
    'Look what it is, and remove it; or name a file that is made only to end adsync.',
  );
}
