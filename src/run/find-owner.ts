import { pause } from '../files/pause.ts';
import { RELEASED } from './held-lock.ts';
import { readLock } from './lock-files.ts';
import { lifeOf, type LockOwner, type Processes, SILENCE } from './lock-owner.ts';

/** How often and how long (milliseconds) to look at an owner whose signs of life are stamped in the future. */
export interface Watch {
  readonly looks: number;
  readonly wait: number;
}

/** Whoever lives gives several signs in that time. */
export const WATCH: Watch = { looks: SILENCE / 1000, wait: 1000 };

export interface FindOptions {
  readonly processes: Processes;
  /** See files/disk-time.ts. */
  readonly diskTime: () => Promise<number>;
  /** null = nobody is watched: in doubt somebody is at work. */
  readonly watching: (Watch & { readonly signal: AbortSignal; readonly onWatch: (owner: LockOwner) => void }) | null;
}

/** How often and how long (milliseconds) to wait for an owner that has made its lock and not signed it yet. */
const UNSIGNED = { looks: 20, wait: 50 } as const;

/**
 * Who holds the lock of this file; null when it is free. An owner that died before it signed its lock holds nothing.
 *
 * @throws Failure STATE_UNREADABLE; the signal's reason
 */
export async function ownerOf(path: string, options: FindOptions): Promise<LockOwner | null> {
  const { processes, diskTime, watching } = options;
  for (let look = 0; look < UNSIGNED.looks; look++) {
    const found = await readLock(path);
    if (found === null || found.text === RELEASED) return null;
    const owner = parseOwner(found.text);
    if (owner !== null) {
      const life = await lifeOf(owner, processes, async () => (await diskTime()) - found.touched);
      if (life !== 'ahead' || watching === null) return life === 'gone' ? null : owner;
      return (await moves(path, found.touched, owner, watching)) ? owner : null;
    }
    await pause(UNSIGNED.wait, watching?.signal ?? null);
  }
  return null;
}

/** Whether the owner gives a further sign of life. The next look at the lock sees whether somebody has let go of it. */
async function moves(
  path: string,
  touched: number,
  owner: LockOwner,
  { looks, wait, signal, onWatch }: NonNullable<FindOptions['watching']>,
): Promise<boolean> {
  onWatch(owner);
  for (let look = 0; look < looks; look++) {
    await pause(wait, signal);
    const found = await readLock(path);
    if (found === null || found.text === RELEASED) return false;
    if (found.touched !== touched) return true;
  }
  return false;
}

function parseOwner(text: string): LockOwner | null {
  try {
    const owner = JSON.parse(text) as Partial<LockOwner> | null;
    const { pid, host, place, since, command, processStart: start = null } = owner ?? {};
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || typeof host !== 'string') return null;
    // Signs of life and the place came with one version.
    const beats = place !== undefined;
    return {
      pid,
      host,
      place: place ?? null,
      since: since ?? '?',
      command: command ?? '?',
      processStart: start,
      beats,
    };
  } catch {
    return null;
  }
}
