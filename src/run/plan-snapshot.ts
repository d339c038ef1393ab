import { Failure } from '../core/failure.ts';
import type { Settings } from '../core/settings.ts';
import type { TargetId } from '../core/target-id.ts';
import { openSavedReading } from '../directory/snapshot/snapshot.ts';
import { NO_PAST, type Past } from '../plan/earlier-runs.ts';
import type { Plan } from '../plan/model.ts';
import type { SavedPast, SavedTarget, Snapshot } from '../snapshot/document.ts';
import { NO_MEMORY } from '../plan/elsewhere.ts';
import type { Base } from './base.ts';
import { type ChosenTarget, chooseTargets } from './chosen-targets.ts';
import type { Job, PlanWishes } from './job.ts';
import { withTargets } from './open-target.ts';
import { planFrom } from './plan.ts';
import type { Sources } from './sources.ts';

const AGAIN = 'Take the snapshot again with this file: adsync snapshot FILE';

/**
 * Makes the plan that would have been made when the snapshot was taken. Nothing is asked over the network, no secret is
 * needed, and neither is the state folder.
 *
 * @throws Failure SNAPSHOT_LACKS_TARGET, SNAPSHOT_OTHER_ACCOUNT, SNAPSHOT_OTHER_DIRECTORY, and when it cannot be made
 */
export async function planSnapshot(
  job: Omit<Job, 'stateDir'>,
  snapshot: Snapshot,
  wishes: PlanWishes,
  base: Base | null = null,
): Promise<Plan> {
  const { settings } = job;
  refuseOtherDirectory(settings, snapshot);
  // The file as it was good for then.
  const types = job.targets.map(({ type }) => type);
  const then = chooseTargets(settings, job.kinds, types, new Date(snapshot.takenAt));
  const targets = then.map((chosen) => fromSnapshot(chosen, settings, snapshot));
  const offline = { ...job, targets };
  const { plan } = await withTargets(offline, (open) => planFrom(offline, open, wishes, sourcesOf(snapshot), base));
  return plan;
}

function fromSnapshot(chosen: ChosenTarget, settings: Settings, snapshot: Snapshot): ChosenTarget {
  const { type, restore } = chosen;
  const saved = snapshot.targets.find((one) => one.type === type);
  if (saved === undefined || restore === undefined) {
    throw new Failure(
      'SNAPSHOT_LACKS_TARGET',
      `The file has a section ${type}:, and the snapshot has no such account.`,
      AGAIN,
    );
  }
  const url = settings.targets.find((one) => one.type === type)?.url ?? '';
  if (isService(url) && isService(saved.url) && url !== saved.url) {
    const text = `The snapshot is of the account of ${type}: at ${saved.url}, and the file names ${url}.`;
    throw new Failure('SNAPSHOT_OTHER_ACCOUNT', text, AGAIN);
  }
  return {
    ...chosen,
    // A fault of the data is told as one of opening.
    open: () => Promise.resolve(saved.account).then(restore),
  };
}

/** The file of a stand-in may lie elsewhere on each machine. */
function isService(url: string): boolean {
  return !url.startsWith('sandbox:');
}

/** @throws Failure SNAPSHOT_OTHER_DIRECTORY */
function refuseOtherDirectory({ directory }: Settings, { directory: saved }: Snapshot): void {
  const name = nameOf(directory);
  if (directory.type === saved.type && (name === null || name === saved.name)) return;
  const text = `The snapshot is of the directory ${saved.name} (${saved.type}), and the file names ${name ?? 'another'} (${directory.type}).`;
  throw new Failure('SNAPSHOT_OTHER_DIRECTORY', text, AGAIN);
}

/** null for a file, which may lie elsewhere on each machine. */
function nameOf(directory: Settings['directory']): string | null {
  if (directory.type === 'ldap') return directory.baseDN;
  return directory.type === 'entra' ? directory.tenantId : null;
}

function sourcesOf(snapshot: Snapshot): Sources {
  const { targets, holds, takenAt, directory } = snapshot;
  const of = (id: TargetId): SavedTarget | undefined => targets.find((one) => one.id === id);
  return {
    directory: openSavedReading(directory),
    now: new Date(takenAt),
    holds: (ids) =>
      Promise.resolve(new Map(holds.filter(({ id }) => ids.includes(id)).map(({ id, users }) => [id, users]))),
    past: (id, _target, settings) => Promise.resolve(pastOf(of(id)?.past, settings)),
    // A snapshot does not hold what was written before it was taken.
    memory: () => Promise.resolve(NO_MEMORY),
    knownNames: (id) => Promise.resolve(new Map(Object.entries(of(id)?.names ?? {}))),
  };
}

/**
 * What the state folder would have said. Of a longer window than that of the snapshot a part is not known; in a shorter
 * one too much counts, which holds back rather than lets through.
 */
function pastOf(saved: SavedPast | undefined, { limits, approve }: Settings): Past {
  if (saved === undefined) return NO_PAST;
  const ids = new Set(approve.map(({ id }) => id));
  const used = new Map(saved.used.filter(({ id }) => ids.has(id)).map(({ id, run, at }) => [id, { run, at }]));
  if (limits.window === 0) return { ...NO_PAST, used };
  const gaps = limits.window > saved.window ? [...saved.gaps, SHORTER] : saved.gaps;
  return { recent: saved.recent, gaps, used };
}

const SHORTER = 'The snapshot was taken with a shorter limits.window, and does not know what runs did before it.';
