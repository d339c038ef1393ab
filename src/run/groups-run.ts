import type { FoundGroup, FoundGroups } from '../core/people.ts';
import type { Directory, ReadOptions, SearchOptions } from '../directory/directory.ts';
import type { GroupCounts } from '../plan/view/group-counts.ts';
import type { ConfiguredTarget, MappingRef } from '../targets/target.ts';
import { readingOf, wantedOf } from './wanted-groups.ts';

/** A mapping of the file that refers to a group. */
export interface Mapped extends Pick<MappingRef, 'line' | 'group'> {
  /** The section of the file. */
  readonly target: string;
}

export interface ListedGroup extends FoundGroup {
  /** In the order of the file; empty when the group is not mapped. */
  readonly mappings: readonly Mapped[];
}

export interface ListedGroups extends FoundGroups {
  readonly groups: readonly ListedGroup[];
}

/**
 * Finds groups, and says of each whether it is mapped already.
 *
 * @throws Failure when the directory cannot be asked
 */
export async function searchGroups(
  targets: readonly ConfiguredTarget[],
  directory: Directory,
  term: string,
  options: SearchOptions,
): Promise<ListedGroups> {
  const found = await directory.search(term, options);
  const mappings = targets.flatMap((target) => target.mappings.map((mapping) => ({ ...mapping, target: target.type })));
  const groups = found.groups.map((group) => ({
    ...group,
    mappings: mappings
      .filter(({ ref }) => directory.refersTo(ref, group))
      .map(({ target, line, group: fed }): Mapped => ({ target, line, group: fed })),
  }));
  return { ...found, groups };
}

/** The counts of one section of the file. */
export interface TargetCounts extends GroupCounts {
  readonly target: string;
}

/**
 * Counts the members of the mapped groups, section by section.
 *
 * @throws Failure when the directory as a whole cannot be read
 */
export async function countGroups(
  targets: readonly ConfiguredTarget[],
  directory: Directory,
  options: ReadOptions,
): Promise<TargetCounts[]> {
  const reading = await directory.read(wantedOf(targets), options);
  return targets.map((target) => ({ target: target.type, ...target.count(readingOf(reading, target, targets)) }));
}
