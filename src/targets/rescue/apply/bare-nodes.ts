import type { AccountReading, NodeId } from '../planner/account.ts';
import type { Role } from '../role.ts';

/** Bare nodes (created, but never filled in) by what could be made of them. */
export type BareNodes = Map<string, NodeId[]>;

/** What a bare node is to become, and in which group it stands. */
export interface NodeWish {
  readonly kind: 'user' | 'group';
  readonly role: Role;
  readonly parent: NodeId;
  /** What stood in there right before: none of it is the new node. Absent = what the reading showed. */
  readonly there?: ReadonlySet<NodeId>;
}

export function newBareNodes({ groups, users }: Pick<AccountReading, 'groups' | 'users'>): BareNodes {
  const bare: BareNodes = new Map();
  for (const { id, path, parent, role } of groups) {
    if (parent !== null && (path.at(-1) ?? '').trim() === '') giveBare(bare, id, { kind: 'group', role, parent });
  }
  for (const { id, email, role, group } of users) {
    if (email.trim() === '') giveBare(bare, id, { kind: 'user', role, parent: group });
  }
  return bare;
}

/** Takes a bare node for a new user or group, `first` before all others; null when there is none. */
export function takeBare(bare: BareNodes, wish: NodeWish, first: NodeId | null): NodeId | null {
  const nodes = bare.get(keyOf(wish)) ?? [];
  const at = Math.max(0, first === null ? 0 : nodes.indexOf(first));
  return nodes.splice(at, 1)[0] ?? null;
}

/** Gives a bare node back that could not be filled in. */
export function giveBare(bare: BareNodes, id: NodeId, wish: NodeWish): void {
  bare.set(keyOf(wish), [...(bare.get(keyOf(wish)) ?? []), id]);
}

function keyOf({ kind, role, parent }: NodeWish): string {
  return `${kind} ${role} ${parent}`;
}
