import { compareText, fold, foldPath } from '../core/text.ts';
import type { Change } from './model.ts';
import { parsePath } from '../core/path.ts';

/**
 * The order of changes, said once:
 *
 * 1. groups, parents before what stands in them;
 * 2. disables and whatever else gives seats and mobile add-ons back;
 * 3. changes of existing users; whoever takes an e-mail address or SSO id comes after the one who gives it up;
 * 4. new users of roles that take no seat;
 * 5. technicians who are created or enabled, and take one.
 *
 * A phase begins when the one before it has ended; inside a phase only `needs` counts. Nothing comes before what it
 * needs: the user of a former role is disabled in a later phase than others, after the one of the new role is there.
 */
export function phasesOf(changes: readonly Change[]): ReadonlyMap<string, number> {
  const byId = new Map(changes.map((change) => [change.id, change]));
  const phases = new Map<string, number>();
  function phaseOf(change: Change): number {
    const known = phases.get(change.id);
    if (known !== undefined) return known;
    const needed = change.needs.flatMap((id) => byId.get(id) ?? []);
    const phase = Math.max(ownPhase(change), ...needed.map(phaseOf));
    phases.set(change.id, phase);
    return phase;
  }
  changes.forEach(phaseOf);
  return phases;
}

function ownPhase({ kind, role, operations, before }: Change): number {
  if (kind === 'group') return 0;
  if (operations.includes('disable') || before?.mobile === true) return 1;
  const comes = operations.includes('create') || operations.includes('enable');
  if (comes && role === 'technician') return 4;
  return operations.includes('create') ? 3 : 2;
}

/** Whether a change takes the user of a former role away, which waits for the one of the new role. */
function endsFormerRole({ reason, operations }: Change): boolean {
  return reason.code === 'ROLE_CHANGED' && operations.includes('disable');
}

/** Sorts changes into the order in which they are listed and executed, and fills in `needs`. */
export function orderChanges(changes: readonly Change[]): Change[] {
  const linked = withNeeds(changes);
  const phases = phasesOf(linked);
  return needsFirst(linked.sort((a, b) => compareChanges(a, b, phases)));
}

/** Adds to `needs` what follows from the changes themselves, whatever their order. */
export function withNeeds(changes: readonly Change[]): Change[] {
  const makers = new Map<string, string>();
  const givers = new Map<string, Change>();
  const successors = new Map<string, Change>();
  for (const change of [...changes].sort((a, b) => compareText(a.id, b.id))) {
    const { id, kind, operations, group, before, after, person } = change;
    // A user that is only found, and linked by this plan, is not the person's before that is done.
    const comes = operations.includes('create') || operations.includes('enable') || after.link === person;
    if (person !== null && kind === 'user' && comes) successors.set(person, change);
    if (kind === 'group' && operations.includes('create')) makers.set(placeKey(group), id);
    if (before?.email !== undefined) givers.set(fold(before.email), change);
    if (before?.ssoId !== undefined && before.ssoId !== '') givers.set(ssoKey(before.ssoId), change);
    if (kind === 'group' && before?.name !== undefined) givers.set(siblingKey(group, before.name), change);
  }

  return changes.map((change): Change => {
    const { id, kind, group, after } = change;
    const home = makers.get(kind === 'group' ? parentKey(group) : placeKey(group));
    const giver = givers.get(kind === 'group' ? placeKey(group) : fold(after.email ?? ''));
    // Of the two steps of one user the second knows the first; the first must not wait for the second.
    const freed = giver?.node === change.node && change.node !== null ? undefined : giver?.id;
    const freedSsoId = after.ssoId === undefined ? undefined : givers.get(ssoKey(after.ssoId))?.id;
    const successor = endsFormerRole(change) ? successors.get(change.facts?.link ?? '')?.id : undefined;
    const needs = new Set([
      ...change.needs,
      ...[home, freed, freedSsoId, successor].flatMap((one) => (one === undefined || one === id ? [] : [one])),
    ]);
    return { ...change, needs: [...needs].sort(compareText) };
  });
}

function placeKey(group: string): string {
  return foldPath(parsePath(group));
}

function parentKey(group: string): string {
  return foldPath(parsePath(group).slice(0, -1));
}

function ssoKey(ssoId: string): string {
  return `sso ${fold(ssoId)}`;
}

function siblingKey(group: string, name: string): string {
  return foldPath([...parsePath(group).slice(0, -1), name]);
}

/** Keeps the order but for changes that need a later one: those come right after it. Needs never run in a ring (targets/rescue/planner/emails.ts). */
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

function compareChanges(a: Change, b: Change, phases: ReadonlyMap<string, number>): number {
  return (
    (phases.get(a.id) ?? 0) - (phases.get(b.id) ?? 0) ||
    compareText(foldPath(parsePath(a.group)), foldPath(parsePath(b.group))) ||
    compareText(fold(a.name), fold(b.name)) ||
    compareText(a.id, b.id)
  );
}
