import type { DirectoryGroup, DirectoryGroupId, IncompleteRoot, RootRead, WantedGroup } from '../../core/people.ts';
import { normalDn } from '../ad/dn.ts';
import { readRef } from '../ad/group-ref.ts';
import { incomplete } from '../wanted-groups.ts';
import type { SavedReading } from './saved-reading.ts';

/**
 * What a snapshot says of one wanted group. A name stands for whatever group the directory gave for it when the snapshot
 * was taken: of groups that were not asked for by this name nobody knows whether another one has it too. An id or a DN
 * says by itself which group is meant.
 */
export function findRoot(saved: SavedReading, wanted: WantedGroup): RootRead {
  const asked = saved.wanted.flatMap((one, index) => {
    const root = saved.roots[index];
    return root !== undefined && one.ref === wanted.ref ? [{ wanted: one, root }] : [];
  });
  const same = asked.find((one) => one.wanted.nested === wanted.nested && one.wanted.commented === wanted.commented);
  const near = same ?? asked.find((one) => one.wanted.nested === wanted.nested);
  // Who was read with everything inside it was read without it, too.
  const wider = near ?? asked.find((one) => one.wanted.nested);
  if (wider !== undefined) return wider.root;
  const group = groupMeant(saved, wanted.ref);
  if (group === undefined) return lacking(wanted);
  return isWhole(saved, group.id, wanted.nested) ? { kind: 'complete', group: group.id } : halfHeld(wanted, group.id);
}

function groupMeant({ type, groups }: SavedReading, text: string): DirectoryGroup | undefined {
  const ref = readRef(text);
  if (ref.kind === 'guid') return groups.find(({ id }) => id === ref.guid);
  if (ref.kind !== 'dn' || type === 'entra') return undefined;
  return groups.find(({ label }) => normalDn(label) === ref.normal);
}

/** Whether the group was read to the end: by itself, or as a part of something that was. */
function isWhole(saved: SavedReading, id: DirectoryGroupId, nested: boolean): boolean {
  return saved.roots.some((root, index) => {
    if (root.kind !== 'complete') return false;
    if (saved.wanted[index]?.nested !== true) return !nested && root.group === id;
    return groupsFrom(saved, root.group, true).has(id);
  });
}

/** The group and, where they are wanted, all groups inside it, as far as they were read. */
export function groupsFrom(
  { groups }: Pick<SavedReading, 'groups'>,
  id: DirectoryGroupId,
  nested: boolean,
): ReadonlySet<DirectoryGroupId> {
  if (!nested) return new Set([id]);
  const byId = new Map(groups.map((group) => [group.id, group]));
  const seen = new Set([id]);
  // A set is walked in order of insertion, which reaches what is added on the way too.
  for (const one of seen) for (const inside of byId.get(one)?.groups ?? []) seen.add(inside);
  return seen;
}

function lacking({ ref }: WantedGroup): IncompleteRoot {
  return incomplete(
    'SNAPSHOT_LACKS_GROUP',
    `The snapshot does not hold the directory group "${ref}": it holds the groups that were mapped, or asked for, when it was taken. That says nothing about who is in the group. Take the snapshot again with this file, or with --group.`,
  );
}

function halfHeld({ ref }: WantedGroup, group: DirectoryGroupId): IncompleteRoot {
  const text = `The snapshot holds the directory group "${ref}" only in part, for it was taken for another use of the group. Take the snapshot again with this file, or with --group.`;
  return { kind: 'incomplete', group, code: 'SNAPSHOT_LACKS_GROUP', text };
}
