import { fold } from '../../../core/text.ts';
import type { RescueChange } from '../planner/change.ts';
import type { NodeId } from '../planner/account.ts';
import { type GroupPath, formatPath, parsePath } from '../../../core/path.ts';
import type { ApplyContext } from './context.ts';
import { isAt, groupAt, type KnownGroups } from './known-groups.ts';
import { type End, failed, refusedWith, stale } from './outcome.ts';

/** The group in which a user or group stands after a change, or how the change ends because there is none. */
export type Destination = { readonly ok: true; readonly id: NodeId } | { readonly ok: false; readonly end: End };

/**
 * The plan names groups by node; a group that it creates itself is found by its path. A group of another role is
 * refused here, for the service might not: an administrator moved onto a technician group would perhaps be assigned
 * to it, and a user created in the wrong group would have the wrong role.
 *
 * @param refusal the service's word for a group that cannot hold the node
 */
export function destinationOf({ known }: ApplyContext, change: RescueChange, refusal: string): Destination {
  const { groups } = known;
  const path = parsePath(change.group);
  const above = change.kind === 'group' ? path.slice(0, -1) : path;
  const id = change.native.toNode ?? groupAt(groups, above);
  if (id === null) return { ok: false, end: noGroup(formatPath(above)) };
  if (!isAt(groups, id, above)) return { ok: false, end: stale(notThere(groups, id, above)) };
  const role = groups.byId.get(id)?.role ?? null;
  if (role !== null && role !== change.role) return { ok: false, end: refusedWith(refusal) };
  return { ok: true, id };
}

export function noGroup(path: string): End {
  return failed(`There is no group ${path} in the account, or there are several of that name.`);
}

/** Somebody has renamed the group or one above it, and may mean others by it now. */
function notThere({ byId }: KnownGroups, id: NodeId, path: GroupPath): string {
  const name = byId.get(id)?.name ?? null;
  const isSame = name === null || fold(name) === fold(path.at(-1) ?? '');
  const now = isSame ? '' : `; it is named ${JSON.stringify(name)} now`;
  return `The group ${formatPath(path)} is no longer where it was when the plan was made${now}. Make a new plan.`;
}

/**
 * Why a group is not the one that the plan shows, in a sentence; null when it is, under its old name or its new one. A
 * plan that was made just now shows what it read; one that was saved may have been in anybody's hands.
 */
export function misplaced({ known, mark }: ApplyContext, group: NodeId, shown: string): string | null {
  const path = parsePath(shown);
  return mark === null || isAt(known.groups, group, path) ? null : notThere(known.groups, group, path);
}
