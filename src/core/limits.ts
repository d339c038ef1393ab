import type { HeldSets, HeldUser } from './approvals.ts';
import { groupBy } from './collections.ts';
import { diffUser } from './diff.ts';
import { digest } from './digest.ts';
import { parseMarker } from './marker.ts';
import type { Change, Notice } from './model.ts';
import { formatPath } from './path.ts';
import type { Place, Places } from './places.ts';
import type { LimitSettings, Share } from './settings.ts';
import type { WantedUser } from './wanted.ts';

export type Hold = NonNullable<Change['held']>;

export interface Held {
  /** Disables that are kept back, with the hold they belong to. */
  readonly holds: ReadonlyMap<WantedUser, Hold>;
  /** Places that must not be made ours before they are approved. */
  readonly places: ReadonlyMap<Place, Hold>;
  /** The same people by the id of the hold. */
  readonly sets: HeldSets;
  /** Ids that stand for a set of disables which is not (or not any more) the one planned. */
  readonly stale: readonly string[];
  readonly notices: readonly Notice[];
}

/**
 * Keeps disables back that look like an accident. Over `limits.disable` all of them are held, over
 * `limits.disablePerGroup` those of the group; everything else goes on. A hold has an id that stands for exactly this
 * set of users: to approve it lets this set through and no other.
 *
 * @param approved ids of the file and of the command line
 */
export function holdDisables(
  wanted: readonly WantedUser[],
  places: Places,
  limits: LimitSettings,
  approved: readonly string[],
): Held {
  const leaving = wanted.filter(({ user, enabled }) => user?.enabled === true && !enabled);
  const looked = wanted.filter((entry) => entry.user?.enabled === true && isLookedAfter(entry, places));
  const ofGroups = overGroupLimits(leaving, wanted, places, limits);
  const all = verdict('limits.disable', 'all groups', leaving, looked.length, limits.disable, limits.minimum);
  const found = [...(all === null ? ofGroups : [all]), ...doubtful(wanted, places)];

  const ids = new Set(found.map(({ id }) => id));
  const open = found.filter(({ id }) => !approved.includes(id));
  const holds = new Map(
    [...open]
      .reverse()
      .flatMap(({ id, limit, users }) => users.map((user): [WantedUser, Hold] => [user, { limit, id }])),
  );
  const sets = new Map(open.map((one) => [one.id, one.users.flatMap(heldUser)]));
  const waiting = open.flatMap(({ id, limit, groups = [] }) =>
    groups.map((one): [Place, Hold] => [one, { limit, id }]),
  );
  return {
    holds,
    places: new Map(waiting),
    sets,
    stale: approved.filter((id) => !ids.has(id)),
    notices: open.map(notice),
  };
}

function heldUser({ user }: WantedUser): HeldUser[] {
  return user === null ? [] : [{ node: user.id, name: user.name, email: user.email }];
}

interface HeldSet {
  readonly id: string;
  readonly limit: string;
  readonly place: string;
  readonly users: readonly WantedUser[];
  readonly groups?: readonly Place[];
  /** Enabled users of whom they are a part, and how many of them may be disabled. */
  readonly of: number;
  readonly most: number;
  readonly line: number | null;
}

/** Managed users, and those who stand in a group that is one-to-one with a directory group. */
function isLookedAfter({ user, person }: WantedUser, places: Places): boolean {
  if (user === null) return false;
  return person !== null || parseMarker(user.description) !== null || territoryOf(user.group, places);
}

function territoryOf(group: string, places: Places): boolean {
  return places.all.some(({ node, desired }) => node?.id === group && desired.mapping.fullGroup);
}

function overGroupLimits(
  leaving: readonly WantedUser[],
  wanted: readonly WantedUser[],
  places: Places,
  limits: LimitSettings,
): HeldSet[] {
  const enabled = groupBy(
    wanted.filter(({ user }) => user?.enabled === true),
    ({ user }) => user?.group,
  );
  return [...groupBy(leaving, ({ user }) => user?.group)].flatMap(([group, users]) => {
    const place = places.all.find(({ node }) => node !== null && node.id === group);
    const most = place?.desired.mapping.disableLimit ?? limits.disablePerGroup;
    const name = formatPath(place?.path ?? users[0]?.standing.path ?? []);
    const of = enabled.get(group)?.length ?? 0;
    const found = verdict('limits.disablePerGroup', name, users, of, most, limits.minimum);
    return found === null ? [] : [{ ...found, line: place?.desired.mapping.line ?? null }];
  });
}

/** Everything that needs an approval of its own, as one set. */
function doubtful(wanted: readonly WantedUser[], places: Places): HeldSet[] {
  const users = wanted.filter((entry) => entry.doubt !== null && diffUser(entry, places) !== null);
  const groups = places.all.filter(({ doubt }) => doubt !== null);
  if (users.length + groups.length === 0) return [];
  const limit = 'rescue.adopt';
  const id = `a${idOf(limit, users, groups)}`;
  return [{ id, limit, place: 'all groups', users, groups, of: wanted.length, most: 0, line: null }];
}

/** The set if it is over its limit, else null. Below `minimum` users no share applies; a plain number always does. */
function verdict(
  limit: string,
  place: string,
  users: readonly WantedUser[],
  of: number,
  share: Share,
  minimum: number,
): HeldSet | null {
  const most = share.kind === 'count' ? share.count : Math.floor((of * share.percent) / 100);
  if (users.length <= most || (share.kind === 'percent' && users.length < minimum)) return null;
  return { id: idOf(limit, users), limit, place, users, of, most, line: null };
}

/** The number of users and a digest of exactly these: `12-4f0e8b6a2f6f`. */
function idOf(limit: string, users: readonly WantedUser[], groups: readonly Place[] = []): string {
  const members = users.map(({ user, person }) => user?.id ?? person?.id ?? '');
  const nodes = [...members, ...groups.map(({ node, path }) => node?.id ?? formatPath(path))].sort();
  return `${nodes.length}-${digest(JSON.stringify([limit, nodes])).slice(0, 12)}`;
}

function notice({ id, limit, place, users, groups = [], of, most, line }: HeldSet): Notice {
  if (limit === 'rescue.adopt') {
    const both = [...new Set([...users, ...groups].flatMap(({ doubt }) => doubt?.text ?? []))].join(' ');
    const text = `${users.length + groups.length} changes need an approval of their own. ${both} If they are right, let exactly these through with --approve ${id} (or approve: [${id}] in the file).`;
    return { code: 'HELD', severity: 'warning', text, subject: place, line };
  }
  return {
    code: 'HELD',
    severity: 'warning',
    text: `${users.length} of ${of} enabled users in ${place} would be disabled; ${limit} allows ${most}, so none of them is. Look at who it is. If it is right, let exactly these through with --approve ${id} (or approve: [${id}] in the file); if not, find out what happened to the directory group.`,
    subject: place,
    line,
  };
}
