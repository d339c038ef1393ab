import { groupBy } from '../../../core/collections.ts';
import type { Assignments } from './assignments.ts';
import { Failure } from '../../../core/failure.ts';
import { foldedPaths, foldPath } from '../../../core/text.ts';
import { formatPath } from '../../../core/path.ts';
import type { RescueSettings } from '../settings.ts';

/**
 * Holds a plan against the ceilings. The vendor's own tool stops at 999 groups with 999 members each; that the service
 * itself does is not known, so both may be raised.
 *
 * @throws Failure TOO_MANY_GROUPS, TOO_MANY_MEMBERS, with the groups named and counted
 */
export function checkCeilings(assignments: Assignments, { ceilings }: RescueSettings): void {
  if (assignments.groups.length > ceilings.groups) {
    throw new Failure(
      'TOO_MANY_GROUPS',
      `The mappings feed ${assignments.groups.length} groups of the account; the ceiling is ${ceilings.groups}.`,
      'Map fewer groups, use "subgroups: flatten", or raise limits.groups (the vendor\'s tool allows 999).',
    );
  }
  const placeOf = foldedPaths();
  const members = groupBy(assignments.people.values(), ({ placement }) => placeOf(placement.group));
  const full = assignments.groups.flatMap(({ group, mapping }) => {
    const count = members.get(foldPath(group))?.length ?? 0;
    return count > ceilings.membersPerGroup ? [`${formatPath(group)} (${count}, line ${mapping.line})`] : [];
  });
  if (full.length === 0) return;
  throw new Failure(
    'TOO_MANY_MEMBERS',
    `More than ${ceilings.membersPerGroup} members would stand in ${full.join(', ')}.`,
    "Split the directory group, or raise limits.membersPerGroup (the vendor's tool allows 999).",
  );
}
