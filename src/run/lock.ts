import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from '../core/errno.ts';
import { Failure } from '../core/failure.ts';
import { accountOf, fileNameOf, formerFileNameOf, type TargetId } from '../core/target-id.ts';
import { fileSystemTime } from '../files/disk-time.ts';
import { type HeldLock, holdLock } from './held-lock.ts';
import { ownerOf, WATCH, type Watch } from './find-owner.ts';
import { lockNumbers, lockPath } from './lock-files.ts';
import { type LockOwner, type Processes, processStart } from './lock-owner.ts';
import { prepareFolder, unwritable } from './state-dir.ts';

export interface LockOptions {
  readonly stateDir: string;
  readonly target: TargetId;
  readonly processes: Processes;
  readonly now: () => Date;
}

export interface TakeOptions extends LockOptions {
  readonly command: string;
  /** Ends every wait. */
  readonly signal: AbortSignal;
  /** Called before an owner is watched for minutes. */
  readonly onWatch: (owner: LockOwner) => void;
  readonly watch?: Watch;
}

/**
 * Takes the lock, or says who has it. One run at a time per account and state folder: the lock is a file
 * `locks/<type>-<account>.<number>`, made exclusively, and the highest number counts. A number that is released or whose
 * owner is gone is never used again: the next run takes the number above it, and only one can. So nobody ever has to
 * remove a lock that might be somebody else's by then.
 *
 * proper-lockfile was considered: it removes a lock that looks old before it takes its own, so that two runs can take it,
 * and it compares the clocks of two machines.
 *
 * @throws Failure LOCKED, STATE_UNREADABLE, STATE_UNWRITABLE; the signal's reason
 */
export async function takeLock(options: TakeOptions): Promise<HeldLock> {
  const { stateDir, target, now, processes, signal, onWatch, watch = WATCH } = options;
  const name = fileNameOf(target);
  const folder = await prepareFolder(stateDir, 'locks');
  const diskTime = (): Promise<number> =>
    fileSystemTime(folder).catch((cause: unknown) => {
      throw unwritable(folder, cause);
    });
  const look = (path: string): Promise<LockOwner | null> =>
    ownerOf(path, { processes, diskTime, watching: { ...watch, signal, onWatch } });
  await refuseFormer(folder, target, look);
  for (;;) {
    const [highest = 0] = await lockNumbers(folder, name);
    const owner = await look(lockPath(folder, name, highest));
    if (owner !== null) throw locked(target, owner, lockPath(folder, name, highest));
    const number = highest + 1;
    const path = lockPath(folder, name, number);
    const signed = `${JSON.stringify(await signature(options))}\n`;
    const file = await create(path, signed);
    if (file === null) continue;
    const numbers = await lockNumbers(folder, name);
    if (numbers.some((other) => other > number)) {
      // Somebody has come and perhaps gone while we looked: this number is an old one.
      await file.close();
      await rm(path, { force: true });
      continue;
    }
    const old = numbers.filter((other) => other < number);
    await Promise.all(old.map((other) => rm(lockPath(folder, name, other), { force: true })));
    return holdLock({ folder, target, number, file, signed, now });
  }
}

/**
 * The owner of the lock; null when nobody holds it. For a command that only looks: where nothing can be written, silence
 * is measured by our own clock, and nobody is watched.
 *
 * @throws Failure STATE_UNREADABLE
 */
export async function lockOwner({ stateDir, target, processes, now }: LockOptions): Promise<LockOwner | null> {
  const folder = join(stateDir, 'locks');
  const diskTime = (): Promise<number> => fileSystemTime(folder).catch(() => now().getTime());
  for (const name of [fileNameOf(target), formerFileNameOf(target)]) {
    if (name === null) continue;
    const [highest = 0] = await lockNumbers(folder, name);
    const owner = await ownerOf(lockPath(folder, name, highest), { processes, diskTime, watching: null });
    if (owner !== null) return owner;
  }
  return null;
}

/** While adsync is brought up to date, a run of the version before may be at work: its lock has another name. */
async function refuseFormer(
  folder: string,
  target: TargetId,
  look: (path: string) => Promise<LockOwner | null>,
): Promise<void> {
  const name = formerFileNameOf(target);
  if (name === null) return;
  const [highest = 0] = await lockNumbers(folder, name);
  const path = lockPath(folder, name, highest);
  const owner = await look(path);
  if (owner !== null) throw locked(target, owner, path);
}

async function signature({ command, processes, now }: TakeOptions): Promise<Omit<LockOwner, 'beats'>> {
  const { pid, host, place } = processes;
  return { pid, host, place, since: now().toISOString(), command, processStart: await processStart(pid) };
}

/** null when somebody else was quicker. The file is held open until the lock is released. */
async function create(path: string, text: string): Promise<FileHandle | null> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.write(text, 0);
      return file;
    } catch (cause) {
      await file.close();
      throw cause;
    }
  } catch (cause) {
    if (errnoOf(cause) === 'EEXIST') return null;
    throw unwritable(path, cause);
  }
}

function locked(target: TargetId, { pid, host, since, command }: LockOwner, path: string): Failure {
  return new Failure(
    'LOCKED',
    `Another run works on account ${accountOf(target)}: "${command}", process ${pid} on ${host}, since ${since}.`,
    `Wait until it has ended. A lock whose owner is gone is passed over by itself; should this one not be, delete ${path}`,
  );
}
