import { fold } from '../../../core/text.ts';
import type { AccountReading, NodeId, Role } from '../planner/account.ts';
import type { RescueChange } from '../planner/change.ts';
import type { Sealing } from '../planner/marker.ts';
import { type GroupPath, formatPath, parsePath } from '../../../core/path.ts';
import type { Secret } from '../../../core/secret.ts';
import type { RescueSettings } from '../settings.ts';
import type { Client, Result } from '../wire/client.ts';
import type { LiveTree } from './live-tree.ts';
import type { NodeMaker } from './nodes.ts';
import { type End, failed, refusedWith, stale } from './outcome.ts';
import { randomPassword } from './password.ts';
import type { Places } from './places.ts';

/** What the changes of one plan work with. */
export interface Workshop {
  readonly client: Client;
  readonly places: Places;
  readonly live: LiveTree;
  readonly maker: NodeMaker;
  readonly self: AccountReading['self'];
  /** What link markers are sealed with. */
  readonly sealing: Sealing;
  /** null = a random one for each new user, and for each that passes to another person. */
  readonly newUserPassword: Secret | null;
  readonly groupsWithLimits: RescueSettings['groupsWithLimits'];
  readonly randomBytes: (size: number) => Uint8Array;
  /** Left behind in the description of everything that is written (plan/plan-mark.ts); null = nothing is. */
  readonly mark: string | null;
  /** Aborted when no more is to be begun. */
  readonly stop: AbortSignal;
}

/** What a user starts with who is new, or passes to another person. */
export function newPassword({ newUserPassword, randomBytes }: Workshop): string {
  return newUserPassword?.reveal() ?? randomPassword(randomBytes);
}

/** The group in which a user or group stands after a change, or how the change ends because there is none. */
export type Home = { readonly ok: true; readonly id: NodeId } | { readonly ok: false; readonly end: End };

/**
 * The plan names groups by node; a group that it creates itself is found by its path. A group of another role is
 * refused here, for the service might not: an administrator moved onto a technician group would perhaps be assigned
 * to it, and a user created in the wrong place would have the wrong role.
 *
 * @param refusal the service's word for a place that cannot hold the node
 */
export function homeOf({ places }: Workshop, change: RescueChange, refusal: string): Home {
  const path = parsePath(change.group);
  const above = change.kind === 'group' ? path.slice(0, -1) : path;
  const id = change.native.toNode ?? places.group(above);
  if (id === null) return { ok: false, end: noGroup(formatPath(above)) };
  if (!places.isAt(id, above)) return { ok: false, end: notThere(above, places.nameOf(id)) };
  const role = places.roleOf(id);
  if (role !== null && role !== change.role) return { ok: false, end: refusedWith(refusal) };
  return { ok: true, id };
}

export function noGroup(path: string): End {
  return failed(`There is no group ${path} in the account, or there are several of that name.`);
}

/** Somebody has renamed the group or one above it, and may mean others by it now. */
function notThere(path: GroupPath, name: string | null): End {
  return stale(notThereText(path, name));
}

function notThereText(path: GroupPath, name: string | null): string {
  const now =
    name === null || fold(name) === fold(path.at(-1) ?? '') ? '' : `; it is named ${JSON.stringify(name)} now`;
  return `The group ${formatPath(path)} is no longer where it was when the plan was made${now}. Make a new plan.`;
}

/**
 * Why a group is not the one that the plan shows, in a sentence; null when it is, under its old name or its new one. A
 * plan that was made just now shows what it read; one that was saved may have been in anybody's hands.
 */
export function misplaced({ places, mark }: Workshop, group: NodeId, shown: string): string | null {
  const path = parsePath(shown);
  return mark === null || places.isAt(group, path) ? null : notThereText(path, places.nameOf(group));
}

/** A bare node for a new user or group: one that a run left behind when it broke off, or else a new one. */
export async function takeNode(
  { client, places, maker }: Workshop,
  kind: 'user' | 'group',
  role: Role,
  parent: NodeId,
  wish: NodeId | null,
): Promise<Result<NodeId> & { readonly isNew: boolean }> {
  const left = places.takeBare(kind, role, parent, wish);
  if (left !== null) return { ok: true, value: left, isNew: false };
  return { ...(await maker.create(client, kind, role, parent)), isNew: true };
}
