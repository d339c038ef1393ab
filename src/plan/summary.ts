import { groupBy } from '../core/collections.ts';
import { isBare } from '../targets/rescue/planner/decide.ts';
import type { AccountReading } from '../targets/rescue/planner/account.ts';
import type { Change, GroupCount, Operation, PlanSummary } from './model.ts';
import type { Notice } from '../core/notice.ts';
import { formatPath } from '../core/path.ts';
import type { Places } from '../targets/rescue/planner/places.ts';
import type { WantedUser } from '../targets/rescue/planner/wanted.ts';

/** Counts of users, each under every operation that is done to it, and of groups. */
export function summaryOf(
  wanted: readonly WantedUser[],
  changes: readonly Change[],
  notices: readonly Notice[],
  leaversLeft: number,
): PlanSummary {
  const users = changes.filter(({ kind }) => kind === 'user');
  const groups = changes.filter(({ kind }) => kind === 'group');
  // A user may have two changes (an exchange of addresses), and counts once.
  const count = (operation: Operation): number =>
    new Set(users.filter(({ operations }) => operations.includes(operation)).map(({ node, id }) => node ?? id)).size;
  const changed = new Set(users.map(({ node }) => node));
  return {
    create: count('create'),
    update: count('update'),
    move: count('move'),
    enable: count('enable'),
    disable: count('disable'),
    createGroup: groups.filter(({ operations }) => operations.includes('create')).length,
    updateGroup: groups.filter(({ operations }) => !operations.includes('create')).length,
    unchanged: wanted.filter(({ user, person }) => user !== null && person !== null && !changed.has(user.id)).length,
    held: changes.filter(({ held }) => held !== null).length,
    leaversLeft,
    notices: notices.length,
  };
}

/** For every group that a mapping feeds: who should stand there, who does, and who will. */
export function countGroups(
  places: Places,
  account: AccountReading,
  wanted: readonly WantedUser[],
  changes: readonly Change[],
): GroupCount[] {
  const standing = groupBy(
    account.users.filter((user) => !isBare(user)),
    (user) => user.group,
  );
  const comings = groupBy(
    changes.filter(({ kind, after }) => kind === 'user' && after.group !== undefined),
    ({ group }) => group,
  );
  const goings = groupBy(
    changes.filter(({ kind, before }) => kind === 'user' && before?.group !== undefined),
    ({ fromNode }) => fromNode,
  );
  const members = groupBy(
    wanted.filter(({ person, enabled }) => person !== null && enabled),
    (entry) => formatPath(entry.standing.path),
  );
  return places.all.map(({ desired, node, path }) => {
    const group = formatPath(path);
    const present = node === null ? 0 : (standing.get(node.id)?.length ?? 0);
    const gone = node === null ? 0 : (goings.get(node.id)?.length ?? 0);
    return {
      group,
      line: desired.mapping.line,
      wanted: members.get(group)?.length ?? 0,
      present,
      after: present + (comings.get(group)?.length ?? 0) - gone,
    };
  });
}
