import { groupBy } from '../../core/collections.ts';
import type { GroupPath } from '../../core/path.ts';
import { compareText, fold, foldPath } from '../../core/text.ts';
import type { Plan } from '../model.ts';
import { compareRows, type Row } from './rows.ts';
import { ofAccount, type PlannedTarget } from './targets.ts';

/** The places of one account with what happens there: its groups as a tree, or its products. */
export interface Tree {
  readonly target: string;
  /** `Organization tree` */
  readonly title: string;
  /** What the numbers of its places count: `enabled users` */
  readonly unit: string;
  readonly places: readonly Place[];
}

export interface Place {
  /** The last name of its path; empty for changes that are about no place. */
  readonly name: string;
  /** Whether the plan creates it. */
  readonly isNew: boolean;
  /** How many stand there before and after; null where nobody counts. */
  readonly numbers: Numbers | null;
  readonly entries: readonly Entry[];
  /** What happens in it and below. */
  readonly sums: Sums;
  /** The places below. */
  readonly places: readonly Place[];
}

/** How many users or groups come, go, end, or change where they are. */
export interface Sums {
  readonly comes: number;
  readonly goes: number;
  readonly ends: number;
  readonly changes: number;
}

export interface Numbers {
  readonly before: number;
  readonly after: number;
  /** How many the contract holds; null where that is not said, or means nothing. */
  readonly most: number | null;
}

/** Where somebody stands: before and after, only after, or only before. */
export type Side = 'stays' | 'comes' | 'goes';

export interface Entry {
  readonly row: Row;
  readonly side: Side;
}

interface Draft {
  readonly name: string;
  numbers: Numbers | null;
  readonly entries: Entry[];
  readonly below: Map<string, Draft>;
}

/**
 * Where everybody whom a plan changes stands before and after, one tree an account. Whoever moves is listed in both places.
 * Whoever stays unchanged is counted only: a plan does not name them.
 *
 * @param rows the rows of the plan's changes
 */
export function treesOf({ changes }: Plan, rows: readonly Row[], targets: readonly PlannedTarget[]): Tree[] {
  const byId = new Map(changes.map((change) => [change.id, change]));
  const byTarget = groupBy(rows, (row) => row.target);
  return targets.map((target): Tree => {
    const { id, labels, tallies, budgets } = target;
    const { title, unit, numbers, places, pathOf } = labels.tree;
    const top = draft('');
    if (numbers === 'tallies')
      for (const { group, present, after } of tallies)
        at(top, pathOf(group)).numbers = { before: present, after, most: null };
    else
      for (const { name, before, after, held } of budgets)
        at(top, pathOf(name)).numbers = { before, after, most: held };
    for (const row of byTarget.get(id) ?? []) {
      const change = byId.get(row.id);
      if (change === undefined) continue;
      for (const { path, side } of standings(places(change))) at(top, path).entries.push({ row, side });
    }
    return { target: id, title: ofAccount(id, title, targets), unit, places: finished(top, target, []) };
  });
}

/** Who stays where they are is listed there only if nothing else moves. */
function standings({
  before,
  after,
}: {
  readonly before: readonly GroupPath[];
  readonly after: readonly GroupPath[];
}): {
  readonly path: GroupPath;
  readonly side: Side;
}[] {
  const keyOf = (path: GroupPath): string => JSON.stringify(foldPath(path));
  const old = new Set(before.map(keyOf));
  const now = new Set(after.map(keyOf));
  const moves = [
    ...after.filter((path) => !old.has(keyOf(path))).map((path) => ({ path, side: 'comes' }) as const),
    ...before.filter((path) => !now.has(keyOf(path))).map((path) => ({ path, side: 'goes' }) as const),
  ];
  if (moves.length > 0) return moves;
  return after.length === 0 ? [{ path: [''], side: 'stays' }] : after.map((path) => ({ path, side: 'stays' }));
}

function draft(name: string): Draft {
  return { name, numbers: null, entries: [], below: new Map() };
}

function at(top: Draft, path: GroupPath): Draft {
  let place = top;
  for (const name of path) {
    const key = fold(name);
    const next = place.below.get(key) ?? draft(name);
    place.below.set(key, next);
    place = next;
  }
  return place;
}

/** In the order of the account; what is about no place comes last. */
function finished({ below }: Draft, target: PlannedTarget, above: GroupPath): Place[] {
  const sorted = [...below.values()].toSorted(
    (a, b) =>
      Number(a.name === '') - Number(b.name === '') ||
      (above.length === 0 ? target.labels.compareGroups(a.name, b.name) : compareText(fold(a.name), fold(b.name))),
  );
  return sorted.map((one): Place => {
    const entries = one.entries.toSorted((a, b) => compareRows(a.row, b.row));
    const places = finished(one, target, [...above, one.name]);
    const isNew = entries.some(({ row }) => row.kind === 'group' && row.operation === 'create');
    return { name: one.name, isNew, numbers: one.numbers, entries, sums: sumsOf(entries, places), places };
  });
}

function sumsOf(entries: readonly Entry[], places: readonly Place[]): Sums {
  const count = (which: (entry: Entry) => boolean): number => entries.filter(which).length;
  const own: Sums = {
    comes: count(({ side, row }) => side === 'comes' && !row.ends),
    goes: count(({ side }) => side === 'goes'),
    ends: count(({ side, row }) => side !== 'goes' && row.ends),
    changes: count(({ side, row }) => side === 'stays' && !row.ends),
  };
  return places.reduce((sum, { sums }) => {
    return {
      comes: sum.comes + sums.comes,
      goes: sum.goes + sums.goes,
      ends: sum.ends + sums.ends,
      changes: sum.changes + sums.changes,
    };
  }, own);
}
