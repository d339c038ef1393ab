import { compareText, fold, foldPath } from './identity.ts';
import type { Change } from './model.ts';
import { parsePath } from './path.ts';

/**
 * The order of changes, said once:
 *
 * 1. groups, parents before what stands in them;
 * 2. disables, which give seats and mobile add-ons back;
 * 3. changes of existing users; whoever takes an e-mail address comes after the one who gives it up;
 * 4. new users, which need seats.
 *
 * A phase begins when the one before it has ended; inside a phase only `needs` counts.
 */
export function phaseOf(change: Change): number {
  if (change.kind === 'group') return 0;
  if (change.operations.includes('disable')) return 1;
  return change.operations.includes('create') ? 3 : 2;
}

/** Sorts changes into the order in which they are listed and executed, and fills in `needs`. */
export function orderChanges(changes: readonly Change[]): Change[] {
  const makers = new Map(changes.filter(isGroup).map((change) => [foldPath(parsePath(change.group)), change.id]));
  const givers = new Map<string, string>();
  for (const { id, before } of changes) if (before?.email !== undefined) givers.set(fold(before.email), id);

  const linked = changes.map((change): Change => {
    const place = parsePath(change.group);
    const home = makers.get(foldPath(change.kind === 'group' ? place.slice(0, -1) : place));
    const giver = change.after.email === undefined ? undefined : givers.get(fold(change.after.email));
    const needs = [home, giver].filter((id) => id !== undefined && id !== change.id);
    return { ...change, needs: needs.filter((id) => id !== undefined).sort(compareText) };
  });
  return needsFirst(linked.sort(compareChanges));
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

function isGroup(change: Change): boolean {
  return change.kind === 'group';
}

function compareChanges(a: Change, b: Change): number {
  return (
    phaseOf(a) - phaseOf(b) ||
    compareText(foldPath(parsePath(a.group)), foldPath(parsePath(b.group))) ||
    compareText(fold(a.name), fold(b.name)) ||
    compareText(a.id, b.id)
  );
}
