import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from '../core/errno.ts';
import { Failure } from '../core/failure.ts';
import type { ProbedUser } from '../core/probing.ts';
import { fileNameOf, type TargetId } from '../core/target-id.ts';
import { writeAtomically } from '../files/atomic.ts';
import { prepareFolder, unwritable } from './state-dir.ts';

/** Keeps on disk what stood in a user, as long as it is not proved that it stands there again. */
export interface Untouched {
  /** @throws Failure OUTPUT_… */
  keep(user: ProbedUser): Promise<void>;
  drop(): Promise<void>;
}

/**
 * To be called with the lock of the account.
 *
 * @throws Failure PROBE_UNFINISHED where somebody has left such a file behind; STATE_UNWRITABLE
 */
export async function keepUntouched(stateDir: string, target: TargetId): Promise<Untouched> {
  const path = join(await prepareFolder(stateDir, 'probes'), `${fileNameOf(target)}.json`);
  const left = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw unwritable(path, cause);
  });
  if (left !== null) {
    throw new Failure(
      'PROBE_UNFINISHED',
      `An earlier probe broke off before it was proved that this user is as before: ${left.trim().slice(0, 2000)}`,
      `Give the user this description again in the Admin Center, then remove ${path}`,
    );
  }
  let isKept = false;
  return {
    async keep(user) {
      if (isKept) return;
      await writeAtomically(path, (file) => file.writeFile(`${JSON.stringify(user)}\n`), 0o600);
      isKept = true;
    },
    async drop() {
      await rm(path, { force: true }).catch((cause: unknown) => {
        throw unwritable(path, cause);
      });
      isKept = false;
    },
  };
}
