import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';

/** Of no meaning on Windows, where opening a pipe does not wait. */
const NONBLOCK = (constants as { readonly O_NONBLOCK?: number }).O_NONBLOCK ?? 0;

/**
 * Reads a file, but no more than `limit` + 1 bytes of it.
 *
 * @param kind `regular`: a pipe, a socket or a device is refused (`code` ENOTFILE), before it is opened
 */
export async function readFileUpTo(path: string, limit: number, kind: 'regular' | 'any'): Promise<Uint8Array> {
  const file = kind === 'any' ? await open(path, 'r') : await openRegular(path);
  try {
    const chunks: Uint8Array[] = [];
    let length = 0;
    while (length <= limit) {
      const { bytesRead, buffer } = await file.read(new Uint8Array(Math.min(65_536, limit + 1 - length)));
      if (bytesRead === 0) break;
      chunks.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
    }
    return Buffer.concat(chunks);
  } finally {
    await file.close();
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
