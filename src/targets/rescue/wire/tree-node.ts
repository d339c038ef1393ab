import type { NodeId } from '../planner/account.ts';
import type { Role } from '../role.ts';
import type { Block } from './tree-text.ts';

/** `unreadable` is a user that is there, but whose fields cannot be told apart. */
export type NodeKind = 'root' | 'group' | 'user' | 'unreadable' | 'ignored';

/** One node of the organization tree, as getHierarchy_v2 shows it. */
export interface TreeNode {
  readonly id: NodeId;
  readonly parent: NodeId;
  readonly kind: NodeKind;
  /** null for nodes that belong to no role. */
  readonly role: Role | null;
  readonly name: string;
  readonly email: string;
  readonly description: string;
  readonly enabled: boolean;
  /** Everything that is printed of a user or group whose fields cannot be told apart; null for all others. */
  readonly unreadable: string | null;
  /** The service answers only ERROR for it, so nothing proves what the tree shows. Absent = it answers, or was not asked. */
  readonly unanswered?: true;
}

const STATUSES = ['disabled', 'offline', 'online', 'busy', 'away'];

/**
 * Types by lower-case name: the vendor spells them differently in different places. The links of administrators to
 * other groups, the channels and the pseudo groups are neither users nor groups of ours.
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

/** The node that a block shows by itself; null when it cannot be one. */
export function plainNode({ id, parent, fields }: Block): TreeNode | null {
  const meaning = meaningOf(fields?.get('type') ?? '');
  if (fields === null || meaning === null) return null;
  const text = (key: string): string => ownText(fields.get(key) ?? '');
  const [name, email, description, status] = [text('name'), text('email'), text('description'), text('status')];
  const enabled = isEnabled(status);
  // A node that nobody has filled in yet may have no status either.
  if (meaning.kind === 'user' && enabled === null && !(status === '' && email === '')) return null;
  const { kind, role } = meaning;
  return { id, parent, kind, role, name, email, description, enabled: enabled ?? false, unreadable: null };
}

/**
 * The text as one of its own. A part of a long text keeps all of it in memory: here the whole printed tree, which takes more
 * than all that is known of its nodes.
 */
function ownText(text: string): string {
  const encoding = /[\u0100-\uffff]/.test(text) ? 'utf16le' : 'latin1';
  return Buffer.from(text, encoding).toString(encoding);
}
