import { append } from '../core/collections.ts';
import type { Change } from './model.ts';

/**
 * What changes need, whatever it is that they need in turn. A chain may be as long as a plan: everybody may take the address
 * of the next one. So nothing here calls itself.
 */
type Needing = Pick<Change, 'id' | 'needs'>;

/** Keeps the order but for changes that others need which stand before them: those come right before the first of these. */
export function needsFirst<One extends Needing>(changes: readonly One[]): One[] {
  const byId = new Map(changes.map((change) => [change.id, change]));
  const met = new Set<One>();
  const placed: One[] = [];
  for (const start of changes) {
    // Each waits for the one behind it.
    const path: Waiting<One>[] = [];
    for (let next: One | null = met.has(start) ? null : start; next !== null || path.length > 0; ) {
      if (next !== null) {
        met.add(next);
        path.push({ change: next, looked: 0 });
      } else {
        append(
          placed,
          path.splice(-1).map(({ change }) => change),
        );
      }
      next = nextNeeded(path.at(-1), byId, met);
    }
  }
  return placed;
}

interface Waiting<One> {
  readonly change: One;
  /** How many of its needs were looked at. */
  looked: number;
}

function nextNeeded<One extends Needing>(
  waiting: Waiting<One> | undefined,
  byId: ReadonlyMap<string, One>,
  met: ReadonlySet<One>,
): One | null {
  if (waiting === undefined) return null;
  const { needs } = waiting.change;
  while (waiting.looked < needs.length) {
    const needed = byId.get(needs[waiting.looked] ?? '');
    waiting.looked += 1;
    if (needed !== undefined && !met.has(needed)) return needed;
  }
  return null;
}

/** The changes, and those that they need, as far as these are to be followed. */
export function wantedAndNeeded<One extends Needing>(
  wanted: readonly One[],
  all: readonly One[],
  isFollowed: (needed: One) => boolean = () => true,
): Set<One> {
  const byId = new Map(all.map((change) => [change.id, change]));
  const kept = new Set(wanted);
  // What is added while this runs is looked at, too.
  for (const { needs } of kept) {
    for (const id of needs) {
      const needed = byId.get(id);
      if (needed !== undefined && isFollowed(needed)) kept.add(needed);
    }
  }
  return kept;
}

/** The changes that can never be made: they wait for one another, for those, or for one that is not there. */
export function stuckIn<One extends Needing>(changes: readonly One[]): One[] {
  const open = new Map(changes.map((change) => [change, new Set(change.needs)]));
  const waiting = new Map<string, One[]>();
  for (const [change, needs] of open) {
    for (const id of needs) {
      const others = waiting.get(id);
      if (others === undefined) waiting.set(id, [change]);
      else others.push(change);
    }
  }
  const free = changes.filter(({ needs }) => needs.length === 0);
  // What is added while this runs is looked at, too.
  for (const { id } of free) {
    for (const other of waiting.get(id) ?? []) {
      const needs = open.get(other);
      if (needs?.delete(id) === true && needs.size === 0) free.push(other);
    }
  }
  const made = new Set(free);
  return changes.filter((change) => !made.has(change));
}
