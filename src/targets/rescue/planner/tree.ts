import { groupBy } from '../../../core/collections.ts';
import { fold, foldPath } from '../../../core/text.ts';
import type { AccountGroup, AccountReading, NodeId } from './account.ts';
import type { DirectoryGroupId } from '../../../core/people.ts';
import type { Notice } from '../../../core/notice.ts';
import { compareNodeIds } from './node-ids.ts';
import { type GroupPath, formatPath } from '../../../core/path.ts';
import type { Mapping } from '../settings.ts';

/** The organization tree of an account, indexed by path. Names are compared folded; an exact spelling decides a tie. */
export interface Tree {
  /** The one group at a path; null when there is none, or several that cannot be told apart. */
  find(path: GroupPath): AccountGroup | null;
  /** The path as the account spells it, as far as it exists; the rest as asked for. */
  spelled(path: GroupPath): GroupPath;
  group(id: NodeId): AccountGroup;
  /** The groups directly below one, in the order of their ids. */
  children(id: NodeId): readonly AccountGroup[];
  /** Why the groups of a path cannot be found or created; null when they can. */
  obstacle(path: GroupPath, mapping: Mapping): Notice | null;
  /** Why a directory group cannot be mirrored: two groups of the account bear its link; null when it can be. */
  contested(source: DirectoryGroupId, path: GroupPath, mapping: Mapping): Notice | null;
}

/** @param contestedGroups see targets/rescue/planner/links.ts */
export function treeOf(account: AccountReading, contestedGroups: ReadonlySet<DirectoryGroupId> = new Set()): Tree {
  const byId = new Map(account.groups.map((group) => [group.id, group]));
  const byParent = groupBy(
    [...account.groups].sort((a, b) => compareNodeIds(a.id, b.id)),
    ({ parent }) => parent,
  );
  const byPlace = groupBy(account.groups, (group) => foldPath(group.path));

  function group(id: NodeId): AccountGroup {
    const found = byId.get(id);
    if (found === undefined) throw new Error(`the account reading has no group ${id}`);
    return found;
  }

  function find(path: GroupPath): AccountGroup | null {
    const candidates = byPlace.get(foldPath(path)) ?? [];
    if (candidates.length <= 1) return candidates[0] ?? null;
    const exact = candidates.filter((candidate) => formatPath(candidate.path) === formatPath(path));
    return exact.length === 1 ? (exact[0] ?? null) : null;
  }

  function spelled(path: GroupPath): GroupPath {
    for (let length = path.length; length > 0; length--) {
      const known = find(path.slice(0, length));
      if (known !== null) return [...known.path, ...path.slice(length)];
    }
    return path;
  }

  function isUser(path: GroupPath): boolean {
    const parent = find(path.slice(0, -1));
    const name = fold(path.at(-1) ?? '');
    return parent !== null && account.users.some((user) => user.group === parent.id && fold(user.name) === name);
  }

  function obstacle(path: GroupPath, mapping: Mapping): Notice | null {
    for (let length = 1; length <= path.length; length++) {
      const part = path.slice(0, length);
      if (find(part) !== null) continue;
      const about = { severity: 'error', subject: formatPath(path), line: mapping.line } as const;
      const several = byPlace.get(foldPath(part))?.length ?? 0;
      if (several > 1) {
        const text = `${several} groups of the account are called ${formatPath(part)}. Rename all but one in the Admin Center; until then only people who have ended are dealt with there.`;
        return { code: 'RESCUE_GROUP_AMBIGUOUS', text, ...about };
      }
      if (length <= mapping.rescueGroup.length && isUser(part)) {
        const text = `${formatPath(part)} is a user, not a group. Correct rescueGroup; until then only people who have ended are dealt with there.`;
        return { code: 'RESCUE_PATH_IS_USER', text, ...about };
      }
      const parent = find(part.slice(0, -1));
      const hidden = (byParent.get(parent?.id ?? null) ?? []).find(({ unreadable }) => unreadable !== undefined);
      if (hidden !== undefined) {
        const remedy =
          hidden.unreadable === 'text' ? 'Clean the name and the Description of that group' : 'Look at that group';
        const text = `${formatPath(part)} was not found, but the group with the node ${hidden.id}, whose name cannot be read, may be it. ${remedy} in the Admin Center; until then nothing is changed for the people who belong there.`;
        return { code: 'RESCUE_GROUP_UNREADABLE', text, ...about };
      }
      return null;
    }
    return null;
  }

  function contested(source: DirectoryGroupId, path: GroupPath, mapping: Mapping): Notice | null {
    if (!contestedGroups.has(source)) return null;
    const text = `Two groups of the account carry the link marker of the directory group ${path.at(-1) ?? ''}, and nobody can tell which of them mirrors it. Remove the marker from the description of the wrong one; until then nothing is changed for the people who belong there.`;
    return {
      code: 'RESCUE_GROUP_AMBIGUOUS',
      severity: 'error',
      text,
      subject: formatPath(path),
      line: mapping.line,
    };
  }

  return { find, spelled, group, children: (id) => byParent.get(id) ?? [], obstacle, contested };
}
