import { withId } from '../../../plan/change.ts';
import type { DesiredGroup } from './desired.ts';
import { isIdentity } from '../../../core/group-ref.ts';
import { foldPath } from '../../../core/text.ts';
import { fingerprint, formatMarker, parseMarker } from './marker.ts';
import type { Change, Facts, Reason } from '../../../plan/model.ts';
import type { DirectoryReading } from '../../../core/people.ts';
import { type GroupPath, formatPath } from '../../../core/path.ts';
import { isMirrored, type Place, type Places } from './places.ts';
import type { Tree } from './tree.ts';

/**
 * What has to be done about groups, parents first: every missing group on the way to a desired one is created, and a
 * mirrored subgroup is renamed with its directory group and carries its link. So does a group that is created for a
 * mapping by name, to say later on which directory group the name meant; groups that are there get no link for that.
 */
export function planGroups(places: Places, tree: Tree, type: DirectoryReading['type']): Change[] {
  const changes = new Map<string, Change>();
  for (const place of places.all) {
    if (place.node !== null) {
      const change = updateGroup(place, places, type);
      if (change !== null) changes.set(foldPath(place.path), change);
      continue;
    }
    for (let length = 2; length <= place.path.length; length++) {
      const path = place.path.slice(0, length);
      const key = foldPath(path);
      if (changes.has(key) || (length < place.path.length && exists(path, places, tree))) continue;
      const link = length === place.path.length && isLinked(place.desired, type) ? place.desired.source : null;
      changes.set(key, createGroup(path, place, link, places, tree));
    }
  }
  return [...changes.values()];
}

function isLinked(desired: DesiredGroup, type: DirectoryReading['type']): boolean {
  return isMirrored(desired) || !isIdentity(desired.mapping.directoryGroup, type);
}

function exists(path: GroupPath, places: Places, tree: Tree): boolean {
  return parentNode([...path, ''], places, tree) !== null;
}

/** The group of the account above a path (as paths are after the plan); null when it is only created by the plan. */
function parentNode(path: GroupPath, places: Places, tree: Tree): Place['node'] {
  const above = foldPath(path.slice(0, -1));
  const place = places.all.find((one) => foldPath(one.path) === above);
  return place === undefined ? tree.find(path.slice(0, -1)) : place.node;
}

function createGroup(
  path: GroupPath,
  place: Place,
  link: DesiredGroup['source'] | null,
  places: Places,
  tree: Tree,
): Change {
  const name = path.at(-1) ?? '';
  return groupChange(place, {
    operations: ['create'],
    path,
    before: null,
    after: link === null ? { name } : { name, link },
    node: null,
    fromNode: null,
    toNode: parentNode(path, places, tree)?.id ?? null,
  });
}

function updateGroup(place: Place, places: Places, type: DirectoryReading['type']): Change | null {
  const { node, desired, path } = place;
  if (node === null || node.parent === null || !isLinked(desired, type)) return null;
  const link = parseMarker(node.description)?.person ?? null;
  if (!isMirrored(desired) && link === null) return null;
  const before: { name?: string; link?: string | null } = {};
  const after: { name?: string; link?: string } = {};
  const oldName = node.path.at(-1) ?? '';
  const name = path.at(-1) ?? '';
  if (name !== oldName) {
    before.name = oldName;
    after.name = name;
  }
  if (link !== desired.source) {
    before.link = link;
    after.link = desired.source;
  }
  if (Object.keys(after).length === 0) return null;
  const parent = node.parent;
  return groupChange(place, {
    operations: ['update'],
    path: places.after(node.id),
    before,
    after,
    node: node.id,
    fromNode: parent,
    toNode: parent,
  });
}

function groupChange(
  { desired }: Place,
  given: Pick<Change, 'operations' | 'after' | 'before' | 'node' | 'fromNode' | 'toNode'> & { path: GroupPath },
): Change {
  const { path, ...fields } = given;
  const { link } = fields.after;
  return withId({
    id: '',
    target: 'rescue',
    kind: 'group',
    role: desired.mapping.role,
    name: path.at(-1) ?? '',
    email: null,
    group: formatPath(path),
    reason: reasonFor(desired, fields.after, fields.before),
    facts: null,
    held: null,
    letThrough: [],
    person: null,
    marker: link !== undefined || fields.before !== null ? groupMarker(desired) : null,
    needs: [],
    ...fields,
  });
}

/** There is nothing about a group that the tree does not show, so its fingerprint always vouches for nothing. */
function groupMarker({ source }: DesiredGroup): string {
  return formatMarker({ person: source, fingerprint: fingerprint(null, false) });
}

function reasonFor(desired: DesiredGroup, after: Facts, before: Facts | null): Reason {
  const { mapping, path } = desired;
  const line = mapping.line;
  const chain = path.join(' › ');
  if (!isMirrored(desired) && before === null) return { code: 'MAPPED', text: `fed by ${chain}`, line, path };
  if (!isMirrored(desired))
    return { code: 'RELINKED', text: `the name means another directory group now: ${chain}`, line, path };
  if (before === null) return { code: 'MIRRORED', text: `mirrors ${chain}`, line, path };
  if (after.name !== undefined)
    return { code: 'RENAMED', text: `the directory group is called ${chain} now`, line, path };
  return { code: 'ADOPTED', text: `existing group, recognised by its name; mirrors ${chain}`, line, path };
}
