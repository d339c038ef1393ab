import { compareText, visibleName } from './identity.ts';
import type { DirectoryGroup, DirectoryGroupId, DirectoryReading, GroupPath, PersonId } from './model.ts';
import type { Mapping } from './settings.ts';

/** Where one mapping puts one person. */
export interface Placement {
  readonly person: PersonId;
  readonly group: GroupPath;
  /** Names of the directory groups from the mapped one to the one that holds the person directly. */
  readonly path: readonly string[];
}

export interface MappedGroup {
  readonly group: GroupPath;
  /** Names of the directory groups that lead to it; one name for the mapped group itself. */
  readonly path: readonly string[];
  /** The directory group it mirrors. */
  readonly source: DirectoryGroupId;
}

export interface Membership {
  readonly placements: ReadonlyMap<PersonId, Placement>;
  /** The Rescue groups the mapping feeds: the mapped one first, mirrored subgroups after their parents. */
  readonly groups: readonly MappedGroup[];
}

interface Step {
  readonly group: DirectoryGroup;
  readonly place: GroupPath;
  readonly path: readonly string[];
}

/**
 * Walks the directory groups of one mapping, nearest first and by name, each group once (cycles are legal).
 * A person stands where the walk meets it first: in the nearest group that holds it directly.
 */
export function membershipOf(reading: DirectoryReading, root: DirectoryGroupId, mapping: Mapping): Membership {
  const placements = new Map<PersonId, Placement>();
  const groups: MappedGroup[] = [];
  for (const step of walk(reading, root, mapping)) {
    if (mapping.subgroups === 'mirror' || groups.length === 0)
      groups.push({ group: step.place, path: step.path, source: step.group.id });
    for (const person of step.group.people) {
      if (!placements.has(person)) placements.set(person, { person, group: step.place, path: step.path });
    }
  }
  return { placements, groups };
}

function* walk(reading: DirectoryReading, root: DirectoryGroupId, mapping: Mapping): Generator<Step> {
  const seen = new Set<DirectoryGroupId>([root]);
  const first = reading.groups.get(root);
  const queue: Step[] =
    first === undefined
      ? []
      : [{ group: first, place: mapping.rescueGroup, path: [visibleName(first.name) || first.id] }];
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    yield step;
    if (mapping.subgroups === 'ignore') return;
    for (const child of childrenOf(reading, step.group)) {
      if (seen.has(child.id)) continue;
      seen.add(child.id);
      queue.push(stepInto(step, child, mapping));
    }
  }
}

function childrenOf(reading: DirectoryReading, group: DirectoryGroup): DirectoryGroup[] {
  return group.groups
    .map((id) => reading.groups.get(id))
    .filter((child) => child !== undefined)
    .sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
}

function stepInto(step: Step, child: DirectoryGroup, mapping: Mapping): Step {
  const name = visibleName(child.name) || child.id;
  const place = mapping.subgroups === 'mirror' ? [...step.place, name] : step.place;
  return { group: child, place, path: [...step.path, name] };
}
