import { mkdtemp, open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errnoOf, writeFailure } from './write-failure.ts';

/**
 * Writes a file so that under its name there is, at any moment, either what was there before or the whole new content,
 * also after a crash: temporary file on the same disk, fsync, rename, fsync of the folder. A symbolic link is
 * followed, and the file it names replaced; with `links: 'replace'` it is replaced itself.
 *
 * @param write fills the file; whatever it throws leaves the old file in place
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
    // A folder of our own: its name is unique without a random source, and nobody else can read what is being written.
    const workshop = await mkdtemp(join(folder, '.adsync-'));
    try {
      const temporary = join(workshop, basename(target));
      await fill(temporary, write, mode);
      await rename(temporary, target);
    } finally {
      await rm(workshop, { recursive: true, force: true });
    }
    await syncFolder(folder);
  } catch (cause) {
    throw writeFailure(path, cause);
  }
}

/** The file to replace; an error for what is there but is no file (`rename` would replace /dev/stdout, too). */
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

/** Makes the rename itself last. Windows cannot open folders, and some network disks cannot sync them. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}
