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
    // By the list itself first: users of one group share it.
    ({ standing: { path } }) => path,
  );
  const counts = new Map<string, number>();
  for (const [path, entries] of members) {
    const group = formatPath(path);
    counts.set(group, (counts.get(group) ?? 0) + entries.length);
  }
  return fedGroups.all.map(({ assigned, node, path }) => {
    const group = formatPath(path);
    const present = node === null ? 0 : (standing.get(node.id)?.length ?? 0);
    return { group, line: assigned.mapping.line, wanted: counts.get(group) ?? 0, present };
  });
}

/** How many users are in step with the directory. */
export function unchangedUsers(wanted: readonly WantedUser[], changes: readonly RescueChange[]): number {
  const changed = new Set(changes.flatMap(({ kind, node }) => (kind === 'user' && node !== null ? [node] : [])));
  return wanted.filter(({ user, person }) => user !== null && person !== null && !changed.has(user.id)).length;
}
