/** Time and chance of the rounds. They are injected, so that tests neither wait nor depend on luck. */
export interface RoundsClock {
  /** Milliseconds; goes on while the machine sleeps. */
  now(): number;
  /** Waits `ms` milliseconds. @throws the signal's reason as soon as the signal is aborted */
  sleep(ms: number, signal: AbortSignal | null): Promise<void>;
  /** 0 ≤ n < 1 */
  random(): number;
}

/** Waits `ms` milliseconds. @returns false when the signal has come */
export async function rest(clock: RoundsClock, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(ms, signal);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}
