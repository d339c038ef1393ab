import { access, constants, mkdtemp, open, realpath, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errnoOf } from '../core/errno.ts';
import { renamePatiently } from './rename.ts';
import { syncFolder } from './sync-folder.ts';
import { writeFailure } from './write-failure.ts';

/**
 * Writes a file so that its name stands, at any moment, either for what was there before or for the whole new content,
 * also after a crash: temporary file on the same disk, fsync, rename, fsync of the folder. A symbolic link is followed,
 * and the file that it names is replaced; with `links: 'replace'` the link itself is replaced.
 *
 * write-file-atomic was considered: it wants the whole content at once (a workbook is streamed), syncs no folder, and
 * replaces anything under the name, a device included.
 *
 * @param write fills the file; an error of it leaves the old file in place
 * @param mode permission bits of the new file, before the umask
 * @throws Failure OUTPUT_… when the file cannot be written
 */
export async function writeAtomically(
  path: string,
  write: (file: FileHandle) => Promise<void>,
  mode: number,
  links: 'follow' | 'replace' = 'follow',
): Promise<void> {
  try {
    const target = links === 'follow' ? await resolveTarget(path) : path;
    const folder = dirname(target);
    // A folder of our own has a unique name without a random source, and nobody else can read in it.
    const scratch = await mkdtemp(join(folder, '.adsync-'));
    try {
      const temporary = join(scratch, basename(target));
      await fill(temporary, write, mode);
      await renamePatiently(temporary, target);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
    await syncFolder(folder);
  } catch (cause) {
    throw writeFailure(path, cause);
  }
}

/**
 * Looks whether a file could be written here, so that nobody learns it only after a long reading. Only writing itself is
 * sure: a disk may be full, and Windows does not tell who may write.
 *
 * @param made a folder that the reading itself makes, where it is not there yet; null = none
 * @throws Failure OUTPUT_… as {@link writeAtomically}
 */
export async function mustHavePlace(path: string, made: string | null = null): Promise<void> {
  try {
    const folder = dirname(await resolveTarget(path));
    if (folder === made && (await isMissing(folder))) return;
    if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' });
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw writeFailure(path, cause);
  }
}

/** Writes a text that comes in pieces, for a file of {@link writeAtomically}. */
export async function writePieces(file: FileHandle, pieces: Iterable<string>): Promise<void> {
  // Each goes behind the one before it: a whole write begins where the file stands.
  for (const piece of pieces) await file.writeFile(piece);
}

async function isMissing(path: string): Promise<boolean> {
  return await stat(path).then(
    () => false,
    (cause: unknown) => errnoOf(cause) === 'ENOENT',
  );
}

/** The file to replace. @throws when something else is there (`rename` would replace /dev/stdout, too) */
async function resolveTarget(path: string): Promise<string> {
  const found = await stat(path).catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw cause;
  });
  if (found === null) return path;
  if (found.isFile()) return await realpath(path);
  const code = found.isDirectory() ? 'EISDIR' : 'ENOTFILE';
  throw Object.assign(new Error(`${path} is no ordinary file`), { code });
}

async function fill(temporary: string, write: (file: FileHandle) => Promise<void>, mode: number): Promise<void> {
  const file = await open(temporary, 'wx', mode);
  try {
    await write(file);
    await file.sync();
  } finally {
    await file.close();
  }
}
