import type { Settings } from '../core/settings.ts';
import type { CallsOfFile, RoundWatcher } from '../run/rounds/events.ts';

/** Somebody who listens to the rounds of `adsync run`. */
export interface OpenWatcher {
  readonly watch: RoundWatcher;
  /** Is told of every call of the rounds. Absent = it does not want to know. */
  readonly watchCalls?: CallsOfFile;
  /** Is given what a file says each time that it was read. Absent = it does not want to know. */
  readonly onSettings?: (file: string, settings: Settings) => void;
  /** Ends what it has open, once the last event is told. */
  close(): Promise<void>;
}
