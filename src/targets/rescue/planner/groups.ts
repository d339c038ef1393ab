import type { NodeId } from './account.ts';
import type { AssignedGroup } from './assignments.ts';
import { isIdentity } from '../../../core/group-ref.ts';
import { foldPath } from '../../../core/text.ts';
import { fingerprint, formatMarker, parseMarker } from './marker.ts';
import type { Reason } from '../../../plan/model.ts';
import { type Facts, type Native, type RescueGroupChange } from './change.ts';
import { completedChange } from './completed-change.ts';
import type { DirectoryReading } from '../../../core/people.ts';
import { type GroupPath, formatPath } from '../../../core/path.ts';
import { isMirrored, type FedGroup, type FedGroups } from './fed-groups.ts';
import { listed } from './parts.ts';
import type { Tree } from './tree.ts';

/**
 * What has to be done about groups, parents first: every missing group on the way to a fed one is created, and a
 * mirrored subgroup is renamed with its directory group and carries its link. So does a group that is created for a
 * mapping by name, to say later on which directory group the name meant; groups that are there get no link for that.
 */
export function planGroups(
  target: string,
  fedGroups: FedGroups,
  tree: Tree,
  type: DirectoryReading['type'],
): RescueGroupChange[] {
  const changes = new Map<string, RescueGroupChange>();
  for (const fedGroup of fedGroups.all) {
    if (fedGroup.node !== null) {
      const change = updateGroup(target, fedGroup, fedGroups, type);
      if (change !== null) changes.set(foldPath(fedGroup.path), change);
      continue;
    }
    for (let length = 2; length <= fedGroup.path.length; length++) {
      const path = fedGroup.path.slice(0, length);
      const key = foldPath(path);
      if (changes.has(key) || (length < fedGroup.path.length && exists(path, fedGroups, tree))) continue;
      const link =
        length === fedGroup.path.length && isLinked(fedGroup.assigned, type) ? fedGroup.assigned.source : null;
      changes.set(key, createGroup(target, path, fedGroup, link, parentNode(path, fedGroups, tree)?.id ?? null));
    }
  }
  return [...changes.values()];
}

/** A link names one directory group: a group that several are mapped to gets none. */
function isLinked(assigned: AssignedGroup, type: DirectoryReading['type']): boolean {
  const { part } = assigned;
  return isMirrored(assigned) || (part !== null && !isIdentity(part.directoryGroup, type));
}

function exists(path: GroupPath, fedGroups: FedGroups, tree: Tree): boolean {
  return parentNode([...path, ''], fedGroups, tree) !== null;
}

/** The group of the account above a path (as paths are after the plan); null when it is only created by the plan. */
function parentNode(path: GroupPath, fedGroups: FedGroups, tree: Tree): FedGroup['node'] {
  const above = foldPath(path.slice(0, -1));
  const fedGroup = fedGroups.all.find((one) => foldPath(one.path) === above);
  return fedGroup === undefined ? tree.find(path.slice(0, -1)) : fedGroup.node;
}

function createGroup(
  target: string,
  path: GroupPath,
  fedGroup: FedGroup,
  link: AssignedGroup['source'],
  toNode: NodeId | null,
): RescueGroupChange {
  const name = path.at(-1) ?? '';
  const after = link === null ? { name } : { name, link };
  return groupChange(target, fedGroup, { path, before: null, after, node: null, fromNode: null, toNode });
}

function updateGroup(
  target: string,
  fedGroup: FedGroup,
  fedGroups: FedGroups,
  type: DirectoryReading['type'],
): RescueGroupChange | null {
  const { node, assigned, path } = fedGroup;
  const { source } = assigned;
  if (node === null || node.parent === null || source === null || !isLinked(assigned, type)) return null;
  const link = parseMarker(node.description)?.person ?? null;
  if (!isMirrored(assigned) && link === null) return null;
  const before: { name?: string; link?: string | null } = {};
  const after: { name?: string; link?: string } = {};
  const oldName = node.path.at(-1) ?? '';
  const name = path.at(-1) ?? '';
  if (name !== oldName) {
    before.name = oldName;
    after.name = name;
  }
  if (link !== source) {
    before.link = link;
    after.link = source;
  }
  if (Object.keys(after).length === 0) return null;
  const parent = node.parent;
  const renamed = fedGroups.after(node.id);
  return groupChange(target, fedGroup, {
    path: renamed,
    before,
    after,
    node: node.id,
    fromNode: parent,
    toNode: parent,
  });
}

function groupChange(
  target: string,
  { assigned }: FedGroup,
  given: Pick<RescueGroupChange, 'after' | 'before' | 'node'> & Omit<Native, 'marker'> & { readonly path: GroupPath },
): RescueGroupChange {
  const { path, before, after, node, fromNode, toNode } = given;
  const reason = reasonFor(assigned, after, before);
  return completedChange({
    kind: 'group',
    target,
    role: assigned.mapping.role,
    name: path.at(-1) ?? '',
    email: null,
    group: formatPath(path),
    before,
    after,
    facts: null,
    reason,
    because: Object.fromEntries(Object.keys(after).map((field) => [field, reason])),
    evidence: 'said',
    node,
    person: null,
    native: {
      fromNode,
      toNode,
      marker: after.link !== undefined || before !== null ? groupMarker(assigned) : null,
    },
    needs: [],
  });
}

/** There is nothing about a group that the tree does not show, so its fingerprint always vouches for nothing. */
function groupMarker({ source }: AssignedGroup): string | null {
  return source === null ? null : formatMarker({ person: source, fingerprint: fingerprint(null, false) });
}

function reasonFor(assigned: AssignedGroup, after: Facts, before: Facts | null): Reason {
  const { line, part, path, names } = assigned;
  const chain = part === null ? listed(names, 'and') : path.join(' › ');
  if (!isMirrored(assigned) && before === null) return { code: 'MAPPED', text: `fed by ${chain}`, line, path };
  if (!isMirrored(assigned))
    return { code: 'RELINKED', text: `the name means another directory group now: ${chain}`, line, path };
  if (before === null) return { code: 'MIRRORED', text: `mirrors ${chain}`, line, path };
  if (after.name !== undefined)
    return { code: 'RENAMED', text: `the directory group is called ${chain} now`, line, path };
  return { code: 'ADOPTED', text: `existing group, recognised by its name; mirrors ${chain}`, line, path };
}
