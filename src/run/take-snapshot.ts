import { newDisguise, type Readable } from '../core/disguise.ts';
import { Failure } from '../core/failure.ts';
import { parsePath } from '../core/path.ts';
import type { Secret } from '../core/secret.ts';
import { cleanName, fold } from '../core/text.ts';
import type { PersonId, WantedGroup } from '../core/people.ts';
import { recordDirectory, type Recorder } from '../directory/snapshot/recorder.ts';
import type { SavedReading } from '../directory/snapshot/saved-reading.ts';
import type { HeldSets } from '../plan/held-sets.ts';
import type { Account, SavedAccount, SaveOptions } from '../targets/target.ts';
import { type SavedTarget, type Snapshot, SNAPSHOT_FORMAT } from '../snapshot/document.ts';
import { disguiseSnapshot } from '../snapshot/disguise.ts';
import { recallHolds } from './holds.ts';
import type { Job } from './job.ts';
import type { PlanRunResult } from './make-plan.ts';
import { recallNames } from './names.ts';
import { type OpenTarget, type OpenTargets, withTargets } from './open-target.ts';
import { readPast } from './past.ts';
import { planFrom } from './plan.ts';
import { liveSources } from './sources.ts';
import { wantedOf } from './wanted-groups.ts';

export interface SnapshotWishes {
  /** Directory groups to hold besides the mapped ones, as a file would name them. */
  readonly groups: readonly string[];
  /** Makes the tokens that stand for people; null = people stand as they are. */
  readonly pseudonymKey: Secret | null;
}

export type Taken = Omit<Snapshot, 'digest'>;

/**
 * Reads everything that a plan of the file is made from, and everything inside the mapped groups. A plan is made on the
 * way, as it knows which people to ask for, and when a directory holds still; it changes nothing.
 *
 * @throws Failure when something cannot be read: there is no half snapshot
 */
export async function takeSnapshot(job: Job, wishes: SnapshotWishes): Promise<Taken> {
  return await withTargets(job, async (targets) => {
    const sources = await liveSources(job);
    const recorder = recordDirectory(sources.directory, besides(job, wishes.groups));
    const { now } = sources;
    const plain = { refresh: true, approved: [], only: [] };
    const made = await planFrom(job, targets, plain, { ...sources, directory: recorder.directory });
    refuseLost(targets, made);
    const read = savedOf(recorder);
    const { pseudonymKey } = wishes;
    const disguise = pseudonymKey === null ? null : newDisguise(pseudonymKey, readableOf(job, read, made));
    const saved = new Map<OpenTarget, SavedAccount>();
    for (const one of targets.open) saved.set(one, await saveAccount(job, one, made, { disguise, read: read.people }));
    const { signal, adsyncVersion } = job.surroundings;
    const options = { signal, now, progress: said(job) };
    // Who is in none of the groups is only explained by this; a directory that cannot say it leaves it open.
    await recorder.lookFor([...saved.values()].flatMap(({ people }) => people).filter(isId), options).catch(passOver);
    signal.throwIfAborted();
    const known = await Promise.all([...saved].map(([one, { data }]) => savedTarget(job, one, made, data, now)));
    const taken: Taken = {
      format: SNAPSHOT_FORMAT,
      takenAt: now.toISOString(),
      adsyncVersion,
      config: { file: job.settings.file, sha256: job.settings.sha256 },
      pseudonymised: disguise !== null,
      directory: savedOf(recorder),
      targets: known,
      holds: await heldSetsOf(job, made.holds),
    };
    return disguise === null ? taken : disguiseSnapshot(taken, disguise);
  });
}

function savedOf(recorder: Recorder): SavedReading {
  const saved = recorder.saved();
  if (saved === null) throw new Error('the directory was not read');
  return saved;
}

/** What the file says anyway, and the groups that it is about. */
function readableOf({ targets }: Job, { groups }: SavedReading, { accounts }: PlanRunResult): Readable {
  const ofAccounts = [...accounts.values()].flatMap((account) => account.groupNames?.() ?? []);
  const ofFile = targets.flatMap(({ mappings }) => mappings.flatMap(({ group }) => parsePath(group)));
  const names = [...groups.map(({ name }) => name), ...ofAccounts, ...ofFile];
  return {
    groups: new Set(groups.map(({ id }) => id)),
    names: new Set(names.map((name) => fold(cleanName(name)))),
    domains: targets.flatMap(({ domains = [] }) => domains),
  };
}

/** The mapped groups with everything inside them, and those that were asked for. */
function besides({ targets }: Job, groups: readonly string[]): WantedGroup[] {
  const mapped = wantedOf(targets).map(({ ref }) => ref);
  return [...new Set([...mapped, ...groups])].map((ref) => ({ ref, nested: true }));
}

/** @throws Failure SNAPSHOT_INCOMPLETE */
function refuseLost({ lost }: OpenTargets, { plan }: PlanRunResult): void {
  const said = plan.notices.find(({ code }) => code === 'TARGET_LOST')?.text;
  const text = lost[0]?.failure.message ?? said;
  if (text === undefined) return;
  throw new Failure(
    'SNAPSHOT_INCOMPLETE',
    `No snapshot was taken, for not everything could be read. ${text}`,
    'Mend that, or leave the account out with --target.',
  );
}

async function saveAccount(
  job: Job,
  { chosen }: OpenTarget,
  made: PlanRunResult,
  how: Pick<SaveOptions, 'disguise' | 'read'>,
): Promise<SavedAccount> {
  const account = accountOf(chosen.type, made);
  if (account.save === undefined || chosen.restore === undefined) {
    const text = `No snapshot can be taken of the account of ${chosen.type}: in the file.`;
    throw new Failure('SNAPSHOT_TARGET', text, 'Leave it out with --target.');
  }
  job.surroundings.signal.throwIfAborted();
  const randomBytes = (size: number): Uint8Array => job.surroundings.randomBytes(size);
  return await account.save({ ...how, progress: said(job), randomBytes });
}

function accountOf(type: string, { accounts }: PlanRunResult): Account {
  const found = [...accounts].find(([id]) => id.startsWith(`${type}:`));
  if (found === undefined) throw new Error(`no account of ${type} was read`);
  return found[1];
}

async function savedTarget(
  { stateDir, settings }: Job,
  { chosen: { type }, target: { effectsOf } }: OpenTarget,
  made: PlanRunResult,
  account: unknown,
  now: Date,
): Promise<SavedTarget> {
  const [id] = [...made.accounts.keys()].filter((one) => one.startsWith(`${type}:`));
  if (id === undefined) throw new Error(`no account of ${type} was read`);
  const past = await readPast({ stateDir, target: id, settings, approvals: 'all', effectsOf, now });
  const { recent, gaps, used } = past;
  const names = [...(await recallNames(stateDir, id))].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    type,
    id,
    url: settings.targets.find((one) => one.type === type)?.url ?? '',
    account,
    past: { window: settings.limits.window, recent, gaps, used: [...used].map(([one, use]) => ({ id: one, ...use })) },
    names: Object.fromEntries(names),
  };
}

/** Of the approvals in the file, and of what is held now: the next approval is for one of these. */
async function heldSetsOf({ stateDir, settings }: Job, now: HeldSets): Promise<Taken['holds']> {
  const known = await recallHolds(stateDir, [...settings.approve.map(({ id }) => id), ...now.keys()]);
  return [...new Map([...now, ...known])].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, users]) => ({ id, users }));
}

function said({ reporter }: Job): (text: string) => void {
  return (text) => {
    reporter.progress(text);
  };
}

/** A link may hold any text. */
function isId(text: PersonId): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

function passOver(error: unknown): void {
  if (!(error instanceof Failure)) throw error;
}
