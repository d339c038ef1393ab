import type { GraphSwitches } from './switches.ts';

/** What a request does to the quota of its app. */
export interface Toll {
  readonly allowed: boolean;
  /** Share of the quota that is used, 0 to 1.8. */
  readonly used: number;
  /** Seconds to wait when it is not allowed. */
  readonly wait: number;
}

export interface Throttle {
  take(app: string, units: number): Toll;
}

const WINDOW = 10_000;

/**
 * A bucket of resource units for every app, filled again in ten seconds. Refused requests are charged as well, as the
 * documentation says of retries.
 *
 * @param limitOf units in ten seconds
 */
export function newThrottle(limitOf: () => number, now: () => number): Throttle {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(app, units) {
      const limit = limitOf();
      const time = now();
      const bucket = buckets.get(app) ?? { left: limit, at: time };
      const filled = Math.min(limit, bucket.left + ((time - bucket.at) * limit) / WINDOW);
      const left = Math.max(-0.8 * limit, filled - units);
      buckets.set(app, { left, at: time });
      const wait = Math.max(1, Math.ceil((-left * WINDOW) / limit / 1000));
      return { allowed: left >= 0, used: (limit - left) / limit, wait };
    },
  };
}

/** Units in ten seconds for one app in a tenant: 3,500 below 50 users, 5,000 up to 500, then 8,000. */
export function quotaOf(users: number, { resourceUnits }: GraphSwitches): number {
  if (resourceUnits !== null) return resourceUnits;
  if (users < 50) return 3500;
  return users <= 500 ? 5000 : 8000;
}

/** The Retry-After header in the form the switch wants. */
export function retryAfter(seconds: number, form: GraphSwitches['retryAfter'], now: number): Record<string, string> {
  if (form === 'absent') return {};
  return { 'retry-after': form === 'seconds' ? String(seconds) : new Date(now + seconds * 1000).toUTCString() };
}
