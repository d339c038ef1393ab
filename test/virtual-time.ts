import { Readable } from 'node:stream';
import { readBody } from '../src/net/bounds.ts';
import type { Send } from '../src/net/send.ts';

/**
 * A clock that stands still while anything works, and jumps to the next moment for which somebody waits when all do. So
 * minutes of waiting take no time, and real requests over real sockets take none of its time.
 */
export interface VirtualTime {
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Requests go out through this one; the clock stands still until their answers are here, whole. */
  readonly send: Send;
  /** How a stand-in waits while it answers. */
  readonly serverSleep: (ms: number) => Promise<void>;
  stop(): void;
}

export function virtualTime(start: number, send: Send): VirtualTime {
  let time = start;
  let working = 0;
  let stopped = false;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  function sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      sleepers.push({ at: time + ms, wake });
    });
  }

  // In between all that can go on without waiting goes on.
  function turn(): void {
    if (stopped) return;
    if (working === 0 && sleepers.length > 0) {
      time = Math.max(time, Math.min(...sleepers.map(({ at }) => at)));
      const due = sleepers.filter(({ at }) => at <= time);
      sleepers = sleepers.filter(({ at }) => at > time);
      for (const { wake } of due) wake();
    }
    setImmediate(turn);
  }
  setImmediate(turn);

  return {
    now: () => time,
    sleep,
    async send(address, request) {
      working += 1;
      try {
        const { status, ok, headers, body } = await send(address, request);
        const bytes = await readBody({ body }, Infinity);
        return { status, ok, headers, body: Readable.from([bytes]) };
      } finally {
        working -= 1;
      }
    },
    async serverSleep(ms) {
      working -= 1;
      await sleep(ms);
      working += 1;
    },
    stop() {
      stopped = true;
    },
  };
}
