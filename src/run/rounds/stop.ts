import { lstat, rm } from 'node:fs/promises';
import { rest, type RoundsClock } from './clock.ts';

/** Milliseconds between two looks at a stop file. */
export const LOOK_FOR_STOP = 1000;

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

/** Removes a stop file that has done its work; one that is gone already is no fault. */
export async function removeStop(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}
