import { setTimeout as timer } from 'node:timers/promises';

/**
 * Waits `ms` milliseconds.
 *
 * @param signal null = nothing ends the wait early
 * @throws the signal's reason as soon as the signal is aborted
 */
export async function pause(ms: number, signal: AbortSignal | null): Promise<void> {
  signal?.throwIfAborted();
  try {
    await timer(ms, undefined, signal === null ? {} : { signal });
  } catch (error) {
    // Node throws an error of its own, with the reason as its cause.
    signal?.throwIfAborted();
    throw error;
  }
}
