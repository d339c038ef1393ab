import { groupBy } from '../../../core/collections.ts';
import { assignmentsOf } from './assignments.ts';
import { cleanName, foldPath } from '../../../core/text.ts';
import { membershipOf } from './membership.ts';
import type { AccountReading } from './account.ts';
import type { DirectoryReading } from '../../../core/people.ts';
import { formatPath } from '../../../core/path.ts';
import type { GroupCount, GroupCounts, MappingCount } from '../../../plan/view/group-counts.ts';
import type { Mapping, RescueSettings } from '../settings.ts';
import { treeOf } from './tree.ts';

/** The account is not asked: nothing in it changes how many people a group holds in the directory. */
const NO_ACCOUNT: AccountReading = {
  account: '',
  organization: '',
  url: '',
  self: { ids: [], email: '' },
  groups: [],
  users: [],
};

/**
 * Counts what the mappings bring, against the same ceilings and by the same rules as a plan (targets/rescue/planner/ceilings.ts).
 *
 * @param reading of the mappings of `settings`, in their order
 */
export function countMappings(settings: RescueSettings, reading: DirectoryReading): GroupCounts {
  const { ceilings } = settings;
  const assignments = assignmentsOf(settings, reading, treeOf(NO_ACCOUNT));
  const people = groupBy(assignments.people.values(), ({ placement }) => foldPath(placement.group));
  const mappings = settings.mappings.map((mapping, index): MappingCount => {
    const root = reading.roots[index];
    const id = root?.group ?? null;
    const group = id === null ? undefined : reading.groups.get(id);
    const fed = assignments.groups.filter((one) => one.mapping === mapping);
    return {
      line: mapping.line,
      directoryGroup: mapping.directoryGroup,
      name: group === undefined ? null : cleanName(group.name),
      group: formatPath(mapping.rescueGroup),
      direct: group?.people.length ?? null,
      nested: group === undefined ? null : nestedPeople(reading, group.id, mapping),
      groups: fed.map((one): GroupCount => {
        const count = people.get(foldPath(one.group))?.length ?? 0;
        return { group: formatPath(one.group), people: count, over: count > ceilings.membersPerGroup };
      }),
      error: root?.kind === 'incomplete' ? { code: root.code, text: root.text } : null,
    };
  });
  const groups = assignments.groups.length;
  const over = groups > ceilings.groups || mappings.some((mapping) => mapping.groups.some((one) => one.over));
  return { mappings, groups, ceilings, over };
}

function nestedPeople(
  reading: DirectoryReading,
  root: Parameters<typeof membershipOf>[1],
  mapping: Mapping,
): number | null {
  if (mapping.subgroups === 'ignore') return null;
  const flat = { ...mapping, subgroups: 'flatten' } as const;
  return membershipOf(reading, root, flat, (_place, [first]) => first ?? null).placements.size;
}
