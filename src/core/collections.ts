/** Groups items by a key, keys and items in the order in which they were met. */
export function groupBy<Key, Item>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Adds all items at the end. `push(...items)` makes each an argument, and a function takes some 60,000 of those at most. */
export function append<Item>(list: Item[], items: Iterable<Item>): void {
  for (const item of items) list.push(item);
}

/** The greatest of the numbers, and of `least`. `Math.max(...)` of as many as there may be would have too many arguments. */
export function greatest(numbers: Iterable<number>, least: number): number {
  let most = least;
  for (const number of numbers) if (number > most) most = number;
  return most;
}

/** The smallest of the numbers, and of `most`. */
export function smallest(numbers: Iterable<number>, most: number): number {
  let least = most;
  for (const number of numbers) if (number < least) least = number;
  return least;
}

/** What items are sorted by: the first key that differs decides. Texts go by code points. */
export type SortKeys = readonly (string | number)[];

/**
 * The items in the order of their keys; those with equal keys stay in their order. The keys of each item are made once,
 * and not again at each comparison.
 */
export function sortedBy<Item>(items: Iterable<Item>, keysOf: (item: Item) => SortKeys): Item[] {
  const keyed = Array.from(items, (item) => ({ item, keys: keysOf(item) }));
  return keyed.sort((a, b) => compareKeys(a.keys, b.keys)).map(({ item }) => item);
}

function compareKeys(a: SortKeys, b: SortKeys): number {
  for (let index = 0; index < a.length; index++) {
    const one = a[index] ?? '';
    const other = b[index] ?? one;
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

/** Makes a value when it is asked for, and only once. */
export function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | null = null;
  return () => (made ??= make());
}
