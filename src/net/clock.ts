import { sleep } from './sleep.ts';

/** Time and chance. They are injected, so that tests neither wait nor depend on luck. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Waits `ms` milliseconds. @throws the signal's reason as soon as the signal is aborted */
  sleep(ms: number, signal: AbortSignal | null): Promise<void>;
  /** 0 ≤ n < 1; spreads the waits before repeated requests. */
  readonly random: () => number;
}

export const REAL_CLOCK: Clock = { now: Date.now, sleep, random: Math.random };
