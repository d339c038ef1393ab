import { setTimeout as timer } from 'node:timers/promises';
import { manyWaitFor } from './many-wait.ts';

/**
 * Waits `ms` milliseconds.
 *
 * @param signal null = nothing ends the wait early
 * @throws the signal's reason as soon as the signal is aborted
 */
export async function sleep(ms: number, signal: AbortSignal | null): Promise<void> {
  signal?.throwIfAborted();
  if (signal !== null) manyWaitFor(signal);
  try {
    await timer(ms, undefined, signal === null ? {} : { signal });
  } catch (error) {
    // Node throws an error of its own, with the reason as its cause.
    signal?.throwIfAborted();
    throw error;
  }
}
