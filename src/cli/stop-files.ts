import { join, resolve } from 'node:path';
import { Failure } from '../core/failure.ts';
import { isThere, removeStop } from '../run/rounds/stop.ts';
import type { FileToRun } from '../run/rounds/world.ts';
import type { Context } from './context.ts';

/**
 * The files that end `adsync run` once they are there. One in a state folder that is there already was made for an
 * earlier run, and is removed.
 *
 * @throws Failure RUN_STOP_FILE
 */
export async function stopFilesOf(
  { cwd }: Context,
  files: readonly Pick<FileToRun, 'stateDir'>[],
  named: unknown,
): Promise<string[]> {
  const own = [...new Set(files.map(({ stateDir }) => join(stateDir, 'stop')))];
  for (const path of own) await removeStop(path);
  if (typeof named !== 'string') return own;
  const path = resolve(cwd, named);
  if (await isThere(path)) throw thereAlready(named);
  return [...own, path];
}

/** It may be anything, so it is not for us to remove. */
function thereAlready(named: string): Failure {
  return new Failure(
    'RUN_STOP_FILE',
    `--stop-file names ${named}, which is there already, so adsync would end at once.`,
    'Look what it is, and remove it; or name a file that is made only to end adsync.',
  );
}
