import { Failure } from '../../core/failure.ts';
import { targetId } from '../../core/target-id.ts';
import type { HeldLock } from '../held-lock.ts';
import { takeLock } from '../lock.ts';
import { roundsName } from './state-file.ts';
import type { FileToRun, RoundsWorld } from './world.ts';

/** That one `adsync run` at a time has a file: two would write over each other's state, and tell everything twice. */
export interface FileHold {
  /**
   * Takes the file, or makes sure that it is still ours.
   *
   * @throws Failure RUN_TWICE, STATE_UNREADABLE, STATE_UNWRITABLE
   */
  take(): Promise<void>;
  isHeld(): boolean;
  release(): Promise<void>;
}

export function newFileHold(
  { file, path, stateDir }: Pick<FileToRun, 'file' | 'path' | 'stateDir'>,
  { clock, processes, signal }: Pick<RoundsWorld, 'clock' | 'processes' | 'signal'>,
): FileHold {
  let lock: HeldLock | null = null;

  async function release(): Promise<void> {
    const held = lock;
    lock = null;
    await held?.release();
  }

  /** The machine may have slept, or somebody has cleared the state folder. */
  async function isLost(held: HeldLock): Promise<boolean> {
    try {
      await held.check();
      return false;
    } catch (error) {
      if (error instanceof Failure && error.code === 'LOCK_LOST') return true;
      throw error;
    }
  }

  return {
    async take() {
      if (lock !== null && (await isLost(lock))) await release();
      if (lock !== null) return;
      const now = (): Date => new Date(clock.now());
      const target = targetId('run', roundsName(path));
      const command = `adsync run -f ${file}`;
      try {
        lock = await takeLock({ stateDir, target, command, processes, now, signal, onWatch: () => undefined });
      } catch (error) {
        throw error instanceof Failure && error.code === 'LOCKED' ? twice(file, error) : error;
      }
    },
    isHeld: () => lock !== null,
    release,
  };
}

function twice(file: string, cause: Failure): Failure {
  const who = /process \d+ on [^,]+, since [^ ]+(?=\.$)/.exec(cause.message)?.[0] ?? 'another process';
  return new Failure(
    'RUN_TWICE',
    `Another "adsync run" has ${file}: ${who}. Two would write over each other's state.`,
    'Stop it first, or name another folder with --state-dir.',
    { cause },
  );
}
