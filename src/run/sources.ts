import type { Directory } from '../directory/directory.ts';
import { openDirectory } from '../directory/open.ts';
import type { HeldSets } from '../plan/held-sets.ts';
import { recallHolds } from './holds.ts';
import type { Job } from './job.ts';
import type { PlanRun } from './make-plan.ts';
import { recallNames } from './names.ts';
import { readPast } from './past.ts';

/** Where a plan takes from what is neither in the file nor in an account. */
export interface Sources extends Pick<PlanRun, 'directory' | 'past' | 'knownNames' | 'now'> {
  /** Whom the given ids of held sets stood for. */
  readonly holds: (ids: readonly string[]) => Promise<HeldSets>;
}

/** The directory of the file, and the state folder. */
export async function liveSources(job: Job): Promise<Sources & { readonly directory: Directory }> {
  const { settings, stateDir, surroundings } = job;
  return {
    directory: await openDirectory(settings.directory, surroundings.env),
    now: surroundings.now(),
    holds: (ids) => recallHolds(stateDir, ids),
    past: (target, { effectsOf }) => readPast({ stateDir, target, settings, effectsOf, now: surroundings.now() }),
    knownNames: (id) => recallNames(stateDir, id),
  };
}
