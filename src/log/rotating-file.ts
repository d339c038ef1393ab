import { closeSync, fstatSync, openSync, renameSync, rmSync, type Stats, statSync, writeSync } from 'node:fs';
import { errnoOf } from '../core/errno.ts';

/** How much of a log is kept. */
export interface Keep {
  /** Bytes that a file may have. */
  readonly size: number;
  /** How many files there may be, the one that is written included. */
  readonly files: number;
}

export interface LogFile {
  /** Appends one line. It never throws. */
  readonly write: (line: string) => void;
  readonly close: () => void;
}

export interface LogFileOptions {
  readonly path: string;
  readonly keep: Keep;
  /** Is told once why lines are lost, and again after a line went well in between. */
  readonly onFault: (error: unknown) => void;
  /** Waits so many milliseconds. Absent = by the clock. */
  readonly pause?: (ms: number) => void;
}

/** For its owner only: it names people. */
const MODE = 0o600;

/** Milliseconds: on Windows somebody who reads a file keeps it from being renamed, for a moment mostly. */
const PATIENCE = [5, 20, 50];

const BUSY = new Set(['EACCES', 'EBUSY', 'EPERM']);

/**
 * A file to which lines are appended. When it is full it becomes `FILE.1`, `FILE.1` becomes `FILE.2`, and so on, and the oldest
 * is removed.
 *
 * Each line is handed to the system before anything else happens, so that a process that dies loses none. A file that cannot
 * be renamed grows on, and is tried again with the next line. When somebody else moves it away, be it logrotate or another
 * adsync, the next line begins a new one.
 *
 * @throws what Node throws when the file cannot be opened at first
 */
export function openLogFile({ path, keep, onFault, pause = pauseByClock }: LogFileOptions): LogFile {
  let open: number | null = openSync(path, 'a', MODE);
  let isWell = true;

  const close = (): void => {
    if (open !== null) closeSync(open);
    open = null;
  };
  /** The file by its name, as it is open; opens it anew where it is not the one that was open. */
  function current(): { readonly descriptor: number; readonly stats: Stats } {
    if (open !== null) {
      const stats = fstatSync(open);
      const named = statSync(path, { throwIfNoEntry: false });
      if (named?.ino === stats.ino && named.dev === stats.dev) return { descriptor: open, stats };
      close();
    }
    const descriptor = openSync(path, 'a', MODE);
    open = descriptor;
    return { descriptor, stats: fstatSync(descriptor) };
  }
  function append(line: string): void {
    const bytes = Buffer.from(line);
    const { stats } = current();
    // A pipe or a device is no file that could be full.
    if (stats.isFile() && stats.size > 0 && stats.size + bytes.length > keep.size) {
      close();
      rotate(path, keep.files, pause);
    }
    writeAll(current().descriptor, bytes);
  }
  return {
    write(line) {
      try {
        append(line);
        isWell = true;
      } catch (error) {
        if (isWell) onFault(error);
        isWell = false;
      }
    },
    close,
  };
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}

/** From the oldest on, so that a process that dies in between overwrites nothing. */
function rotate(path: string, files: number, pause: (ms: number) => void): void {
  if (files === 1) {
    rmSync(path, { force: true });
    return;
  }
  for (let number = files - 2; number >= 0; number--) {
    const from = number === 0 ? path : `${path}.${number}`;
    if (!renamed(from, `${path}.${number + 1}`, pause)) return;
  }
}

/** Whether the way is free for the one that comes after. */
function renamed(from: string, to: string, pause: (ms: number) => void): boolean {
  for (const ms of [...PATIENCE, null]) {
    try {
      renameSync(from, to);
      return true;
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === 'ENOENT') return true;
      if (errno === null || !BUSY.has(errno)) throw error;
      if (ms !== null) pause(ms);
    }
  }
  return false;
}

function pauseByClock(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
