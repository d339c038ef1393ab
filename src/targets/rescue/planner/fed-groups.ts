import { groupBy } from '../../../core/collections.ts';
import type { DesiredGroup } from './assignments.ts';
import { cleanName, fold, foldPath } from '../../../core/text.ts';
import { parseMarker } from './marker.ts';
import type { AccountGroup, AccountUser, NodeId } from './account.ts';
import type { Notice } from '../../../core/notice.ts';
import { type GroupPath, formatPath } from '../../../core/path.ts';
import type { Mapping } from '../settings.ts';
import type { Tree } from './tree.ts';
import type { Doubt } from './wanted-user.ts';

/** A desired group and the group of the account that is it. */
export interface Place {
  readonly desired: DesiredGroup;
  /** null when it has to be created. */
  readonly node: AccountGroup | null;
  /** Its path when the plan is applied. */
  readonly path: GroupPath;
  /** Why it needs an approval before anybody is placed here; until then it is no place of ours, and nobody is a stranger. */
  readonly doubt: Doubt | null;
}

/** Where the desired groups are, or will be, in the account. */
export interface Places {
  readonly all: readonly Place[];
  /** The place that a desired path stands for; null when nothing is desired there. */
  at(path: GroupPath): Place | null;
  /** The path of a group of the account after every rename of the plan. */
  after(id: NodeId): GroupPath;
  /** Whether a desired path stands for nothing, because a group of that name is and stays another's: nobody is placed there. */
  isClosed(path: GroupPath): boolean;
  readonly notices: readonly Notice[];
}

/**
 * Finds the group of the account for every desired one. The mapped group itself is found by its path. A mirrored
 * subgroup is found below the same parent by the link marker in its description, so that it is renamed together with
 * its directory group, and otherwise by its name.
 *
 * @param mappings all of the file: a group that it names stays where it is, also while its directory group cannot be read
 */
export function placesOf(
  groups: readonly DesiredGroup[],
  tree: Tree,
  users: readonly AccountUser[],
  mappings: readonly Mapping[],
): Places {
  const { nodes, byName } = findNodes(groups, tree, mappings);
  const { names, notices } = settleNames(nodes, tree, mappings);

  function after(id: NodeId): GroupPath {
    const node = tree.group(id);
    if (node.parent === null) return node.path;
    return [...after(node.parent), names.get(id) ?? node.path.at(-1) ?? ''];
  }

  const places = new Map<string, Place>();
  const closed = new Set<string>();
  for (const desired of groups) {
    const node = nodes.get(desired) ?? null;
    const parent = places.get(foldPath(desired.group.slice(0, -1)));
    const above = parent?.path ?? tree.spelled(desired.group.slice(0, -1));
    const path = node === null ? [...above, desired.group.at(-1) ?? ''] : after(node.id);
    if (node === null && isMirrored(desired)) {
      const inTheWay =
        parent?.node === null || parent === undefined ? undefined : namesake(path, parent.node.id, after, tree);
      if (inTheWay !== undefined) notices.push(nameKept(inTheWay, desired));
      if (inTheWay !== undefined || closed.has(foldPath(desired.group.slice(0, -1)))) {
        closed.add(foldPath(desired.group));
        continue;
      }
    }
    const capture = node !== null && byName.has(desired) ? captureOf(desired, node, users) : null;
    // What is to be made in a group waits with that group.
    const doubt = capture ?? (node === null || byName.has(desired) ? (parent?.doubt ?? null) : null);
    places.set(foldPath(desired.group), { desired, node, path, doubt });
  }
  return {
    all: [...places.values()],
    at: (path) => places.get(foldPath(path)) ?? null,
    after,
    isClosed: (path) => closed.has(foldPath(path)),
    notices,
  };
}

/** A group beside the place that will have its name when everything is done. */
function namesake(
  path: GroupPath,
  parent: NodeId,
  after: (id: NodeId) => GroupPath,
  tree: Tree,
): AccountGroup | undefined {
  return tree.children(parent).find(({ id }) => foldPath(after(id)) === foldPath(path));
}

/** Whether a desired group mirrors a directory group inside the mapped one. */
export function isMirrored({ path, mapping }: DesiredGroup): boolean {
  return path.length > 1 && mapping.subgroups === 'mirror';
}

/**
 * A directory group is named by whoever manages it. A group of the account that only bears the same name, and in which
 * somebody works, does not become its mirror by that: all who stand there would be taken for strangers.
 */
function captureOf(desired: DesiredGroup, node: AccountGroup, users: readonly AccountUser[]): Doubt | null {
  const inside = users.filter(({ group, enabled, email }) => group === node.id && enabled && email.trim() !== '');
  if (inside.length === 0) return null;
  const who = inside.length === 1 ? '1 enabled user' : `${inside.length} enabled users`;
  const text = `The directory group ${desired.path.join(' › ')} would become one with ${formatPath(node.path)}, which has the same name, is not linked to it, and holds ${who}.`;
  return { kind: 'capture', text };
}

interface Found {
  readonly nodes: ReadonlyMap<DesiredGroup, AccountGroup>;
  /** Those that were found by nothing but their name, though the file does not name them. */
  readonly byName: ReadonlySet<DesiredGroup>;
}

function findNodes(groups: readonly DesiredGroup[], tree: Tree, mappings: readonly Mapping[]): Found {
  const named = new Set(mappings.map(({ rescueGroup }) => foldPath(rescueGroup)));
  const nodes = new Map<DesiredGroup, AccountGroup>();
  const byName = new Set<DesiredGroup>();
  const byPath = new Map<string, AccountGroup>();
  const taken = new Set(mappings.flatMap(({ rescueGroup }) => tree.find(rescueGroup)?.id ?? []));
  function settle(desired: DesiredGroup, node: AccountGroup | null): void {
    if (node === null) return;
    nodes.set(desired, node);
    byPath.set(foldPath(desired.group), node);
    taken.add(node.id);
  }

  // What the file names comes first, then what is linked: neither is given to another directory group by its name.
  for (const desired of groups) if (!isMirrored(desired)) settle(desired, tree.find(desired.group));
  const mirrored = groups.filter(isMirrored);
  for (const level of groupBy(mirrored, ({ group }) => group.length).values()) {
    for (const linkedOnly of [true, false]) {
      for (const desired of level.filter((one) => !nodes.has(one))) {
        const parent = byPath.get(foldPath(desired.group.slice(0, -1)));
        if (parent === undefined) continue;
        const isFree = ({ id, path }: AccountGroup): boolean =>
          !taken.has(id) && (!named.has(foldPath(path)) || foldPath(path) === foldPath(desired.group));
        const node = mirrorOf(desired, parent, tree, isFree, linkedOnly);
        settle(desired, node);
        if (node !== null && !linkedOnly) byName.add(desired);
      }
    }
  }
  return { nodes, byName };
}

function mirrorOf(
  desired: DesiredGroup,
  parent: AccountGroup,
  tree: Tree,
  isFree: (node: AccountGroup) => boolean,
  linkedOnly: boolean,
): AccountGroup | null {
  const free = tree.children(parent.id).filter(isFree);
  const linked = free.find(({ description }) => parseMarker(description)?.person === desired.source);
  if (linked !== undefined || linkedOnly) return linked ?? null;
  const named = tree.find([...parent.path, desired.group.at(-1) ?? '']);
  return named !== null && free.includes(named) ? named : null;
}

/**
 * New names for groups, as far as no sibling has or keeps the name, and the file names no group below by the old one. Two
 * that exchange names keep theirs.
 */
function settleNames(
  nodes: ReadonlyMap<DesiredGroup, AccountGroup>,
  tree: Tree,
  mappings: readonly Mapping[],
): { names: ReadonlyMap<NodeId, string>; notices: Notice[] } {
  const names = new Map<NodeId, string>();
  const owners = new Map<NodeId, DesiredGroup>();
  const notices: Notice[] = [];
  for (const [desired, node] of nodes) {
    const name = cleanName(desired.group.at(-1) ?? '');
    if (!isMirrored(desired) || fold(name) === fold(nameOf(node))) continue;
    const below = mappings.find(({ rescueGroup }) => isBelow(rescueGroup, node.path));
    if (below === undefined) {
      names.set(node.id, name);
      owners.set(node.id, desired);
    } else notices.push(nameInUse(node, desired, below));
  }

  for (;;) {
    const losers = [...names.keys()].filter((id) => hasRival(id, names, tree) || isInRing(id, names, tree));
    if (losers.length === 0) return { names, notices };
    for (const id of losers) {
      const desired = owners.get(id);
      if (desired !== undefined) notices.push(nameTaken(tree.group(id), desired));
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

function nameInUse(group: AccountGroup, { group: path, mapping }: DesiredGroup, below: Mapping): Notice {
  const place = formatPath(group.path);
  return {
    code: 'GROUP_NAME_MAPPED',
    severity: 'warning',
    text: `${place} keeps its name, though its directory group is called ${path.at(-1) ?? ''} now: the mapping at line ${below.line} names a group below it (${formatPath(below.rescueGroup)}). Rename it in the Admin Center and in the file at the same time.`,
    subject: place,
    line: mapping.line,
  };
}

function nameKept(group: AccountGroup, { path, mapping }: DesiredGroup): Notice {
  const place = formatPath(group.path);
  return {
    code: 'GROUP_NAME_TAKEN',
    severity: 'warning',
    text: `The directory group ${path.join(' › ')} gets no group of its own: ${place} belongs to another directory group and keeps that name. People who stand in it stay as they are. Rename one of the two.`,
    subject: place,
    line: mapping.line,
  };
}

function nameTaken(group: AccountGroup, { group: path, mapping }: DesiredGroup): Notice {
  const place = formatPath(group.path);
  return {
    code: 'GROUP_NAME_TAKEN',
    severity: 'warning',
    text: `${place} keeps its name: another group beside it has, or exchanges with it, the name ${path.at(-1) ?? ''}. Rename one of them in the Admin Center.`,
    subject: place,
    line: mapping.line,
  };
}
