import fc from 'fast-check';
import type { GraphGroup, GraphTenant, GraphUser } from '../../../src/sandbox/graph/index.ts';
import { guid } from '../../sandbox/graph/world.ts';

/** What somebody does to a tenant in the portal. Objects are named by numbers, which lead to one that is there. */
export interface Edit {
  readonly what: keyof typeof EDITS;
  readonly user: number;
  readonly group: number;
  readonly other: number;
}

type Place = Omit<Edit, 'what'> & { readonly tenant: GraphTenant };

const DELETED = '2026-11-01T00:00:00Z';
const NAMES = ['Desk', 'Night', 'desk ', 'Field', 'Any'];
const PEOPLE = ['Ada', 'Eve', 'Ann'];

const EDITS = {
  renameUser: (place: Place) => {
    change(userOf(place), (user) => (user.displayName = PEOPLE[place.other % PEOPLE.length] ?? null));
  },
  giveAddress: (place: Place) => {
    change(userOf(place), (user) => (user.mail = place.other % 2 === 0 ? null : `x${place.other}@corp.example`));
  },
  giveDepartment: (place: Place) => {
    change(userOf(place), (user) => (user.department = place.other % 2 === 0 ? null : 'IT'));
  },
  giveOffice: (place: Place) => {
    change(userOf(place), (user) => (user.officeLocation = String(place.other)));
  },
  turnUser: (place: Place) => {
    change(userOf(place), (user) => (user.accountEnabled = !user.accountEnabled));
  },
  turnGuest: (place: Place) => {
    change(userOf(place), (user) => (user.userType = user.userType === 'Guest' ? 'Member' : 'Guest'));
  },
  deleteUser: (place: Place) => {
    change(userOf(place), (user) => (user.deletedDateTime = DELETED));
  },
  restoreUser: (place: Place) => {
    const gone = place.tenant.users.filter(({ deletedDateTime }) => deletedDateTime !== undefined);
    change(gone[place.other % gone.length], (user) => delete user.deletedDateTime);
  },
  removeUser: ({ tenant, user }: Place) => {
    tenant.users.splice(user % tenant.users.length, 1);
  },
  addUser: ({ tenant, other }: Place) => {
    const id = guid(100 + tenant.users.length + other * 100);
    if (tenant.users.every((user) => user.id !== id)) tenant.users.push(newUser(id));
  },
  addMember: (place: Place) => {
    const { users, devices, groups } = place.tenant;
    const all = [...users, ...devices, ...groups];
    const member = all[place.other % all.length];
    change(groupOf(place), (group) => member !== undefined && group.members.push(member.id));
  },
  removeMember: (place: Place) => {
    change(groupOf(place), (group) => group.members.splice(place.other % Math.max(1, group.members.length), 1));
  },
  renameGroup: (place: Place) => {
    change(groupOf(place), (group) => (group.displayName = NAMES[place.other % NAMES.length] ?? null));
  },
  describeGroup: (place: Place) => {
    change(groupOf(place), (group) => (group.description = String(place.other)));
  },
  deleteGroup: (place: Place) => {
    change(groupOf(place), (group) => (group.deletedDateTime = DELETED));
  },
  restoreGroup: (place: Place) => {
    const gone = place.tenant.groups.filter(({ deletedDateTime }) => deletedDateTime !== undefined);
    change(gone[place.other % gone.length], (group) => delete group.deletedDateTime);
  },
  removeGroup: ({ tenant, group }: Place) => {
    if (tenant.groups.length > 3) tenant.groups.splice(group % tenant.groups.length, 1);
  },
  addGroup: ({ tenant, other, user }: Place) => {
    const id = guid(950 + tenant.groups.length + other * 20);
    if (tenant.groups.every((group) => group.id !== id)) {
      const members = tenant.users.slice(user % 3, 2).map((one) => one.id);
      tenant.groups.push(newGroup(id, NAMES[other % NAMES.length] ?? 'Any', members));
    }
  },
  renameDevice: ({ tenant, other }: Place) => {
    change(tenant.devices[other % tenant.devices.length], (device) => (device.displayName = `KIOSK ${other}`));
  },
  removeDevice: ({ tenant }: Place) => {
    tenant.devices.splice(0, 1);
  },
};

/** Six users, one of them deleted and one a guest; three groups inside and beside each other; and a device. */
export function smallTenant(tenant: GraphTenant, { user, group, other }: Omit<Edit, 'what'>): void {
  for (const list of [tenant.users, tenant.groups, tenant.devices]) list.length = 0;
  for (let number = 1; number <= 6; number += 1) tenant.users.push(newUser(guid(number)));
  change(tenant.users[user % 6], (one) => (one.deletedDateTime = DELETED));
  change(tenant.users[(user + 1) % 6], (one) => (one.userType = 'Guest'));
  tenant.devices.push({ id: guid(50), displayName: 'KIOSK', accountEnabled: true });
  const device = other % 2 === 0 ? [guid(50)] : [];
  tenant.groups.push(
    newGroup(guid(900), 'Desk', [guid(1), guid(2), guid(901), ...device]),
    newGroup(guid(901), 'Night', [guid(2), guid(3), ...(group % 2 === 0 ? [guid(900)] : [])]),
    newGroup(guid(902), 'Any', [guid(4), guid(5)]),
  );
}

const number = fc.nat({ max: 11 });
const place = { user: number, group: number, other: number };
export const places: fc.Arbitrary<Omit<Edit, 'what'>> = fc.record(place);
export const edits: fc.Arbitrary<Edit> = fc.record({
  what: fc.constantFrom(...(Object.keys(EDITS) as (keyof typeof EDITS)[])),
  ...place,
});

export function carryOut(tenant: GraphTenant, { what, ...where }: Edit): void {
  EDITS[what]({ tenant, ...where });
}

function newUser(id: string): GraphUser {
  const upn = `user${id.slice(-3)}@corp.example`;
  return { id, displayName: `User ${id.slice(-3)}`, userPrincipalName: upn, mail: upn, accountEnabled: true };
}

function newGroup(id: string, displayName: string, members: string[]): GraphGroup {
  return { id, displayName, securityEnabled: true, mailEnabled: false, members };
}

function userOf({ tenant, user }: Place): GraphUser | undefined {
  return tenant.users[user % tenant.users.length];
}

function groupOf({ tenant, group }: Place): GraphGroup | undefined {
  return tenant.groups[group % tenant.groups.length];
}

function change<One>(one: One | undefined, edit: (one: One) => unknown): void {
  if (one !== undefined) edit(one);
}
