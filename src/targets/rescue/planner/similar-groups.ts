import type { AccountGroup } from './account.ts';
import type { RescueChange } from './change.ts';
import type { Notice } from '../../../core/notice.ts';
import { type GroupPath, formatPath, parsePath } from '../../../core/path.ts';
import type { FedGroups } from './fed-groups.ts';
import { nearlySame } from '../../../core/similar.ts';
import type { Tree } from './tree.ts';

/**
 * Says where a group would be created beside one of nearly the same name: probably that one was meant. A group that a
 * mapping feeds is none that somebody has mistyped.
 */
export function similarGroups(changes: readonly RescueChange[], fedGroups: FedGroups, tree: Tree): Notice[] {
  const fed = new Set(fedGroups.all.flatMap(({ node }) => node?.id ?? []));
  return changes.flatMap((change): Notice[] => {
    if (change.kind !== 'group' || !change.operations.includes('create')) return [];
    const path = parsePath(change.group);
    const name = path.at(-1) ?? '';
    const similar = beside(path, change, tree).filter(
      (group) => !fed.has(group.id) && nearlySame(name, fedGroups.after(group.id).at(-1) ?? ''),
    );
    if (similar.length === 0) return [];
    const names = similar.map((group) => formatPath(fedGroups.after(group.id))).join(', ');
    const { line } = change.reason;
    const text = `${change.group} would be created; similar: ${names}. If that group is meant, correct rescueGroup (or the name of the directory group that is mirrored).`;
    return [{ code: 'GROUP_SIMILAR', severity: 'warning', text, subject: change.group, line }];
  });
}

/** The groups of the account that stand where a new one would. */
function beside(path: GroupPath, { native: { toNode } }: RescueChange, tree: Tree): readonly AccountGroup[] {
  const parent = toNode ?? tree.find(path.slice(0, -1))?.id ?? null;
  return parent === null ? [] : tree.children(parent);
}
