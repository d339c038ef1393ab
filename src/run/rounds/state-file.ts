import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { digest } from '../../core/digest.ts';
import { errnoOf } from '../../core/errno.ts';
import { writeAtomically } from '../../files/atomic.ts';
import { unreadable } from '../journal-read.ts';
import { prepareFolder } from '../state-dir.ts';
import type { RoundsState } from './events.ts';
import { isRoundsState } from './well-formed.ts';

/**
 * What the records of a file that is run are called in its state folder: its name, and 8 digits of its absolute path, so
 * that several files may share a folder.
 */
export function roundsName(path: string): string {
  const name = basename(path)
    .replaceAll(/[^A-Za-z0-9._-]/g, '_')
    .slice(0, 64);
  return `${name}-${digest(path).slice(0, 8)}`;
}

/**
 * Writes the state of a file whole, or leaves the former one.
 *
 * @throws Failure STATE_UNWRITABLE, OUTPUT_…
 */
export async function writeRoundsState(stateDir: string, state: RoundsState): Promise<void> {
  const folder = await prepareFolder(stateDir, 'rounds');
  const text = `${JSON.stringify(state, null, 2)}\n`;
  const path = join(folder, `${roundsName(state.path)}.json`);
  await writeAtomically(path, (file) => file.writeFile(text), 0o600, 'replace');
}

/** The state of the file at this absolute path; null where there is none that this version reads. */
export async function readRoundsState(stateDir: string, path: string): Promise<RoundsState | null> {
  return await readOne(join(stateDir, 'rounds', `${roundsName(path)}.json`));
}

/** Those of all files that were run from a state folder, by their path; one that this version does not read is left out. @throws Failure STATE_UNREADABLE */
export async function readAllRounds(stateDir: string): Promise<RoundsState[]> {
  const all = await readEach(stateDir);
  return all.flatMap((state) => state ?? []).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Ids of everything that the files run from a state folder hold now; null where one of their states is not understood. */
export async function heldBeside(stateDir: string): Promise<string[] | null> {
  const all = await readEach(stateDir).catch(() => [null]);
  if (all.includes(null)) return null;
  return all.flatMap((state) => state?.last?.held.map(({ id }) => id) ?? []);
}

async function readEach(stateDir: string): Promise<(RoundsState | null)[]> {
  const folder = join(stateDir, 'rounds');
  const names = await readdir(folder).catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return [];
    throw unreadable(folder, cause);
  });
  return await Promise.all(names.filter((name) => name.endsWith('.json')).map((name) => readOne(join(folder, name))));
}

async function readOne(path: string): Promise<RoundsState | null> {
  try {
    const state: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isRoundsState(state) ? state : null;
  } catch {
    return null;
  }
}
