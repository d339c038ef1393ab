import { once } from '../../../core/collections.ts';
import { fold, foldPath } from '../../../core/text.ts';
import type { Bases, GroupLimit } from '../../../plan/bases.ts';
import { markerIn, parseMarker } from './marker.ts';
import type { AccountGroup, AccountReading, AccountUser, NodeId } from './account.ts';
import type { RescueChange } from './change.ts';
import type { RecentChange } from '../../../plan/earlier-runs.ts';
import { formatPath } from '../../../core/path.ts';
import { type FedGroups, oneToOneGroups } from './fed-groups.ts';
import type { Mapping, RescueSettings } from '../settings.ts';
import type { WantedUser } from './wanted-user.ts';

/**
 * The users that limits are shares of, for a plan that is being made. Users and groups in doubt are in no share:
 * somebody who can write a Description, or name a directory group, could bring others in, and so have more users
 * disabled.
 */
export function basesOfWanted(wanted: readonly WantedUser[], fedGroups: FedGroups, account: AccountReading): Bases {
  const oneToOne = oneToOneGroups(fedGroups);
  const usersWhere = (is: (entry: WantedUser) => boolean): Set<NodeId> =>
    new Set(wanted.flatMap((entry) => (entry.user !== null && is(entry) ? [entry.user.id] : [])));
  const doubtful = once(() => usersWhere(({ doubt }) => doubt !== null));
  const people = once(() => usersWhere(({ person }) => person !== null));
  const feeds = new Map(
    fedGroups.all.flatMap(({ node, assigned }) => (node === null ? [] : [[node.id, assigned.mapping]])),
  );
  const known = {
    oneToOne,
    isPerson: (id: NodeId) => people().has(id),
    isDoubtful: (id: NodeId) => doubtful().has(id),
  };
  return basesOf(account, { ...known, mappingOf: (id) => feeds.get(id), pathOf: (id) => fedGroups.after(id) });
}

/**
 * The same for a plan that was made before, from its changes and the account as it is. The directory is not looked at:
 * a full group is one that a mapping names, or a linked one below it.
 *
 * @param inDoubt keys of users and groups that need an approval of their own
 */
export function basesOfChanges(
  changes: readonly RescueChange[],
  account: AccountReading,
  { mappings }: Pick<RescueSettings, 'mappings'>,
  inDoubt: ReadonlySet<string>,
): Bases {
  const groups = new Map(account.groups.map((group) => [group.id, group]));
  const mappingOf = (id: NodeId): Mapping | undefined => {
    const group = groups.get(id);
    return group === undefined ? undefined : feeding(group, mappings);
  };
  const full = account.groups.filter(({ id }) => mappingOf(id)?.fullGroup === true);
  const people = new Set(changes.flatMap(({ node, person }) => (node !== null && person !== null ? [node] : [])));
  return basesOf(account, {
    oneToOne: new Set(full.map(({ id }) => id)),
    isPerson: (id) => people.has(id),
    isDoubtful: (id) => inDoubt.has(id),
    mappingOf,
    pathOf: (id) => groups.get(id)?.path ?? [],
  });
}

function feeding({ path, description }: AccountGroup, mappings: readonly Mapping[]): Mapping | undefined {
  const own = mappings.find(({ rescueGroup }) => foldPath(rescueGroup) === foldPath(path));
  if (own !== undefined || parseMarker(description) === null) return own;
  return mappings.find(({ rescueGroup, subgroups }) => {
    return subgroups === 'mirror' && foldPath(path.slice(0, rescueGroup.length)) === foldPath(rescueGroup);
  });
}

interface Known {
  readonly oneToOne: Pick<ReadonlySet<NodeId>, 'has'>;
  /** Whether it is the user of somebody who was read. */
  readonly isPerson: (id: NodeId) => boolean;
  /** Whether the changes of the user need an approval of their own. */
  readonly isDoubtful: (id: NodeId) => boolean;
  readonly mappingOf: (id: NodeId) => Mapping | undefined;
  readonly pathOf: (id: NodeId) => readonly string[];
}

function basesOf(account: AccountReading, { oneToOne, isPerson, isDoubtful, mappingOf, pathOf }: Known): Bases {
  const isLookedAfter = (user: AccountUser): boolean =>
    !isDoubtful(user.id) && (isPerson(user.id) || markerIn(user) !== null || oneToOne.has(user.group));
  const users = account.users.filter(({ email }) => email.trim() !== '');
  // Most plans change nobody whom a limit counts: then nobody asks for these.
  const all = usersOf(users);
  const lookedAfter = once(
    () => new Set<string>(users.filter((user) => user.enabled && isLookedAfter(user)).map(({ id }) => id)),
  );
  return {
    account: account.account,
    get users() {
      return all.users;
    },
    get lookedAfter() {
      return lookedAfter();
    },
    groupOf(id): GroupLimit {
      const mapping = mappingOf(id as NodeId);
      return {
        path: formatPath(pathOf(id as NodeId)),
        share: mapping?.disableLimit ?? null,
        line: mapping?.line ?? null,
      };
    },
    isKnownBy: all.isKnownBy,
  };
}

/** The users of an account, as limits look at them. */
export function usersOf(users: readonly AccountUser[]): Pick<Bases, 'users' | 'isKnownBy'> {
  const known = once(() => new Map<string, AccountUser>(users.map((user) => [user.id, user])));
  const all = once(() => new Map(users.map(({ id, group, enabled }) => [id, { id, parent: group, enabled }])));
  return {
    get users() {
      return all();
    },
    isKnownBy: (id, values) => {
      const user = known().get(id);
      return user !== undefined && isKnownBy(user, values);
    },
  };
}

/** An SSO id that was not asked for is taken for what a run has written. */
function isKnownBy({ email, details }: AccountUser, values: RecentChange['after']): boolean {
  const { email: address, ssoId } = values;
  if (address !== undefined) return fold(email) === fold(address);
  return ssoId !== undefined && (details === null || fold(details.ssoId) === fold(ssoId));
}
