import { constants } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { codeOf } from '../core/errno.ts';
import { pause } from './pause.ts';

/** Of no meaning on Windows, where opening a pipe does not wait. */
const NONBLOCK = (constants as { readonly O_NONBLOCK?: number }).O_NONBLOCK ?? 0;
/** Milliseconds between two looks at a pipe that holds nothing yet. */
const LOOK_AGAIN = 50;

/**
 * Reads a file, but no more than `limit` + 1 bytes of it. Nothing ever waits inside the system: neither a signal nor the
 * end of the process would come through to such a wait.
 *
 * @param kind `regular`: a pipe, a socket or a device is refused (`code` ENOTFILE), before it is opened; `any`: whoever
 *   writes into a pipe is waited for
 * @param signal ends that wait; null = nothing does
 * @throws the error of the system; the signal's reason
 */
export async function readFileUpTo(
  path: string,
  limit: number,
  kind: 'regular' | 'any',
  signal: AbortSignal | null = null,
): Promise<Uint8Array> {
  const file = kind === 'any' ? await open(path, constants.O_RDONLY | NONBLOCK) : await openRegular(path);
  try {
    const chunks: Uint8Array[] = [];
    let length = 0;
    const mayBegin = await mayBeginLater(file, path);
    while (length <= limit) {
      const bytes = await readSome(file, Math.min(65_536, limit + 1 - length));
      if (bytes === null || (bytes.length === 0 && mayBegin && length === 0)) {
        await pause(LOOK_AGAIN, signal);
        continue;
      }
      if (bytes.length === 0) break;
      chunks.push(bytes);
      length += bytes.length;
    }
    return Buffer.concat(chunks);
  } finally {
    await file.close();
  }
}

/** A pipe with a name looks empty until somebody opens it for writing. One without a name has its writer from the start. */
async function mayBeginLater(file: FileHandle, path: string): Promise<boolean> {
  if (!(await file.stat()).isFIFO()) return false;
  return await realpath(path).then(
    () => true,
    () => false,
  );
}

/** null = there is nothing yet. */
async function readSome(file: FileHandle, most: number): Promise<Uint8Array | null> {
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(most));
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return null;
    throw error;
  }
}

/** Looked at before (to open some devices does something) and after (it may be another one by then). */
async function openRegular(path: string): Promise<FileHandle> {
  refuseOthers(await stat(path));
  const file = await open(path, constants.O_RDONLY | NONBLOCK);
  try {
    refuseOthers(await file.stat());
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function refuseOthers(found: { isFile(): boolean; isDirectory(): boolean }): void {
  if (found.isFile()) return;
  throw Object.assign(new Error('no regular file'), { code: found.isDirectory() ? 'EISDIR' : 'ENOTFILE' });
}
