import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { rest, type RoundsClock } from './clock.ts';

/** Milliseconds between two looks at a stop file. */
export const LOOK_FOR_STOP = 1000;

/** The files that end `adsync run` once they are there; absolute. */
export interface StopFiles {
  /** Those in state folders. One that is there from the start was made for an earlier run. */
  readonly own: readonly string[];
  /** A further one, which is not there yet; null = there is none. */
  readonly named: string | null;
}

/** Whether the file is there; where nobody can tell it is not. */
export async function isThere(path: string): Promise<boolean> {
  return await lstat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/**
 * Waits until one of the files is there; each must not have been before. null = the signal came first.
 *
 * @returns its path
 */
export async function awaitStop(
  paths: readonly string[],
  clock: RoundsClock,
  signal: AbortSignal,
): Promise<string | null> {
  for (;;) {
    for (const path of paths) if (await isThere(path)) return path;
    if (!(await rest(clock, LOOK_FOR_STOP, signal))) return null;
  }
}

/** Milliseconds. No start takes longer. */
const HOUR = 3_600_000;

/** The stop file of a state folder. */
export function stopIn(stateDir: string): string {
  return join(stateDir, 'stop');
}

/**
 * Removes a stop file that was made for an earlier run: before this one began. One that was made since is for this one,
 * also where it has not looked yet.
 *
 * @param began milliseconds
 * @param before is done where there is one
 */
export async function removeFormerStop(path: string, began: number, before: () => Promise<void>): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found?.isFile() !== true) return;
  // One of a time to come was made while the clock was wrong.
  if (found.mtimeMs >= began && found.mtimeMs < began + HOUR) return;
  await before();
  await removeStop(path);
}

/** Removes a stop file that has done its work; one that is gone already is no fault. */
export async function removeStop(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}
