import type { Sample } from './processes.ts';

/** Something that is measured: each call is one run. */
export interface Subject {
  readonly name: string;
  run(): Promise<Measured>;
}

export interface Measured extends Sample {
  /** Requests by service, of this run. */
  readonly requests?: Readonly<Record<string, number>>;
}

/** All counted runs of one subject. */
export interface Series {
  readonly name: string;
  readonly runs: readonly Measured[];
}

export interface Pair {
  readonly subject: Series;
  readonly reference: Series;
  /** Subject by reference on the clock, round by round. */
  readonly ratios: readonly number[];
  /** The same of the seconds of all cores, which say more where other programs are at work. */
  readonly cpuRatios: readonly number[];
  /** Whether a run before those that count was made. */
  readonly warmed: boolean;
}

export interface Effort {
  readonly rounds: number;
  /** No further round is begun when it would end later than so many seconds after the start. */
  readonly seconds: number;
}

/**
 * Measures two subjects in turn, A B B A A B …, so that a machine that becomes slower meets both. The first round is not
 * counted, unless there is no time for a second one.
 */
export async function measurePair(subject: Subject, reference: Subject, effort: Effort): Promise<Pair> {
  const subjects: Measured[] = [];
  const references: Measured[] = [];
  const warmed = await rounds(effort, async (round) => {
    if (round % 2 === 0) {
      subjects.push(await subject.run());
      references.push(await reference.run());
    } else {
      references.push(await reference.run());
      subjects.push(await subject.run());
    }
  });
  const counted = warmed ? 1 : 0;
  const left = { name: subject.name, runs: subjects.slice(counted) };
  const right = { name: reference.name, runs: references.slice(counted) };
  const ratiosOf = (figure: keyof Sample): number[] =>
    left.runs.map((run, index) => run[figure] / (right.runs[index]?.[figure] ?? NaN));
  return { subject: left, reference: right, ratios: ratiosOf('wall'), cpuRatios: ratiosOf('cpu'), warmed };
}

/** Measures one subject alone. */
export async function measureAlone(subject: Subject, effort: Effort): Promise<Series & { readonly warmed: boolean }> {
  const runs: Measured[] = [];
  const warmed = await rounds(effort, async () => {
    runs.push(await subject.run());
  });
  return { name: subject.name, runs: runs.slice(warmed ? 1 : 0), warmed };
}

/** @returns whether there were more rounds than the first */
async function rounds({ rounds: most, seconds }: Effort, run: (round: number) => Promise<void>): Promise<boolean> {
  const begun = performance.now();
  let last = 0;
  for (let round = 0; round <= most; round++) {
    const now = performance.now();
    if (round > 0 && (now - begun) / 1000 + last > seconds) return round > 1;
    await run(round);
    last = (performance.now() - now) / 1000;
  }
  return true;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/** The median of one figure over all runs. */
export function typical({ runs }: Series, figure: keyof Sample): number {
  return median(runs.map((run) => run[figure]));
}
