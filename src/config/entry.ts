export type ScalarValue = string | number | boolean | null;

interface ItemBase {
  /** Where it stands, for people: `rescue.groups[2].ssoId`; empty for the whole file. */
  readonly path: string;
  /** Its key in the map around it; null in a list. */
  readonly key: string | null;
  /** Offset of the key; of the value in a list. */
  readonly keyAt: number;
  /** Offset of the value, or of the alias that stands for it. */
  readonly at: number;
  /** Where the text itself is: elsewhere than `at` for an alias. */
  readonly range: { readonly start: number; readonly end: number };
  /** Set when something was said about its value, so that nothing more is. */
  faulty: boolean;
}

export interface MapItem extends ItemBase {
  readonly kind: 'map';
  readonly fields: ReadonlyMap<string, Item>;
}

export interface ListItem extends ItemBase {
  readonly kind: 'list';
  readonly items: readonly Item[];
}

export interface ScalarItem extends ItemBase {
  readonly kind: 'scalar';
  /** As it stands in the file. */
  readonly raw: ScalarValue;
  /** With `${…}` filled in. */
  value: ScalarValue;
}

/** One value of the YAML file with its place; aliases and merges are followed. */
export type Item = MapItem | ListItem | ScalarItem;

/** Plain data for the schema. */
export function toData(item: Item): unknown {
  if (item.kind === 'scalar') return item.value;
  if (item.kind === 'list') return item.items.map(toData);
  const data = Object.create(null) as Record<string, unknown>;
  for (const [key, field] of item.fields) data[key] = toData(field);
  return data;
}

/** Every scalar of the file, in its order. */
export function* scalars(item: Item): Generator<ScalarItem> {
  if (item.kind === 'scalar') yield item;
  else for (const child of item.kind === 'map' ? item.fields.values() : item.items) yield* scalars(child);
}

/** All items at a path like `rescue.groups[].rescueGroup`; those already found faulty are left out. */
export function select(root: Item, path: string): Item[] {
  return selectAll(root, path).filter((item) => !item.faulty);
}

/** All items at a path, faulty or not. */
export function selectAll(root: Item, path: string): Item[] {
  let found: Item[] = [root];
  for (const step of path.split('.')) {
    const name = step.replace('[]', '');
    found = found.flatMap((item) => {
      const field = item.kind === 'map' ? item.fields.get(name) : undefined;
      if (field === undefined) return [];
      if (!step.endsWith('[]')) return [field];
      return field.kind === 'list' ? field.items : [];
    });
  }
  return found;
}

/** All texts at a path, with their items. */
export function selectTexts(root: Item, path: string): { item: ScalarItem; text: string }[] {
  return select(root, path).flatMap((item) =>
    item.kind === 'scalar' && typeof item.value === 'string' ? [{ item, text: item.value }] : [],
  );
}

/** The value at a path where there is at most one. */
export function valueAt(root: Item, path: string): ScalarValue | undefined {
  const [item] = select(root, path);
  return item?.kind === 'scalar' ? item.value : undefined;
}

export function textAt(root: Item, path: string): string | null {
  const value = valueAt(root, path);
  return typeof value === 'string' ? value : null;
}

/** Whether any part of the value came from outside the file. */
export function isReferenced(item: Item): boolean {
  return item.kind === 'scalar' && item.value !== item.raw;
}

/** The value in quotation marks, for messages; one that came from outside the file is not shown. */
export function quoted(item: Item): string {
  if (item.kind !== 'scalar') return item.kind === 'map' ? 'a map' : 'a list';
  if (isReferenced(item)) return 'The value that was filled in';
  const text = String(item.value);
  return `"${text.length > 80 ? `${text.slice(0, 80)}…` : text}"`;
}
