import type { Filter } from 'ldapts';
import type { DirectoryGroupId } from '../../core/people.ts';
import { normalDn } from '../ad/dn.ts';
import type { RawEntry } from '../ad/entry.ts';
import { ExtendedDn } from './client.ts';
import { type Domain, idOf, searchDomain } from './domain.ts';
import { anyGuid, anyOf, withoutMembers } from './filters.ts';
import { type RangeRead, rangeFrom, readMember, readRange } from './member-ranges.ts';

/** The `member` values of one group, as the server sent them. */
export interface MemberValues {
  readonly id: DirectoryGroupId;
  /** With objectGUID and uSNChanged. */
  readonly entry: RawEntry;
  readonly values: readonly string[];
  /** Why they are not all, as the end of a sentence; null when they are. */
  readonly problem: string | null;
}

/** Reads the `member` values of some groups, each to the end of its last range; groups that are gone are left out. */
export async function readMemberValues(domain: Domain, groups: readonly DirectoryGroupId[]): Promise<MemberValues[]> {
  const read: MemberValues[] = [];
  for (const entry of await memberEntries(domain, groups, 0)) {
    const id = idOf(entry);
    if (id !== null) read.push({ id, entry, ...(await allValues(domain, id, entry)) });
  }
  return proveEmpty(domain, read);
}

/**
 * Marks the groups whose members may not be read: they look like groups without members, and everybody would be
 * disabled. The server is asked which groups are empty; Microsoft's does not call a group with a hidden list empty.
 * Samba 4.17 does, so no object may name the group in its `memberOf` either.
 */
async function proveEmpty(domain: Domain, read: readonly MemberValues[]): Promise<MemberValues[]> {
  const empty = read.filter(({ values, problem }) => values.length === 0 && problem === null);
  if (empty.length === 0) return [...read];
  const ask = (filter: Filter, attribute: string): Promise<RawEntry[]> => searchDomain(domain, filter, [attribute]);
  const bare = new Set((await ask(withoutMembers(empty.map(({ id }) => id)), 'objectGUID')).map(idOf));
  const dns = new Map(empty.map(({ id, entry }) => [id, readMember(entry.dn)?.dn ?? entry.dn]));
  const claims = await ask(anyOf('memberOf', [...dns.values()]), 'memberOf');
  const named = new Set(claims.flatMap(({ attributes }) => (attributes.get('memberof') ?? []).map(normalOf)));
  return read.map((one) => {
    const dn = dns.get(one.id);
    if (dn === undefined || (bare.has(one.id) && !named.has(normalOf(dn)))) return one;
    return { ...one, problem: 'its list of members cannot be read' };
  });
}

function normalOf(dn: string | Buffer): string {
  return normalDn(dn.toString()) ?? dn.toString();
}

async function allValues(
  domain: Domain,
  id: DirectoryGroupId,
  first: RawEntry,
): Promise<Pick<MemberValues, 'values' | 'problem'>> {
  const values: string[] = [];
  let entry: RawEntry | undefined = first;
  for (let low = 0; ; ) {
    const range: RangeRead | null = entry === undefined ? null : readRange(entry, low);
    if (range === null) return { values, problem: `its list of members broke off after ${low}` };
    for (const value of range.values) values.push(value);
    if (range.next === null) return { values, problem: null };
    low = range.next;
    [entry] = await memberEntries(domain, [id], low);
  }
}

function memberEntries(domain: Domain, groups: readonly DirectoryGroupId[], low: number): Promise<RawEntry[]> {
  const attributes = ['objectGUID', 'uSNChanged', rangeFrom(low)];
  return searchDomain(domain, anyGuid(groups), attributes, { controls: [new ExtendedDn()] });
}
