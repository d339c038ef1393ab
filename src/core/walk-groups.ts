import type { DirectoryGroup, DirectoryGroupId, DirectoryReading } from './people.ts';
import { compareText, visibleName } from './text.ts';

/** A directory group that a walk has come to. */
export interface GroupStep {
  readonly group: DirectoryGroup;
  /** The step from which the walk came; null for a group it began with. */
  readonly above: GroupStep | null;
  /** Names of the directory groups from the first one to this one. */
  readonly path: readonly string[];
}

/**
 * Walks directory groups and the groups inside them, nearest first and by name, each group once (cycles are legal).
 *
 * @param roots where it begins, in this order
 * @param nested whether it goes into the groups inside
 */
export function* walkGroups(
  { groups }: Pick<DirectoryReading, 'groups'>,
  roots: readonly DirectoryGroupId[],
  nested: boolean,
): Generator<GroupStep> {
  const seen = new Set(roots);
  const queue = [...seen].flatMap((root): GroupStep[] => {
    const group = groups.get(root);
    return group === undefined ? [] : [{ group, above: null, path: [nameOf(group)] }];
  });
  // An index instead of shift(): a group may have very many groups inside it.
  for (let next = 0; next < queue.length; next += 1) {
    const step = queue[next];
    if (step === undefined) return;
    yield step;
    if (!nested) continue;
    for (const child of childrenOf(step.group, groups)) {
      if (seen.has(child.id)) continue;
      seen.add(child.id);
      queue.push({ group: child, above: step, path: [...step.path, nameOf(child)] });
    }
  }
}

function childrenOf(group: DirectoryGroup, groups: DirectoryReading['groups']): DirectoryGroup[] {
  return group.groups
    .map((id) => groups.get(id))
    .filter((child) => child !== undefined)
    .sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
}

function nameOf({ name, id }: DirectoryGroup): string {
  return visibleName(name) || id;
}
