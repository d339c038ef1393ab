import { compareText } from '../../../core/text.ts';
import type { RoleWish } from '../settings.ts';
import type { AccountUser, GroupKey, RoleSetId } from './account.ts';
import { type AccountNames, groupKeyOf, roleSetIdOf } from './account-names.ts';

/** What a role is made of in the account. */
export interface Rights {
  /** Sorted. */
  readonly adminRoles: readonly string[];
  /** null = no custom role. */
  readonly roleSet: RoleSetId | null;
  /** Sorted; empty = all; null where the service does not show them. */
  readonly managedGroups: readonly GroupKey[] | null;
}

export const SUPER_USER = 'SUPER_USER';
const ADMIN = 'MANAGE_ACCOUNT';
export const MEMBER = 'Member';
const WORDS = { admin: 'Admin', superAdmin: 'Super admin', manager: 'Manager: ', custom: 'Custom: ' } as const;

/** The rights of a plain member. */
export const NO_RIGHTS: Rights = { adminRoles: [], roleSet: null, managedGroups: [] };

/**
 * Whether the service adds a user with this: it takes nobody without a product or an admin role in the same call, and a
 * custom role can only be given afterwards.
 */
export function canBeAdded(licences: readonly string[], { adminRoles }: Pick<Rights, 'adminRoles'>): boolean {
  return licences.length + adminRoles.length > 0;
}

export function rightsOf({ adminRoles, roleSets, managedGroups }: AccountUser): Rights {
  return { adminRoles, roleSet: roleSets[0] ?? null, managedGroups };
}

/** The rights that a rule asks for. Its names are those of the account: unknown-names.ts has seen to that. */
export function wishedRights(wish: RoleWish, names: AccountNames): Rights {
  switch (wish.kind) {
    case 'member':
      return NO_RIGHTS;
    case 'admin':
      return { ...NO_RIGHTS, adminRoles: [ADMIN] };
    case 'superAdmin':
      return { ...NO_RIGHTS, adminRoles: [SUPER_USER] };
    case 'custom':
      return { ...NO_RIGHTS, roleSet: roleSetIdOf(wish.name, names) };
    case 'manager': {
      const groups = wish.userGroups.flatMap((name) => groupKeyOf(name, names) ?? []);
      return { adminRoles: wish.permissions.toSorted(compareText), roleSet: null, managedGroups: groups.sort() };
    }
  }
}

/**
 * `Member`, `Admin`, `Super admin`, `Manager: MANAGE_USERS, RUN_REPORTS in Sales`, `Custom: Helpdesk`. A super admin is one
 * whatever else it has. A custom role comes next, for the service may list what is in it among the other roles.
 */
export function roleText(rights: Rights, names: AccountNames): string {
  const { adminRoles, roleSet, managedGroups } = rights;
  if (adminRoles.includes(SUPER_USER)) return WORDS.superAdmin;
  if (roleSet !== null) return `${WORDS.custom}${names.roleSetName(roleSet)}`;
  if (adminRoles.includes(ADMIN)) return WORDS.admin;
  if (adminRoles.length === 0) return MEMBER;
  const groups = (managedGroups ?? []).map((key) => inList(names.groupName(key))).sort(compareText);
  const where = groups.length === 0 ? '' : ` in ${groups.join(', ')}`;
  return `${WORDS.manager}${adminRoles.join(', ')}${where}`;
}

/** One name in a list: a group that is called `North, South` must not read like two. */
function inList(name: string): string {
  return /[,"]/.test(name) ? JSON.stringify(name) : name;
}

/** Whether a user has a role already. What the service does not show of its groups counts as right. */
export function hasRole(now: Rights, wanted: Rights, names: AccountNames): boolean {
  const seen = now.managedGroups === null ? { ...wanted, managedGroups: null } : wanted;
  return roleText(now, names) === roleText(seen, names);
}

function rank({ adminRoles, roleSet }: Rights): number {
  if (adminRoles.includes(SUPER_USER)) return 3;
  if (adminRoles.includes(ADMIN)) return 2;
  return adminRoles.length > 0 || roleSet !== null ? 1 : 0;
}

/** Whether a role gives rights over others that the former one did not. Nobody compares what is in custom roles. */
export function isRaise(now: Rights, wanted: Rights): boolean {
  if (rank(wanted) !== rank(now)) return rank(wanted) > rank(now);
  if (rank(now) !== 1 || wanted.roleSet === now.roleSet) return rank(now) === 1 && widens(now, wanted);
  return true;
}

function widens(now: Rights, wanted: Rights): boolean {
  const groups = now.managedGroups ?? [];
  const reach = wanted.managedGroups ?? [];
  // No groups at all means all groups.
  const wider = groups.length > 0 && (reach.length === 0 || reach.some((key) => !groups.includes(key)));
  return wider || wanted.adminRoles.some((role) => !now.adminRoles.includes(role));
}

/** Whether somebody has rights over others. */
export function hasPower(rights: Rights): boolean {
  return rank(rights) > 0;
}

/** Whether a role in words gives rights over others. */
export function isPrivileged(role: string | undefined): boolean {
  return role !== undefined && role !== MEMBER;
}

/** What the rights in a change must be for the role that it shows, as far as that is known without the account. */
export function fitsText(role: string, adminRoles: readonly string[], roleSet: string | null): boolean {
  const hasSet = roleSet !== null && roleSet !== '';
  if (role.startsWith(WORDS.custom)) return hasSet && adminRoles.length === 0;
  if (hasSet) return false;
  if (role === MEMBER) return adminRoles.length === 0;
  if (role === WORDS.admin) return adminRoles.join() === ADMIN;
  if (role === WORDS.superAdmin) return adminRoles.join() === SUPER_USER;
  const plain = `${WORDS.manager}${adminRoles.join(', ')}`;
  return adminRoles.length > 0 && (role === plain || role.startsWith(`${plain} in `));
}
