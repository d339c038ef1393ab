import type { Filter } from 'ldapts';
import { groupBy } from '../../core/collections.ts';
import type { DirectoryGroupId } from '../../core/model.ts';
import { normalDn } from '../ad/dn.ts';
import type { RawEntry } from '../ad/entry.ts';
import { guidFromBytes } from '../ad/ids.ts';
import { MOST_MATCHES } from '../search-ranking.ts';
import { ExtendedDn } from './client.ts';
import { anyGuid, anyOf, withoutMembers } from './filters.ts';
import { type RangeRead, rangeFrom, readLink, readRange } from './member-ranges.ts';
import type { Session } from './session.ts';

/** The `member` values of one group, as they came. */
export interface MemberValues {
  readonly id: DirectoryGroupId;
  /** With objectGUID and uSNChanged. */
  readonly entry: RawEntry;
  readonly values: readonly string[];
  /** Why they are not all, as the end of a sentence; null when they are. */
  readonly problem: string | null;
}

/** Reads the `member` values of some groups, each to the end of its last range; groups that are gone are left out. */
export async function readMemberValues(
  session: Session,
  domain: string,
  groups: readonly DirectoryGroupId[],
): Promise<MemberValues[]> {
  const read: MemberValues[] = [];
  for (const entry of await memberEntries(session, domain, groups, 0)) {
    const id = idOf(entry);
    if (id !== null) read.push({ id, entry, ...(await allValues(session, domain, id, entry)) });
  }
  return proveEmpty(session, domain, read);
}

/**
 * A group whose members may not be read looks like one that has none, and everybody would be disabled. So the server is
 * asked which of them are empty, which Microsoft's does not say of a hidden list; Samba 4.17 does, but nobody may name
 * the group in `memberOf` either.
 */
async function proveEmpty(session: Session, domain: string, read: readonly MemberValues[]): Promise<MemberValues[]> {
  const empty = read.filter(({ values, problem }) => values.length === 0 && problem === null);
  if (empty.length === 0) return [...read];
  const ask = (filter: Filter, attribute: string): Promise<RawEntry[]> =>
    session.search({ base: domain, scope: 'sub', filter, attributes: [attribute] });
  const bare = new Set((await ask(withoutMembers(empty.map(({ id }) => id)), 'objectGUID')).map(idOf));
  const dns = new Map(empty.map(({ id, entry }) => [id, readLink(entry.dn)?.dn ?? entry.dn]));
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
  session: Session,
  domain: string,
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
    [entry] = await memberEntries(session, domain, [id], low);
  }
}

function memberEntries(
  session: Session,
  domain: string,
  groups: readonly DirectoryGroupId[],
  low: number,
): Promise<RawEntry[]> {
  return session.search({
    base: domain,
    scope: 'sub',
    filter: anyGuid(groups),
    attributes: ['objectGUID', 'uSNChanged', rangeFrom(low)],
    controls: [new ExtendedDn()],
  });
}

/**
 * How many objects have each of these as their primary group, by the last part of its SID. Only the numbers cross the
 * wire, and of at most {@link MOST_MATCHES} objects at a time: null where there are more.
 */
export async function countPrimary(
  session: Session,
  domain: string,
  rids: readonly string[],
): Promise<Map<string, number | null>> {
  if (rids.length === 0) return new Map();
  const entries = await session.search({
    base: domain,
    scope: 'sub',
    filter: anyOf('primaryGroupID', rids),
    attributes: ['primaryGroupID'],
    most: MOST_MATCHES,
  });
  if (entries.length < MOST_MATCHES) {
    const found = groupBy(entries, (entry) => textOf(entry, 'primarygroupid'));
    return new Map(rids.map((rid) => [rid, found.get(rid)?.length ?? 0]));
  }
  // Too many for all of them together: it is mostly one group that everybody is in.
  if (rids.length === 1) return new Map(rids.map((rid) => [rid, null]));
  const half = Math.ceil(rids.length / 2);
  const first = await countPrimary(session, domain, rids.slice(0, half));
  return new Map([...first, ...(await countPrimary(session, domain, rids.slice(half)))]);
}

export function idOf(entry: RawEntry): DirectoryGroupId | null {
  const value = entry.attributes.get('objectguid')?.[0];
  return Buffer.isBuffer(value) ? (guidFromBytes(value) as DirectoryGroupId | null) : null;
}

export function textOf(entry: RawEntry, attribute: string): string {
  return entry.attributes.get(attribute)?.[0]?.toString() ?? '';
}
