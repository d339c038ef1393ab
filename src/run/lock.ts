import { open, readdir, readFile, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../core/failure.ts';
import { errnoOf } from '../files/write-failure.ts';
import { HEARTBEAT, isAlive, type LockOwner, type Processes, processStart } from './lock-owner.ts';
import { prepareFolder, unwritable } from './state-dir.ts';

/**
 * One run at a time per account and state folder. The lock is a file `locks/<account>.<number>`, made exclusively, and
 * the highest number counts. A number that is released or whose owner is gone is never used again: whoever comes next
 * takes the one above it, and only one can. So nobody ever has to remove a lock that might be somebody else's by then.
 */
export interface Lock {
  release(): Promise<void>;
}

export interface LockOptions {
  readonly stateDir: string;
  readonly account: string;
  readonly command: string;
  readonly processes: Processes;
  readonly now: () => Date;
}

/**
 * Takes the lock, or says who has it.
 *
 * @throws Failure LOCKED, STATE_UNWRITABLE
 */
export async function takeLock(options: LockOptions): Promise<Lock> {
  const { stateDir, account } = options;
  const folder = await prepareFolder(stateDir, 'locks');
  for (;;) {
    const [highest = 0] = await numbersOf(folder, account);
    const owner = await ownerOf(folder, highest, options);
    if (owner !== null) throw locked(account, owner, pathOf(folder, account, highest));
    const number = highest + 1;
    const path = pathOf(folder, account, number);
    if (!(await create(path, options))) continue;
    const numbers = await numbersOf(folder, account);
    if (numbers.some((other) => other > number)) {
      // Somebody has come and perhaps gone while we looked: this number is an old one.
      await rm(path, { force: true });
      continue;
    }
    const old = numbers.filter((other) => other < number);
    await Promise.all(old.map((other) => rm(pathOf(folder, account, other), { force: true })));
    return held(path, options.now);
  }
}

/** Who holds the lock; null when nobody does. */
export async function lockOwner(options: Omit<LockOptions, 'command'>): Promise<LockOwner | null> {
  const folder = join(options.stateDir, 'locks');
  const [highest = 0] = await numbersOf(folder, options.account);
  return await ownerOf(folder, highest, options);
}

function held(path: string, now: () => Date): Lock {
  const timer = setInterval(() => {
    // A heartbeat that fails costs nothing on this machine, and the next one may succeed.
    utimes(path, now(), now()).catch(() => undefined);
  }, HEARTBEAT);
  timer.unref();
  return {
    async release() {
      clearInterval(timer);
      // Not made anew where somebody has cleared it away.
      const file = await open(path, 'r+').catch(() => null);
      if (file === null) return;
      try {
        await file.truncate(0);
        await file.writeFile(RELEASED);
      } finally {
        await file.close();
      }
    },
  };
}

const RELEASED = '{"released":true}\n';

/** false when somebody else was quicker. */
async function create(path: string, { command, processes, now }: LockOptions): Promise<boolean> {
  const { pid, host } = processes;
  const owner: LockOwner = { pid, host, since: now().toISOString(), command, processStart: await processStart(pid) };
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(owner)}\n`);
    } finally {
      await file.close();
    }
    return true;
  } catch (cause) {
    if (errnoOf(cause) === 'EEXIST') return false;
    throw unwritable(path, cause);
  }
}

function pathOf(folder: string, account: string, number: number): string {
  return join(folder, `${encodeURIComponent(account)}.${number}`);
}

/** The numbers of an account's locks, highest first. */
async function numbersOf(folder: string, account: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => []);
  const start = `${encodeURIComponent(account)}.`;
  return names
    .filter((name) => name.startsWith(start) && /^\d+$/.test(name.slice(start.length)))
    .map((name) => Number(name.slice(start.length)))
    .sort((a, b) => b - a);
}

/** How often and how long (milliseconds) to wait for an owner that has made its lock and not signed it yet. */
const UNSIGNED = { looks: 20, wait: 50 } as const;

/** null when the lock is free. An owner that died before it signed its lock holds nothing. */
async function ownerOf(
  folder: string,
  number: number,
  { account, processes, now }: Omit<LockOptions, 'command'>,
): Promise<LockOwner | null> {
  const path = pathOf(folder, account, number);
  for (let look = 0; look < UNSIGNED.looks; look++) {
    const text = await readFile(path, 'utf8').catch(() => RELEASED);
    if (text === RELEASED) return null;
    const owner = parseOwner(text);
    if (owner !== null) return (await isAlive(owner, path, processes, now().getTime())) ? owner : null;
    await new Promise((resolve) => setTimeout(resolve, UNSIGNED.wait));
  }
  return null;
}

function parseOwner(text: string): LockOwner | null {
  try {
    const owner = JSON.parse(text) as Partial<LockOwner> | null;
    const { pid, host, since, command, processStart: start = null } = owner ?? {};
    if (typeof pid !== 'number' || typeof host !== 'string') return null;
    return { pid, host, since: since ?? '?', command: command ?? '?', processStart: start };
  } catch {
    return null;
  }
}

function locked(account: string, { pid, host, since, command }: LockOwner, path: string): Failure {
  return new Failure(
    'LOCKED',
    `Another run works on account ${account}: "${command}", process ${pid} on ${host}, since ${since}.`,
    `Wait until it has ended. A lock whose owner is gone is passed over by itself; should this one not be, delete ${path}`,
  );
}
