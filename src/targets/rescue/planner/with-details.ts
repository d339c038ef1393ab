import type { AccountReading, NodeId, UserDetails } from './account.ts';
import { unansweredUser } from './unreadable-nodes.ts';

/**
 * The account with the details that were asked for; users that vanished meanwhile (asked, not there) are left out.
 * A user's own record counts more than what the tree shows of it.
 *
 * @param unanswered users for whom the service gives no answer: they are there, and cannot be read
 */
export function withDetails(
  account: AccountReading,
  ids: readonly NodeId[],
  details: ReadonlyMap<NodeId, UserDetails>,
  unanswered: ReadonlySet<NodeId> = new Set(),
): AccountReading {
  const asked = new Set(ids);
  const users = account.users.flatMap((user) => {
    if (unanswered.has(user.id)) return [];
    if (!asked.has(user.id)) return [user];
    const found = details.get(user.id);
    if (found === undefined) return [];
    const { name, email, description, enabled } = found.record ?? user;
    return [{ ...user, name, email, description, enabled, details: found }];
  });
  const silent = account.users.filter(({ id }) => unanswered.has(id)).map(unansweredUser);
  if (silent.length === 0) return { ...account, users };
  return { ...account, users, unreadable: [...(account.unreadable ?? []), ...silent] };
}
