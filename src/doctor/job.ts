import type { Loaded } from '../config/load.ts';
import type { ChosenTarget } from '../run/chosen-targets.ts';
import type { StateDir } from '../run/state-dir.ts';
import type { Surroundings } from '../run/surroundings.ts';

/** What the checks are given. */
export interface DoctorJob {
  /** This program. */
  readonly runtime: {
    /** Of Node.js, as `20.19.0`. */
    readonly node: string;
    /** As `linux x64`. */
    readonly platform: string;
  };
  /** The file as the user named it, and its absolute path. */
  readonly file: string;
  readonly path: string;
  /** What a run would read of it. */
  readonly loaded: Loaded;
  /** The same with nothing looked up that it refers to: what is wrong with the file itself. */
  readonly plain: Loaded;
  /** The sections of the file; none where it cannot be used. */
  readonly targets: readonly ChosenTarget[];
  /** @throws Failure STATE_NOT_OURS, STATE_NO_PLACE */
  readonly stateDir: () => Promise<StateDir>;
  readonly surroundings: Surroundings;
  /** Takes what is being done, in words; null = nothing any more. */
  readonly progress: (text: string | null) => void;
  /** A sentence for whoever looks closely. */
  readonly detail: (text: string) => void;
}
