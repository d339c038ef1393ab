import type { Role } from '../role.ts';
import type { GroupPath } from '../../../core/path.ts';

/** The three roots of the organization tree, as the file spells them. */
export const ROOTS: Readonly<Record<string, Role>> = {
  Technicians: 'technician',
  Administrators: 'administrator',
  'Master Administrators': 'masterAdministrator',
};

/** The role of the users below a root; null when the path begins with none of the three. */
export function roleOf(path: GroupPath): Role | null {
  const [root = ''] = path;
  return Object.hasOwn(ROOTS, root) ? (ROOTS[root] ?? null) : null;
}

/** The root that holds the users of a role. */
export function rootOf(role: Role): string {
  const [root = ''] = Object.keys(ROOTS).filter((name) => ROOTS[name] === role);
  return root;
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
