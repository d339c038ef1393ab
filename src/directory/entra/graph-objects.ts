import type { DirectoryGroupId, GroupKind, OtherMember, Person, PersonId } from '../../core/people.ts';
import { parseGuid } from '../guid.ts';
import type { Member } from '../reading.ts';
import { type AskedProperty, carriedBy } from './attributes.ts';
import type { Json } from './json.ts';

export interface EntraGroup {
  readonly kind: 'group';
  readonly id: DirectoryGroupId;
  readonly name: string;
  /** Whether its members are hidden from applications without Member.Read.Hidden. */
  readonly hidden: boolean;
}

/** An object whose properties say too little to judge it. */
export interface EntraUnclear {
  readonly kind: 'unclear';
  readonly id: string;
  /** The application permission that would show more; null where none would. */
  readonly permission: 'User.Read.All' | 'GroupMember.Read.All' | null;
}

export type EntraObject = Member | EntraGroup | EntraUnclear;

/** accountEnabled and userType come only when asked for; the list of properties is the same for every type of member. */
export const MEMBER_SELECT = 'id,displayName,mail,userPrincipalName,accountEnabled,userType,visibility';
export const USER_SELECT = 'id,displayName,mail,userPrincipalName,accountEnabled,userType';
export const GROUP_SELECT = 'id,displayName,visibility';
export const FOUND_SELECT = 'id,displayName,mail,mailEnabled,securityEnabled,groupTypes';

const OTHERS: Readonly<Record<string, OtherMember['kind']>> = {
  device: 'device',
  servicePrincipal: 'servicePrincipal',
  orgContact: 'contact',
};

/**
 * Says what a member means to adsync. Without rights to a type of object Graph still answers 200, with
 * type and id, and everything else null. Such a user may be enabled or disabled: nothing is known about it.
 *
 * @param asked further attributes that a person is to carry
 * @see https://learn.microsoft.com/graph/permissions-overview
 */
export function readMember(json: Json, asked: readonly AskedProperty[] = []): EntraObject {
  const type = text(json, '@odata.type')?.replace('#microsoft.graph.', '') ?? '';
  const written = String(json['id']);
  const id = parseGuid(written);
  if (id === null || type === '') return { kind: 'unclear', id: written, permission: null };
  if (type === 'group') return readGroup(json) ?? { kind: 'unclear', id, permission: 'GroupMember.Read.All' };
  if (type === 'user') return readUser(json, id, asked);
  return { kind: 'other', id, other: { kind: OTHERS[type] ?? 'unknown', name: text(json, 'displayName') ?? id } };
}

/** A user of a list of users; null for guests, and where too little is shown. */
export function readPerson(json: Json): Person | null {
  const id = parseGuid(String(json['id']));
  const object = id === null ? null : readUser(json, id, []);
  return object?.kind === 'person' ? object.person : null;
}

/** null for a group whose properties are not shown. */
export function readGroup(json: Json): EntraGroup | null {
  const id = parseGuid(String(json['id']));
  const name = text(json, 'displayName');
  if (id === null || name === null) return null;
  return { kind: 'group', id: id as DirectoryGroupId, name, hidden: json['visibility'] === 'HiddenMembership' };
}

/** A group as a search shows it. */
export interface EntraFound {
  readonly id: DirectoryGroupId;
  readonly name: string;
  readonly names: readonly string[];
  readonly kind: GroupKind;
  readonly mail: string | null;
}

/** null for a group whose properties are not shown. */
export function readFound(json: Json): EntraFound | null {
  const id = parseGuid(String(json['id']));
  const name = text(json, 'displayName');
  if (id === null || name === null) return null;
  return { id: id as DirectoryGroupId, name, names: [name], kind: kindOf(json), mail: text(json, 'mail') };
}

/** @see https://learn.microsoft.com/graph/api/resources/groups-overview, "Group types" */
function kindOf(json: Json): GroupKind {
  const types: unknown = json['groupTypes'];
  if (Array.isArray(types) && types.includes('Unified')) return 'microsoft365';
  if (json['mailEnabled'] === true) return json['securityEnabled'] === true ? 'mail-enabled security' : 'distribution';
  return json['securityEnabled'] === true ? 'security' : 'unknown';
}

function readUser(json: Json, id: string, asked: readonly AskedProperty[]): EntraObject {
  const upn = text(json, 'userPrincipalName');
  const enabled = json['accountEnabled'];
  if (upn === null || typeof enabled !== 'boolean') return { kind: 'unclear', id, permission: 'User.Read.All' };
  const name = text(json, 'displayName') ?? upn;
  if (json['userType'] === 'Guest') return { kind: 'other', id, other: { kind: 'guest', name } };
  const person: Person = {
    id: id as PersonId,
    name,
    mail: address(json, 'mail'),
    upn: address(json, 'userPrincipalName'),
    state: enabled ? 'enabled' : 'disabled',
    label: upn,
    ...carriedBy(json, asked),
  };
  return { kind: 'person', id: person.id, person };
}

function text(json: Json, name: string): string | null {
  const value = json[name];
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return trimmed === '' ? null : trimmed;
}

/** The address unchanged: core judges blanks and other characters at its ends. */
function address(json: Json, name: string): string | null {
  const value = json[name];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
