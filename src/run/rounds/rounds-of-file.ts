import { rest } from './clock.ts';
import type { FileHold } from './file-hold.ts';
import type { RoundsState } from './events.ts';
import { followFile } from './followed-file.ts';
import { newKept, type Rounds, saveState, timeText } from './kept.ts';
import { refresh } from './refresh.ts';
import { planNext, round, type RoundsEnd } from './round.ts';
import { dueNow } from './schedule.ts';
import type { Told } from './teller.ts';
import type { FileToRun, RoundsWorld } from './world.ts';

/** Milliseconds: how often a wait looks whether it is over. */
const SLICE = 1000;
/** Milliseconds: how often a wait looks whether the file has changed. */
const LOOK_FOR_CHANGE = 5000;

/** A file that this process is to run. */
export interface OwnFile {
  readonly file: FileToRun;
  /** That the file is ours; it is released at the end. */
  readonly hold: FileHold;
  /** How things stood when adsync ran last; null = it never did. */
  readonly state: RoundsState | null;
}

/**
 * Runs the rounds of one file until it is told to stop, or once. Whatever comes of a round, the next one follows.
 *
 * @throws what is no `Failure`, only for bugs outside of the rounds
 */
export async function roundsOfFile(own: OwnFile, world: RoundsWorld): Promise<RoundsEnd> {
  const { signal } = world;
  const rounds = roundsFrom(own, world);
  const onStop = (): void => {
    rounds.tell({ kind: 'stopping', why: world.why() });
  };
  signal.addEventListener('abort', onStop);
  try {
    await begin(rounds);
    return await loop(rounds);
  } catch (error) {
    // A reading of the file that was broken off is no fault.
    if (signal.aborted && error === signal.reason) return { exitCode: 0, cutShort: false };
    throw error;
  } finally {
    signal.removeEventListener('abort', onStop);
    rounds.kept.due = null;
    await saveState(rounds);
    await own.hold.release();
  }
}

function roundsFrom({ file, hold, state }: OwnFile, world: RoundsWorld): Rounds {
  const kept = newKept(state, world.clock.now());
  const tell = (event: Told): void => {
    world.watch(world.mask({ ...event, file: file.file, at: timeText(world.clock.now()) }));
  };
  return { file, world, hold, follow: followFile(file), kept, tell };
}

async function begin(rounds: Rounds): Promise<void> {
  const { world } = rounds;
  await refresh(rounds);
  if (world.wait && !world.once) planNext(rounds);
  await saveState(rounds);
}

async function loop(rounds: Rounds): Promise<RoundsEnd> {
  const { world, kept } = rounds;
  const isStopped = (): boolean => world.signal.aborted;
  for (let first = true; ; first = false) {
    if (!world.once) await untilDue(rounds);
    if (isStopped()) return { exitCode: 0, cutShort: false };
    if (!first || kept.wait > 0) await refresh(rounds);
    const { settings } = kept.followed;
    if (settings === null) {
      if (world.once) return { exitCode: 1, cutShort: false };
      planNext(rounds);
      continue;
    }
    const end = await round(rounds, settings);
    if (world.once || isStopped()) return end;
  }
}

/** Waits for the next round, and meanwhile reads the file anew when it changes. Ends early when adsync is to end. */
async function untilDue(rounds: Rounds): Promise<void> {
  const { world, follow, kept } = rounds;
  const { clock, signal } = world;
  let looked = clock.now();
  for (;;) {
    const now = clock.now();
    kept.due = dueNow(kept.due ?? now, kept.wait, now);
    if (kept.due <= now || !(await rest(clock, Math.min(SLICE, kept.due - now), signal))) return;
    const isAsked = world.reloads() !== kept.reloads;
    if (!isAsked && Math.abs(clock.now() - looked) < LOOK_FOR_CHANGE) continue;
    looked = clock.now();
    if (isAsked || (await follow.hasChanged())) await readAnew(rounds);
  }
}

/** Another interval counts from the end of the last round. A file that is right for the first time waits for nothing. */
async function readAnew(rounds: Rounds): Promise<void> {
  const { kept, world } = rounds;
  const before = kept.followed.settings?.interval;
  await refresh(rounds);
  if (before === kept.followed.settings?.interval) return;
  planNext(rounds);
  if (before === undefined) kept.due = world.clock.now();
  await saveState(rounds);
}
