import type { GroupPath, Role } from './account.ts';

export const ROLES: readonly Role[] = ['technician', 'administrator', 'masterAdministrator'];

/** The three roots of the organization tree, as the file spells them: each holds the users of one role. */
export const ROOTS: Readonly<Record<Role, string>> = {
  technician: 'Technicians',
  administrator: 'Administrators',
  masterAdministrator: 'Master Administrators',
};

/** The role of the users below a root; null when the path begins with none of the three. */
export function roleOf(path: GroupPath): Role | null {
  return ROLES.find((role) => ROOTS[role] === path[0]) ?? null;
}

/** Roles in words. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  technician: 'technician',
  administrator: 'administrator',
  masterAdministrator: 'master administrator',
};

/** `an administrator` */
export function withArticle(role: Role): string {
  return `${role === 'administrator' ? 'an' : 'a'} ${ROLE_NAMES[role]}`;
}

const RANKS: Readonly<Record<Role, number>> = { technician: 1, administrator: 2, masterAdministrator: 3 };

/** Whether a role gives fewer rights than another. */
export function isLower(role: Role, than: Role): boolean {
  return RANKS[role] < RANKS[than];
}
