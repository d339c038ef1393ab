import { closeSync, constants, fstatSync, lstatSync, openSync, type Stats } from 'node:fs';
import { platform } from 'node:os';
import { Failure } from '../core/failure.ts';

/** For its owner only: it names people. */
const MODE = 0o600;

// Without O_NONBLOCK a named pipe that nobody reads would stop the whole program, also for signals, here or once it is full.
const { O_APPEND, O_CREAT, O_NONBLOCK, O_WRONLY } = constants;
// Windows knows no O_NONBLOCK, and no named pipes in folders.
const FLAGS = O_APPEND | O_CREAT | O_WRONLY | (platform() === 'win32' ? 0 : O_NONBLOCK);

/**
 * Opens a file so that lines are appended to it, and makes it where it is not there. In a folder where others may write,
 * somebody could have put a link of theirs there, so that we write into another file, or a file of theirs, so that they
 * read the names in it: neither is followed. Those of root are, for root may do so anyway.
 *
 * @param uid the user that this process acts for; null where files have no such owner (Windows)
 * @throws Failure LOG_FILE_NOT_OURS; what Node throws
 */
export function openToAppend(path: string, uid: number | null): number {
  const named = lstatSync(path, { throwIfNoEntry: false });
  if (named?.isSymbolicLink() === true && isOfOthers(named, uid)) throw ofOthers(path, 'is a link', named);
  const descriptor = openSync(path, FLAGS, MODE);
  const stats = fstatSync(descriptor);
  if (!stats.isFile() || !isOfOthers(stats, uid)) return descriptor;
  closeSync(descriptor);
  throw ofOthers(path, 'is a file', stats);
}

function isOfOthers({ uid }: Stats, own: number | null): boolean {
  return own !== null && uid !== own && uid !== 0;
}

function ofOthers(path: string, what: string, { uid }: Stats): Failure {
  return new Failure(
    'LOG_FILE_NOT_OURS',
    `${path} ${what} of another user (uid ${uid}), who could read or steer what is written there.`,
    'Name a file in a folder of this user with --log-file, or give this one to this user (chown).',
  );
}
