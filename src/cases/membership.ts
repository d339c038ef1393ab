import type { DirectoryGroup, DirectoryGroupId, DirectoryReading, PersonId } from '../core/people.ts';
import { fold } from '../core/text.ts';

/**
 * Everybody in the groups of this name, direct or through groups inside; null where the reading has no such group.
 *
 * @param ref name, label (DN) or id of a group
 */
export function membersOf(ref: string, { groups }: DirectoryReading): ReadonlySet<PersonId> | null {
  const wanted = fold(ref);
  const named = [...groups.values()].filter(({ id, name, label }) =>
    [id, name, label].some((one) => fold(one) === wanted),
  );
  if (named.length === 0) return null;
  const seen = new Set<DirectoryGroupId>(named.map(({ id }: DirectoryGroup) => id));
  const people = new Set<PersonId>();
  // A set is walked in order of insertion, which reaches what is added on the way too.
  for (const id of seen) {
    const group = groups.get(id);
    group?.groups.forEach((inside) => seen.add(inside));
    group?.people.forEach((person) => people.add(person));
  }
  return people;
}
