import { open, readFile, realpath, stat } from 'node:fs/promises';
import { errnoOf } from '../../../core/errno.ts';
import { Failure } from '../../../core/failure.ts';
import { writeAtomically } from '../../../files/atomic.ts';
import { FileLocked, withFileLock } from '../../../files/file-lock.ts';
import type { GotoWorld } from './outside-world.ts';

/** What spending a refresh token has brought. */
export interface Spent<Result> {
  readonly result: Result;
  /** The refresh token of the answer; null = none came, so that the old one goes on. */
  readonly renewed: string | null;
}

const DAY = 24 * 60 * 60 * 1000;
const LARGEST = 64 * 1024;

/** The file as it was found. */
interface Kept {
  /** Where it really lies, behind links. */
  readonly path: string;
  readonly text: string;
  readonly token: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly atime: Date;
  readonly mtime: Date;
}

/**
 * Spends the refresh token of a file, and keeps the new one if one comes: the service may take the old one back with it,
 * so a token that is not kept locks the program out. Therefore only one process at a time does it, with what is in the
 * file by then, and first it replaces the file by itself: where that fails, the old token is still good.
 *
 * @param path absolute; a link is followed
 * @throws Failure GOTO_TOKEN_READ_ONLY before anything is spent; GOTO_TOKEN_FILE; GOTO_TOKEN_LOST
 */
export async function spendFrom<Result>(
  path: string,
  world: Pick<GotoWorld, 'log' | 'now' | 'signal'>,
  spend: (token: string) => Promise<Spent<Result>>,
): Promise<Result> {
  const target = await realpath(path).catch((cause: unknown) => {
    throw unreadable(path, `the system says ${errnoOf(cause) ?? 'no'}`, cause);
  });
  const work = async (): Promise<Result> => {
    const kept = await read(path, target);
    await replace(kept, kept.text, kept.mtime).catch((cause: unknown) => {
      throw readOnly(path, cause);
    });
    const { result, renewed } = await spend(kept.token);
    if (renewed === null || renewed === kept.token) sayAge(path, kept, world);
    else await keep(path, kept, renewed);
    return result;
  };
  try {
    return await withFileLock(target, work, { signal: world.signal });
  } catch (cause) {
    if (cause instanceof FileLocked) throw busy(path, cause);
    // Nothing can be made beside it.
    throw errnoOf(cause) === null ? cause : readOnly(path, cause);
  }
}

async function read(path: string, target: string): Promise<Kept> {
  const found = await stat(target).catch((cause: unknown) => {
    throw unreadable(path, `the system says ${errnoOf(cause) ?? 'no'}`, cause);
  });
  if (!found.isFile() || found.size > LARGEST) throw unreadable(path, 'it is no small file');
  const text = await readFile(target, 'utf8').catch((cause: unknown) => {
    throw unreadable(path, `the system says ${errnoOf(cause) ?? 'no'}`, cause);
  });
  const token = text.trim();
  if (token === '') throw unreadable(path, 'it is empty');
  const { uid, gid, atime, mtime } = found;
  return { path: target, text, token, mode: found.mode & 0o777, uid, gid, atime, mtime };
}

/** Replaces the file, with the same owner and permissions. @param mtime null = now */
async function replace({ path, mode, uid, gid, atime }: Kept, text: string, mtime: Date | null): Promise<void> {
  await writeAtomically(
    path,
    async (file) => {
      await file.writeFile(text);
      await file.chmod(mode);
      const own = await file.stat();
      if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid);
      if (mtime !== null) await file.utimes(atime, mtime);
    },
    mode,
  );
}

/** The old token may be spent: from here on everything is better than losing the new one. */
async function keep(path: string, kept: Kept, renewed: string): Promise<void> {
  const text = kept.text.replace(kept.token, () => renewed);
  try {
    await replace(kept, text, null);
  } catch {
    await overwrite(kept.path, text).catch((cause: unknown) => {
      throw new Failure(
        'GOTO_TOKEN_LOST',
        `The service has renewed the refresh token, and the new one could not be written to ${path} (${errnoOf(cause) ?? 'unknown error'}). The old one may be of no use any more.`,
        'Look at the disk and at who may write there, sign in to GoTo once more for a new refresh token, and write it to that file.',
        { cause },
      );
    });
  }
}

/** In place: half a new token is as bad as an old one that is spent. */
async function overwrite(path: string, text: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const bytes = Buffer.from(text);
    await file.write(bytes, 0, bytes.length, 0);
    await file.truncate(bytes.length);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** An older page says that refresh tokens end after 30 days, a newer one that they are good for "longer periods". */
function sayAge(path: string, { mtime }: Kept, { log, now }: Pick<GotoWorld, 'log' | 'now'>): void {
  const days = Math.max(0, Math.floor((now() - mtime.getTime()) / DAY));
  log(
    `GoTo: no new refresh token came with the access token. The one in ${path} goes on; it was written ${days} days ago, and may end 30 days after it was made`,
  );
}

function unreadable(path: string, why: string, cause?: unknown): Failure {
  return new Failure(
    'GOTO_TOKEN_FILE',
    `The refresh token cannot be read from ${path}: ${why}.`,
    'Write the refresh token to that file, and nothing else, or name another file under goto.refreshToken.',
    { cause },
  );
}

function readOnly(path: string, cause: unknown): Failure {
  const why = cause instanceof Failure ? cause.message : `The system says ${errnoOf(cause) ?? 'no'}.`;
  return new Failure(
    'GOTO_TOKEN_READ_ONLY',
    `The refresh token in ${path} was not used: the service may renew it, and the file cannot be replaced. ${why}`,
    'Let adsync write in the folder of that file, and let the file belong to the same user; a secret that is mounted read-only cannot be used. Or use goto.personalAccessToken, which stays the same.',
    { cause },
  );
}

function busy(path: string, cause: unknown): Failure {
  return new Failure(
    'GOTO_TOKEN_FILE',
    `Another process is renewing the refresh token in ${path}, and does not come to an end.`,
    'Look which process that is. Let it end, and try again.',
    { cause },
  );
}
