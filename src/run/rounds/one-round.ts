import { Failure } from '../../core/failure.ts';
import type { Settings } from '../../core/settings.ts';
import { applyRound } from './apply-round.ts';
import { rest } from './clock.ts';
import { dryRound } from './dry-round.ts';
import type { Job } from '../job.ts';
import { failureOf, type Found, foundByApply, foundByPlan, foundNothing } from './found.ts';
import type { Rounds } from './kept.ts';
import { keepReading } from './kept-reading.ts';
import { refresh } from './refresh.ts';
import { patience, TRY_AGAIN } from './schedule.ts';
import { roundsName } from './state-file.ts';
import type { RoundTeller } from './teller.ts';

/**
 * One round, whatever comes of it. Where another run works on the account, it is tried again every so often, and only
 * fails when that lasts long.
 */
export async function oneRound(rounds: Rounds, given: Settings, teller: RoundTeller): Promise<Found> {
  const { world, tell, kept } = rounds;
  const { clock, signal, once } = world;
  const until = clock.now() + patience(given.interval);
  let putOff = false;
  for (;;) {
    try {
      // It may be hours later: nothing is made of a file that is no longer the one.
      if (putOff) await refresh(rounds);
      return await tryRound(rounds, (putOff ? kept.followed.settings : null) ?? given, teller);
    } catch (error) {
      if (signal.aborted) return foundNothing('interrupted', world.exitCodeOf(error));
      const isLocked = error instanceof Failure && error.code === 'LOCKED';
      if (!isLocked || once || clock.now() + TRY_AGAIN > until) return failureOf(error, world.exitCodeOf(error));
      if (!putOff) tell({ kind: 'put-off', why: error.message, until: new Date(until).toISOString() });
      putOff = true;
    }
    if (!(await rest(clock, TRY_AGAIN, signal))) return foundNothing('interrupted', world.exitCodeOf(null));
  }
}

/** Whatever hangs on the signal of a round is gone with it: the program's own lives for months. */
async function tryRound({ file, world, hold, kept }: Rounds, settings: Settings, teller: RoundTeller): Promise<Found> {
  const own = new AbortController();
  const onStop = (): void => {
    own.abort(world.signal.reason);
  };
  world.signal.addEventListener('abort', onStop);
  try {
    world.signal.throwIfAborted();
    await hold.take();
    const given = await file.jobOf(settings, own.signal);
    const tell = (text: string): void => {
      teller.reporter.detail(text);
    };
    const seenThrough: Job['seenThrough'] = (directory, settings) =>
      keepReading(directory, kept.readings, { settings, tell });
    const job = { ...given, stateDir: file.stateDir, reporter: teller.reporter, seenThrough };
    if (world.dryRun === null) return foundByApply(await applyRound(job, world.claims), world.interruptedCode());
    return foundByPlan(await dryRound(job, world.dryRun, roundsName(file.path), kept.lastDry));
  } finally {
    world.signal.removeEventListener('abort', onStop);
  }
}
