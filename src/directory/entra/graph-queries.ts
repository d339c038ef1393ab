import type { DirectoryGroupId, PersonId } from '../../core/people.ts';
import { spellings } from '../names.ts';
import { type AskedProperty, withProperties } from './attributes.ts';
import { MOST_PEOPLE } from '../directory.ts';
import { FOUND_SELECT, GROUP_SELECT, MEMBER_SELECT, USER_SELECT } from './graph-objects.ts';

/** A question to Graph. */
export interface Query {
  /** Below the version (`/groups?…`), or a whole nextLink. Encoded. */
  readonly path: string;
  /** With ConsistencyLevel: eventual, which $count and $search need; Graph remembers it from no page to the next. */
  readonly advanced: boolean;
}

/** The group with this object id. */
export function groupById(id: string): Query {
  return { path: `/groups/${id}?$select=${GROUP_SELECT}`, advanced: false };
}

/**
 * So many values `in` may have.
 *
 * @see https://developer.microsoft.com/graph/known-issues, "Some limitations apply to query parameters"
 */
export const MOST_VALUES = 15;

/** The groups with one of these object ids, or of these display names; as with {@link groupsNamed} names are counted. */
export function groupsAmong(property: 'id' | 'displayName', values: readonly string[]): Query {
  const condition = `$filter=${encode(`${property} in (${values.map((one) => `'${quote(one)}'`).join(',')})`)}`;
  if (property === 'displayName') return counted(condition, GROUP_SELECT);
  return { path: `/groups?${condition}&$select=${GROUP_SELECT}&$top=999`, advanced: false };
}

/** The user with this object id, for the sake of whether there is one. */
export function userById(id: PersonId): Query {
  return { path: `/users/${id}?$select=id,accountEnabled`, advanced: false };
}

/** Users with this text as one of their names or addresses. */
export function usersCalled(text: string): Query {
  const tests = spellings(text).flatMap((one) => CALLED_BY.map((property) => `${property} eq '${quote(one)}'`));
  const condition = `$filter=${encode(tests.join(' or '))}`;
  return { path: `/users?${condition}&$select=${USER_SELECT}&$count=true&$top=${MOST_PEOPLE}`, advanced: true };
}

const CALLED_BY = ['mail', 'userPrincipalName', 'displayName', 'onPremisesSamAccountName'];

/** The groups with this display name. It asks for $count: a first page alone would make an ambiguous name look unique. */
export function groupsNamed(name: string): Query {
  const names = new Set([name.trim(), name].flatMap(spellings));
  return counted(
    `$filter=${encode([...names].map((one) => `displayName eq '${quote(one)}'`).join(' or '))}`,
    GROUP_SELECT,
  );
}

/** The names of groups that begin as this name does, or share a word with it: two questions. */
export function namesLike(name: string): readonly [Query, Query] {
  const initial = Array.from(name).slice(0, 3).join('');
  const longest = wordsOf(name).reduce((best, word) => (word.length > best.length ? word : best), 'group');
  const startsAlike = encode(`startswith(displayName,'${quote(initial)}')`);
  return [
    { path: `/groups?$filter=${startsAlike}&$select=displayName&$top=999`, advanced: false },
    counted(`$search=${encode(`"displayName:${longest}"`)}`, 'displayName'),
  ];
}

/** The groups that a search for this term shows: those that begin with it, and those that hold its words. */
export function groupsMatching(term: string): readonly Query[] {
  const begins = spellings(term).map((one) => `startswith(displayName,'${quote(one)}')`);
  const beginning = counted(`$filter=${encode(begins.join(' or '))}`, FOUND_SELECT);
  const words = wordsOf(term);
  if (words.length === 0) return [beginning];
  return [beginning, counted(`$search=${encode(`"displayName:${words.join(' ')}"`)}`, FOUND_SELECT)];
}

/** The direct members of a group, of every type. @param asked further properties of people */
export function membersOf(id: DirectoryGroupId, asked: readonly AskedProperty[]): Query {
  return memberList(id, '', withProperties(MEMBER_SELECT, asked));
}

/** The properties to ask for in a list of members of one type. */
const SELECT_BY_TYPE = {
  user: USER_SELECT,
  group: GROUP_SELECT,
} as const;

/** The direct members of one type. @param asked further properties of people */
export function membersOfType(
  id: DirectoryGroupId,
  type: keyof typeof SELECT_BY_TYPE,
  asked: readonly AskedProperty[],
): Query {
  const select = type === 'user' ? withProperties(SELECT_BY_TYPE.user, asked) : SELECT_BY_TYPE[type];
  return memberList(id, `/microsoft.graph.${type}`, select);
}

/**
 * One direct member, for the sake of the count beside the list: that costs no more than /members/$count, and the answer
 * is JSON like all others.
 */
export function memberCount(id: DirectoryGroupId): Query {
  return firstMember(id, []);
}

/** One direct member with these properties, to see whether Graph takes them. */
export function firstMember(id: DirectoryGroupId, asked: readonly AskedProperty[]): Query {
  const select = withProperties('id', asked);
  return { path: `/groups/${id}/members?$select=${select}&$count=true&$top=1`, advanced: true };
}

function counted(condition: string, select: string): Query {
  return { path: `/groups?${condition}&$select=${select}&$count=true&$top=999`, advanced: true };
}

function memberList(id: DirectoryGroupId, cast: string, select: string): Query {
  return { path: `/groups/${id}/members${cast}?$select=${select}&$count=true&$top=999`, advanced: true };
}

/** $search takes words of letters and digits; any other character ends or breaks a word. */
function wordsOf(name: string): string[] {
  return name.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** In OData a quotation mark inside a text is doubled. */
function quote(text: string): string {
  return text.replaceAll("'", "''");
}

/** The Graph client does not encode option values: a # would end the address, an & the value. */
function encode(text: string): string {
  return encodeURIComponent(text);
}
