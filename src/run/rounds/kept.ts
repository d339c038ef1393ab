import { Failure } from '../../core/failure.ts';
import type { LastDryPlan } from './dry-round.ts';
import type { RoundsState } from './events.ts';
import type { FileHold } from './file-hold.ts';
import type { Followed, FollowedFile } from './followed-file.ts';
import { newReadings, type Readings } from './kept-reading.ts';
import { isQuarantine } from './schedule.ts';
import { type Standing, standingFrom } from './standing.ts';
import { writeRoundsState } from './state-file.ts';
import type { Told } from './teller.ts';
import type { FileToRun, RoundsWorld } from './world.ts';

/** Everything that is kept of a file from round to round. It grows with the directory only. Times are in milliseconds. */
export interface Kept {
  round: number;
  standing: Standing;
  followed: Followed;
  /** What the last round has said. */
  said: ReadonlySet<string>;
  readonly lastDry: LastDryPlan;
  /** Of the directory; never written anywhere. */
  readonly readings: Readings;
  readonly startedAt: number;
  underWaySince: number | null;
  /** When the next round begins; null = there is none. */
  due: number | null;
  /** How long the wait for it was meant to last. */
  wait: number;
  endedAt: number;
  isWritten: boolean;
  /** When old records were cleared; null = not yet. */
  clearedAt: number | null;
  /** When the clock was looked at last by a round, of this program or of the one before; null = never. */
  seenAt: number | null;
  /** How often somebody had asked for the file when it was read last. */
  reloads: number;
}

/** The rounds of one file. */
export interface Rounds {
  readonly file: FileToRun;
  readonly world: RoundsWorld;
  readonly hold: FileHold;
  readonly follow: FollowedFile;
  readonly kept: Kept;
  readonly tell: (event: Told) => void;
}

/** @param state how things stood when adsync ran last; null = it never did */
export function newKept(state: RoundsState | null, now: number): Kept {
  return {
    round: 0,
    standing: standingFrom(state),
    followed: { settings: null, brokenSince: null, told: [] },
    said: new Set(),
    lastDry: { planId: null },
    readings: newReadings(),
    startedAt: now,
    underWaySince: null,
    due: now,
    wait: 0,
    endedAt: now,
    isWritten: true,
    clearedAt: null,
    seenAt: state === null ? null : Date.parse(state.at),
    reloads: 0,
  };
}

/** Writes the state file. What cannot be written is said once: the rounds themselves need no more than their journals. */
export async function saveState(rounds: Rounds): Promise<void> {
  const { file, world, hold, kept, tell } = rounds;
  // The state is that of the process that has the file.
  if (!hold.isHeld()) return;
  try {
    await writeRoundsState(file.stateDir, world.mask(stateOf(rounds)));
    kept.isWritten = true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (kept.isWritten) tell({ kind: 'told', level: 'info', text: `${error.message} ${error.advice}` });
    kept.isWritten = false;
  }
}

function stateOf({ file, world, kept }: Rounds): RoundsState {
  const { standing, followed } = kept;
  const { failing } = standing;
  const at = timeText(world.clock.now());
  const accounts = world.claims.accountsOf(file.file);
  const nextAt = kept.due === null ? null : timeText(kept.due);
  return {
    format: 'adsync.rounds/1',
    file: file.file,
    path: file.path,
    host: world.processes.host,
    pid: world.processes.pid,
    adsyncVersion: world.adsyncVersion,
    startedAt: timeText(kept.startedAt),
    at,
    dryRun: world.dryRun !== null,
    once: world.once,
    interval: Math.round((followed.settings?.interval ?? 0) / 1000),
    round: kept.round,
    underWaySince: kept.underWaySince === null ? null : timeText(kept.underWaySince),
    nextAt,
    quarantine: quarantineOf(failing, world.once, nextAt ?? at),
    failing,
    lastSuccessAt: standing.lastSuccessAt,
    ...(accounts.length === 0 ? {} : { accounts }),
    last: standing.last,
    brokenSince: followed.brokenSince,
  };
}

/** Whoever makes one round only puts none off. */
function quarantineOf(failing: Standing['failing'], once: boolean, until: string): RoundsState['quarantine'] {
  if (once || failing === null || !isQuarantine(failing.failures)) return null;
  return { failures: failing.failures, since: failing.since, until };
}

/** ISO 8601, UTC. */
export function timeText(time: number): string {
  return new Date(time).toISOString();
}
