import { fold, foldPath } from '../../core/identity.ts';
import type { AccountReading, AccountUser, GroupPath, NodeId, Role } from '../../core/model.ts';
import { formatPath, parsePath } from '../../core/path.ts';

/** What is known of the organization tree while changes are made: the reading, kept up to date by our own changes. */
export interface Places {
  /** The one group at a place; null when there is none, or several that cannot be told apart. */
  group(path: string): NodeId | null;
  addGroup(id: NodeId, path: string): void;
  /** The place at which a user stands; null when it is not known. */
  placeOf(user: NodeId): string | null;
  isIn(user: NodeId, group: NodeId): boolean;
  put(user: NodeId, group: NodeId, email: string): void;
  /** Notes a new e-mail address. */
  rename(user: NodeId, email: string): void;
  /** A filled-in user with an e-mail address. */
  withEmail(email: string): NodeId | null;
  /** Whether a node was there before, or was created by us. */
  isKnown(id: NodeId): boolean;
  /** Notes a node, so that nobody takes it for one that is new. */
  learn(id: NodeId): void;
  /** Takes a bare node (created, but never filled in) for a new user or group; `wish` goes first. */
  takeBare(kind: 'user' | 'group', role: Role, parent: NodeId, wish: NodeId | null): NodeId | null;
  /** Gives a bare node back that could not be filled in. */
  giveBare(id: NodeId, kind: 'user' | 'group', role: Role, parent: NodeId): void;
}

/** A created group that was never given a name. */
function isBareGroup(path: GroupPath): boolean {
  return path.at(-1)?.trim() === '';
}

function isBareUser(user: AccountUser): boolean {
  return user.email.trim() === '';
}

export function newPlaces(reading: AccountReading): Places {
  const groups = new Map<string, { readonly id: NodeId; readonly path: string }[]>();
  const paths = new Map<NodeId, string>();
  const parents = new Map<NodeId, NodeId>(reading.users.map(({ id, group }) => [id, group]));
  const emails = new Map<NodeId, string>();
  const byEmail = new Map<string, NodeId>();
  const known = new Set<NodeId>([...reading.groups, ...reading.users].map(({ id }) => id));
  const bare = new Map<string, NodeId[]>();

  function bareAt(kind: 'user' | 'group', role: Role, parent: NodeId): NodeId[] {
    const key = `${kind} ${role} ${parent}`;
    const list = bare.get(key) ?? [];
    bare.set(key, list);
    return list;
  }
  function addGroup(id: NodeId, path: string): void {
    const key = foldPath(parsePath(path));
    groups.set(key, [...(groups.get(key) ?? []), { id, path }]);
    paths.set(id, path);
    known.add(id);
  }
  function setEmail(user: NodeId, email: string): void {
    const before = emails.get(user);
    if (before !== undefined && byEmail.get(before) === user) byEmail.delete(before);
    emails.set(user, fold(email));
    byEmail.set(fold(email), user);
  }

  for (const { id, path, parent, role } of reading.groups) {
    if (parent !== null && isBareGroup(path)) bareAt('group', role, parent).push(id);
    else addGroup(id, formatPath(path));
  }
  for (const user of reading.users) {
    if (isBareUser(user)) bareAt('user', user.role, user.group).push(user.id);
    else setEmail(user.id, user.email);
  }

  return {
    group(path) {
      const found = groups.get(foldPath(parsePath(path))) ?? [];
      const exact = found.filter((group) => group.path === path);
      const best = exact.length > 0 ? exact : found;
      return best.length === 1 ? (best[0]?.id ?? null) : null;
    },
    addGroup,
    placeOf: (user) => paths.get(parents.get(user) ?? ('' as NodeId)) ?? null,
    isIn: (user, group) => parents.get(user) === group,
    put(user, group, email) {
      parents.set(user, group);
      setEmail(user, email);
      known.add(user);
    },
    rename: setEmail,
    withEmail: (email) => byEmail.get(fold(email)) ?? null,
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
