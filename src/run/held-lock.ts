import type { FileHandle } from 'node:fs/promises';
import { Failure } from '../core/failure.ts';
import { accountOf, fileNameOf, type TargetId } from '../core/target-id.ts';
import { lockNumbers, lockPath, readLock } from './lock-files.ts';
import { HEARTBEAT } from './lock-owner.ts';

/** What stands in the file of a lock that is free again. */
export const RELEASED = '{"released":true}\n';

/** Milliseconds for which a look at the lock is good: calls may come many times a second. */
const LOOK_AGAIN = 1000;

export interface HeldLock {
  /**
   * Makes sure that the lock is still ours; to be called before every call that changes something.
   *
   * @throws Failure LOCK_LOST, STATE_UNREADABLE: then nothing more may be changed
   */
  check(): Promise<void>;
  /** What cannot be released any more is passed over by others once this process is gone. */
  release(): Promise<void>;
}

export interface Holding {
  readonly folder: string;
  readonly target: TargetId;
  readonly number: number;
  /** Open for writing. */
  readonly file: FileHandle;
  /** The owner, as it stands in the file. */
  readonly signed: string;
  /** Goes on while the machine sleeps. */
  readonly now: () => Date;
}

/** Shows signs of life until the lock is released. */
export function holdLock({ folder, target, number, file, signed, now }: Holding): HeldLock {
  const name = fileNameOf(target);
  const path = lockPath(folder, name, number);
  let beating: Promise<void> | null = null;
  let beaten = now().getTime();
  let looking: Promise<void> | null = null;
  let looked: number | null = null;

  /** The same bytes once more, so that it is the disk that stamps the time. One that fails may succeed next time. */
  async function write(): Promise<void> {
    try {
      await file.write(signed, 0);
      await file.datasync();
    } catch {
      return;
    }
    beaten = now().getTime();
  }

  function beat(): Promise<void> {
    beating ??= write().finally(() => {
      beating = null;
    });
    return beating;
  }

  async function look(): Promise<void> {
    const time = now().getTime();
    // After a sleep: a sign of life first, so that nobody takes us for gone from here on.
    if (Math.abs(time - beaten) > HEARTBEAT) await beat();
    const [highest = 0] = await lockNumbers(folder, name);
    if (highest > number) throw lost(target, 'another run has taken it, because this one gave no sign of life.');
    const found = await readLock(path);
    if (found === null) throw lost(target, `${path} is gone, because somebody has cleared the state folder.`);
    if (found.text !== signed) throw lost(target, `${path} is no longer the file that this run made.`);
    looked = time;
  }

  const timer = setInterval(() => void beat(), HEARTBEAT);
  timer.unref();
  return {
    async check() {
      // A clock that was set back says nothing about how long ago it was.
      const isFresh = looked !== null && Math.abs(now().getTime() - looked) < LOOK_AGAIN;
      if (isFresh) return;
      looking ??= look().finally(() => {
        looking = null;
      });
      await looking;
    },
    async release() {
      clearInterval(timer);
      await beating;
      try {
        // Through the open file: not made anew where somebody has cleared it away.
        await file.truncate(0);
        await file.write(RELEASED, 0);
      } catch {
        // Said above.
      } finally {
        await file.close().catch(() => undefined);
      }
    },
  };
}

function lost(target: TargetId, why: string): Failure {
  return new Failure(
    'LOCK_LOST',
    `This run no longer holds the lock of account ${accountOf(target)}: ${why} Nothing more is changed by it.`,
    'Wait until no other run is at work, then run it again: a new plan shows what is left to do. Leave the state folder alone, and the computer awake, while a run goes on.',
  );
}
