import { groupBy } from '../../../core/collections.ts';
import type { AssignedGroup } from './assignments.ts';
import { cleanName, fold, foldPath, foldedPaths } from '../../../core/text.ts';
import { parseMarker } from './marker.ts';
import type { AccountGroup, AccountUser, NodeId } from './account.ts';
import type { Notice } from '../../../core/notice.ts';
import { type GroupPath, formatPath } from '../../../core/path.ts';
import type { Mapping } from '../settings.ts';
import type { Tree } from './tree.ts';
import type { Doubt } from './doubt.ts';

/** A group that mappings feed, and the group of the account that is it. */
export interface FedGroup {
  readonly assigned: AssignedGroup;
  /** null when it has to be created. */
  readonly node: AccountGroup | null;
  /** Its path when the plan is applied. */
  readonly path: GroupPath;
  /** Why it needs an approval before anybody is placed here. Until then it is no group of ours, and nobody in it is a stranger. */
  readonly doubt: Doubt | null;
}

/** Where the groups that mappings feed are, or will be, in the account. */
export interface FedGroups {
  readonly all: readonly FedGroup[];
  /** The fed group at a path of the assignments; null when no mapping feeds one there. */
  at(path: GroupPath): FedGroup | null;
  /** The path of a group of the account after every rename of the plan. */
  after(id: NodeId): GroupPath;
  /** Whether nobody is placed at a path of the assignments: a group of that name is, and stays, another's. */
  isClosed(path: GroupPath): boolean;
  readonly notices: readonly Notice[];
}

/**
 * Finds the group of the account for every one that mappings feed. The mapped group itself is found by its path. A mirrored
 * subgroup is found below the same parent by the link marker in its description, so that it is renamed together with
 * its directory group, and otherwise by its name.
 *
 * @param mappings all of the file: a group that it names stays where it is, also while its directory group cannot be read
 */
export function fedGroupsOf(
  groups: readonly AssignedGroup[],
  tree: Tree,
  users: readonly AccountUser[],
  mappings: readonly Mapping[],
): FedGroups {
  const { nodes, byName } = findNodes(groups, tree, mappings);
  const { names, notices } = settleNames(nodes, tree, mappings);

  // Each path is made once: users of one group share it.
  const paths = new Map<NodeId, GroupPath>();
  function after(id: NodeId): GroupPath {
    const known = paths.get(id);
    if (known !== undefined) return known;
    const node = tree.group(id);
    const path = node.parent === null ? node.path : [...after(node.parent), names.get(id) ?? node.path.at(-1) ?? ''];
    paths.set(id, path);
    return path;
  }

  const found = new Map<string, FedGroup>();
  const closed = new Set<string>();
  for (const assigned of groups) {
    const node = nodes.get(assigned) ?? null;
    const parent = found.get(foldPath(assigned.group.slice(0, -1)));
    const above = parent?.path ?? tree.spelled(assigned.group.slice(0, -1));
    const path = node === null ? [...above, assigned.group.at(-1) ?? ''] : after(node.id);
    if (node === null && isMirrored(assigned)) {
      const inTheWay =
        parent?.node === null || parent === undefined ? undefined : namesake(path, parent.node.id, after, tree);
      if (inTheWay !== undefined) notices.push(nameKept(inTheWay, assigned));
      if (inTheWay !== undefined || closed.has(foldPath(assigned.group.slice(0, -1)))) {
        closed.add(foldPath(assigned.group));
        continue;
      }
    }
    const capture = node !== null && byName.has(assigned) ? captureOf(assigned, node, users) : null;
    // What is to be made in a group waits with that group.
    const doubt = capture ?? (node === null || byName.has(assigned) ? (parent?.doubt ?? null) : null);
    found.set(foldPath(assigned.group), { assigned, node, path, doubt });
  }
  const placeOf = foldedPaths();
  return {
    all: [...found.values()],
    at: (path) => found.get(placeOf(path)) ?? null,
    after,
    isClosed: (path) => closed.size > 0 && closed.has(placeOf(path)),
    notices,
  };
}

/** The groups of the account that are one-to-one with a directory group, by node: nobody else belongs there. */
export type OneToOneGroups = ReadonlyMap<NodeId, FedGroup>;

/** A group that waits for an approval is none of them yet. */
export function oneToOneGroups(fedGroups: FedGroups): OneToOneGroups {
  const found = new Map<NodeId, FedGroup>();
  for (const fedGroup of fedGroups.all) {
    const { node, assigned, doubt } = fedGroup;
    const isOurs = node !== null && doubt === null && assigned.mapping.fullGroup;
    if (isOurs && !found.has(node.id)) found.set(node.id, fedGroup);
  }
  return found;
}

/** A group beside the fed one that will have its name when everything is done. */
function namesake(
  path: GroupPath,
  parent: NodeId,
  after: (id: NodeId) => GroupPath,
  tree: Tree,
): AccountGroup | undefined {
  return tree.children(parent).find(({ id }) => foldPath(after(id)) === foldPath(path));
}

/** Whether a group mirrors a directory group inside the mapped one. */
export function isMirrored({ path, mapping }: AssignedGroup): boolean {
  return path.length > 1 && mapping.subgroups === 'mirror';
}

/**
 * The managers of a directory group name it. A group of the account that only has the same name, and in which somebody
 * works, does not become its mirror by that: all users who stand there would count as strangers.
 */
function captureOf(assigned: AssignedGroup, node: AccountGroup, users: readonly AccountUser[]): Doubt | null {
  const inside = users.filter(({ group, enabled, email }) => group === node.id && enabled && email.trim() !== '');
  if (inside.length === 0) return null;
  const who = inside.length === 1 ? '1 enabled user' : `${inside.length} enabled users`;
  const text = `The directory group ${assigned.path.join(' › ')} would become one with ${formatPath(node.path)}, which has the same name, is not linked to it, and holds ${who}.`;
  return { kind: 'capture', text };
}

interface Found {
  readonly nodes: ReadonlyMap<AssignedGroup, AccountGroup>;
  /** Those that were found by nothing but their name, though the file does not name them. */
  readonly byName: ReadonlySet<AssignedGroup>;
}

function findNodes(groups: readonly AssignedGroup[], tree: Tree, mappings: readonly Mapping[]): Found {
  const named = new Set(mappings.map(({ rescueGroup }) => foldPath(rescueGroup)));
  const nodes = new Map<AssignedGroup, AccountGroup>();
  const byName = new Set<AssignedGroup>();
  const byPath = new Map<string, AccountGroup>();
  const taken = new Set(mappings.flatMap(({ rescueGroup }) => tree.find(rescueGroup)?.id ?? []));
  function settle(assigned: AssignedGroup, node: AccountGroup | null): void {
    if (node === null) return;
    nodes.set(assigned, node);
    byPath.set(foldPath(assigned.group), node);
    taken.add(node.id);
  }

  // What the file names comes first, then what is linked: neither is given to another directory group by its name.
  for (const assigned of groups) if (!isMirrored(assigned)) settle(assigned, tree.find(assigned.group));
  const mirrored = groups.filter(isMirrored);
  for (const level of groupBy(mirrored, ({ group }) => group.length).values()) {
    for (const linkedOnly of [true, false]) {
      for (const assigned of level.filter((one) => !nodes.has(one))) {
        const parent = byPath.get(foldPath(assigned.group.slice(0, -1)));
        if (parent === undefined) continue;
        const isFree = ({ id, path }: AccountGroup): boolean =>
          !taken.has(id) && (!named.has(foldPath(path)) || foldPath(path) === foldPath(assigned.group));
        const node = mirrorOf(assigned, parent, tree, isFree, linkedOnly);
        settle(assigned, node);
        if (node !== null && !linkedOnly) byName.add(assigned);
      }
    }
  }
  return { nodes, byName };
}

function mirrorOf(
  assigned: AssignedGroup,
  parent: AccountGroup,
  tree: Tree,
  isFree: (node: AccountGroup) => boolean,
  linkedOnly: boolean,
): AccountGroup | null {
  const free = tree.children(parent.id).filter(isFree);
  const linked = free.find(({ description }) => parseMarker(description)?.person === assigned.source);
  if (linked !== undefined || linkedOnly) return linked ?? null;
  const named = tree.find([...parent.path, assigned.group.at(-1) ?? '']);
  return named !== null && free.includes(named) ? named : null;
}

/**
 * New names for groups, as far as no sibling has or keeps the name, and the file names no group below by the old one. Two
 * that exchange names keep theirs.
 */
function settleNames(
  nodes: ReadonlyMap<AssignedGroup, AccountGroup>,
  tree: Tree,
  mappings: readonly Mapping[],
): { names: ReadonlyMap<NodeId, string>; notices: Notice[] } {
  const names = new Map<NodeId, string>();
  const owners = new Map<NodeId, AssignedGroup>();
  const notices: Notice[] = [];
  for (const [assigned, node] of nodes) {
    const name = cleanName(assigned.group.at(-1) ?? '');
    if (!isMirrored(assigned) || fold(name) === fold(nameOf(node))) continue;
    const below = mappings.find(({ rescueGroup }) => isBelow(rescueGroup, node.path));
    if (below === undefined) {
      names.set(node.id, name);
      owners.set(node.id, assigned);
    } else notices.push(nameInUse(node, assigned, below));
  }

  for (;;) {
    const losers = [...names.keys()].filter((id) => hasRival(id, names, tree) || isInRing(id, names, tree));
    if (losers.length === 0) return { names, notices };
    for (const id of losers) {
      const assigned = owners.get(id);
      if (assigned !== undefined) notices.push(nameTaken(tree.group(id), assigned));
      names.delete(id);
    }
  }
}

function nameOf(group: AccountGroup): string {
  return group.path.at(-1) ?? '';
}

function siblings(id: NodeId, tree: Tree): readonly AccountGroup[] {
  const { parent } = tree.group(id);
  return parent === null ? [] : tree.children(parent).filter((other) => other.id !== id);
}

/** Whether a sibling will have the name when everything is done. */
function hasRival(id: NodeId, names: ReadonlyMap<NodeId, string>, tree: Tree): boolean {
  const name = fold(names.get(id) ?? '');
  return siblings(id, tree).some((other) => fold(names.get(other.id) ?? nameOf(other)) === name);
}

/** Whether a group waits for a name whose holder waits, in the end, for this group's own. */
function isInRing(id: NodeId, names: ReadonlyMap<NodeId, string>, tree: Tree): boolean {
  const holders = groupBy(siblings(id, tree), (other) => fold(nameOf(other)));
  const own = fold(nameOf(tree.group(id)));
  const seen = new Set<NodeId>();
  let wanted = fold(names.get(id) ?? '');
  for (;;) {
    if (wanted === own) return true;
    const holder = holders.get(wanted)?.[0];
    if (holder === undefined || seen.has(holder.id)) return false;
    seen.add(holder.id);
    const next = names.get(holder.id);
    if (next === undefined) return false;
    wanted = fold(next);
  }
}

function isBelow(path: GroupPath, above: GroupPath): boolean {
  return path.length > above.length && foldPath(path.slice(0, above.length)) === foldPath(above);
}

function nameInUse(group: AccountGroup, { group: path, mapping }: AssignedGroup, below: Mapping): Notice {
  const place = formatPath(group.path);
  return {
    code: 'GROUP_NAME_MAPPED',
    severity: 'warning',
    text: `${place} keeps its name, though its directory group is called ${path.at(-1) ?? ''} now: the mapping at line ${below.line} names a group below it (${formatPath(below.rescueGroup)}). Rename it in the Admin Center and in the file at the same time.`,
    subject: place,
    line: mapping.line,
  };
}

function nameKept(group: AccountGroup, { path, mapping }: AssignedGroup): Notice {
  const place = formatPath(group.path);
  return {
    code: 'GROUP_NAME_TAKEN',
    severity: 'warning',
    text: `The directory group ${path.join(' › ')} gets no group of its own: ${place} belongs to another directory group and keeps that name. People who stand in it stay as they are. Rename one of the two.`,
    subject: place,
    line: mapping.line,
  };
}

function nameTaken(group: AccountGroup, { group: path, mapping }: AssignedGroup): Notice {
  const place = formatPath(group.path);
  return {
    code: 'GROUP_NAME_TAKEN',
    severity: 'warning',
    text: `${place} keeps its name: another group beside it has, or exchanges with it, the name ${path.at(-1) ?? ''}. Rename one of them in the Admin Center.`,
    subject: place,
    line: mapping.line,
  };
}
