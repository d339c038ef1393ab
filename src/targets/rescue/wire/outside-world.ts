import { randomBytes } from 'node:crypto';
import type { Bounds } from '../../../net/bounds.ts';
import { type Clock, REAL_CLOCK } from '../../../net/clock.ts';
import { type Limit, limit } from '../../../net/exchange.ts';
import type { Send } from '../../../net/send.ts';

/** Everything a Rescue target takes from outside, so that tests can put their own in its place. */
export interface RescueWorld extends Clock {
  readonly fetch: Send;
  /** How large answers may be; absent = as everywhere (net/bounds.ts). */
  readonly bounds?: Bounds;
  /** Calls `end` after `ms`, unless the function that it returns is called before: the patience with one request. */
  readonly limit: Limit;
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
  return { ...given, ...REAL_CLOCK, limit, randomBytes };
}
