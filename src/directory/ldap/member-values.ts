import type { Filter } from 'ldapts';
import type { DirectoryGroupId } from '../../core/people.ts';
import { normalDn } from '../ad/dn.ts';
import type { RawEntry } from '../ad/entry.ts';
import { ExtendedDn } from './client.ts';
import { type Domain, idOf, searchDomain, textOf } from './domain.ts';
import { anyGuid, anyOf, withoutMembers } from './filters.ts';
import { type RangeRead, rangeFrom, readMember, readRange } from './member-ranges.ts';

/** The `member` values of one group. */
export interface MemberValues<Kept> {
  readonly id: DirectoryGroupId;
  readonly dn: string;
  /** Its uSNChanged; empty where that cannot be read. */
  readonly version: string;
  /** What is kept of each value. */
  readonly values: readonly Kept[];
  /** Why they are not all, as the end of a sentence; null when they are. */
  readonly problem: string | null;
}

/** What one request gives of a group. */
interface Part<Kept> {
  readonly id: DirectoryGroupId | null;
  readonly dn: string;
  readonly version: string;
  /** null where the answer lacks the part that was asked for. */
  readonly range: RangeRead<Kept> | null;
}

/**
 * Reads the `member` values of some groups, each to the end of its last range; groups that are gone are left out.
 *
 * @param keep gives what is kept of a value as the server sends it
 */
export async function readMemberValues<Kept>(
  domain: Domain,
  groups: readonly DirectoryGroupId[],
  keep: (value: string) => Kept,
): Promise<MemberValues<Kept>[]> {
  const ask = (ids: readonly DirectoryGroupId[], low: number): Promise<Part<Kept>[]> => {
    const attributes = ['objectGUID', 'uSNChanged', rangeFrom(low)];
    const query = {
      base: domain.dn,
      scope: 'sub',
      filter: anyGuid(ids),
      attributes,
      controls: [new ExtendedDn()],
    } as const;
    return domain.session.searchFor(query, (entry) => partOf(entry, low, keep));
  };
  const read: MemberValues<Kept>[] = [];
  for (const first of await ask(groups, 0)) {
    const { id, dn, version } = first;
    if (id !== null) read.push({ id, dn, version, ...(await allValues(first, (low) => ask([id], low))) });
  }
  return proveEmpty(domain, read);
}

function partOf<Kept>(entry: RawEntry, low: number, keep: (value: string) => Kept): Part<Kept> {
  const dn = readMember(entry.dn)?.dn ?? entry.dn;
  return { id: idOf(entry), dn, version: textOf(entry, 'usnchanged'), range: readRange(entry, low, keep) };
}

/**
 * Marks the groups whose members may not be read: they look like groups without members, and everybody would be
 * disabled. The server is asked which groups are empty; Microsoft's does not call a group with a hidden list empty.
 * Samba 4.17 does, so no object may name the group in its `memberOf` either.
 */
async function proveEmpty<Kept>(domain: Domain, read: readonly MemberValues<Kept>[]): Promise<MemberValues<Kept>[]> {
  const empty = read.filter(({ values, problem }) => values.length === 0 && problem === null);
  if (empty.length === 0) return [...read];
  const ask = (filter: Filter, attribute: string): Promise<RawEntry[]> => searchDomain(domain, filter, [attribute]);
  const bare = new Set((await ask(withoutMembers(empty.map(({ id }) => id)), 'objectGUID')).map(idOf));
  const dns = new Map(empty.map(({ id, dn }) => [id, dn]));
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

async function allValues<Kept>(
  first: Part<Kept>,
  ask: (low: number) => Promise<Part<Kept>[]>,
): Promise<Pick<MemberValues<Kept>, 'values' | 'problem'>> {
  const values: Kept[] = [];
  let part: Part<Kept> | undefined = first;
  for (let low = 0; ; ) {
    const range: RangeRead<Kept> | null = part?.range ?? null;
    if (range === null) return { values, problem: `its list of members broke off after ${low}` };
    for (const value of range.values) values.push(value);
    if (range.next === null) return { values, problem: null };
    low = range.next;
    [part] = await ask(low);
  }
}
