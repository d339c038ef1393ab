import { Failure } from '../../core/failure.ts';
import { type FileHold, newFileHold } from './file-hold.ts';
import { awaitStop, isThere, LOOK_FOR_STOP, removeFormerStop, removeStop, type StopFiles, stopIn } from './stop.ts';
import type { RoundsEnd } from './round.ts';
import { type OwnFile, roundsOfFile } from './rounds-of-file.ts';
import { readAllRounds, readRoundsState } from './state-file.ts';
import type { FileToRun, RoundsWorld } from './world.ts';

export interface RunOptions {
  readonly files: readonly FileToRun[];
  /** What they share; its signal is made here. */
  readonly world: Omit<RoundsWorld, 'signal' | 'why'>;
  /** Aborted = a signal has come. */
  readonly signal: AbortSignal;
  readonly stopFiles: StopFiles;
  /** Milliseconds: when this program was started. */
  readonly began: number;
}

/**
 * Runs the rounds of all files side by side, each with its own schedule, until a signal or a stop file comes. One that
 * fails does not stop the others.
 *
 * @throws Failure where no file can be taken: then nothing was done, and no stop file was touched
 */
export async function runRounds({ files, world, signal, stopFiles, began }: RunOptions): Promise<readonly RoundsEnd[]> {
  const stop = new AbortController();
  const ended = new AbortController();
  let why = 'a signal';
  const end = (because: string, reason: unknown): void => {
    if (stop.signal.aborted) return;
    why = because;
    stop.abort(reason);
  };
  const onSignal = (): void => {
    end(signal.reason instanceof Error ? signal.reason.message : 'a signal', signal.reason);
  };
  if (signal.aborted) onSignal();
  signal.addEventListener('abort', onSignal);
  let watching: Promise<void> | null = null;
  try {
    const shared = { ...world, signal: stop.signal, why: () => why };
    const all = await ownFiles(files, shared);
    await takeSome(all.map(({ hold }) => hold));
    // Those of a folder of which another process has all our files are for that process.
    const ours = stopFiles.own.filter((path) => all.some((own) => own.hold.isHeld() && stopOf(own) === path));
    for (const path of ours) await removeFormerStop(path, began, () => letOthersSee(path, all, world));
    const { named } = stopFiles;
    const watched = named === null ? stopFiles.own : [...stopFiles.own, named];
    watching = awaitStop(watched, world.clock, ended.signal).then((found) => {
      if (found !== null) end(`the stop file ${found} is there`, new Error(`the stop file ${found} is there`));
    });
    const ends = await allEnds(all, shared, (error) => {
      end('an error that none of the rounds expected', error);
    });
    // At the very end: whoever has made it sees by this that all is over.
    for (const path of named === null ? ours : [...ours, named]) {
      if (await isThere(path)) await letOthersSee(path, all, world);
      await removeStop(path);
    }
    return ends;
  } finally {
    ended.abort();
    await watching;
    signal.removeEventListener('abort', onSignal);
  }
}

async function ownFiles(files: readonly FileToRun[], world: RoundsWorld): Promise<OwnFile[]> {
  const all: OwnFile[] = [];
  for (const file of files) {
    const state = await readRoundsState(file.stateDir, file.path);
    world.claims.approve(file.file, null);
    world.claims.remember(file.file, state?.accounts ?? []);
    all.push({ file, state, hold: newFileHold(file, world) });
  }
  return all;
}

function stopOf({ file }: OwnFile): string {
  return stopIn(file.stateDir);
}

/** A process that runs another file of the folder looks for the stop file, too, and may not have done so yet. */
async function letOthersSee(
  path: string,
  all: readonly OwnFile[],
  { clock }: Pick<RoundsWorld, 'clock'>,
): Promise<void> {
  const dir = all.find((own) => stopOf(own) === path)?.file.stateDir;
  const states = dir === undefined ? [] : await readAllRounds(dir).catch(() => []);
  const others = states.filter((state) => !all.some(({ file }) => file.path === state.path));
  if (others.some(({ nextAt, underWaySince }) => nextAt !== null || underWaySince !== null)) {
    await clock.sleep(2 * LOOK_FOR_STOP, null);
  }
}

/** Everybody ends before an error is thrown on: it would else end the program in the middle of the others' changes. */
async function allEnds(
  all: readonly OwnFile[],
  world: RoundsWorld,
  onError: (error: unknown) => void,
): Promise<RoundsEnd[]> {
  const each = all.map(async (own) => {
    try {
      return await roundsOfFile(own, world);
    } catch (error) {
      onError(error);
      throw error;
    }
  });
  await Promise.allSettled(each);
  return await Promise.all(each);
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
