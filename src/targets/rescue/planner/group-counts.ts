import { groupBy } from '../../../core/collections.ts';
import { assignmentsOf } from './assignments.ts';
import { cleanName, foldPath } from '../../../core/text.ts';
import { membershipOf } from './membership.ts';
import type { AccountReading } from './account.ts';
import type { DirectoryGroup, DirectoryReading } from '../../../core/people.ts';
import { formatPath } from '../../../core/path.ts';
import type { GroupCount, GroupCounts, MappingCount, PartCount } from '../../../plan/view/group-counts.ts';
import type { Mapping, Part, RescueSettings } from '../settings.ts';
import { foundParts, lineOf, listed, namesOf, type PartRead, readParts } from './parts.ts';
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
 * @param reading of the directory groups that the mappings of `settings` name, in their order
 */
export function countMappings(settings: RescueSettings, reading: DirectoryReading): GroupCounts {
  const { ceilings } = settings;
  const assignments = assignmentsOf(settings, reading, treeOf(NO_ACCOUNT));
  const people = groupBy(assignments.people.values(), ({ placement }) => foldPath(placement.group));
  const reads = readParts(settings.mappings, reading);
  const mappings = settings.mappings.map((mapping, index): MappingCount => {
    const parts = reads[index] ?? [];
    const found = parts.flatMap((one) => groupOf(one, reading) ?? []);
    const fed = assignments.groups.filter((one) => one.mapping === mapping);
    return {
      line: mapping.line,
      directoryGroup: namesOf(mapping, 'and'),
      name:
        found.length === 0
          ? null
          : listed(
              found.map(({ name }) => cleanName(name)),
              'and',
            ),
      group: formatPath(mapping.rescueGroup),
      direct: found.length === 0 ? null : new Set(found.flatMap(({ people: direct }) => direct)).size,
      nested: found.length === 0 ? null : nestedPeople(reading, parts, mapping),
      groups: fed.map((one): GroupCount => {
        const count = people.get(foldPath(one.group))?.length ?? 0;
        return { group: formatPath(one.group), people: count, over: count > ceilings.membersPerGroup };
      }),
      error: errorOf(parts),
      ...(parts.length > 1 && { parts: parts.map((one) => partCount(one, mapping, reading)) }),
    };
  });
  const groups = assignments.groups.length;
  const over = groups > ceilings.groups || mappings.some((mapping) => mapping.groups.some((one) => one.over));
  return { mappings, groups, ceilings, over };
}

function groupOf({ root }: PartRead, { groups }: DirectoryReading): DirectoryGroup | undefined {
  return root.group === null ? undefined : groups.get(root.group);
}

/** Of several groups that are wanting, all are told. */
function errorOf(parts: readonly PartRead[]): MappingCount['error'] {
  const wanting = parts.flatMap(({ part, root }) => (root.kind === 'incomplete' ? [{ part, root }] : []));
  const [first] = wanting;
  if (first === undefined) return null;
  const text = wanting.map(({ part, root }) => `${placeOf(part)}${root.text}`).join(' ');
  return { code: first.root.code, text };
}

function placeOf({ place }: Part): string {
  return place === undefined ? '' : `(${place.line}:${place.column}) `;
}

function partCount(read: PartRead, mapping: Mapping, reading: DirectoryReading): PartCount {
  const { directoryGroup } = read.part;
  const line = lineOf(read.part, mapping);
  const group = groupOf(read, reading);
  const name = group === undefined ? null : cleanName(group.name);
  return { line, directoryGroup, name, direct: group?.people.length ?? null };
}

function nestedPeople(reading: DirectoryReading, parts: readonly PartRead[], mapping: Mapping): number | null {
  if (mapping.subgroups === 'ignore') return null;
  const flat = { ...mapping, subgroups: 'flatten' } as const;
  return membershipOf(reading, foundParts(parts), flat, (_place, [first]) => first ?? null).placements.size;
}
