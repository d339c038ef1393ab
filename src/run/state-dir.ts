import { lstat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Brand } from '../core/brand.ts';
import { Failure } from '../core/failure.ts';
import { errnoOf } from '../core/errno.ts';
import { makeFolder } from '../files/make-folder.ts';

/** A state folder that is for us alone; or none yet. */
export type StateDir = Brand<'StateDir'>;

const FOLDERS = ['runs', 'locks', 'holds', 'names', 'spent', 'rounds', 'probes'] as const;
/** Permission of the group and of everybody to write. */
const OTHERS_WRITE = 0o022;

/**
 * Refuses a state folder that somebody else could write in: what it says of spent plans, approvals and open calls would
 * be their word. One that is not there yet is fine: it is made for its owner only.
 *
 * @param stateDir absolute path
 * @param uid the user that this process acts for; null where files have no such owner (Windows), and only links count
 * @throws Failure STATE_NOT_OURS
 */
export async function checkStateDir(stateDir: string, uid: number | null): Promise<StateDir> {
  for (const folder of [stateDir, ...FOLDERS.map((name) => join(stateDir, name))]) {
    // What is not there or cannot be looked at is found out, and said, by whoever needs it.
    const found = await lstat(folder).catch(() => null);
    if (found === null) continue;
    if (found.isSymbolicLink()) {
      throw notOurs(`${folder} is a symbolic link.`, 'Name the folder itself with --state-dir, or remove the link.');
    }
    if (uid === null || !found.isDirectory()) continue;
    if (found.uid !== uid) {
      const text = `${folder} belongs to another user (uid ${found.uid}; adsync runs as uid ${uid}).`;
      throw notOurs(text, `Give it to this user (chown -R ${uid} ${stateDir}). ${another(stateDir)}`);
    }
    if ((found.mode & OTHERS_WRITE) !== 0) {
      const text = `Other users may write in ${folder} (mode ${(found.mode & 0o777).toString(8)}).`;
      throw notOurs(text, `Take that right away (chmod go-w ${folder}). ${another(stateDir)}`);
    }
  }
  return stateDir as StateDir;
}

/** Where the folder is a mounted volume, its owner and mode are often not ours to say. */
function another(stateDir: string): string {
  return `Or name a folder inside it, which adsync then makes for itself: --state-dir ${join(stateDir, 'adsync')}.`;
}

function notOurs(text: string, advice: string): Failure {
  return new Failure('STATE_NOT_OURS', `The state folder is not for us alone: ${text} Nothing was changed.`, advice);
}

/**
 * Makes sure that a folder of the state folder is there. Only its owner can look into it, for it names people. Git leaves
 * a state folder alone that was made here; in one that somebody else has made nothing is put but the records.
 *
 * @returns the path of the folder
 * @throws Failure STATE_UNWRITABLE
 */
export async function prepareFolder(stateDir: string, name: (typeof FOLDERS)[number]): Promise<string> {
  const folder = join(stateDir, name);
  try {
    const made = await makeFolder(stateDir, 0o700);
    if (made) await writeFile(join(stateDir, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600 });
    await makeFolder(folder, 0o700);
    return folder;
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the quota is used up',
  EEXIST: 'there is a file of that name',
  ENOENT: 'no folder can be made there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file stands where a folder should be',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
};

/** The Failure for something in the state folder that could not be written. */
export function unwritable(path: string, cause: unknown): Failure {
  const errno = errnoOf(cause) ?? '';
  const why = WHY[errno] ?? `the system says ${errno === '' ? 'no more' : errno}`;
  return new Failure(
    'STATE_UNWRITABLE',
    `Cannot write ${path}: ${why}. Without a record of what is done, nothing is changed.`,
    errno === 'EROFS'
      ? 'Name a folder on another disk with --state-dir, the same for every run.'
      : 'Free some space or look at who may write there, or name another folder with --state-dir.',
    { cause },
  );
}
