import type { DirectoryGroupId } from '../core/people.ts';
import type { Root } from './wanted-groups.ts';

interface GroupNode {
  readonly id: DirectoryGroupId;
}

/** The groups read so far, with the groups directly inside them. */
type ReadSoFar<Group> = ReadonlyMap<DirectoryGroupId, { readonly groups: readonly Group[] }>;

/** Every group that the way down from a root reaches, the root included; cycles are legal. */
export function reachable(
  { group, nested }: Root<GroupNode>,
  read: ReadSoFar<GroupNode>,
): ReadonlySet<DirectoryGroupId> {
  const seen = new Set([group.id]);
  if (!nested) return seen;
  // A set is walked in order of insertion, which reaches what is added on the way too.
  for (const id of seen) for (const inside of read.get(id)?.groups ?? []) seen.add(inside.id);
  return seen;
}

/** The groups that are reached from the roots and not read yet, each once. */
export function unreadGroups<Group extends GroupNode>(
  roots: readonly Root<Group>[],
  read: ReadSoFar<NoInfer<Group>>,
): Group[] {
  const known = new Map(roots.map(({ group }) => [group.id, group]));
  for (const { groups } of read.values()) {
    for (const inside of groups) if (!known.has(inside.id)) known.set(inside.id, inside);
  }
  const wanted = new Set(roots.flatMap((root) => [...reachable(root, read)]));
  return [...wanted].flatMap((id) => (read.has(id) ? [] : (known.get(id) ?? [])));
}
