import type { RoundsClock } from '../../../src/run/rounds/clock.ts';

export const START = Date.parse('2026-11-22T09:00:00Z');

/** Time that goes on only when everybody waits: `sleepers` of them at once. */
export interface RoundsTime extends RoundsClock {
  /** Minutes since the start. */
  minutes(): number;
  /** Sets the clock, forwards or back. */
  shift(ms: number): void;
  stop(): void;
}

export function roundsTime(sleepers: () => number): RoundsTime {
  let time = START;
  let isStopped = false;
  let asleep: { readonly at: number; readonly wake: () => void }[] = [];
  function turn(): void {
    if (isStopped) return;
    if (asleep.length > 0 && asleep.length >= sleepers()) {
      time = Math.max(time, Math.min(...asleep.map(({ at }) => at)));
      const due = asleep.filter(({ at }) => at <= time);
      asleep = asleep.filter(({ at }) => at > time);
      for (const { wake } of due) wake();
    }
    setImmediate(turn);
  }
  setImmediate(turn);
  return {
    now: () => time,
    random: () => 0,
    minutes: () => Math.round((time - START) / 6000) / 10,
    shift(ms) {
      time += ms;
      asleep = asleep.map(({ at, wake }) => ({ at: at + ms, wake }));
    },
    stop() {
      isStopped = true;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { at: time + ms, wake };
        function wake(): void {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        }
        function onAbort(): void {
          asleep = asleep.filter((one) => one !== sleeper);
          reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
        }
        if (signal?.aborted === true) {
          onAbort();
          return;
        }
        signal?.addEventListener('abort', onAbort, { once: true });
        asleep.push(sleeper);
      }),
  };
}
