import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { broken, type Check, doubtful, fine, type Found } from '../core/check.ts';
import { grouped } from '../core/counted.ts';
import { errnoOf } from '../core/errno.ts';
import { targetId } from '../core/target-id.ts';
import { lockOwner } from '../run/lock.ts';
import type { DoctorJob } from './job.ts';
import type { TargetChecks } from './target-checks.ts';

/** Bytes. A run of some thousand changes leaves a few megabytes behind. */
const LITTLE = 50 * 1024 * 1024;
const NOTHING = 2 * 1024 * 1024;

/** Where runs are recorded: rights, room, and who is at work there. Nothing is written. */
export function stateChecks(job: DoctorJob, accounts: ReadonlyMap<string, TargetChecks>): readonly Check[] {
  return [
    { id: 'state.folder', title: 'state folder', needs: [], run: async () => folderFound(await job.stateDir()) },
    {
      id: 'state.space',
      title: 'room for records',
      needs: ['state.folder'],
      run: async () => spaceFound(await freeBytes(await job.stateDir())),
    },
    ...[...accounts].map(
      ([type, target]): Check => ({
        id: `state.lock.${type}`,
        title: `${type}: lock`,
        needs: ['state.folder', `${type}.account`],
        run: async () => lockFound(job, type, target.account() ?? ''),
      }),
    ),
    filesCheck(job),
  ];
}

async function folderFound(folder: string): Promise<Found> {
  const existing = await nearest(folder);
  const rest = 'Give this user the right to write there, or name another folder with --state-dir.';
  if (existing === null) return broken(`${folder} cannot be made: no folder above it is there.`, rest);
  const why = await cannotWrite(existing);
  if (why !== null) return broken(`${folder} cannot be written (${why}).`, rest);
  return fine(
    existing === folder ? `${folder} is ours and can be written.` : `${folder} is not there yet and can be made.`,
  );
}

export function spaceFound(free: number | null): Found {
  if (free === null) return fine('The system does not say how much there is.');
  const text = `${grouped(Math.floor(free / 1024 / 1024))} MiB are free.`;
  if (free >= LITTLE) return fine(text);
  const remedy = 'Free some space, or name a folder on another disk with --state-dir.';
  return free < NOTHING ? broken(`${text} A run could not be recorded.`, remedy) : doubtful(text, remedy);
}

async function lockFound({ stateDir, surroundings }: DoctorJob, type: string, account: string): Promise<Found> {
  const { processes } = surroundings;
  const owner = await lockOwner({
    stateDir: await stateDir(),
    target: targetId(type, account),
    processes,
    now: () => surroundings.now(),
  });
  if (owner === null) return fine('No run is at work on the account.');
  const { command, pid, host, since } = owner;
  return doubtful(
    `"${command}" is at work on the account: process ${pid} on ${host}, since ${since}.`,
    'Wait until it has ended. A lock whose owner is gone is passed over by itself.',
  );
}

/** Files that a run rewrites where they lie. */
function filesCheck({ targets, path }: DoctorJob): Check {
  return {
    id: 'files',
    title: 'files that are written',
    needs: ['file'],
    async run() {
      const rewritten = targets.flatMap(({ rewrites = [] }) => rewrites);
      const faults: string[] = [];
      for (const file of rewritten) {
        for (const one of [file, dirname(file)]) {
          const why = await cannotWrite(one);
          if (why !== null) faults.push(`${one} cannot be written (${why}).`);
        }
      }
      if (faults.length > 0) {
        const advice = 'A renewed token is kept there: give this user the right to write the file and its folder.';
        return broken(faults.join(' '), advice);
      }
      const folder = dirname(path);
      const why = await cannotWrite(folder);
      const kept =
        rewritten.length === 0
          ? 'A run rewrites no file outside of the state folder.'
          : `${rewritten.join(', ')} can be rewritten.`;
      return fine(
        why === null
          ? kept
          : `${kept} ${folder} cannot be written (${why}): name other places for --out, --excel and the like.`,
      );
    },
  };
}

/** The folder itself, or the nearest one above it that is there. */
async function nearest(folder: string): Promise<string | null> {
  for (let at = folder; ; at = dirname(at)) {
    const found = await stat(at).catch(() => null);
    if (found !== null) return found.isDirectory() ? at : null;
    if (dirname(at) === at) return null;
  }
}

async function freeBytes(folder: string): Promise<number | null> {
  const existing = await nearest(folder);
  if (existing === null) return null;
  const found = await statfs(existing).catch(() => null);
  return found === null ? null : found.bavail * found.bsize;
}

/** Why something that is there cannot be written: the word of the system; null where it can. */
async function cannotWrite(path: string): Promise<string | null> {
  try {
    await access(path, constants.W_OK);
    return null;
  } catch (error) {
    return errnoOf(error) ?? 'unknown';
  }
}
