import { roundLog } from '../log/rounds.ts';
import type { RoundWatcher } from '../run/rounds/events.ts';
import type { Context } from './context.ts';

/** Writes what the rounds do into the log; null = there is none. */
export function logWatcher({ log }: Context): { watch: RoundWatcher; close(): Promise<void> } | null {
  return log === null ? null : { watch: roundLog(log), close: () => Promise.resolve() };
}
