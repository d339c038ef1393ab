import { groupBy } from './collections.ts';
import { compareText, fold } from './identity.ts';
import { isLookedAfter } from './limits.ts';
import type { AccountReading, AccountUser, NodeId, Notice } from './model.ts';
import type { Places } from './places.ts';
import type { LimitSettings, Share } from './settings.ts';
import type { WantedUser } from './wanted.ts';

/**
 * Users who count though nothing changes about them, and so must be proved by their own records: the organization tree
 * may show users that are only text in somebody's Description. Asked are
 *
 * - enabled users of whom disables are a share: as many as the share needs to let those through;
 * - the master administrators that remain where one is to be disabled;
 * - whoever stands in the way of an address.
 *
 * @param notices those of the plan so far
 * @returns ids of users to ask for; whoever does not answer is no user
 */
export function unproved(
  wanted: readonly WantedUser[],
  account: AccountReading,
  places: Places,
  limits: LimitSettings,
  notices: readonly Notice[],
): NodeId[] {
  const leaving = wanted.filter(({ user, enabled }) => user?.enabled === true && !enabled);
  const enabled = wanted.flatMap(({ user }) => (user?.enabled === true ? [user] : []));
  const lookedAfter = wanted.flatMap((entry) => {
    return entry.user?.enabled === true && isLookedAfter(entry, places) ? [entry.user] : [];
  });
  const ofGroup = groupBy(enabled, ({ group }) => group);
  const asked = [
    ...toProve(leaving, lookedAfter, limits.disable, limits.minimum),
    ...[...groupBy(leaving, ({ user }) => user?.group ?? null)].flatMap(([group, users]) => {
      const place = places.all.find(({ node }) => node !== null && node.id === group);
      const share = place?.desired.mapping.disableLimit ?? limits.disablePerGroup;
      return toProve(users, group === null ? [] : (ofGroup.get(group) ?? []), share, limits.minimum);
    }),
    ...otherMasters(wanted, leaving),
    ...holders(account, notices),
  ];
  return [...new Set(asked.filter(({ details }) => details === null).map(({ id }) => id))];
}

/** The users whose proof is missing for the disables to be no more than the share of them. */
function toProve(
  leaving: readonly WantedUser[],
  of: readonly AccountUser[],
  share: Share,
  minimum: number,
): AccountUser[] {
  const { length } = leaving;
  if (share.kind === 'count' || length < minimum || length === 0) return [];
  if (length > Math.floor((of.length * share.percent) / 100)) return [];
  const needed = Math.ceil((length * 100) / share.percent);
  const open = of.filter(({ details }) => details === null);
  const missing = needed - (of.length - open.length);
  // Who leaves is asked for in any case.
  const first = new Set(leaving.flatMap(({ user }) => user?.id ?? []));
  const rank = ({ id }: AccountUser): number => (first.has(id) ? 0 : 1);
  return missing <= 0 ? [] : open.sort((a, b) => rank(a) - rank(b) || byNode(a, b)).slice(0, missing);
}

function otherMasters(wanted: readonly WantedUser[], leaving: readonly WantedUser[]): AccountUser[] {
  if (!leaving.some(({ role }) => role === 'masterAdministrator')) return [];
  return wanted.flatMap(({ user, role, enabled }) => {
    return user?.enabled === true && enabled && role === 'masterAdministrator' ? [user] : [];
  });
}

function holders({ users }: AccountReading, notices: readonly Notice[]): AccountUser[] {
  const taken = new Set(notices.filter(({ code }) => code === 'EMAIL_IN_USE').map(({ subject }) => fold(subject)));
  return taken.size === 0 ? [] : users.filter(({ email }) => taken.has(fold(email)));
}

function byNode(a: AccountUser, b: AccountUser): number {
  return a.id.length - b.id.length || compareText(a.id, b.id);
}
