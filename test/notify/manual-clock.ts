import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src/net/clock.ts';

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /** Goes on, and lets everything happen that was waiting for it. */
  pass(ms: number): Promise<void>;
}

export function manualClock(): ManualClock {
  let time = 0;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => time,
    random: () => 1,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        const stop = (): void => {
          reject(new Error('stopped'));
        };
        if (signal?.aborted === true) stop();
        signal?.addEventListener('abort', stop);
        sleepers.push({ at: time + ms, wake: resolve });
      });
    },
    async pass(ms) {
      const end = time + ms;
      for (;;) {
        await settle();
        const next = Math.min(end, ...sleepers.map(({ at }) => at).filter((at) => at > time));
        time = next;
        for (const { wake } of sleepers.filter(({ at }) => at <= time)) wake();
        sleepers = sleepers.filter(({ at }) => at > time);
        await settle();
        if (time === end) return;
      }
    },
  };
}

/** Whatever can go on without waiting goes on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await setImmediate();
}
