import type { RescueWorld } from './outside-world.ts';

export interface Pace {
  /** Waits until the next request may go out. */
  next(signal: AbortSignal | null): Promise<void>;
  /** Nothing goes out for so long: the service has asked for a pause. */
  pause(ms: number): void;
}

/**
 * A token bucket: on average `perSecond` requests, and after a quiet second at most that many at once. It holds no
 * tokens but the moment at which the bucket would be full again.
 */
export function newPace(perSecond: number, world: Pick<RescueWorld, 'now' | 'sleep'>): Pace {
  const step = 1000 / perSecond;
  const burst = Math.max(0, Math.ceil(perSecond) - 1) * step;
  let full = -Infinity;
  let pausedUntil = -Infinity;

  return {
    async next(signal) {
      const now = world.now();
      full = Math.max(full, now) + step;
      const due = full - step - burst;
      if (due > now) await world.sleep(due - now, signal);
      while (pausedUntil > world.now() && signal?.aborted !== true)
        await world.sleep(pausedUntil - world.now(), signal);
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, world.now() + ms);
    },
  };
}
