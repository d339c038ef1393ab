import { cleanName, fold } from '../../../core/text.ts';
import { fingerprint, formatMarker, markerIn, parseMarker } from './marker.ts';
import type { Operation } from '../../../plan/model.ts';
import { formatPath } from '../../../core/path.ts';
import type { FedGroups } from './fed-groups.ts';
import { operationsFrom } from '../../../plan/fields.ts';
import type { Facts } from './change.ts';
import { FIELDS } from './fields.ts';
import type { WantedUser } from './wanted-user.ts';

export interface Difference {
  readonly operations: readonly Operation[];
  readonly before: Facts | null;
  readonly after: Facts;
}

type Mutable = { -readonly [Key in keyof Facts]: Facts[Key] };

/** Differences that are known already. Several passes ask for the same, and neither a wanted user nor a group changes. */
const known = new WeakMap<FedGroups, WeakMap<WantedUser, Difference | null>>();

/** Wanted × live for one user: what has to change; null when nothing has. */
export function diffUser(wanted: WantedUser, fedGroups: FedGroups): Difference | null {
  const found = known.get(fedGroups) ?? new WeakMap<WantedUser, Difference | null>();
  known.set(fedGroups, found);
  const before = found.get(wanted);
  if (before !== undefined) return before;
  const difference = compared(wanted, fedGroups);
  found.set(wanted, difference);
  return difference;
}

function compared(wanted: WantedUser, fedGroups: FedGroups): Difference | null {
  const { user } = wanted;
  if (user === null) {
    const fields = created(wanted);
    return { operations: operationsFrom(null, fields, FIELDS), before: null, after: fields };
  }

  const before: Mutable = {};
  const after: Mutable = {};

  if (wanted.standing.node !== user.group) {
    before.group = formatPath(fedGroups.after(user.group));
    after.group = formatPath(wanted.standing.path);
  }
  if (user.enabled !== wanted.enabled) {
    before.status = user.enabled ? 'enabled' : 'disabled';
    after.status = wanted.enabled ? 'enabled' : 'disabled';
  }
  if (user.name !== wanted.name && cleanName(user.name) !== cleanName(wanted.name)) {
    before.name = user.name;
    after.name = wanted.name;
  }
  if (user.email !== wanted.email && fold(user.email) !== fold(wanted.email)) {
    before.email = user.email;
    after.email = wanted.email;
  }
  if (user.details !== null && wanted.ssoId !== null && fold(user.details.ssoId) !== fold(wanted.ssoId)) {
    before.ssoId = user.details.ssoId;
    after.ssoId = wanted.ssoId;
  }
  if (user.details !== null && wanted.mobile !== null && user.details.mobile !== wanted.mobile) {
    before.mobile = user.details.mobile;
    after.mobile = wanted.mobile;
  }
  if (wanted.newPassword) {
    after.password = 'new';
  }
  if (linkIsOld(wanted)) {
    before.link = parseMarker(user.description)?.person ?? null;
    after.link = wanted.link?.person ?? null;
  }
  const leaves = user.leaves?.shown ?? null;
  if (wanted.leaves !== undefined && wanted.leaves !== leaves) {
    before.leaves = leaves;
    after.leaves = wanted.leaves;
  }
  if (Object.keys(after).length === 0) return null;
  return { operations: operationsFrom(before, after, FIELDS), before, after };
}

/**
 * Whether the tree's own fields leave it open what has to change: the link marker does not vouch for the fields that
 * the tree does not show, or something changes, and then the whole user is looked at first.
 */
export function needsDetails(wanted: WantedUser, fedGroups: FedGroups): boolean {
  if (wanted.user === null || wanted.user.details !== null) return false;
  // A marker that is only sealed anew goes on vouching for what it has vouched for.
  const { link } = wanted;
  const same = link?.renew === true ? { ...wanted, link: { ...link, renew: false } } : wanted;
  return diffUser(same, fedGroups) !== null;
}

function created(wanted: WantedUser): Facts {
  return {
    group: formatPath(wanted.standing.path),
    name: wanted.name,
    email: wanted.email,
    status: 'enabled',
    ...(wanted.ssoId === null ? {} : { ssoId: wanted.ssoId }),
    ...(wanted.mobile === true ? { mobile: true } : {}),
    ...(wanted.link === null ? {} : { link: wanted.link.person }),
  };
}

/** The link is old when its marker names somebody else, or when its fingerprint does not vouch for what is wanted. */
export function linkIsOld({ user, link, mobile }: WantedUser): boolean {
  if (user === null || link === null) return false;
  const live = markerIn(user);
  if (live?.person !== link.person || link.renew === true) return true;
  const vouches = (one: boolean): boolean => live.fingerprint === fingerprint(link.ssoId, one);
  return mobile === null ? !vouches(true) && !vouches(false) : !vouches(mobile);
}

/** The link marker that stands in the description afterwards; null leaves the description alone. */
export function markerOf(wanted: WantedUser): string | null {
  const { user, link, mobile } = wanted;
  if (link === null) return markerOfLeaver(wanted);
  const live = user === null ? null : parseMarker(user.description);
  if (live !== null && link.renew === true && user?.details === null) return formatMarker(live);
  const known = mobile ?? user?.details?.mobile ?? false;
  return formatMarker({ person: link.person, fingerprint: fingerprint(link.ssoId, known) });
}

/** A disabled user keeps the link. The link must not go on vouching for a mobile add-on that is given back. */
function markerOfLeaver({ user, enabled }: WantedUser): string | null {
  if (user === null || !user.enabled || enabled) return null;
  const live = parseMarker(user.description);
  return live === null ? null : formatMarker({ ...live, fingerprint: fingerprint(null, false) });
}
