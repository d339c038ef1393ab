import { realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Failure } from '../core/failure.ts';
import type { StateDir } from '../run/state-dir.ts';
import type { Context } from './context.ts';
import { STDIN } from './read-stdin.ts';

/** The option of all commands that keep or read a record of what was done. */
export const STATE_DIR = [
  '--state-dir <dir>',
  'where runs are recorded; .adsync beside the YAML file by default',
] as const;

/**
 * The state folder as an absolute path.
 *
 * @throws Failure STATE_NOT_OURS; STATE_NO_PLACE when the YAML file is a pipe, and nobody named a folder
 */
export async function stateDirOf({ cwd, file }: Context, option: unknown): Promise<StateDir> {
  const stateDir = typeof option === 'string' ? resolve(cwd, option) : await beside(resolve(cwd, file), file);
  const { checkStateDir } = await import('../run/state-dir.ts');
  return await checkStateDir(stateDir, process.geteuid?.() ?? null);
}

/** Folders of the system, in which there are no files but those of a process: the `/dev/fd/63` of `<(…)` is one. */
const NO_PLACE = /^\/(?:proc|dev)(?:\/|$)/;

/**
 * The state folder beside the YAML file. A record that the next run does not find would be none: it would know neither
 * locks nor spent plans. So a file that has no place of its own has no state folder.
 */
async function beside(path: string, file: string): Promise<string> {
  if (file === STDIN) throw noPlace('The YAML file comes by standard input');
  const folder = dirname(path);
  // A file that is missing is said by whoever reads it.
  const found = await stat(path).catch(() => null);
  const real = await realpath(folder).catch(() => folder);
  const isOrdinary = found === null || found.isFile() || found.isDirectory();
  if (isOrdinary && !NO_PLACE.test(real)) return join(folder, '.adsync');
  throw noPlace(`${file} is a pipe or a file of the system`);
}

function noPlace(why: string): Failure {
  return new Failure(
    'STATE_NO_PLACE',
    `${why}, so there is no lasting folder beside it in which runs could be recorded.`,
    'Name such a folder with --state-dir, the same for every run.',
  );
}
