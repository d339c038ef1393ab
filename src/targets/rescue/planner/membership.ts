import { groupBy } from '../../../core/collections.ts';
import { foldPath } from '../../../core/text.ts';
import { type GroupStep, walkGroups } from '../../../core/walk-groups.ts';
import type { DirectoryGroup, DirectoryGroupId, DirectoryReading, PersonId } from '../../../core/people.ts';
import type { GroupPath } from '../../../core/path.ts';
import type { Mapping, Part } from '../settings.ts';
import { type FoundPart, lineOf } from './parts.ts';

/** Where one mapping puts people: all who stand in one directory group share it, for there may be a million of them. */
export interface Placement {
  readonly group: GroupPath;
  /** Names of the directory groups from the mapped one to the one that holds the person directly. */
  readonly path: readonly string[];
  /** The mapped directory group with which the path begins. */
  readonly part: Part;
  /** The line of the file where that one stands. */
  readonly line: number;
}

export interface MappedGroup {
  readonly group: GroupPath;
  /** Names of the directory groups that lead to it; one name for the mapped group itself, none where several are mapped to it. */
  readonly path: readonly string[];
  /** The directory group that it mirrors, or that is mapped to it; null where several are. */
  readonly source: DirectoryGroupId | null;
  /** The mapped directory group with which the path begins; null where several are mapped to it. */
  readonly part: Part | null;
  /** The line of the file where that one stands, else that of the mapping. */
  readonly line: number;
  /** Names of the directory groups that feed it: of one, or of all that are mapped to it and were found. */
  readonly names: readonly string[];
}

export interface Membership {
  readonly placements: ReadonlyMap<PersonId, Placement>;
  /** People who stand in nothing but directory groups whose place belongs to another directory group. */
  readonly unplaced: ReadonlySet<PersonId>;
  /** Those groups, with the one that has the place. */
  readonly displaced: readonly Displaced[];
  /** The Rescue groups the mapping feeds: the mapped one first, mirrored subgroups after their parents. */
  readonly groups: readonly MappedGroup[];
}

/** A directory group whose place belongs to another one, because of its name. */
export interface Displaced {
  readonly group: DirectoryGroup;
  /** The line of the file where the mapped directory group stands that it is in. */
  readonly line: number;
  readonly place: GroupPath;
  /** null when it was not read. */
  readonly owner: DirectoryGroup | null;
}

/**
 * Says which directory group has a path, where several of one name are mirrored to it.
 *
 * @param candidates in the order of the walk
 */
export type OwnerOf = (place: GroupPath, candidates: readonly DirectoryGroupId[]) => DirectoryGroupId | null;

interface Step {
  readonly group: DirectoryGroup;
  readonly above: Step | null;
  readonly place: GroupPath;
  readonly path: readonly string[];
  readonly part: Part;
  readonly line: number;
}

/**
 * Walks the directory groups of one mapping, nearest first and by name, each group once (cycles are legal). Where it names
 * several, their people stand together, and a group that it names is not mirrored below another one.
 * A person stands where the walk meets it first: in the nearest group that holds it directly.
 */
export function membershipOf(
  reading: DirectoryReading,
  found: readonly FoundPart[],
  mapping: Mapping,
  ownerOf: OwnerOf,
): Membership {
  const steps = [...walk(reading, found, mapping)];
  const displaced = mapping.subgroups === 'mirror' ? displacedSteps(steps, ownerOf) : new Map<Step, null>();
  const placements = new Map<PersonId, Placement>();
  const groups: MappedGroup[] = [];
  for (const step of steps.filter((one) => !displaced.has(one))) {
    if (groups.length === 0) groups.push(mappedGroup(step, steps, mapping));
    else if (mapping.subgroups === 'mirror' && step.above !== null) groups.push(mirroredGroup(step));
    const placement = placementOf(step);
    for (const person of step.group.people) if (!placements.has(person)) placements.set(person, placement);
  }
  const unplaced = new Set<PersonId>();
  for (const step of displaced.keys()) {
    const placement = placementOf(step);
    for (const person of step.group.people) {
      if (placements.has(person)) continue;
      placements.set(person, placement);
      unplaced.add(person);
    }
  }
  const named = [...displaced].filter(([{ above }]) => above === null || !displaced.has(above));
  const list = named.map(([{ group, place, line }, owner]): Displaced => {
    return { group, line, place, owner: owner === null ? null : (reading.groups.get(owner) ?? null) };
  });
  return { placements, unplaced, displaced: list, groups };
}

function placementOf({ place, path, part, line }: Step): Placement {
  return { group: place, path, part, line };
}

/** The group that the mapping names. Where it takes several directory groups together, it is the group of none of them. */
function mappedGroup(first: Step, steps: readonly Step[], { parts, line }: Mapping): MappedGroup {
  if (parts.length === 1) return mirroredGroup(first);
  const names = steps.filter(({ above }) => above === null).flatMap(({ path }) => path);
  return { group: first.place, path: [], source: null, part: null, line, names };
}

function mirroredGroup({ place, path, group, part, line }: Step): MappedGroup {
  return { group: place, path, source: group.id, part, line, names: path.slice(-1) };
}

/**
 * The steps into groups whose place is another group's, and everything below them. The managers of a directory group
 * name it as they like, so a group of the same name does not take the place of another.
 */
function displacedSteps(steps: readonly Step[], ownerOf: OwnerOf): Map<Step, DirectoryGroupId | null> {
  const displaced = new Map<Step, DirectoryGroupId | null>();
  for (const level of groupBy(steps, ({ place }) => place.length).values()) {
    const open = level.filter(({ above }) => above === null || !displaced.has(above));
    for (const step of level) if (!open.includes(step)) displaced.set(step, null);
    for (const rivals of groupBy(open, ({ place }) => foldPath(place)).values()) {
      const [first] = rivals;
      // The mapped group itself stands where the file says.
      if (first === undefined || first.above === null) continue;
      const owner = ownerOf(
        first.place,
        rivals.map(({ group }) => group.id),
      );
      for (const step of rivals) if (step.group.id !== owner) displaced.set(step, owner);
    }
  }
  return displaced;
}

/** With `mirror` the groups inside a directory group have places of their own. */
function* walk(reading: DirectoryReading, found: readonly FoundPart[], mapping: Mapping): Generator<Step> {
  const steps = new Map<GroupStep, Step>();
  const roots = found.map((one) => one.group);
  for (const step of walkGroups(reading, roots, mapping.subgroups !== 'ignore')) {
    const { group, path } = step;
    const above = step.above === null ? null : (steps.get(step.above) ?? null);
    const part = above?.part ?? found.find((one) => one.group === group.id)?.part;
    if (part === undefined) throw new Error('a walk begins with a group that no mapping names');
    const inside = mapping.subgroups === 'mirror' ? path.slice(1) : [];
    const placed: Step = {
      group,
      path,
      above,
      part,
      line: lineOf(part, mapping),
      place: [...mapping.rescueGroup, ...inside],
    };
    steps.set(step, placed);
    yield placed;
  }
}
