import type { Clock } from './clock.ts';

/** Holds all requests back while a service asks for a pause. */
export interface Gate {
  /** Waits until requests may go out again. @throws the signal's reason as soon as the signal is aborted */
  pass(signal: AbortSignal | null): Promise<void>;
  /** The moment at which the gate opens; in the past when it is open. */
  opensAt(): number;
  /** Keeps the gate closed until then. A pause never becomes shorter. */
  closeUntil(time: number): void;
}

export function newGate(clock: Pick<Clock, 'now' | 'sleep'>): Gate {
  let closed = -Infinity;
  return {
    async pass(signal) {
      // A pause may become longer while somebody waits for its end.
      while (closed > clock.now()) await clock.sleep(closed - clock.now(), signal);
    },
    opensAt: () => closed,
    closeUntil(time) {
      closed = Math.max(closed, time);
    },
  };
}

export interface Pace {
  /** Waits until the next request may go out. @throws the signal's reason as soon as the signal is aborted */
  next(signal: AbortSignal | null): Promise<void>;
  /** Nothing goes out for so many milliseconds: the service has asked for a pause. */
  pause(ms: number): void;
}

/**
 * A token bucket: on average `perSecond` requests, and after a quiet time at most `atOnce`. It holds no
 * tokens but the moment at which the bucket would be full again. Written here because p-limit counts what is under way
 * and knows no time, and the limiters that do (p-throttle, bottleneck) take no clock from outside.
 *
 * @param atOnce absent = as many as in a second. Then twice as many may go out within one second; with 1 never more than
 *   `perSecond` do
 */
export function newPace(
  perSecond: number,
  clock: Pick<Clock, 'now' | 'sleep'>,
  atOnce: number = Math.max(1, Math.ceil(perSecond)),
): Pace {
  const step = 1000 / perSecond;
  const burst = (atOnce - 1) * step;
  const gate = newGate(clock);
  let full = -Infinity;

  return {
    async next(signal) {
      const now = clock.now();
      full = Math.max(full, now) + step;
      const due = full - step - burst;
      if (due > now) await clock.sleep(due - now, signal);
      await gate.pass(signal);
    },
    pause(ms) {
      gate.closeUntil(clock.now() + ms);
    },
  };
}
