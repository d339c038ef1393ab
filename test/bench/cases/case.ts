import type { Bench } from '../engine/bench.ts';

/** One case of the bench: it makes its world, measures, and says how targets fare. */
export interface Case {
  /** For `--only`. */
  readonly name: string;
  /** What `--quick` leaves out: what takes more than some seconds. */
  readonly slow: boolean;
  /** Only when it is named. */
  readonly onDemand?: true;
  run(bench: Bench): Promise<void>;
}
