import { basesOfWanted } from './limit-bases.ts';
import { groupBy } from '../../../core/collections.ts';
import type { Member } from '../../../plan/members.ts';
import { countWanted } from './members.ts';
import { fold } from '../../../core/text.ts';
import type { Bases, BaseUser } from '../../../plan/bases.ts';
import { standing } from '../../../plan/limits.ts';
import type { AccountReading, AccountUser, NodeId } from './account.ts';
import { compareNodeIds } from './node-ids.ts';
import type { FedGroups } from './fed-groups.ts';
import type { RecentChange } from '../../../plan/earlier-runs.ts';
import type { LimitSettings, Share } from '../../../core/settings.ts';
import type { WantedUser } from './wanted-user.ts';

/**
 * Users who count though nothing changes about them, and so must be proved by their own records: the organization tree
 * may show users that are only text in somebody's Description. Asked are
 *
 * - enabled users that disables, moves or new addresses are a share of: as many as the share needs to let those
 *   through;
 * - the master administrators that remain where one is to be disabled;
 * - users that stand in the way of an address.
 *
 * @param recent what earlier runs did, which counts as well
 * @param taken addresses that somebody should get and another user keeps, folded
 * @returns ids of users to ask for; one that does not answer is no user
 */
export function usersToProve(
  wanted: readonly WantedUser[],
  account: AccountReading,
  fedGroups: FedGroups,
  limits: LimitSettings,
  recent: readonly RecentChange[],
  taken: ReadonlySet<string>,
): NodeId[] {
  // Nobody who is new is disabled, moved or given another address.
  const existing = wanted.filter(({ user }) => user !== null);
  const plain = countWanted(existing, fedGroups).filter(({ doubt }) => doubt === null);
  const isQuiet = plain.length === 0 && recent.length === 0;
  const asked = [
    ...(isQuiet ? [] : ofShares(plain, account, basesOfWanted(wanted, fedGroups, account), limits, recent)),
    ...otherMasters(wanted),
    ...holders(account, taken),
  ];
  return [...new Set(asked.filter(({ details }) => details === null).map(({ id }) => id))];
}

/** Those that disables, moves and new addresses are a share of. */
function ofShares(
  plain: readonly Member[],
  account: AccountReading,
  bases: Bases,
  limits: LimitSettings,
  recent: readonly RecentChange[],
): AccountUser[] {
  const users = account.users.filter(({ id }) => bases.users.has(id));
  const lookedAfter = users.filter(({ id }) => bases.lookedAfter.has(id));
  const leaving = plain.filter(({ counts }) => counts.has('disable'));
  const ofGroup = groupBy(
    users.filter(({ enabled }) => enabled),
    ({ group }): string => group,
  );
  return [
    ...(['disable', 'move', 'readdress'] as const).flatMap((kind) => {
      const doing = plain.filter(({ counts }) => counts.has(kind));
      return toProve(keysOf(doing, standing(kind, recent, bases)), lookedAfter, limits[kind], limits.minimum);
    }),
    ...[...groupBy(leaving, ({ parent }) => parent)].flatMap(([group, members]) => {
      if (group === null) return [];
      const share = bases.groupOf(group).share ?? limits.disablePerGroup;
      const earlier = standing('disable', recent, bases).filter(({ parent }) => parent === group);
      return toProve(keysOf(members, earlier), ofGroup.get(group) ?? [], share, limits.minimum);
    }),
  ];
}

/** All that count as changed, by key: those of this plan, and those of earlier runs. */
function keysOf(changed: readonly Member[], earlier: readonly BaseUser[]): Set<string> {
  return new Set([...changed.map(({ key }) => key), ...earlier.map(({ id }) => id)]);
}

/** The users whose proof is missing for the changed ones to be no more than the share of them. */
function toProve(
  changed: ReadonlySet<string>,
  of: readonly AccountUser[],
  share: Share,
  minimum: number,
): AccountUser[] {
  const { size } = changed;
  if (share.kind === 'count' || size < minimum || size === 0) return [];
  if (size > Math.floor((of.length * share.percent) / 100)) return [];
  const needed = Math.ceil((size * 100) / share.percent);
  const open = of.filter(({ details }) => details === null);
  const missing = needed - (of.length - open.length);
  // Users that change are asked for in any case.
  const rank = ({ id }: AccountUser): number => (changed.has(id) ? 0 : 1);
  return missing <= 0 ? [] : open.sort((a, b) => rank(a) - rank(b) || byNode(a, b)).slice(0, missing);
}

function otherMasters(wanted: readonly WantedUser[]): AccountUser[] {
  const ends = wanted.some(({ user, role, enabled }) => {
    return role === 'masterAdministrator' && user?.enabled === true && !enabled;
  });
  if (!ends) return [];
  return wanted.flatMap(({ user, role, enabled }) => {
    return user?.enabled === true && enabled && role === 'masterAdministrator' ? [user] : [];
  });
}

function holders({ users }: AccountReading, taken: ReadonlySet<string>): AccountUser[] {
  return taken.size === 0 ? [] : users.filter(({ email }) => taken.has(fold(email)));
}

function byNode(a: AccountUser, b: AccountUser): number {
  return compareNodeIds(a.id, b.id);
}
