import { dirname, join, resolve } from 'node:path';
import type { StateDir } from '../run/state-dir.ts';
import type { Context } from './context.ts';

/** The option of all commands that keep or read a record of what was done. */
export const STATE_DIR = [
  '--state-dir <dir>',
  'where runs are recorded; .adsync beside the YAML file by default',
] as const;

/**
 * The state folder as an absolute path.
 *
 * @throws Failure STATE_NOT_OURS
 */
export async function stateDirOf({ cwd, file }: Context, option: unknown): Promise<StateDir> {
  const stateDir = resolve(cwd, typeof option === 'string' ? option : join(dirname(file), '.adsync'));
  const { checkStateDir } = await import('../run/state-dir.ts');
  return await checkStateDir(stateDir, process.geteuid?.() ?? null);
}
