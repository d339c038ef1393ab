import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../core/failure.ts';
import { errnoOf } from '../files/write-failure.ts';

/**
 * Makes sure that a folder of the state folder is there. Only its owner can look into it, for it names people, and Git
 * leaves it alone.
 *
 * @returns the path of the folder
 * @throws Failure STATE_UNWRITABLE
 */
export async function prepareFolder(stateDir: string, name: 'runs' | 'locks' | 'holds' | 'names'): Promise<string> {
  const folder = join(stateDir, name);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(stateDir, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600 }).catch((cause: unknown) => {
      if (errnoOf(cause) !== 'EEXIST') throw cause;
    });
    return folder;
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

/** Makes a new entry of a folder last. Windows cannot open folders, and some network disks cannot sync them. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}

/** The Failure for something in the state folder that could not be written. */
export function unwritable(path: string, cause: unknown): Failure {
  const why = errnoOf(cause) === 'ENOSPC' ? 'the disk is full' : `the system says ${errnoOf(cause) ?? 'no more'}`;
  return new Failure(
    'STATE_UNWRITABLE',
    `Cannot write ${path}: ${why}. Without a record of what is done, nothing is changed.`,
    'Free some space or look at who may write there, or name another folder with --state-dir.',
    { cause },
  );
}
