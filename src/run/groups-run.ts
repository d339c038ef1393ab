import type { GroupCounts } from '../plan/view/group-counts.ts';
import { countMappings } from '../targets/rescue/planner/counts.ts';
import type { FoundGroup, FoundGroups } from '../core/people.ts';
import { formatPath } from '../core/path.ts';
import type { Settings } from '../core/settings.ts';
import type { Directory, ReadOptions, SearchOptions } from '../directory/directory.ts';

/** A mapping of the file that refers to a group. */
export interface Mapped {
  readonly line: number;
  readonly rescueGroup: string;
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
  { rescue }: Settings,
  directory: Directory,
  term: string,
  options: SearchOptions,
): Promise<ListedGroups> {
  const found = await directory.search(term, options);
  const groups = found.groups.map((group) => ({
    ...group,
    mappings: rescue.mappings
      .filter(({ directoryGroup }) => directory.refersTo(directoryGroup, group))
      .map(({ line, rescueGroup }) => ({ line, rescueGroup: formatPath(rescueGroup) })),
  }));
  return { ...found, groups };
}

/**
 * Counts the members of the mapped groups.
 *
 * @throws Failure when the directory as a whole cannot be read
 */
export async function countGroups(
  { rescue }: Settings,
  directory: Directory,
  options: ReadOptions,
): Promise<GroupCounts> {
  const wanted = rescue.mappings.map(({ directoryGroup, subgroups }) => {
    return { ref: directoryGroup, nested: subgroups !== 'ignore' };
  });
  return countMappings(rescue, await directory.read(wanted, options));
}
