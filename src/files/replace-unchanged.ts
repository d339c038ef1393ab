import { readFile, stat } from 'node:fs/promises';
import { errnoOf } from '../core/errno.ts';
import { Failure } from '../core/failure.ts';
import { writeAtomically } from './atomic.ts';

/** What everybody may read, and the owner write. */
const ORDINARY = 0o644;
const PERMISSIONS = 0o777;

/**
 * Replaces a file as a whole (see {@link writeAtomically}), if it still is as it was read. The new one has the permissions
 * of the old one.
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
  const mode = now === null ? null : (await stat(path)).mode & PERMISSIONS;
  await writeAtomically(
    path,
    async (file) => {
      // Whatever the umask takes away from a new file, this one had.
      if (mode !== null) await file.chmod(mode);
      await file.writeFile(text);
    },
    mode ?? ORDINARY,
  );
}
