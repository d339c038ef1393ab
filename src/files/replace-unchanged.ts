import { constants, type Stats } from 'node:fs';
import { access, type FileHandle, readFile, stat } from 'node:fs/promises';
import { errnoOf } from '../core/errno.ts';
import { Failure } from '../core/failure.ts';
import { writeAtomically } from './atomic.ts';
import { writeFailure } from './write-failure.ts';

/** What everybody may read, and the owner write. */
const ORDINARY = 0o644;
const PERMISSIONS = 0o777;
const ANYBODY_WRITES = 0o222;

/**
 * Replaces a file as a whole (see {@link writeAtomically}), if it still is as it was read. The new one has the owner, the
 * group and the permissions of the old one. A file that nobody may write is not replaced either.
 *
 * @param before what was read; null = there was no such file
 * @throws Failure FILE_CHANGED, and OUTPUT_… when the file cannot be written
 */
export async function replaceUnchanged(path: string, before: Uint8Array | null, text: string): Promise<void> {
  const now = await readFile(path).catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw cause;
  });
  const isSame = now === null || before === null ? now === before : now.equals(before);
  if (!isSame) {
    const message = `${path} has changed since it was read, so it was not written.`;
    throw new Failure('FILE_CHANGED', message, 'Run the command again.');
  }
  const old = now === null ? null : await oldOf(path);
  await writeAtomically(
    path,
    async (file) => {
      if (old !== null) await likeOld(file, old);
      await file.writeFile(text);
    },
    old === null ? ORDINARY : old.mode & PERMISSIONS,
  );
}

/** @throws Failure OUTPUT_NOT_PERMITTED where the file may not be written: a new one could take its place all the same */
async function oldOf(path: string): Promise<Stats> {
  const old = await stat(path);
  try {
    // For root every file can be written.
    if ((old.mode & ANYBODY_WRITES) === 0) throw Object.assign(new Error(`${path} is read-only`), { code: 'EACCES' });
    await access(path, constants.W_OK);
  } catch (cause) {
    throw writeFailure(path, cause);
  }
  return old;
}

/** Who reads the file by its group must be able to read the new one, too. */
async function likeOld(file: FileHandle, { uid, gid, mode }: Stats): Promise<void> {
  const made = await file.stat();
  if (made.uid !== uid || made.gid !== gid) {
    await file.chown(uid, gid).catch(async (cause: unknown) => {
      // Only root gives a file to others; its group may be kept by whoever is in it.
      if (errnoOf(cause) !== 'EPERM') throw cause;
      if (made.gid !== gid) await file.chown(made.uid, gid);
    });
  }
  // Whatever the umask takes away from a new file, this one had; a new owner takes some of it, too.
  await file.chmod(mode & PERMISSIONS);
}
