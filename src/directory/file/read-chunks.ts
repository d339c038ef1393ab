import { type FileHandle, open, stat } from 'node:fs/promises';
import { codeOf } from '../../core/errno.ts';
import { Failure } from '../../core/failure.ts';

export interface File {
  readonly path: string;
  /** The path in messages. */
  readonly shown: string;
}

/** So many bytes are read at a time. */
const CHUNK = 1024 ** 2;

/**
 * The file piece by piece, however large it is. Regular files only: the end of a pipe or a device looks like that of half
 * an export, and may never come.
 *
 * @throws Failure when it cannot be read, or changed meanwhile: half of an export that is being written is no export
 */
export async function* readChunks(file: File, signal: AbortSignal): AsyncGenerator<Buffer> {
  const { handle, size, mtimeMs } = await opened(file, signal);
  try {
    let read = 0;
    for (let chunk = await next(file, handle, signal); chunk.length > 0; chunk = await next(file, handle, signal)) {
      read += chunk.length;
      yield chunk;
    }
    const after = await handle.stat();
    if (after.size !== size || after.mtimeMs !== mtimeMs || read < size) {
      throw new Failure(
        'LDIF_UNREADABLE',
        `${file.shown}: it changed while it was being read.`,
        'Wait until the export is finished, or write it under another name and rename it in the end.',
      );
    }
  } finally {
    await handle.close();
  }
}

/** Bytes of the file. @throws Failure as `readChunks` */
export async function sizeOf(file: File, signal: AbortSignal): Promise<number> {
  const { handle, size } = await opened(file, signal);
  await handle.close();
  return size;
}

interface Opened {
  readonly handle: FileHandle;
  readonly size: number;
  readonly mtimeMs: number;
}

async function opened(file: File, signal: AbortSignal): Promise<Opened> {
  try {
    signal.throwIfAborted();
    const found = await stat(file.path);
    if (!found.isFile()) throw Object.assign(new Error(), { code: found.isDirectory() ? 'EISDIR' : 'ENOTFILE' });
    const handle = await open(file.path);
    try {
      const { size, mtimeMs } = await handle.stat();
      return { handle, size, mtimeMs };
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw unreadable(file, error);
  }
}

async function next(file: File, handle: FileHandle, signal: AbortSignal): Promise<Buffer> {
  signal.throwIfAborted();
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafeSlow(CHUNK), 0, CHUNK, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable({ path, shown }: File, error: unknown): Failure {
  const code = codeOf(error) ?? 'unknown error';
  // The system's own words hold the path.
  const why = FILE_ERRORS[code] ?? `it cannot be read (${code})`;
  return new Failure(
    'LDIF_UNREADABLE',
    `${shown}: ${why}.`,
    'Check path under directory.',
    shown === path ? { cause: error } : {},
  );
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a directory',
  ENOTFILE: 'it is no regular file, but a pipe, a socket or a device',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
};
