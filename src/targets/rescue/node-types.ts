import type { Role } from '../../core/model.ts';

/** `unreadable` is a user that is there, but whose fields cannot be told apart. */
export type NodeKind = 'root' | 'group' | 'user' | 'unreadable' | 'ignored';

const STATUSES = ['disabled', 'offline', 'online', 'busy', 'away'];

/**
 * Types by lower-case name: the vendor spells them differently in different places. The links of administrators to
 * other groups, channels and pseudo groups are no users and no groups of ours.
 *
 * @see https://secure.logmeinrescue.com/welcome/webhelp/en/rescueapi/API/API_Rescue_getHierarchy_v2.html
 */
const TYPES: Readonly<Record<string, readonly [NodeKind, Role | null]>> = {
  root: ['ignored', null],
  masteradministrators: ['root', 'masterAdministrator'],
  administrators: ['root', 'administrator'],
  technicians: ['root', 'technician'],
  administratorgroup: ['group', 'administrator'],
  techniciangroup: ['group', 'technician'],
  masteradministrator: ['user', 'masterAdministrator'],
  administrator: ['user', 'administrator'],
  technician: ['user', 'technician'],
  administratorlink: ['ignored', null],
  administratorgrouplink: ['ignored', null],
  channel: ['ignored', null],
  pseudogroup: ['ignored', null],
};

/** What a type means; null for one that is not known. */
export function meaningOf(type: string): { readonly kind: NodeKind; readonly role: Role | null } | null {
  const name = type.toLowerCase();
  const [kind, role] = (Object.hasOwn(TYPES, name) ? TYPES[name] : undefined) ?? [];
  return kind === undefined || role === undefined ? null : { kind, role };
}

/** The role of a user of the given type, as getUser_v3 spells it; null for anything that is no user. */
export function userRole(type: string): Role | null {
  const meaning = meaningOf(type);
  return meaning?.kind === 'user' ? meaning.role : null;
}

/** Whether a status means enabled; null for one that is none. It mixes enablement with presence. */
export function isEnabled(status: string): boolean | null {
  const word = status.toLowerCase();
  return STATUSES.includes(word) ? word !== 'disabled' : null;
}
