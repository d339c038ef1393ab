import { randomBytes } from 'node:crypto';
import type { Bounds } from '../../../net/bounds.ts';
import type { Fetch } from '../../../net/http.ts';

/** Everything a Rescue target takes from outside, so that tests can put their own in its place. */
export interface RescueWorld {
  readonly fetch: Fetch;
  /** How large answers may be; absent = as everywhere (net/bounds.ts). */
  readonly bounds?: Bounds;
  /** 0 ≤ n < 1; spreads the waiting times of repeated requests. */
  random(): number;
  /** Milliseconds. */
  now(): number;
  /** Ends after `ms`, or as soon as `signal` is aborted. */
  sleep(ms: number, signal: AbortSignal | null): Promise<void>;
  /** Calls `end` after `ms`, unless the function that it returns is called before: the patience with one request. */
  limit(ms: number, end: () => void): () => void;
  /** For passwords: must be fit for secrets. */
  randomBytes(size: number): Uint8Array;
  /** Ends a reading at once. A change under way is brought to its end, but no call of it is repeated any more. */
  readonly signal: AbortSignal;
  /** A sentence on what goes on. It holds no secret; names in it come from outside. */
  log(text: string): void;
}

/**
 * The world as it is.
 *
 * @param given.fetch how requests go out (net/http.ts)
 */
export function realWorld(given: Pick<RescueWorld, 'signal' | 'log' | 'fetch'>): RescueWorld {
  return { ...given, random: Math.random, now: Date.now, sleep, limit, randomBytes };
}

function sleep(ms: number, signal: AbortSignal | null): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    function end(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    }
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}

/** `RescueWorld.limit` by the clock. */
export function limit(ms: number, end: () => void): () => void {
  const timer = setTimeout(end, ms);
  return () => {
    clearTimeout(timer);
  };
}
