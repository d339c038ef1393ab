/** Time and chance of the rounds. They are injected, so that tests neither wait nor depend on luck. */
export interface RoundsClock {
  /** Milliseconds; goes on while the machine sleeps. */
  now(): number;
  /** Waits `ms` milliseconds. @throws the signal's reason as soon as the signal is aborted */
  sleep(ms: number, signal: AbortSignal | null): Promise<void>;
  /** 0 ≤ n < 1 */
  random(): number;
}
