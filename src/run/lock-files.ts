import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../core/failure.ts';
import { errnoOf } from '../core/errno.ts';

/** A lock file as it was found. */
export interface LockFile {
  readonly text: string;
  /** When it was last written, in milliseconds and by the clock of the disk (files/disk-time.ts). */
  readonly touched: number;
}

/** @param name of the lock, which all its numbers share */
export function lockPath(folder: string, name: string, number: number): string {
  return join(folder, `${name}.${number}`);
}

/**
 * The numbers of a lock, highest first.
 *
 * @throws Failure STATE_UNREADABLE
 */
export async function lockNumbers(folder: string, name: string): Promise<number[]> {
  const start = `${name}.`;
  return (await namesIn(folder))
    .filter((file) => file.startsWith(start) && /^\d+$/.test(file.slice(start.length)))
    .map((file) => numberOf(folder, file, file.slice(start.length)))
    .sort((a, b) => b - a);
}

/** Where a number or the next one cannot be told from its neighbours, two runs could both take "the next one". */
function numberOf(folder: string, name: string, digits: string): number {
  const number = Number(digits);
  if (Number.isSafeInteger(number + 1)) return number;
  throw new Failure(
    'STATE_UNREADABLE',
    `The record of locks is damaged: no run makes a lock with so large a number as ${join(folder, name)}, so nobody can tell whether another run is at work. Nothing was changed.`,
    'Make sure that no other run is at work, and delete that file.',
  );
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return [];
    throw unreadable(folder, cause);
  }
}

/**
 * Reads a lock file; null when there is none. Opened anew each time, so that a network disk asks its server.
 *
 * @throws Failure STATE_UNREADABLE when it may be there all the same
 */
export async function readLock(path: string): Promise<LockFile | null> {
  try {
    const file = await open(path, 'r');
    try {
      const { mtimeMs } = await file.stat();
      return { text: await file.readFile('utf8'), touched: mtimeMs };
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): Failure {
  return new Failure(
    'STATE_UNREADABLE',
    `${path} cannot be read (${errnoOf(cause) ?? 'unknown error'}), so nobody can tell whether another run is at work. Nothing was changed.`,
    'Look at who may read it and at the disk it lies on, or name the right folder with --state-dir.',
    { cause },
  );
}
