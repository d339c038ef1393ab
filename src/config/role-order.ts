/** That items stand before higher ones: the first that does so, the higher one it meets first, and how many more do. */
export interface LowerFirst<Item> {
  readonly first: Item;
  readonly higher: Item;
  readonly more: number;
}

/**
 * Whether any item stands before a higher one; null where none does. Goes from the end to the beginning, so that each is
 * looked at once: a file may have thousands.
 *
 * @param isLower by rank: whatever is not lower than another one is as high as it or higher
 */
export function lowerFirst<Item>(
  items: readonly Item[],
  isLower: (item: Item, than: Item) => boolean,
): LowerFirst<Item> | null {
  let highest: Item | null = null;
  const early: Item[] = [];
  for (const item of items.toReversed()) {
    if (highest !== null && isLower(item, highest)) early.push(item);
    else highest = item;
  }
  const first = early.at(-1);
  if (first === undefined) return null;
  const higher = items.slice(items.indexOf(first)).find((item) => isLower(first, item));
  return higher === undefined ? null : { first, higher, more: early.length - 1 };
}
