import type {
  CompleteRoot,
  DirectoryGroup,
  DirectoryGroupId,
  DirectoryReading,
  RootRead,
  WantedGroup,
} from '../core/people.ts';
import { canonicalJson } from '../core/digest.ts';
import { isAboutAttributes } from '../directory/attributes.ts';
import { partOfReading } from '../directory/part-of-reading.ts';
import { isAboutMembers, notPeople } from '../directory/reading.ts';
import type { ConfiguredTarget } from '../targets/target.ts';

type Mapped = Pick<ConfiguredTarget, 'mappings'>;
type Asking = Pick<ConfiguredTarget, 'mappings' | 'attributes'>;

/** What the directory is asked for: the groups of all targets, one after the other. */
export function wantedOf(targets: readonly Mapped[]): WantedGroup[] {
  return targets.flatMap(({ mappings }) =>
    mappings.map(({ ref, nested, commented }) =>
      commented === undefined ? { ref, nested } : { ref, nested, commented },
    ),
  );
}

/** Every attribute of people that some target looks at, once. */
export function attributesOf(targets: readonly Pick<Asking, 'attributes'>[]): string[] {
  return [...new Set(targets.flatMap(({ attributes }) => attributes))];
}

/** What a directory is asked for in one reading. */
export interface Asked {
  readonly wanted: readonly WantedGroup[];
  readonly attributes: readonly string[];
}

/**
 * What the directory is asked for where another file wants something of the same reading: first what the targets want,
 * then what only the other file does.
 */
export function askedOf(targets: readonly Asking[], also?: Asked): Asked {
  const own = { wanted: wantedOf(targets), attributes: attributesOf(targets) };
  if (also === undefined) return own;
  const known = new Set(own.wanted.map(keyOf));
  return {
    wanted: [...own.wanted, ...also.wanted.filter((one) => !known.has(keyOf(one)))],
    attributes: [...new Set([...own.attributes, ...also.attributes])],
  };
}

/** The part of a reading for two files that the targets of this one want. */
export function ownPart(whole: DirectoryReading, targets: readonly Asking[], also?: Asked): DirectoryReading {
  return also === undefined ? whole : partFor(whole, askedOf(targets), askedOf(targets, also));
}

/** The part of it that the other file wants. @param targets of this file */
export function otherPart(whole: DirectoryReading, targets: readonly Asking[], also: Asked): DirectoryReading {
  return partFor(whole, also, askedOf(targets, also));
}

function partFor(whole: DirectoryReading, { wanted, attributes }: Asked, asked: Asked): DirectoryReading {
  const places = new Map(asked.wanted.map((one, index) => [keyOf(one), index]));
  const roots = wanted.flatMap((one) => whole.roots[places.get(keyOf(one)) ?? -1] ?? []);
  return partOfReading(whole, { wanted, roots, attributes }, asked.attributes);
}

function keyOf({ ref, nested, commented }: WantedGroup): string {
  return canonicalJson([ref, nested, commented ?? null]);
}

/**
 * The reading as one target sees it: its roots are the groups that this target wants, and nothing is said of groups and
 * attributes that only others want.
 *
 * @param targets as asked for
 */
export function readingOf(whole: DirectoryReading, target: Asking, targets: readonly Mapped[]): DirectoryReading {
  if (targets.length === 1) return whole;
  const before = targets.slice(0, targets.indexOf(target)).reduce((sum, { mappings }) => sum + mappings.length, 0);
  const roots = whole.roots.slice(before, before + target.mappings.length);
  const others = whole.notices.filter((notice) => target.attributes.length > 0 || !isAboutAttributes(notice));
  const notices = [
    ...notPeople(groupsBelow(roots, target.mappings, whole.groups)),
    ...others.filter((notice) => !isAboutMembers(notice)),
  ];
  const reading = { ...whole, notices };
  const complete = roots.filter((root): root is CompleteRoot => root.kind === 'complete');
  return complete.length === roots.length
    ? { ...reading, kind: 'complete', roots: complete }
    : { ...reading, kind: 'partial', roots };
}

/** The groups that were read for some roots, in the order of the reading. */
function groupsBelow(
  roots: readonly RootRead[],
  mappings: Mapped['mappings'],
  groups: ReadonlyMap<DirectoryGroupId, DirectoryGroup>,
): DirectoryGroup[] {
  const flat = new Set(roots.flatMap(({ group }, index) => (mappings[index]?.nested === true ? [] : (group ?? []))));
  const seen = new Set(roots.flatMap(({ group }, index) => (mappings[index]?.nested === true ? (group ?? []) : [])));
  // A set is walked in order of insertion, which reaches what is added on the way too.
  for (const id of seen) groups.get(id)?.groups.forEach((inside) => seen.add(inside));
  return [...groups.values()].filter(({ id }) => seen.has(id) || flat.has(id));
}
