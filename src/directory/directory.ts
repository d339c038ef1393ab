import type { DirectoryReading, WantedGroup } from '../core/model.ts';

/** What every directory can do: read groups and their people. It never writes. */
export interface Directory {
  /**
   * Reads the wanted groups with all their people; `reading.roots[i]` belongs to `wanted[i]`.
   * A group that is missing, ambiguous or half read makes the reading partial.
   *
   * @throws Failure when the directory as a whole cannot be read (no connection, wrong password, unknown base)
   */
  read(wanted: readonly WantedGroup[], options: ReadOptions): Promise<DirectoryReading>;
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** The moment against which expiry dates are held. */
  readonly now: Date;
  /** Called with a short sentence on what is being read. */
  readonly progress: (text: string) => void;
}
