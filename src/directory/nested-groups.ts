import type { DirectoryGroupId } from '../core/people.ts';
import type { Root } from './wanted-groups.ts';

interface GroupNode {
  readonly kind: 'group';
  readonly id: DirectoryGroupId;
}

interface Leaf {
  readonly kind: 'person' | 'other';
}

/** The groups read so far, with their direct members. */
type ReadSoFar<Group> = ReadonlyMap<DirectoryGroupId, { readonly members: readonly (Group | Leaf)[] }>;

/** Every group that the way down from a root reaches, the root included; cycles are legal. */
export function reachable(
  { group, nested }: Root<Pick<GroupNode, 'id'>>,
  read: ReadSoFar<GroupNode>,
): ReadonlySet<DirectoryGroupId> {
  const seen = new Set([group.id]);
  if (!nested) return seen;
  // A set is walked in order of insertion, which reaches what is added on the way too.
  for (const id of seen) {
    for (const member of read.get(id)?.members ?? []) if (member.kind === 'group') seen.add(member.id);
  }
  return seen;
}

/** The groups that are reached from the roots and not read yet, each once. */
export function unreadGroups<Group extends GroupNode>(
  roots: readonly Root<Group>[],
  read: ReadSoFar<NoInfer<Group>>,
): Group[] {
  const known = new Map(roots.map(({ group }) => [group.id, group]));
  for (const { members } of read.values()) {
    for (const member of members) if (member.kind === 'group' && !known.has(member.id)) known.set(member.id, member);
  }
  const wanted = new Set(roots.flatMap((root) => [...reachable(root, read)]));
  return [...wanted].flatMap((id) => (read.has(id) ? [] : (known.get(id) ?? [])));
}
