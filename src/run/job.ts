import type { Settings } from '../core/settings.ts';
import type { Directory } from '../directory/directory.ts';
import type { TargetKind } from '../targets/target.ts';
import type { ChosenTarget } from './chosen-targets.ts';
import type { ApplyReporter, Reporter } from './reporter.ts';
import type { StateDir } from './state-dir.ts';
import type { Surroundings } from './surroundings.ts';

/** What every run is given. */
export interface Job {
  readonly settings: Settings;
  /** All targets that adsync knows. */
  readonly kinds: readonly TargetKind[];
  /** The sections of the file that the run is about, in its order. */
  readonly targets: readonly ChosenTarget[];
  /** Where runs are recorded. */
  readonly stateDir: StateDir;
  readonly surroundings: Surroundings;
  readonly reporter: Reporter;
  /** What the directory is seen through. Absent = it is read as it is. */
  readonly seenThrough?: (directory: Directory, settings: Settings) => Directory;
}

/** What every run is given that is to change something. */
export interface ApplyJob extends Job {
  readonly reporter: ApplyReporter;
}

/** What may be asked of every run that plans. */
export interface PlanWishes {
  /** Ask for the details of every user, not only where the link marker leaves them open. */
  readonly refresh: boolean;
  /** Ids of held sets that may pass, beside those of the file. */
  readonly approved: readonly string[];
  /** Of whom the approved ids let through a part only; empty = everybody. */
  readonly only: readonly string[];
}
