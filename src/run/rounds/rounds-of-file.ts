import { Failure } from '../../core/failure.ts';
import type { Settings } from '../../core/settings.ts';
import type { RoundsState } from './events.ts';
import { type Followed, type FollowedFile, followFile } from './followed-file.ts';
import { oneRound } from './one-round.ts';
import { dueNow, isQuarantine, waitAfter } from './schedule.ts';
import { afterRound, type Standing, standingFrom } from './standing.ts';
import { readRoundsState, writeRoundsState } from './state-file.ts';
import { newTeller, type Told } from './teller.ts';
import type { FileToRun, RoundsWorld } from './world.ts';

/** Milliseconds: how often a wait looks whether it is over. */
const SLICE = 1000;
/** Milliseconds: how often a wait looks whether the file has changed. */
const LOOK_FOR_CHANGE = 5000;

/** How the rounds of a file ended. */
export interface RoundsEnd {
  /** As the exit code of the last round. */
  readonly exitCode: number;
  /** Whether the last round was cut short after it had changed something. */
  readonly cutShort: boolean;
}

/** Everything that is kept of a file from round to round. */
interface Kept {
  round: number;
  standing: Standing;
  followed: Followed;
  said: ReadonlySet<string>;
  readonly lastDry: { planId: string | null };
  readonly startedAt: string;
  underWaySince: string | null;
  /** Milliseconds; null = there is no next round. */
  due: number | null;
  /** Milliseconds that the wait for it was meant to last. */
  wait: number;
  /** When the last round ended, in milliseconds. */
  endedAt: number;
  stateWritten: boolean;
}

/**
 * Runs the rounds of one file until it is told to stop, or once. Whatever comes of a round, the next one follows.
 *
 * @throws what is no `Failure`, only for bugs outside of the rounds
 */
export async function roundsOfFile(file: FileToRun, world: RoundsWorld): Promise<RoundsEnd> {
  const { signal } = world;
  const rounds = await begin(file, world);
  const onStop = (): void => {
    rounds.tell({ kind: 'stopping', why: world.why() });
  };
  signal.addEventListener('abort', onStop);
  try {
    return await loop(rounds);
  } finally {
    signal.removeEventListener('abort', onStop);
    rounds.kept.due = null;
    await saveState(rounds);
  }
}

interface Rounds {
  readonly file: FileToRun;
  readonly world: RoundsWorld;
  readonly follow: FollowedFile;
  readonly kept: Kept;
  readonly tell: (event: Told) => void;
}

async function begin(file: FileToRun, world: RoundsWorld): Promise<Rounds> {
  const now = world.clock.now();
  const standing = standingFrom(await readRoundsState(file.stateDir, file.path));
  const kept: Kept = {
    round: 0,
    standing,
    followed: { settings: null, brokenSince: null, told: [] },
    said: new Set(),
    lastDry: { planId: null },
    startedAt: new Date(now).toISOString(),
    underWaySince: null,
    due: now,
    wait: 0,
    endedAt: now,
    stateWritten: true,
  };
  const tell = (event: Told): void => {
    world.watch({ ...event, file: file.file, at: new Date(world.clock.now()).toISOString() });
  };
  const rounds = { file, world, follow: followFile(file), kept, tell };
  await refresh(rounds);
  if (world.wait && !world.once) planNext(rounds);
  await saveState(rounds);
  return rounds;
}

async function loop(rounds: Rounds): Promise<RoundsEnd> {
  const { world, kept } = rounds;
  for (let first = true; ; first = false) {
    if (!world.once) await untilDue(rounds);
    if (world.signal.aborted) return { exitCode: 0, cutShort: false };
    if (!first || kept.wait > 0) await refresh(rounds);
    const { settings } = kept.followed;
    if (settings === null) {
      if (world.once) return { exitCode: 1, cutShort: false };
      planNext(rounds);
      continue;
    }
    const end = await round(rounds, settings);
    if (world.once || world.signal.aborted) return end;
  }
}

async function round(rounds: Rounds, settings: Settings): Promise<RoundsEnd> {
  const { file, world, kept, tell } = rounds;
  const dryRun = world.dryRun !== null;
  kept.round += 1;
  const startedAt = new Date(world.clock.now()).toISOString();
  kept.underWaySince = startedAt;
  kept.due = null;
  tell({ kind: 'round-began', round: kept.round, dryRun });
  await saveState(rounds);
  const teller = newTeller(tell, kept.said);
  const found = await oneRound({ file, world, settings, teller, tell, lastDry: kept.lastDry });
  found.notices.forEach(teller.say);
  if (found.end !== 'interrupted' && found.end !== 'failed') kept.said = teller.said;

  kept.endedAt = world.clock.now();
  const endedAt = new Date(kept.endedAt).toISOString();
  const times = { startedAt, endedAt, runs: teller.runs, calls: file.takeCalls() };
  const { standing, report, held, failed, recovered } = afterRound(kept.standing, found, times);
  kept.standing = standing;
  kept.underWaySince = null;
  if (!world.once && !world.signal.aborted) planNext(rounds);
  const nextAt = kept.due === null ? null : new Date(kept.due).toISOString();
  if (held.added.length + held.gone.length > 0) tell({ kind: 'held-changed', ...held });
  if (failed.added.length + failed.gone.length > 0) tell({ kind: 'failed-changed', ...failed });
  if (recovered !== null) tell({ kind: 'recovered', ...recovered });
  const { failures } = standing;
  if (found.end === 'failed' && isQuarantine(failures) && nextAt !== null) {
    tell({ kind: 'quarantine', failures, until: nextAt });
  }
  await saveState(rounds);
  tell({ kind: 'round-ended', round: kept.round, dryRun, report, nextAt });
  return { exitCode: found.exitCode, cutShort: found.end === 'interrupted' && found.wrote };
}

/** When the next round begins, counted from the end of the last one. */
function planNext({ world, kept }: Rounds): void {
  const { interval } = kept.followed.settings ?? { interval: LOOK_FOR_CHANGE };
  kept.wait = waitAfter(interval, kept.standing.failures, world.clock.random());
  kept.due = kept.endedAt + kept.wait;
}

/** Waits for the next round, and meanwhile reads the file anew when it changes. Ends early when adsync is to end. */
async function untilDue(rounds: Rounds): Promise<void> {
  const { world, follow, kept } = rounds;
  const { clock, signal } = world;
  let looked = clock.now();
  let reloads = world.reloads();
  for (;;) {
    const now = clock.now();
    kept.due = dueNow(kept.due ?? now, kept.wait, now);
    if (signal.aborted || kept.due <= now) return;
    await clock.sleep(Math.min(SLICE, kept.due - now), signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    const asked = world.reloads() !== reloads;
    reloads = world.reloads();
    if (!asked && Math.abs(clock.now() - looked) < LOOK_FOR_CHANGE) continue;
    looked = clock.now();
    if (!asked && !(await follow.hasChanged())) continue;
    const before = kept.followed.settings?.interval;
    await refresh(rounds);
    if (before === kept.followed.settings?.interval) continue;
    planNext(rounds);
    await saveState(rounds);
  }
}

async function refresh(rounds: Rounds): Promise<void> {
  const { follow, kept, tell, world } = rounds;
  const brokenBefore = kept.followed.brokenSince;
  kept.followed = await follow.refresh(new Date(world.clock.now()).toISOString());
  kept.followed.told.forEach(tell);
  if (kept.followed.brokenSince !== brokenBefore) await saveState(rounds);
}

/** What cannot be written is said once: the rounds themselves need no more than their journals. */
async function saveState(rounds: Rounds): Promise<void> {
  const { file, kept, tell } = rounds;
  try {
    await writeRoundsState(file.stateDir, stateOf(rounds));
    kept.stateWritten = true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (kept.stateWritten) tell({ kind: 'told', level: 'info', text: `${error.message} ${error.advice}` });
    kept.stateWritten = false;
  }
}

function stateOf({ file, world, kept }: Rounds): RoundsState {
  const { standing, followed, due } = kept;
  const nextAt = due === null ? null : new Date(due).toISOString();
  const at = new Date(world.clock.now()).toISOString();
  const { failures, failingSince } = standing;
  return {
    format: 'adsync.rounds/1',
    file: file.file,
    path: file.path,
    host: world.host,
    pid: world.pid,
    adsyncVersion: world.adsyncVersion,
    startedAt: kept.startedAt,
    at,
    dryRun: world.dryRun !== null,
    interval: Math.round((followed.settings?.interval ?? 0) / 1000),
    round: kept.round,
    underWaySince: kept.underWaySince,
    nextAt,
    quarantine:
      isQuarantine(failures) && failingSince !== null ? { failures, since: failingSince, until: nextAt ?? at } : null,
    lastSuccessAt: standing.lastSuccessAt,
    last: standing.last,
    brokenSince: followed.brokenSince,
  };
}
