import type { CallWatcher } from '../core/traffic.ts';
import type { RoundWatcher } from '../run/rounds/events.ts';
import type { Options } from './command.ts';
import type { Context } from './context.ts';

/** Somebody who listens to the rounds of `adsync run`. */
export interface OpenWatcher {
  readonly watch: RoundWatcher;
  /** Is told of every call of the rounds. Absent = it does not want to know. */
  readonly watchCalls?: CallWatcher;
  /** Ends what it has open, once the last event is told. */
  close(): Promise<void>;
}

/** Opens a watcher as the options say; null = they do not ask for it. @throws Failure when it cannot be opened */
export type WatcherFactory = (context: Context, options: Options) => Promise<OpenWatcher | null>;
