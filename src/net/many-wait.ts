import { setMaxListeners } from 'node:events';

/**
 * Says of a signal that many wait for it at a time. Each takes its listener away at its end, so they are no leak, of which
 * Node would warn on stderr from the eleventh on.
 */
export function manyWaitFor(signal: AbortSignal): void {
  setMaxListeners(Infinity, signal);
}
