import type { AccountReading, NodeId } from '../planner/account.ts';
import { type BareNodes, newBareNodes } from './bare-nodes.ts';
import { addGroup, type KnownGroup, type KnownGroups, newKnownGroups, pathOfGroup } from './known-groups.ts';
import { type KnownUsers, newKnownUsers, putUser } from './known-users.ts';

/**
 * What is known of the organization tree while changes are made: the reading, kept up to date by our own changes. (The
 * tree as the service shows it now: live-tree.ts.)
 */
export interface KnownTree {
  readonly groups: KnownGroups;
  readonly users: KnownUsers;
  readonly bare: BareNodes;
  /** All nodes that were there before, or were created by us: none of them is taken for one that is new. */
  readonly ids: Set<NodeId>;
}

export function newKnownTree(reading: AccountReading): KnownTree {
  const all = [...reading.groups, ...reading.users, ...(reading.unreadable ?? [])];
  return {
    groups: newKnownGroups(reading.groups),
    users: newKnownUsers(reading.users),
    bare: newBareNodes(reading),
    ids: new Set(all.map(({ id }) => id)),
  };
}

/** Notes a group that the reading did not show. */
export function learnGroup({ groups, ids }: KnownTree, group: KnownGroup): void {
  addGroup(groups, group);
  ids.add(group.id);
}

/** Notes where a user stands by now, and with which address. */
export function learnUser({ users, ids }: KnownTree, id: NodeId, group: NodeId, email: string): void {
  putUser(users, id, group, email);
  ids.add(id);
}

/** The path of the group in which a user stands; null when it is not known. */
export function pathOfUser({ groups, users }: KnownTree, user: NodeId): string | null {
  const group = users.groupOf.get(user);
  return group === undefined ? null : pathOfGroup(groups, group);
}
