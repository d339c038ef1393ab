import type { RoleWish } from '../settings.ts';

/** Permissions that were seen in the service (`adminRoles`). There may be others. */
export const PERMISSIONS: readonly string[] = [
  'ADD_USERS',
  'MANAGE_DEVICE_GROUPS',
  'MANAGE_EMERGENCY_SERVICES',
  'MANAGE_GROUPS',
  'MANAGE_SEATS',
  'MANAGE_SETTINGS',
  'MANAGE_SETTINGS_PROFILES',
  'MANAGE_USERS',
  'RUN_REPORTS',
  'VIEW_AND_PAY_INVOICES',
  'VIEW_CALL_RECORDINGS',
  'VIEW_INVOICES',
];

/** Permissions that are roles of their own, and how the file names these. */
export const ROLES_OF_PERMISSIONS: ReadonlyMap<string, string> = new Map([
  ['SUPER_USER', 'superAdmin'],
  ['MANAGE_ACCOUNT', 'admin'],
]);

const RANKS: Readonly<Record<RoleWish['kind'], number>> = { member: 0, manager: 1, custom: 1, admin: 2, superAdmin: 3 };

/** How messages call the people in a role. */
export const ROLE_NAMES: Readonly<Record<RoleWish['kind'], string>> = {
  member: 'members',
  manager: 'managers',
  custom: 'holders of a custom role',
  admin: 'admins',
  superAdmin: 'super admins',
};

/** Whether `role` surely gives fewer rights than `other`. What a custom role gives, only the account knows. */
export function isLower(role: RoleWish, other: RoleWish): boolean {
  return RANKS[role.kind] < RANKS[other.kind];
}

/** Whether two rules mean the same role. */
export function sameRole(a: RoleWish, b: RoleWish): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
