import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoOf } from '../core/errno.ts';

/**
 * Makes a folder with those above it, as `mkdir` of Node with `recursive` does. That one never ends where the system says
 * of a folder which is there that it is not (`/proc`), and holds the process so that no signal comes through. Here each
 * folder is tried twice at most.
 *
 * @param mode permission bits of every folder that is made, before the umask
 * @returns whether it was made; false when it was there
 * @throws the error of the system
 */
export async function makeFolder(folder: string, mode: number): Promise<boolean> {
  try {
    return await makeOne(folder, mode);
  } catch (cause) {
    const above = dirname(folder);
    if (errnoOf(cause) !== 'ENOENT' || above === folder) throw cause;
    await makeFolder(above, mode);
    return await makeOne(folder, mode);
  }
}

async function makeOne(folder: string, mode: number): Promise<boolean> {
  try {
    await mkdir(folder, { mode });
    return true;
  } catch (cause) {
    const found = errnoOf(cause) === 'ENOENT' ? null : await stat(folder).catch(() => null);
    if (found?.isDirectory() === true) return false;
    throw cause;
  }
}
