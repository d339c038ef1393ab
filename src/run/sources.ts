import type { Directory } from '../directory/directory.ts';
import { openDirectory } from '../directory/open.ts';
import type { HeldSets } from '../plan/held-sets.ts';
import type { Settings } from '../core/settings.ts';
import type { TargetId } from '../core/target-id.ts';
import type { Past } from '../plan/earlier-runs.ts';
import type { Memory } from '../plan/elsewhere.ts';
import type { Target } from '../targets/target.ts';
import { recallHolds } from './holds.ts';
import type { Job } from './job.ts';
import { readMemory } from './last-written.ts';
import type { PlanRun } from './make-plan.ts';
import { recallNames } from './names.ts';
import { readPast } from './past.ts';

/** Where a plan takes from what is neither in the file nor in an account. */
export interface Sources extends Pick<PlanRun, 'directory' | 'knownNames' | 'now'> {
  /** Whom the given ids of held sets stood for. */
  readonly holds: (ids: readonly string[]) => Promise<HeldSets>;
  /** What earlier runs did, as the limits of a file look at it. */
  readonly past: (id: TargetId, target: Target, settings: Settings) => Promise<Past>;
  /**
   * What adsync last wrote in an account.
   *
   * @param base SHA-256 of the former file; null = nobody can tell whether a run was of it
   */
  readonly memory: (id: TargetId, base: string | null) => Promise<Memory>;
}

/** The directory of the file, and the state folder. */
export async function liveSources(job: Job): Promise<Sources & { readonly directory: Directory }> {
  const { settings, stateDir, surroundings, seenThrough } = job;
  const directory = await openDirectory(settings.directory, surroundings.env, surroundings.traffic);
  return {
    directory: seenThrough?.(directory, settings) ?? directory,
    now: surroundings.now(),
    holds: (ids) => recallHolds(stateDir, ids),
    past: (target, { effectsOf }, { limits, approve }) =>
      readPast({ stateDir, target, settings: { limits, approve }, effectsOf, now: surroundings.now() }),
    memory: (id, base) => readMemory(stateDir, id, base),
    knownNames: (id) => recallNames(stateDir, id),
  };
}
