import type { Filter } from 'ldapts';
import { groupBy } from '../../core/collections.ts';
import type { DirectoryGroupId } from '../../core/model.ts';
import { type AdGroup, type AdObject, ATTRIBUTES, interpret, type RawEntry } from '../ad/entry.ts';
import { guidFromBytes, ridOf } from '../ad/ids.ts';
import type { AdSource, Link, Members } from '../ad/source.ts';
import { ExtendedDn } from './client.ts';
import { anyGuid, anyOf, groupsSimilarTo, groupsWithName } from './filters.ts';
import { type RangeRead, rangeFrom, readLink, readRange } from './ranges.ts';
import type { Session } from './session.ts';

/**
 * How many things are asked for in one request. So a reading takes, besides a handful of requests: for each level
 * of nesting one per 20 groups, one per 1,500 members of a large group, one per 500 objects not met before, one
 * per 100 groups for primaryGroupID (more if that finds over 1,000 objects), and in the end one per 500 groups.
 */
const BATCH = { groups: 20, objects: 500, dns: 100, names: 50, primary: 100 } as const;

export interface Scope {
  /** Groups are looked for by name below this DN. */
  readonly base: string;
  /** The domain: members may stand anywhere in it. */
  readonly domain: string;
}

/** Reads from a domain controller. Members are known by objectGUID from the start. */
export function ldapSource(session: Session, scope: Scope, now: Date): AdSource {
  const versions = new Map<DirectoryGroupId, string>();

  async function find(filter: Filter, base = scope.domain): Promise<AdObject[]> {
    const entries = await session.search({ base, scope: 'sub', filter, attributes: ATTRIBUTES });
    return entries.map((entry) => interpret(entry, now));
  }

  async function findGroups(filter: Filter): Promise<AdGroup[]> {
    return (await find(filter, scope.base)).filter((object) => object.kind === 'group');
  }

  async function byGuid(guids: readonly string[]): Promise<AdObject[]> {
    return inBatches(guids, BATCH.objects, (batch) => find(anyGuid(batch)));
  }

  async function members(groups: readonly AdGroup[]): Promise<Map<DirectoryGroupId, Members>> {
    const read = new Map<DirectoryGroupId, Members>();
    const primary = await primaryMembers(groups);
    const entries = await inBatches(groups, BATCH.groups, (batch) => memberEntries(batch, 0));
    for (const entry of entries) {
      const id = idOf(entry);
      if (id === null) continue;
      versions.set(id, textOf(entry, 'usnchanged'));
      read.set(id, { ...(await allMembers(id, entry)), primary: primary.get(id) ?? [] });
    }
    for (const { id } of groups) if (!read.has(id)) versions.delete(id);
    return read;
  }

  function memberEntries(groups: readonly { readonly id: DirectoryGroupId }[], low: number): Promise<RawEntry[]> {
    return session.search({
      base: scope.domain,
      scope: 'sub',
      filter: anyGuid(groups.map(({ id }) => id)),
      attributes: ['objectGUID', 'uSNChanged', rangeFrom(low)],
      controls: [new ExtendedDn()],
    });
  }

  async function allMembers(id: DirectoryGroupId, first: RawEntry): Promise<Pick<Members, 'links' | 'problem'>> {
    const values: string[] = [];
    let entry: RawEntry | undefined = first;
    for (let low = 0; ; ) {
      const range: RangeRead | null = entry === undefined ? null : readRange(entry, low);
      if (range === null) return { ...readLinks(values), problem: `its list of members broke off after ${low}` };
      for (const value of range.values) values.push(value);
      if (range.next === null) return readLinks(values);
      low = range.next;
      [entry] = await memberEntries([{ id }], low);
    }
  }

  /** Every object of a domain has its primary group in the same domain, so the last part of the SID tells which. */
  async function primaryMembers(groups: readonly AdGroup[]): Promise<Map<DirectoryGroupId, AdObject[]>> {
    const byRid = new Map<string, DirectoryGroupId>();
    for (const group of groups) {
      const rid = group.sid === null ? null : ridOf(group.sid);
      if (rid !== null) byRid.set(rid, group.id);
    }
    const attributes = ATTRIBUTES;
    const entries = await inBatches([...byRid.keys()], BATCH.primary, (rids) =>
      session.search({ base: scope.domain, scope: 'sub', filter: anyOf('primaryGroupID', rids), attributes }),
    );
    const found = groupBy(entries, (entry) => byRid.get(textOf(entry, 'primarygroupid')));
    return new Map([...byRid.values()].map((id) => [id, (found.get(id) ?? []).map((entry) => interpret(entry, now))]));
  }

  async function changed(groups: readonly AdGroup[]): Promise<Set<DirectoryGroupId>> {
    const entries = await inBatches(groups, BATCH.objects, (batch) =>
      session.search({
        base: scope.domain,
        scope: 'sub',
        filter: anyGuid(batch.map(({ id }) => id)),
        attributes: ['objectGUID', 'uSNChanged'],
      }),
    );
    const current = new Map(entries.map((entry) => [idOf(entry), textOf(entry, 'usnchanged')]));
    return new Set(groups.map(({ id }) => id).filter((id) => current.get(id) !== versions.get(id)));
  }

  return {
    byDn: (dns) => inBatches(dns, BATCH.dns, (batch) => find(anyOf('distinguishedName', batch))),
    byGuid,
    groupsNamed: (names) => inBatches(names, BATCH.names, (batch) => findGroups(groupsWithName(batch))),
    groupsLike: (name) => findGroups(groupsSimilarTo(name)),
    lookUp: async (links: readonly Link[]) => {
      const objects = await byGuid(links.map((link) => link.key));
      return new Map(objects.flatMap((object) => (object.id === null ? [] : [[object.id, object] as const])));
    },
    members,
    changed,
  };
}

function readLinks(values: readonly string[]): Pick<Members, 'links' | 'problem'> {
  const links = values.map(readLink);
  const nameless = links.filter((link) => link === null).length;
  const problem = nameless === 0 ? null : `${nameless} of its members came without an objectGUID`;
  return { links: links.filter((link) => link !== null), problem };
}

async function inBatches<Item, Result>(
  items: readonly Item[],
  size: number,
  request: (batch: readonly Item[]) => Promise<readonly Result[]>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += size) {
    for (const result of await request(items.slice(at, at + size))) results.push(result);
  }
  return results;
}

function idOf(entry: RawEntry): DirectoryGroupId | null {
  const value = entry.attributes.get('objectguid')?.[0];
  return Buffer.isBuffer(value) ? (guidFromBytes(value) as DirectoryGroupId | null) : null;
}

function textOf(entry: RawEntry, attribute: string): string {
  return entry.attributes.get(attribute)?.[0]?.toString() ?? '';
}
