import { append } from '../../../core/collections.ts';
import type { CompleteRoot, DirectoryGroupId, DirectoryReading, IncompleteRoot } from '../../../core/people.ts';
import type { Notice } from '../../../core/notice.ts';
import { formatPath } from '../../../core/path.ts';
import { calledName, foldPath } from '../../../core/text.ts';
import type { Role } from '../role.ts';
import type { Mapping, Part, RescueSettings } from '../settings.ts';
import { parseMarker } from './marker.ts';
import { foundParts, lineOf, type PartRead, readParts } from './parts.ts';
import type { Tree } from './tree.ts';
import { type Displaced, type Membership, membershipOf, type OwnerOf } from './membership.ts';

/**
 * The whole readings of the groups of a mapping and of all that come before it. While one of them is missing or half
 * read it might hold the person as well, and would come first.
 */
export type MappingProof = readonly CompleteRoot[];

/** A mapping with what was read of its directory groups. */
export interface MappingRead {
  readonly mapping: Mapping;
  readonly priority: number;
  readonly membership: Membership;
  readonly mappingProof: MappingProof | null;
  readonly roleCertain: boolean;
  /** Why its directory groups were not all read to the end, in sentences; null when they were. */
  readonly unread: string | null;
  /** Those of its directory groups that were found. */
  readonly roots: readonly DirectoryGroupId[];
  /** Paths of groups, folded, that can neither be found nor created. */
  readonly blocked: ReadonlySet<string>;
}

/** Reads the mappings of the file, in its order; what is wanting or in the way is said. */
export function readMappings(
  settings: RescueSettings,
  reading: DirectoryReading,
  tree: Tree,
  notices: Notice[],
): MappingRead[] {
  const ownerOf = ownersOf(settings, reading, tree);
  let mappingProof: MappingProof | null = [];
  const halfRead = new Set<Role>();
  const reads = readParts(settings.mappings, reading);
  return settings.mappings.map((mapping, index) => {
    const parts = reads[index] ?? [];
    const wanting = parts.flatMap(({ part, root }) =>
      root.kind === 'incomplete' ? [notRead(part, root, mapping)] : [],
    );
    if (wanting.length > 0) halfRead.add(mapping.role);
    append(notices, wanting);
    mappingProof = furtherProof(mappingProof, parts);
    const found = foundParts(parts);
    const membership = found.length === 0 ? NOBODY : membershipOf(reading, found, mapping, ownerOf);
    for (const one of membership.displaced) notices.push(nameShared(one));
    return {
      mapping,
      priority: index,
      membership,
      mappingProof,
      roleCertain: [...halfRead].every((role) => role === mapping.role),
      unread: unreadText(parts),
      roots: found.map(({ group }) => group),
      blocked: blockedGroups(mapping, membership, tree, notices),
    };
  });
}

function unreadText(parts: readonly PartRead[]): string | null {
  const texts = parts.flatMap(({ root }) => (root.kind === 'incomplete' ? [root.text] : []));
  return texts.length === 0 ? null : texts.join(' ');
}

/** A mapping is whole when all of its directory groups are. */
function furtherProof(proof: MappingProof | null, parts: readonly PartRead[]): MappingProof | null {
  const whole = parts.map(({ root }) => root).filter((root): root is CompleteRoot => root.kind === 'complete');
  return proof === null || whole.length < parts.length ? null : [...proof, ...whole];
}

/** Of several directory groups that share a line of the file, the column says which one is meant. */
function notRead(part: Part, root: IncompleteRoot, mapping: Mapping): Notice {
  const { directoryGroup, place } = part;
  const where =
    place === undefined
      ? ''
      : ` It stands at line ${place.line}, column ${place.column} of the file. Without it the mapping to ${formatPath(mapping.rescueGroup)} is incomplete.`;
  const line = lineOf(part, mapping);
  return { code: root.code, severity: 'error', text: `${root.text}${where}`, subject: directoryGroup, line };
}

const NOBODY: Membership = { placements: new Map(), unplaced: new Set(), displaced: [], groups: [] };

/**
 * Says which directory group has a path: the one that the file maps to it, then the one that the group of the account
 * there is linked to, then the first by name and id.
 */
function ownersOf(settings: RescueSettings, reading: DirectoryReading, tree: Tree): OwnerOf {
  const reads = readParts(settings.mappings, reading);
  const named = new Map(
    settings.mappings.map(({ rescueGroup }, index) => [foldPath(rescueGroup), foundParts(reads[index] ?? [])]),
  );
  return (place, candidates) => {
    const byFile = named.get(foldPath(place))?.map(({ group }) => group);
    if (byFile !== undefined) return candidates.find((candidate) => byFile.includes(candidate)) ?? byFile[0] ?? null;
    const there = tree.find(place);
    const linked = there === null ? undefined : parseMarker(there.description)?.person;
    return candidates.find((candidate) => candidate === linked) ?? candidates[0] ?? null;
  };
}

function nameShared({ group, line, place, owner }: Displaced): Notice {
  const other = owner === null ? 'another directory group' : `${calledName(owner)} (${owner.label})`;
  return {
    code: 'GROUP_NAME_SHARED',
    severity: 'warning',
    text: `The directory group ${calledName(group)} (${group.label}) would be mirrored to ${formatPath(place)}, which belongs to ${other}. People who stand in it, or below it, alone stay as they are. Rename one of the two in the directory.`,
    subject: group.label,
    line,
  };
}

/** An obstacle on the way to the mapped group blocks everything below it, and is said once. */
function blockedGroups(mapping: Mapping, membership: Membership, tree: Tree, notices: Notice[]): Set<string> {
  const paths = membership.groups.map(({ group }) => group);
  const mirrored = new Map(membership.groups.slice(1).map(({ group, source }) => [group, source]));
  const whole = tree.obstacle(mapping.rescueGroup, mapping);
  if (whole !== null) {
    notices.push(whole);
    return new Set([mapping.rescueGroup, ...paths].map(foldPath));
  }
  const blocked = new Set<string>();
  for (const place of paths) {
    const source = mirrored.get(place);
    const unclear = source === undefined || source === null ? null : tree.contested(source, place, mapping);
    const obstacle = tree.obstacle(place, mapping) ?? unclear;
    if (obstacle === null) continue;
    notices.push(obstacle);
    blocked.add(foldPath(place));
  }
  return blocked;
}
