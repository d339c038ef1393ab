/** A budget: so many of something that a contract holds, such as seats or add-ons, and that users take and give back. */

/** What the changes of a plan take, by the name of the budget; a negative number gives back. */
export type Takes = Readonly<Record<string, number>>;

/** A user that has one now. */
export interface Holder {
  /** Whether this plan takes it away. */
  readonly ends: boolean;
  /** Whether that is held: then nothing is given back. */
  readonly held: boolean;
}

export interface Demand<Asking> {
  /** How many the contract holds; null = it is not known, and everybody gets one. */
  readonly limit: number | null;
  readonly holders: readonly Holder[];
  /** Those who have none and are to get one; the first is served first. */
  readonly asking: readonly Asking[];
}

export interface Shares<Asking> {
  readonly granted: ReadonlySet<Asking>;
  /** Those who get none, in the order of asking. */
  readonly refused: readonly Asking[];
  /** In use now / after the plan is applied. */
  readonly before: number;
  readonly after: number;
}

/**
 * Shares a budget out. Holders keep theirs, also where the contract holds fewer than are in use. Free ones, and those
 * that this plan gives back, go to those who ask, in their order.
 */
export function shareOut<Asking>({ limit, holders, asking }: Demand<Asking>): Shares<Asking> {
  const kept = holders.filter(({ ends, held }) => !ends || held).length;
  const free = limit === null ? asking.length : Math.max(0, limit - kept);
  const granted = new Set(asking.slice(0, free));
  return { granted, refused: asking.slice(free), before: holders.length, after: kept + granted.size };
}

/** By how many the use of a budget grows by the given changes; what is held or blocked takes nothing and gives nothing back. */
export function takenBy(
  changes: readonly { readonly held: unknown; readonly blocked?: unknown; readonly takes: Takes }[],
  budget: string,
): number {
  const made = changes.filter(({ held, blocked }) => held === null && blocked === undefined);
  return made.reduce((sum, { takes }) => sum + (takes[budget] ?? 0), 0);
}
