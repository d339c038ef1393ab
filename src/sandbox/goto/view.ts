import {
  ADMIN_ROLES,
  type GotoAccountFile,
  type GotoSandboxGroup,
  type GotoSandboxLicence,
  type GotoSandboxUser,
  isHere,
  statusOf,
} from './account.ts';
import { Key, keys } from './json.ts';
import { heldLicences, usesSeat } from './seats.ts';
import type { GotoSwitches } from './switches.ts';

type Shown = Record<string, unknown>;

/** What is in a list, or undefined: the service leaves empty lists out. */
function filled<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length === 0 ? undefined : list;
}

export function rolesShown({ adminRoles }: GotoSandboxUser, { superUserListsAllRoles }: GotoSwitches): string[] {
  if (!adminRoles.includes('SUPER_USER')) return adminRoles;
  return superUserListsAllRoles ? [...ADMIN_ROLES] : ['SUPER_USER'];
}

export function productsOf(user: GotoSandboxUser, { licences }: GotoAccountFile, switches: GotoSwitches): string[] {
  const held = heldLicences(user, switches);
  return [...new Set(licences.filter(({ key }) => held.includes(key)).flatMap(({ products }) => products))];
}

/** The groups from the top down to this one. */
export function pathOf(key: string | null, { groups }: GotoAccountFile): GotoSandboxGroup[] {
  const path: GotoSandboxGroup[] = [];
  let next = key;
  while (next !== null) {
    const group = groups.find((one) => one.key === next);
    if (group === undefined || path.includes(group)) break;
    path.unshift(group);
    next = group.parent;
  }
  return path;
}

/** A user as the service shows it. */
export function shownUser(user: GotoSandboxUser, account: GotoAccountFile, switches: GotoSwitches): Shown {
  const path = pathOf(user.groupKey, account);
  const values = account.attributes.flatMap(({ key, name }) => {
    const value = user.attributes[name];
    return value === undefined ? [] : [{ attributeKey: new Key(key), name, value }];
  });
  return {
    key: new Key(user.key),
    email: user.email,
    firstName: user.firstName,
    lastName: user.lastName,
    locale: user.locale,
    timeZone: user.timeZone,
    licenseKeys: filled(keys(heldLicences(user, switches))),
    products: filled(productsOf(user, account, switches)),
    adminRoles: filled(rolesShown(user, switches)),
    roleSets: filled(keys(user.roleSets)),
    managedGroupKeys: switches.showManagedGroups ? filled(keys(user.managedGroupKeys)) : undefined,
    groupKey: path.length === 0 ? undefined : new Key(user.groupKey ?? ''),
    groupName: path.at(-1)?.name,
    groupKeyPath: filled(path.map(({ key }) => new Key(key))),
    groupNamePath: filled(path.map(({ name }) => name)),
    attributes: switches.showsAttributes ? filled(values) : undefined,
    passwordCreated: user.activated,
    invitedDate: user.invitedDate ?? undefined,
    inviteCount: user.inviteCount,
    nameLocked: false,
    emailLocked: false,
    identityReadOnly: user.identityReadOnly,
    canAuthenticate: user.activated,
    status: statusOf(user),
  };
}

/** A licence as the service shows it; `userCount` is counted. */
export function shownLicence(licence: GotoSandboxLicence, account: GotoAccountFile, switches: GotoSwitches): Shown {
  const holders = account.users.filter((user) => isHere(user) && heldLicences(user, switches).includes(licence.key));
  const isInvited = (user: GotoSandboxUser): boolean => statusOf(user) === 'INVITED';
  return {
    key: new Key(licence.key),
    seats: licence.seats,
    userCount: account.users.filter((user) => user.licenseKeys.includes(licence.key) && usesSeat(user, switches))
      .length,
    enabled: licence.enabled,
    description: licence.description,
    type: 'NAMED',
    channel: 'CORPORATE',
    userKeys: holders.filter((user) => !isInvited(user)).map(({ key }) => new Key(key)),
    invitedUserKeys: holders.filter(isInvited).map(({ key }) => new Key(key)),
    deviceKeys: [],
    deviceCount: 0,
    products: licence.products,
    childLicenseKeys: [],
    devicesOnly: false,
    devicesAllowed: true,
    externallyManaged: false,
  };
}

/** A group as the service shows it: its own members, and how many stand in it and below. */
export function shownGroup(group: GotoSandboxGroup, account: GotoAccountFile): Shown {
  const path = pathOf(group.key, account);
  const here = account.users.filter(isHere);
  const members = here.filter(({ groupKey }) => groupKey === group.key);
  const below = account.groups.filter(({ key }) => pathOf(key, account).includes(group)).map(({ key }) => key);
  return {
    key: new Key(group.key),
    name: group.name,
    keyPath: path.map(({ key }) => new Key(key)),
    namePath: path.map(({ name }) => name),
    userKeys: members.map(({ key }) => new Key(key)),
    memberCount: members.length,
    totalMemberCount: here.filter(({ groupKey }) => groupKey !== null && below.includes(groupKey)).length,
  };
}
