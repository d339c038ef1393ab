import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errnoOf } from '../core/errno.ts';
import { fileSystemTime } from './disk-time.ts';
import { pause } from './pause.ts';

/** Milliseconds. */
export interface LockTimes {
  /** Between two signs of life of whoever holds the lock. */
  readonly heartbeat: number;
  /** Without a sign of life for so long, its holder is gone. */
  readonly silence: number;
  /** Between two looks at a lock that somebody else holds. */
  readonly look: number;
  /** How long it is waited for. */
  readonly patience: number;
}

export const LOCK_TIMES: LockTimes = { heartbeat: 10_000, silence: 60_000, look: 100, patience: 300_000 };

const HELD = 'held\n';
const FREE = 'free\n';

/** Another process holds the lock, and does not let it go. */
export class FileLocked extends Error {
  /** @param path of the lock */
  constructor(path: string) {
    super(`${path} is held by another process`);
    this.name = 'FileLocked';
  }
}

interface Lock {
  readonly file: FileHandle;
  /** Ends with the last sign of life. */
  beating: Promise<void>;
}

/**
 * Runs `work` while no other process does work on the same file. The lock is a file `.<name>.lock.<number>` beside it, as
 * those of whole runs are (run/lock.ts): the highest number counts, and a number that was let go or whose holder is gone is
 * never used again, so that two processes cannot both take over from one that died.
 *
 * @param path of the file itself, not of a link to it
 * @throws FileLocked; what the system says when nothing can be made beside the file; the signal's reason when it is aborted
 */
export async function withFileLock<Result>(
  path: string,
  work: () => Promise<Result>,
  { signal, times = LOCK_TIMES }: { readonly signal: AbortSignal; readonly times?: LockTimes },
): Promise<Result> {
  const lock = await take(path, signal, times);
  const timer = setInterval(() => {
    // One that fails may succeed next time.
    lock.beating = lock.beating
      .then(() => lock.file.write(HELD, 0))
      // Windows may stamp an open file no earlier.
      .then(() => lock.file.datasync())
      .then(
        () => undefined,
        () => undefined,
      );
  }, times.heartbeat);
  timer.unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await lock.beating;
    // Where it cannot be let go, its silence says so after a while.
    await lock.file.write(FREE, 0).catch(() => undefined);
    await lock.file.close().catch(() => undefined);
  }
}

async function take(path: string, signal: AbortSignal, times: LockTimes): Promise<Lock> {
  const folder = dirname(path);
  const start = `.${basename(path)}.lock.`;
  const pathOf = (number: number): string => join(folder, `${start}${number}`);
  let sign: Sign | null = null;
  for (let waited = 0; ; waited += times.look) {
    const [highest = 0] = await numbersOf(folder, start);
    sign = highest > 0 ? await lastSign(pathOf(highest), sign, waited) : null;
    if (sign !== null && !isSilent(sign, await fileSystemTime(folder), waited, times.silence)) {
      if (waited >= times.patience) throw new FileLocked(pathOf(highest));
      await pause(times.look, signal);
      continue;
    }
    const number = highest + 1;
    const file = await create(pathOf(number));
    if (file === null) continue;
    const all = await numbersOf(folder, start);
    if (all[0] === number) {
      const old = all.filter((other) => other < number);
      await Promise.all(old.map((other) => rm(pathOf(other), { force: true })));
      return { file, beating: Promise.resolve() };
    }
    // Somebody has come and perhaps gone while we looked: this number is an old one.
    await file.close();
    await rm(pathOf(number), { force: true });
  }
}

/** Highest first. */
async function numbersOf(folder: string, start: string): Promise<number[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(start));
  const ends = names.map((name) => name.slice(start.length)).filter((end) => /^\d{1,15}$/.test(end));
  return ends.map(Number).sort((a, b) => b - a);
}

/** null when somebody else was quicker. */
async function create(path: string): Promise<FileHandle | null> {
  const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
    if (errnoOf(cause) === 'EEXIST') return null;
    throw cause;
  });
  try {
    await file?.write(HELD, 0);
    return file;
  } catch (cause) {
    await file?.close();
    throw cause;
  }
}

/** The last sign of life of whoever holds the lock. */
interface Sign {
  readonly path: string;
  /** By the clock of the disk. */
  readonly stamp: number;
  /** How long we had waited when we first saw it. */
  readonly seen: number;
}

/** null when nobody holds it. */
async function lastSign(path: string, before: Sign | null, waited: number): Promise<Sign | null> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw cause;
  });
  if (file === null) return null;
  try {
    const { mtimeMs: stamp } = await file.stat();
    if ((await file.readFile('utf8')) === FREE) return null;
    return before?.path === path && before.stamp === stamp ? before : { path, stamp, seen: waited };
  } finally {
    await file.close();
  }
}

/** A stamp in the future (the clock of the disk was set back since) tells nothing; whether another one follows does. */
function isSilent({ stamp, seen }: Sign, diskTime: number, waited: number, silence: number): boolean {
  const age = diskTime - stamp;
  return age > -silence ? age >= silence : waited - seen >= silence;
}
