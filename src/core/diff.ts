import { cleanName, fold } from './identity.ts';
import { formatMarker, parseMarker } from './marker.ts';
import type { Facts, Operation } from './model.ts';
import { formatPath } from './path.ts';
import type { Tree } from './tree.ts';
import type { WantedUser } from './wanted.ts';

export interface Difference {
  readonly operations: readonly Operation[];
  readonly before: Facts | null;
  readonly after: Facts;
}

type Mutable = { -readonly [Key in keyof Facts]: Facts[Key] };

/** Wanted × live for one user: what has to change; null when nothing has. */
export function diffUser(wanted: WantedUser, tree: Tree): Difference | null {
  const { user } = wanted;
  if (user === null) return { operations: ['create'], before: null, after: created(wanted) };

  const before: Mutable = {};
  const after: Mutable = {};
  const operations = new Set<Operation>();

  if (movedFrom(wanted, tree)) {
    before.group = formatPath(tree.group(user.group).path);
    after.group = formatPath(wanted.group);
    operations.add('move');
  }
  if (user.enabled !== wanted.enabled) {
    before.status = user.enabled ? 'enabled' : 'disabled';
    after.status = wanted.enabled ? 'enabled' : 'disabled';
    operations.add(wanted.enabled ? 'enable' : 'disable');
  }
  if (user.name !== wanted.name && cleanName(user.name) !== cleanName(wanted.name)) {
    before.name = user.name;
    after.name = wanted.name;
    operations.add('update');
  }
  if (fold(user.email) !== fold(wanted.email)) {
    before.email = user.email;
    after.email = wanted.email;
    operations.add('update');
  }
  if (user.details !== null && wanted.ssoId !== null && fold(user.details.ssoId) !== fold(wanted.ssoId)) {
    before.ssoId = user.details.ssoId;
    after.ssoId = wanted.ssoId;
    operations.add('update');
  }
  if (user.details !== null && wanted.mobile !== null && user.details.mobile !== wanted.mobile) {
    before.mobile = user.details.mobile;
    after.mobile = wanted.mobile;
    if (!operations.has('disable')) operations.add('update');
  }
  if (linkIsOld(wanted)) {
    before.link = parseMarker(user.description)?.person ?? null;
    after.link = wanted.marker?.person ?? null;
    operations.add('update');
  }
  if (operations.size === 0) return null;
  return { operations: inOrder(operations), before, after };
}

/**
 * Whether the tree's own fields leave it open what has to change: the link marker does not vouch for the fields that
 * the tree does not show, or something changes, and then the whole user is looked at first.
 */
export function needsDetails(wanted: WantedUser, tree: Tree): boolean {
  return wanted.user !== null && wanted.user.details === null && diffUser(wanted, tree) !== null;
}

function created(wanted: WantedUser): Facts {
  return {
    group: formatPath(wanted.group),
    name: wanted.name,
    email: wanted.email,
    status: 'enabled',
    ...(wanted.ssoId === null ? {} : { ssoId: wanted.ssoId }),
    ...(wanted.mobile === null ? {} : { mobile: wanted.mobile }),
    ...(wanted.marker === null ? {} : { link: wanted.marker.person }),
  };
}

function movedFrom({ user, group }: WantedUser, tree: Tree): boolean {
  return user !== null && tree.find(group)?.id !== user.group;
}

function linkIsOld({ user, marker }: WantedUser): boolean {
  if (user === null || marker === null) return false;
  const live = parseMarker(user.description);
  return live === null || formatMarker(live) !== formatMarker(marker);
}

const ORDER: readonly Operation[] = ['create', 'move', 'enable', 'disable', 'update'];

function inOrder(operations: ReadonlySet<Operation>): Operation[] {
  return ORDER.filter((operation) => operations.has(operation));
}
