import { append } from '../core/collections.ts';

export type ScalarValue = string | number | boolean | null;

interface EntryBase {
  /** Where it stands, for people: `directory.urls[2]`; empty for the whole file. */
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

export interface MapEntry extends EntryBase {
  readonly kind: 'map';
  readonly fields: ReadonlyMap<string, Entry>;
}

export interface ListEntry extends EntryBase {
  readonly kind: 'list';
  readonly items: readonly Entry[];
}

export interface ScalarEntry extends EntryBase {
  readonly kind: 'scalar';
  /** As it stands in the file. */
  readonly raw: ScalarValue;
  /** A number as it is written in the file: it may have more digits than a number can hold. null for all other values. */
  readonly written: string | null;
  /** With `${…}` filled in. */
  value: ScalarValue;
  /** The comment behind it on its line, with the blanks before: ` #2`. Absent behind texts in quotation marks. */
  readonly comment?: string;
}

/** One value of the YAML file with its place; aliases and merges are followed. */
export type Entry = MapEntry | ListEntry | ScalarEntry;

/** Plain data for the schema. */
export function toData(entry: Entry): unknown {
  if (entry.kind === 'scalar') return entry.value;
  if (entry.kind === 'list') return entry.items.map(toData);
  const data = Object.create(null) as Record<string, unknown>;
  for (const [key, field] of entry.fields) data[key] = toData(field);
  return data;
}

/** Every scalar of the file, in its order. */
export function* scalars(entry: Entry): Generator<ScalarEntry> {
  if (entry.kind === 'scalar') yield entry;
  else for (const child of entry.kind === 'map' ? entry.fields.values() : entry.items) yield* scalars(child);
}

/** All entries at a path like `limits.disable` or `groups[].name`, without those that were found faulty. */
export function select(root: Entry, path: string): Entry[] {
  return selectAll(root, path).filter((entry) => !entry.faulty);
}

/** All entries at a path, faulty or not. */
export function selectAll(root: Entry, path: string): Entry[] {
  let found: Entry[] = [root];
  for (const step of path.split('.')) {
    const isList = step.endsWith('[]');
    const name = isList ? step.slice(0, -2) : step;
    const next: Entry[] = [];
    for (const entry of found) {
      const field = entry.kind === 'map' ? entry.fields.get(name) : undefined;
      if (field === undefined) continue;
      if (!isList) next.push(field);
      else if (field.kind === 'list') append(next, field.items);
    }
    found = next;
  }
  return found;
}

/** All texts at a path, with their entries. */
export function selectTexts(root: Entry, path: string): { entry: ScalarEntry; text: string }[] {
  return select(root, path).flatMap((entry) =>
    entry.kind === 'scalar' && typeof entry.value === 'string' ? [{ entry, text: entry.value }] : [],
  );
}

/** The text at a path with the comment behind it, which may have been meant as a part of it; null where there is none. */
export function commentedTextAt(root: Entry, path: string): string | null {
  const [found] = selectTexts(root, path);
  return found?.entry.comment === undefined ? null : `${found.text}${found.entry.comment}`;
}

/** The value at a path where there is at most one. */
export function valueAt(root: Entry, path: string): ScalarValue | undefined {
  const [entry] = select(root, path);
  return entry?.kind === 'scalar' ? entry.value : undefined;
}

/** The text at a path where there is at most one; null where there is none. */
export function textAt(root: Entry, path: string): string | null {
  const value = valueAt(root, path);
  return typeof value === 'string' ? value : null;
}

/**
 * A key of an account: a text without the blanks around it, or a number with all the digits that stand in the file, for
 * numbers above 2^53 are rounded when they are read. null for other values.
 */
export function keyText(entry: Entry): string | null {
  if (entry.kind !== 'scalar') return null;
  return typeof entry.value === 'string' ? entry.value.trim() : entry.written;
}

/** Offset of the key that stands further below: where a fault of two keys is reported. */
export function later(a: Entry, b: Entry): number {
  return Math.max(a.keyAt, b.keyAt);
}

/** Whether any part of the value came from outside the file. */
export function isReferenced(entry: Entry): boolean {
  return entry.kind === 'scalar' && entry.value !== entry.raw;
}

/** The value in quotation marks, for messages; one that came from outside the file is not shown. */
export function quoted(entry: Entry): string {
  if (entry.kind !== 'scalar') return entry.kind === 'map' ? 'a map' : 'a list';
  if (isReferenced(entry)) return 'The value that was filled in';
  const text = entry.written ?? String(entry.value);
  return `"${text.length > 80 ? `${text.slice(0, 80)}…` : text}"`;
}
