import type { AccountReading, NodeId, UserDetails } from './account.ts';

/**
 * The account with the details that were asked for; users that vanished meanwhile (asked, not answered) are left out.
 * A user's own record counts more than what the tree shows of it.
 */
export function withDetails(
  account: AccountReading,
  ids: readonly NodeId[],
  details: ReadonlyMap<NodeId, UserDetails>,
): AccountReading {
  const asked = new Set(ids);
  const users = account.users.flatMap((user) => {
    if (!asked.has(user.id)) return [user];
    const found = details.get(user.id);
    if (found === undefined) return [];
    const { name, email, description, enabled } = found.record ?? user;
    return [{ ...user, name, email, description, enabled, details: found }];
  });
  return { ...account, users };
}
