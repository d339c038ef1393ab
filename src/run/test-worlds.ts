import { dirname, join, resolve } from 'node:path';
import { givenReading } from '../cases/given-reading.ts';
import type { WorldResult } from '../cases/judge.ts';
import { membersOf } from '../cases/membership.ts';
import type { Fault, Placed, World } from '../cases/model.ts';
import { Failure } from '../core/failure.ts';
import type { DirectoryReading, PersonId } from '../core/people.ts';
import type { CommonSettings } from '../core/settings.ts';
import { fold } from '../core/text.ts';
import { openSavedReading } from '../directory/snapshot/snapshot.ts';
import { serve } from '../directory/snapshot/serve.ts';
import { NO_PAST } from '../plan/earlier-runs.ts';
import type { Notice } from '../core/notice.ts';
import type { UserChange } from '../plan/model.ts';
import { loadSnapshot } from '../snapshot/load.ts';
import type { Snapshot } from '../snapshot/document.ts';
import type { ChosenTarget } from './chosen-targets.ts';
import type { Job } from './job.ts';
import { planSnapshot } from './plan-snapshot.ts';
import { attributesOf, readingOf, wantedOf } from './wanted-groups.ts';

/** What cases are held against. */
export interface CaseRun {
  /** The file that is tested, read without its secrets. */
  readonly job: Omit<Job, 'stateDir'>;
  /** Folder against which the names of files of cases are resolved. */
  readonly cwd: string;
}

/** The world of a case, or what is wrong with it. */
export type Tried =
  | { readonly world: WorldResult; readonly faults?: never }
  | { readonly world: null; readonly faults: readonly Fault[] };

/** @param file the file of cases, as the user named it */
export type Worlds = (world: World, file: string) => Promise<Tried>;

/** The worlds of all cases of a run: a snapshot is read and planned once, however many cases and files name it. */
export function openWorlds(run: CaseRun): Worlds {
  const known = new Map<string, Promise<WorldResult | Failure>>();
  return async (world, file) => {
    if (world.kind === 'given') return givenWorld(world, file, run);
    const { value, line } = world.snapshot;
    const path = resolve(run.cwd, dirname(file), value);
    const opening = known.get(path) ?? snapshotWorld(path, join(dirname(file), value), run);
    known.set(path, opening);
    const opened = await opening;
    return opened instanceof Failure ? failed(opened, { value, line }) : { world: opened };
  };
}

function failed({ code, message, advice }: Failure, { line }: Placed<string>): Tried {
  return { world: null, faults: [{ line, text: `${code}: ${message} ${advice}`.trim() }] };
}

function givenWorld({ given }: Extract<World, { kind: 'given' }>, file: string, { job }: CaseRun): Tried {
  const { reading, faults } = givenReading(given, wantedOf(job.targets), file);
  if (faults.length > 0) return { world: null, faults };
  const inside = (ref: string): ReadonlySet<PersonId> | null => membersOf(ref, reading);
  return { world: { ...rehearsed(reading, job), membersOf: inside, incomplete: [], summary: null } };
}

/** A snapshot that cannot be used is a fault of whatever rests on it, and keeps no other case from its trial. */
async function snapshotWorld(path: string, shown: string, run: CaseRun): Promise<WorldResult | Failure> {
  try {
    return await openSnapshot(await loadSnapshot(path, shown, run.job.surroundings.signal), run);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error;
  }
}

async function openSnapshot(snapshot: Snapshot, { job }: CaseRun): Promise<WorldResult> {
  const { summary, notices } = await planSnapshot(job, snapshot, { refresh: false, approved: [], only: [] });
  const { targets, surroundings, reporter } = job;
  const reading = await openSavedReading(snapshot.directory).read(wantedOf(targets), {
    signal: surroundings.signal,
    now: new Date(snapshot.takenAt),
    attributes: attributesOf(targets),
    progress: (text) => {
      reporter.progress(text);
    },
  });
  reporter.progress(null);
  const lost = notices.filter(({ code }) => code === 'TARGET_LOST').map(({ text }) => text);
  const missing = reading.roots.flatMap((root) => (root.kind === 'incomplete' ? [root.text] : []));
  return {
    ...rehearsed(reading, job),
    membersOf: (ref) => membersIn(ref, snapshot, reading),
    incomplete: [...lost, ...missing],
    // With an account left out, nobody knows the sum.
    summary: lost.length > 0 ? null : summary,
    notices,
  };
}

/**
 * Everybody in the group, where the snapshot holds all of it. A group that no mapping names may be held all the same
 * (`adsync snapshot --group`), and one that is mapped by its DN is known by its name, too.
 */
function membersIn(ref: string, { directory }: Snapshot, mapped: DirectoryReading): ReadonlySet<PersonId> | null {
  const named = [...mapped.groups.values()].filter(({ name }) => fold(name) === fold(ref)).map(({ id }) => id);
  const found = [ref, ...named].map((one) => {
    const held = serve(directory, [{ ref: one, nested: true }], []);
    const [root] = held.roots;
    return root?.kind === 'complete' ? membersOf(root.group, held) : null;
  });
  const [asWritten = null, ...byName] = found;
  if (asWritten !== null) return asWritten;
  const whole = byName.flatMap((people) => (people === null ? [] : [[...people]]));
  return whole.length === 0 || whole.length < byName.length ? null : new Set(whole.flat());
}

/** No limit holds anybody: a case says what is meant, not what is to be done today. */
const NO_LIMITS: CommonSettings['limits'] = {
  disable: { kind: 'percent', percent: 100 },
  disablePerGroup: { kind: 'percent', percent: 100 },
  move: { kind: 'percent', percent: 100 },
  readdress: { kind: 'percent', percent: 100 },
  create: null,
  minimum: 0,
  window: 0,
};

/** What the file does with everybody, in accounts that have nobody yet. PURE. */
export function rehearsed(
  reading: DirectoryReading,
  { settings, targets }: { readonly settings: CommonSettings; readonly targets: readonly ChosenTarget[] },
): Pick<WorldResult, 'file' | 'reading' | 'placements' | 'notices'> {
  const placements = new Map<string, ReadonlyMap<PersonId, UserChange>>();
  const notices: Notice[] = [];
  for (const target of targets) {
    const proposed = target.rehearse({
      settings: { ...settings, limits: NO_LIMITS, approve: [], guardRails: [] },
      reading: readingOf(reading, target, targets),
      approvals: [],
      earlier: new Map(),
      past: NO_PAST,
      knownNames: new Map(),
    });
    for (const notice of proposed.notices) notices.push(notice);
    const created = proposed.changes.flatMap((change): [PersonId, UserChange][] =>
      change.kind === 'user' && change.person !== null ? [[change.person, change]] : [],
    );
    placements.set(target.type, new Map(created));
  }
  return { file: settings.file, reading, placements, notices };
}
