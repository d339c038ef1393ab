import { fold } from '../../../core/text.ts';
import type { RescueChange } from '../planner/change.ts';
import type { AccountReading, NodeId } from '../planner/account.ts';
import type { Role } from '../role.ts';
import { type GroupPath, formatPath } from '../../../core/path.ts';

/** The groups of the account while changes are made: as they were read, kept up to date by our own changes. */
export interface KnownGroups {
  readonly byId: Map<NodeId, KnownGroup>;
  /**
   * The groups right below another (those below null are the three roots), by each folded name that they have had or are
   * to get: there may be thousands of them, and each new user looks for one.
   */
  readonly children: Map<NodeId | null, Map<string, Set<KnownGroup>>>;
  /** The names that the plan gives to groups; the service may refuse them. */
  readonly plannedNames: Map<NodeId, string>;
}

export interface KnownGroup {
  readonly id: NodeId;
  readonly parent: NodeId | null;
  /** The role of the users that it can hold. */
  readonly role: Role;
  /** The name that it has by now. */
  name: string;
}

/** Groups without a name are left out: nobody has filled them in. */
export function newKnownGroups(groups: AccountReading['groups']): KnownGroups {
  const known: KnownGroups = { byId: new Map(), children: new Map(), plannedNames: new Map() };
  for (const { id, path, parent, role } of groups) {
    const name = path.at(-1) ?? '';
    if (parent === null || name.trim() !== '') addGroup(known, { id, parent, role, name });
  }
  return known;
}

export function addGroup(groups: KnownGroups, group: KnownGroup): void {
  groups.byId.set(group.id, group);
  noteName(groups, group, group.name);
}

/** Notes a new name: the group's path is free for others, and those of all groups in it change. */
export function renameGroup(groups: KnownGroups, id: NodeId, name: string): void {
  const group = groups.byId.get(id);
  if (group === undefined) return;
  group.name = name;
  noteName(groups, group, name);
}

/** A name that it gives up stays noted: whoever looks for one compares the names as they are by then. */
function noteName({ children }: KnownGroups, group: KnownGroup, name: string): void {
  const siblings = children.get(group.parent) ?? new Map<string, Set<KnownGroup>>();
  children.set(group.parent, siblings);
  const key = fold(name);
  siblings.set(key, (siblings.get(key) ?? new Set()).add(group));
}

/**
 * Notes the names that a plan gives to groups, before the first of its changes: a user that the plan shows in a group
 * stands there under the group's new name, whether and whenever the group can be renamed.
 */
export function expectNames(groups: KnownGroups, changes: readonly RescueChange[]): void {
  for (const { kind, node, before, after } of changes) {
    if (kind !== 'group' || node === null || after.name === undefined) continue;
    if (groups.byId.get(node)?.name === (before?.name ?? null)) expectName(groups, node, after.name);
  }
}

/** Notes the name that a plan gives to a group. */
export function expectName(groups: KnownGroups, id: NodeId, name: string): void {
  const group = groups.byId.get(id);
  if (group === undefined) return;
  groups.plannedNames.set(id, name);
  noteName(groups, group, name);
}

/** The one group at a path as the plan names it; null when there is none, or several that cannot be told apart. */
export function groupAt(groups: KnownGroups, path: GroupPath): NodeId | null {
  const [root = '', ...names] = path;
  let found = groupsBelow(groups, null, root);
  // Plans name groups as they will be: a group that gives a name up does not answer to it any more.
  for (const name of names) {
    found = found.flatMap((id) => childrenNamed(groups, id, name, (group) => plannedName(groups, group)));
  }
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The groups of a name right below another: those of the very spelling, or else those that differ in case only. */
export function groupsBelow(groups: KnownGroups, parent: NodeId | null, name: string): readonly NodeId[] {
  return childrenNamed(groups, parent, name, (group) => group.name);
}

function childrenNamed(
  { children }: KnownGroups,
  parent: NodeId | null,
  name: string,
  nameOf: (group: KnownGroup) => string,
): readonly NodeId[] {
  const key = fold(name);
  const alike = [...(children.get(parent)?.get(key) ?? [])].filter((group) => fold(nameOf(group)) === key);
  const exact = alike.filter((group) => nameOf(group) === name);
  return (exact.length > 0 ? exact : alike).map(({ id }) => id);
}

function plannedName({ plannedNames }: KnownGroups, { id, name }: KnownGroup): string {
  return plannedNames.get(id) ?? name;
}

/** Whether a group is the one at a path, under the names that groups have or that the plan gives them. */
export function isAt(groups: KnownGroups, id: NodeId | null, path: GroupPath): boolean {
  if (id === null) return path.length === 0;
  const group = groups.byId.get(id);
  if (group === undefined || path.length === 0) return false;
  const name = fold(path.at(-1) ?? '');
  const fits = fold(group.name) === name || fold(plannedName(groups, group)) === name;
  return fits && isAt(groups, group.parent, path.slice(0, -1));
}

/** The path of a group as it is named by now; null when the group is not known. */
export function pathOfGroup(groups: KnownGroups, id: NodeId): string | null {
  const group = groups.byId.get(id);
  return group === undefined ? null : formatPath(namesDownTo(groups, group));
}

function namesDownTo(groups: KnownGroups, { parent, name }: KnownGroup): string[] {
  const above = parent === null ? undefined : groups.byId.get(parent);
  return above === undefined ? [name] : [...namesDownTo(groups, above), name];
}
