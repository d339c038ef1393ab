import type { Settings } from '../../core/settings.ts';
import { CLEAR_EVERY, clearAfter } from './clear-after.ts';
import { type Kept, type Rounds, saveState, timeText } from './kept.ts';
import { takeCounts } from './kept-reading.ts';
import { oneRound } from './one-round.ts';
import { hasLeapt } from './retention.ts';
import { isQuarantine, waitAfter } from './schedule.ts';
import { type AfterRound, afterRound } from './standing.ts';
import { newTeller } from './teller.ts';

/** How the rounds of a file ended. */
export interface RoundsEnd {
  /** As the exit code of the last round. */
  readonly exitCode: number;
  /** Whether the last round was cut short after it had changed something. */
  readonly cutShort: boolean;
}

/** Makes a round, tells what came of it, and plans the next one. */
export async function round(rounds: Rounds, settings: Settings): Promise<RoundsEnd> {
  const { file, world, kept, tell } = rounds;
  kept.round += 1;
  const startedAt = world.clock.now();
  kept.underWaySince = startedAt;
  kept.due = null;
  tell({ kind: 'round-began', round: kept.round, dryRun: world.dryRun !== null });
  await saveState(rounds);
  const teller = newTeller(tell, kept.said);
  const found = await oneRound(rounds, settings, teller);
  found.notices.forEach((text) => {
    teller.say(text);
  });
  if (found.end === 'done' || found.end === 'incomplete') {
    await clear(rounds, settings);
    kept.said = teller.said;
  }
  kept.endedAt = world.clock.now();
  kept.seenAt = kept.endedAt;
  kept.underWaySince = null;
  const times = { startedAt: timeText(startedAt), endedAt: timeText(kept.endedAt) };
  const counts = { calls: file.takeCalls(), readings: takeCounts(kept.readings) };
  const after = afterRound(kept.standing, found, { ...times, ...counts, runs: teller.runs });
  kept.standing = after.standing;
  if (!world.once && !world.signal.aborted) planNext(rounds);
  await tellEnd(rounds, after);
  return { exitCode: found.exitCode, cutShort: found.end === 'interrupted' && found.wrote };
}

async function tellEnd(rounds: Rounds, { standing, report, held, failed, recovered }: AfterRound): Promise<void> {
  const { world, kept, tell } = rounds;
  const nextAt = kept.due === null ? null : timeText(kept.due);
  const failures = standing.failing?.failures ?? 0;
  if (held.added.length + held.gone.length > 0) tell({ kind: 'held-changed', ...held });
  if (failed.added.length + failed.gone.length > 0) tell({ kind: 'failed-changed', ...failed });
  if (recovered !== null) tell({ kind: 'recovered', ...recovered });
  if (report.end === 'failed' && isQuarantine(failures) && nextAt !== null) {
    tell({ kind: 'quarantine', failures, until: nextAt });
  }
  await saveState(rounds);
  tell({ kind: 'round-ended', round: kept.round, dryRun: world.dryRun !== null, report, nextAt });
}

async function clear({ file, world, kept, tell }: Rounds, settings: Settings): Promise<void> {
  const now = world.clock.now();
  const isDue = kept.clearedAt === null || Math.abs(now - kept.clearedAt) >= CLEAR_EVERY;
  if (world.dryRun !== null || !isDue) return;
  // A clock that is wrong may be right again before the day is over.
  kept.clearedAt = now;
  const { retention, limits } = settings;
  if (hasLeapt(kept.seenAt, { now, retention, window: limits.window })) return;
  const text = await clearAfter(file, world, settings);
  if (text !== null) tell({ kind: 'told', level: 'info', text });
}

/** Milliseconds from one look at a file that was never right to the next. */
const LOOK_AGAIN = 5000;

/** When the next round begins, counted from the end of the last one. */
export function planNext({ world, kept }: { readonly world: Rounds['world']; readonly kept: Kept }): void {
  const { settings } = kept.followed;
  kept.wait =
    settings === null
      ? LOOK_AGAIN
      : waitAfter(settings.interval, kept.standing.failing?.failures ?? 0, world.clock.random());
  kept.due = (settings === null ? world.clock.now() : kept.endedAt) + kept.wait;
}
