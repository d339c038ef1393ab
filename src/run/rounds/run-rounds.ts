import { Failure } from '../../core/failure.ts';
import { type FileHold, newFileHold } from './file-hold.ts';
import { awaitStop, removeStop } from './stop.ts';
import type { RoundsEnd } from './round.ts';
import { type OwnFile, roundsOfFile } from './rounds-of-file.ts';
import { readRoundsState } from './state-file.ts';
import type { FileToRun, RoundsWorld } from './world.ts';

export interface RunOptions {
  readonly files: readonly FileToRun[];
  /** What they share; its signal is made here. */
  readonly world: Omit<RoundsWorld, 'signal' | 'why'>;
  /** Aborted = a signal has come. */
  readonly signal: AbortSignal;
  /** Absolute paths of files that end adsync once they are there; none is there yet. */
  readonly stopFiles: readonly string[];
}

/**
 * Runs the rounds of all files side by side, each with its own schedule, until a signal or a stop file comes. One that
 * fails does not stop the others.
 */
export async function runRounds({ files, world, signal, stopFiles }: RunOptions): Promise<readonly RoundsEnd[]> {
  const stop = new AbortController();
  const ended = new AbortController();
  let why = 'a signal';
  const onSignal = (): void => {
    why = signal.reason instanceof Error ? signal.reason.message : 'a signal';
    stop.abort(signal.reason);
  };
  if (signal.aborted) onSignal();
  signal.addEventListener('abort', onSignal);
  const watching = awaitStop(stopFiles, world.clock, ended.signal).then((found) => {
    if (found === null || stop.signal.aborted) return;
    why = `the stop file ${found} is there`;
    stop.abort(new Error(why));
  });
  try {
    const shared = { ...world, signal: stop.signal, why: () => why };
    const all: OwnFile[] = [];
    for (const file of files) {
      const state = await readRoundsState(file.stateDir, file.path);
      world.claims.approve(file.file, null);
      world.claims.remember(file.file, state?.accounts ?? []);
      all.push({ file, state, hold: newFileHold(file, shared) });
    }
    await takeSome(all.map(({ hold }) => hold));
    return await Promise.all(all.map((own) => roundsOfFile(own, shared)));
  } finally {
    ended.abort();
    await watching;
    // At the very end: whoever has made it sees by this that all is over.
    for (const path of stopFiles) await removeStop(path);
    signal.removeEventListener('abort', onSignal);
  }
}

/** One that cannot be taken is tried again in each of its rounds. @throws Failure where that is so with all of them */
async function takeSome(holds: readonly FileHold[]): Promise<void> {
  const failures: Failure[] = [];
  for (const hold of holds) {
    await hold.take().catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      failures.push(error);
    });
  }
  const [first] = failures;
  if (first !== undefined && failures.length === holds.length) throw first;
}
