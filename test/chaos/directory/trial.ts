import type { Outcome } from './outcome.ts';

/** What came of one plan that was made while faults struck. */
export interface Trial {
  readonly name: string;
  /** null where a bug ended it. */
  readonly outcome: Outcome | null;
  /** How many answers were struck. */
  readonly struck: number;
  readonly findings: readonly string[];
}

export function findingsOf(trials: readonly Trial[]): string[] {
  return trials.flatMap(({ name, findings }) => findings.map((text) => `${name}: ${text}`));
}

/** Tries all out, a few at a time. */
export async function inTurn<Item, Result>(
  items: readonly Item[],
  abreast: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const queue = items.entries();
  const results: Result[] = [];
  async function worker(): Promise<void> {
    for (const [index, item] of queue) results[index] = await work(item);
  }
  await Promise.all(Array.from({ length: abreast }, worker));
  return results;
}

/** Figures for people. */
export function figuresOf(what: string, trials: readonly Trial[]): string {
  const count = (kind: Outcome['kind']): number => trials.filter(({ outcome }) => outcome?.kind === kind).length;
  const partial = trials.filter(({ outcome }) => outcome?.kind === 'planned' && outcome.reading.kind === 'partial');
  const struck = trials.reduce((sum, trial) => sum + trial.struck, 0);
  const wrong = trials.filter(({ findings }) => findings.length > 0).length;
  return [
    `${what}: ${trials.length} trials, ${struck} answers struck;`,
    `${count('refused')} readings refused, ${count('planned')} plans, ${partial.length} of them from half a reading;`,
    `${wrong} trials with a wrong disable, a wrong move or another finding`,
  ].join(' ');
}
