import { groupBy } from '../../../core/collections.ts';
import { formatPath } from '../../../core/path.ts';
import type { Tally } from '../../../plan/model.ts';
import type { AccountReading } from './account.ts';
import type { RescueChange } from './change.ts';
import { isBare } from './decide.ts';
import type { FedGroups } from './fed-groups.ts';
import type { WantedUser } from './wanted-user.ts';

/** For every group that a mapping feeds: which enabled people should stand there, and who does. */
export function talliesOf(
  fedGroups: FedGroups,
  account: AccountReading,
  wanted: readonly WantedUser[],
): Omit<Tally, 'after'>[] {
  const standing = groupBy(
    account.users.filter((user) => user.enabled && !isBare(user)),
    (user) => user.group,
  );
  const members = groupBy(
    wanted.filter(({ person, enabled }) => person !== null && enabled),
    (entry) => formatPath(entry.standing.path),
  );
  return fedGroups.all.map(({ assigned, node, path }) => {
    const group = formatPath(path);
    const present = node === null ? 0 : (standing.get(node.id)?.length ?? 0);
    return { group, line: assigned.mapping.line, wanted: members.get(group)?.length ?? 0, present };
  });
}

/** How many users are in step with the directory. */
export function unchangedUsers(wanted: readonly WantedUser[], changes: readonly RescueChange[]): number {
  const changed = new Set(changes.flatMap(({ kind, node }) => (kind === 'user' && node !== null ? [node] : [])));
  return wanted.filter(({ user, person }) => user !== null && person !== null && !changed.has(user.id)).length;
}
