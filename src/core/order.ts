import { compareText, fold, foldPath } from './identity.ts';
import type { Change } from './model.ts';
import { parsePath } from './path.ts';

/**
 * The order of changes, said once:
 *
 * 1. groups, parents before what stands in them;
 * 2. disables and whatever else gives seats and mobile add-ons back;
 * 3. changes of existing users; whoever takes an e-mail address comes after the one who gives it up;
 * 4. new users, which need seats.
 *
 * A phase begins when the one before it has ended; inside a phase only `needs` counts.
 */
export function phaseOf(change: Change): number {
  if (change.kind === 'group') return 0;
  if (change.operations.includes('disable') || change.before?.mobile === true) return 1;
  return change.operations.includes('create') ? 3 : 2;
}

/** Sorts changes into the order in which they are listed and executed, and fills in `needs`. */
export function orderChanges(changes: readonly Change[]): Change[] {
  const makers = new Map<string, string>();
  const givers = new Map<string, Change>();
  for (const change of changes) {
    const { id, kind, operations, group, before } = change;
    if (kind === 'group' && operations.includes('create')) makers.set(placeKey(group), id);
    if (before?.email !== undefined) givers.set(fold(before.email), change);
    if (kind === 'group' && before?.name !== undefined) givers.set(siblingKey(group, before.name), change);
  }

  const linked = changes.map((change): Change => {
    const { id, kind, group, after } = change;
    const home = makers.get(kind === 'group' ? parentKey(group) : placeKey(group));
    const giver = givers.get(kind === 'group' ? placeKey(group) : fold(after.email ?? ''));
    // Of the two steps of one user the second knows the first; the first must not wait for the second.
    const freed = giver?.node === change.node && change.node !== null ? undefined : giver?.id;
    const needs = new Set([
      ...change.needs,
      ...[home, freed].flatMap((one) => (one === undefined || one === id ? [] : [one])),
    ]);
    return { ...change, needs: [...needs].sort(compareText) };
  });
  return needsFirst(linked.sort(compareChanges));
}

function placeKey(group: string): string {
  return foldPath(parsePath(group));
}

function parentKey(group: string): string {
  return foldPath(parsePath(group).slice(0, -1));
}

function siblingKey(group: string, name: string): string {
  return foldPath([...parsePath(group).slice(0, -1), name]);
}

/** Keeps the order but for changes that need a later one: those come right after it. Needs never run in a ring (core/emails.ts). */
function needsFirst(changes: readonly Change[]): Change[] {
  const byId = new Map(changes.map((change) => [change.id, change]));
  const placed = new Set<Change>();
  function place(change: Change): void {
    if (placed.has(change)) return;
    for (const id of change.needs) {
      const needed = byId.get(id);
      if (needed !== undefined) place(needed);
    }
    placed.add(change);
  }
  changes.forEach(place);
  return [...placed];
}

function compareChanges(a: Change, b: Change): number {
  return (
    phaseOf(a) - phaseOf(b) ||
    compareText(foldPath(parsePath(a.group)), foldPath(parsePath(b.group))) ||
    compareText(fold(a.name), fold(b.name)) ||
    compareText(a.id, b.id)
  );
}
