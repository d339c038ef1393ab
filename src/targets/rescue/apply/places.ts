import { fold } from '../../../core/text.ts';
import type { AccountReading, NodeId, Role } from '../planner/account.ts';
import { type GroupPath, formatPath } from '../../../core/path.ts';

/** What is known of the organization tree while changes are made: the reading, kept up to date by our own changes. */
export interface Places {
  /** The one group at a path as the plan names it; null when there is none, or several that cannot be told apart. */
  group(path: GroupPath): NodeId | null;
  /** The groups of a name right below another: those of the very spelling, or else those that differ in case only. */
  below(parent: NodeId, name: string): readonly NodeId[];
  /** Whom a group holds; null when the group is not known. */
  roleOf(group: NodeId): Role | null;
  addGroup(id: NodeId, parent: NodeId, role: Role, name: string): void;
  /** Notes a new name: the group's path is free for others, and those of all groups in it change. */
  renameGroup(id: NodeId, name: string): void;
  /** A group's name by now; null when it is not known. */
  nameOf(group: NodeId): string | null;
  /** Notes the name that the plan gives a group, which may be refused. */
  expectName(id: NodeId, name: string): void;
  /** Whether a group is the one at a path, under the names that groups have or that the plan gives them. */
  isAt(group: NodeId, path: GroupPath): boolean;
  /** The path of the group in which a user stands; null when it is not known. */
  placeOf(user: NodeId): string | null;
  isIn(user: NodeId, group: NodeId): boolean;
  put(user: NodeId, group: NodeId, email: string): void;
  /** Notes a new e-mail address. */
  rename(user: NodeId, email: string): void;
  /** The filled-in users with an e-mail address: a person may have one in each role. */
  withEmail(email: string): readonly NodeId[];
  /** Whether a node was there before, or was created by us. */
  isKnown(id: NodeId): boolean;
  /** Notes a node, so that nobody takes it for one that is new. */
  learn(id: NodeId): void;
  /** Takes a bare node (created, but never filled in) for a new user or group; `wish` goes first. */
  takeBare(kind: 'user' | 'group', role: Role, parent: NodeId, wish: NodeId | null): NodeId | null;
  /** Gives a bare node back that could not be filled in. */
  giveBare(id: NodeId, kind: 'user' | 'group', role: Role, parent: NodeId): void;
}

interface Group {
  readonly id: NodeId;
  readonly parent: NodeId | null;
  readonly role: Role;
  name: string;
}

export function newPlaces(reading: AccountReading): Places {
  const groups = new Map<NodeId, Group>();
  const children = new Map<NodeId | null, Group[]>();
  const standing = new Map<NodeId, NodeId>(reading.users.map(({ id, group }) => [id, group]));
  const emails = new Map<NodeId, string>();
  const byEmail = new Map<string, Set<NodeId>>();
  const all = [...reading.groups, ...reading.users, ...(reading.unreadable ?? [])];
  const known = new Set<NodeId>(all.map(({ id }) => id));
  const bare = new Map<string, NodeId[]>();
  const expected = new Map<NodeId, string>();

  function bareAt(kind: 'user' | 'group', role: Role, parent: NodeId): NodeId[] {
    return listAt(bare, `${kind} ${role} ${parent}`);
  }
  function addGroup(group: Group): void {
    groups.set(group.id, group);
    listAt(children, group.parent).push(group);
    known.add(group.id);
  }
  function named(parent: NodeId | null, name: string): NodeId[] {
    const found = (children.get(parent) ?? []).filter((group) => fold(group.name) === fold(name));
    const exact = found.filter((group) => group.name === name);
    return (exact.length > 0 ? exact : found).map(({ id }) => id);
  }
  /** Plans name groups as they are to be: who is to give a name up does not answer to it any more. */
  function planned(parent: NodeId | null, name: string): NodeId[] {
    const nameOf = (group: Group): string => expected.get(group.id) ?? group.name;
    const found = (children.get(parent) ?? []).filter((group) => fold(nameOf(group)) === fold(name));
    const exact = found.filter((group) => nameOf(group) === name);
    return (exact.length > 0 ? exact : found).map(({ id }) => id);
  }
  function pathOf(group: Group | undefined): string[] {
    if (group === undefined) return [];
    return [...pathOf(groups.get(group.parent ?? ('' as NodeId))), group.name];
  }
  function isAt(id: NodeId | null, path: GroupPath): boolean {
    const group = id === null ? undefined : groups.get(id);
    if (group === undefined) return id === null && path.length === 0;
    const name = fold(path.at(-1) ?? '');
    const fits = fold(group.name) === name || fold(expected.get(group.id) ?? group.name) === name;
    return fits && path.length > 0 && isAt(group.parent, path.slice(0, -1));
  }
  function setEmail(user: NodeId, email: string): void {
    byEmail.get(emails.get(user) ?? '')?.delete(user);
    const key = fold(email);
    emails.set(user, key);
    byEmail.set(key, (byEmail.get(key) ?? new Set()).add(user));
  }

  for (const { id, path, parent, role } of reading.groups) {
    const name = path.at(-1) ?? '';
    if (parent !== null && name.trim() === '') bareAt('group', role, parent).push(id);
    else addGroup({ id, parent, role, name });
  }
  for (const user of reading.users) {
    if (user.email.trim() === '') bareAt('user', user.role, user.group).push(user.id);
    else setEmail(user.id, user.email);
  }

  return {
    group(path) {
      const [root = '', ...names] = path;
      let found = named(null, root);
      for (const name of names) found = found.flatMap((id) => planned(id, name));
      return found.length === 1 ? (found[0] ?? null) : null;
    },
    below: named,
    roleOf: (group) => groups.get(group)?.role ?? null,
    addGroup: (id, parent, role, name) => {
      addGroup({ id, parent, role, name });
    },
    renameGroup(id, name) {
      const group = groups.get(id);
      if (group !== undefined) group.name = name;
    },
    nameOf: (id) => groups.get(id)?.name ?? null,
    expectName(id, name) {
      expected.set(id, name);
    },
    isAt,
    placeOf(user) {
      const group = groups.get(standing.get(user) ?? ('' as NodeId));
      return group === undefined ? null : formatPath(pathOf(group));
    },
    isIn: (user, group) => standing.get(user) === group,
    put(user, group, email) {
      standing.set(user, group);
      setEmail(user, email);
      known.add(user);
    },
    rename: setEmail,
    withEmail: (email) => [...(byEmail.get(fold(email)) ?? [])],
    isKnown: (id) => known.has(id),
    learn(id) {
      known.add(id);
    },
    takeBare(kind, role, parent, wish) {
      const list = bareAt(kind, role, parent);
      const at = Math.max(0, wish === null ? 0 : list.indexOf(wish));
      return list.splice(at, 1)[0] ?? null;
    },
    giveBare(id, kind, role, parent) {
      bareAt(kind, role, parent).push(id);
    },
  };
}

function listAt<Key, Value>(map: Map<Key, Value[]>, key: Key): Value[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}
