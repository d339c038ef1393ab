import type { CallWatcher } from '../core/traffic.ts';
import type { RoundWatcher } from '../run/rounds/events.ts';

/** Somebody who listens to the rounds of `adsync run`. */
export interface OpenWatcher {
  readonly watch: RoundWatcher;
  /** Is told of every call of the rounds. Absent = it does not want to know. */
  readonly watchCalls?: CallWatcher;
  /** Ends what it has open, once the last event is told. */
  close(): Promise<void>;
}
