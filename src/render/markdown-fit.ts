import { Buffer } from 'node:buffer';

/** One line of a list or a table. It is shown whole or not at all. */
export interface Item {
  /** Made only where it is shown, for there may be many more. */
  readonly line: () => string;
  /** What is shown first where there is no room for all: the lower, the earlier. */
  readonly rank: number;
}

/** A list or a table: lines between what opens and what closes them. */
export interface Part {
  readonly open: string;
  readonly items: readonly Item[];
  readonly close: string;
}

/** Parts below one heading, or within one fold. */
export interface Group {
  readonly open: string;
  readonly parts: readonly Part[];
  readonly close: string;
}

export interface Fitted {
  readonly text: string;
  /** How many items are shown of each part, in the order of the parts. */
  readonly shown: ReadonlyMap<Part, number>;
}

/** The bytes of a text in UTF-8: what CI services count, or more than they count. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}

/**
 * As many items as there is room for, by rank, and by their order within a rank. Where one does not fit, none behind it is
 * shown: nothing of a lower rank stays where something of a higher one had to go. What is opened is closed, and a part that is cut
 * says how much is missing. Groups without an item are left out.
 *
 * @param room in bytes
 */
export function fit(groups: readonly Group[], room: number): Fitted {
  const shown = new Map<Part, number>();
  const opened = new Set<Group>();
  let left = room;
  for (const { group, part, item } of ranked(groups)) {
    const count = shown.get(part) ?? 0;
    const cost =
      bytesOf(item.line()) +
      (count > 0 ? 0 : bytesOf(part.open) + bytesOf(part.close) + bytesOf(more(part.items.length))) +
      (opened.has(group) ? 0 : bytesOf(group.open) + bytesOf(group.close));
    if (cost > left) break;
    left -= cost;
    shown.set(part, count + 1);
    opened.add(group);
  }
  const text = groups.filter((group) => opened.has(group)).map((group) => groupText(group, shown));
  return { text: text.join(''), shown };
}

function ranked(groups: readonly Group[]): { group: Group; part: Part; item: Item }[] {
  const all = groups.flatMap((group) =>
    group.parts.flatMap((part) => inOrder(part).map((item) => ({ group, part, item }))),
  );
  return all.toSorted((a, b) => a.item.rank - b.item.rank);
}

/** The first of these items are those that are shown, in the order in which the part has them. */
function inOrder({ items }: Part): Item[] {
  return items.toSorted((a, b) => a.rank - b.rank);
}

function groupText({ open, parts, close }: Group, shown: ReadonlyMap<Part, number>): string {
  return open + parts.map((part) => partText(part, shown.get(part) ?? 0)).join('') + close;
}

function partText(part: Part, count: number): string {
  if (count === 0) return '';
  const left = part.items.length - count;
  const chosen = new Set(inOrder(part).slice(0, count));
  const lines = part.items.filter((item) => chosen.has(item)).map(({ line }) => line());
  return part.open + lines.join('') + (left > 0 ? more(left) : '') + part.close;
}

/** Behind an empty line it is no part of the table above it. */
function more(left: number): string {
  return `\n… and ${left} more here\n`;
}
