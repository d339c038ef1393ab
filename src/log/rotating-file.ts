import { closeSync, fstatSync, renameSync, rmSync, type Stats, statSync, writeSync } from 'node:fs';
import { errnoOf } from '../core/errno.ts';
import { openToAppend } from './open-to-append.ts';

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
  /** The user that this process acts for; null where files have no such owner (Windows). */
  readonly uid: number | null;
  /** Is told once why lines are lost, and again after a line went well in between. */
  readonly onFault: (error: unknown) => void;
  /** Waits so many milliseconds. Absent = by the clock. */
  readonly pause?: (ms: number) => void;
  /** Absent = that of the system. */
  readonly rename?: (from: string, to: string) => void;
}

/** Milliseconds: on Windows somebody who reads a file keeps it from being renamed, for a moment mostly; a pipe may be full. */
const PATIENCE = [5, 20, 50];

const BUSY = new Set(['EACCES', 'EBUSY', 'EPERM']);

/**
 * A file to which lines are appended. When it is full it becomes `FILE.1`, `FILE.1` becomes `FILE.2`, and so on, and the oldest
 * is removed.
 *
 * Each line is handed to the system before anything else happens, so that a process that dies loses none. A file that cannot
 * be renamed grows on, and is tried again a tenth of its size later. When somebody else moves it away, be it logrotate or another
 * adsync, the next line begins a new one.
 *
 * A line that was written in part, on a disk that is full, stays a line of its own: the next one begins with a line break.
 *
 * @throws Failure LOG_FILE_NOT_OURS; what Node throws when the file cannot be opened at first
 */
export function openLogFile(options: LogFileOptions): LogFile {
  const { path, keep, uid, onFault, pause = pauseByClock, rename = renameSync } = options;
  let open: number | null = openToAppend(path, uid);
  let isWell = true;
  let isTorn = false;
  /** Bytes from which on the file is full. */
  let full = keep.size;

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
    const descriptor = openToAppend(path, uid);
    open = descriptor;
    return { descriptor, stats: fstatSync(descriptor) };
  }
  function append(line: string): void {
    const bytes = Buffer.from(isTorn ? `\n${line}` : line);
    const { stats } = current();
    // A pipe or a device is no file that could be full.
    if (stats.isFile() && stats.size > 0 && stats.size + bytes.length > full) {
      close();
      const moved = rotate(path, keep.files, (from, to) => renamed(from, to, { rename, pause }));
      // Whoever keeps it from being renamed must not cost a wait with every line.
      full = moved ? keep.size : stats.size + keep.size / 10;
    }
    const { descriptor } = current();
    const onTorn = (): void => {
      isTorn = true;
    };
    writeAll(descriptor, bytes, { pause, onTorn });
    isTorn = false;
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

/** A pipe that is full is waited for, but not for long. */
function writeAll(
  descriptor: number,
  bytes: Uint8Array,
  { pause, onTorn }: { readonly pause: (ms: number) => void; readonly onTorn: () => void },
): void {
  const patience = PATIENCE.values();
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const ms = errnoOf(error) === 'EAGAIN' ? patience.next().value : undefined;
      if (ms === undefined) {
        if (written > 0) onTorn();
        throw error;
      }
      pause(ms);
    }
  }
}

/**
 * From the oldest on, so that a process that dies in between overwrites nothing.
 *
 * @param move whether the way is free then for the one that comes after
 * @returns whether the file is out of the way
 */
function rotate(path: string, files: number, move: (from: string, to: string) => boolean): boolean {
  if (files === 1) rmSync(path, { force: true });
  for (let number = files - 2; number >= 0; number--) {
    const from = number === 0 ? path : `${path}.${number}`;
    if (!move(from, `${path}.${number + 1}`)) return false;
  }
  return true;
}

function renamed(
  from: string,
  to: string,
  { rename, pause }: Required<Pick<LogFileOptions, 'rename' | 'pause'>>,
): boolean {
  for (const ms of [...PATIENCE, null]) {
    try {
      rename(from, to);
      return true;
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === 'ENOENT') return true;
      if (errno === null) throw error;
      // A folder that stands in the way stays there: that is no reason to lose lines.
      if (!BUSY.has(errno)) return false;
      if (ms !== null) pause(ms);
    }
  }
  return false;
}

function pauseByClock(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
