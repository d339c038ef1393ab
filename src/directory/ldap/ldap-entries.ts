import type { Filter } from 'ldapts';
import { groupBy } from '../../core/collections.ts';
import type { DirectoryGroupId } from '../../core/model.ts';
import { type AdGroup, type AdObject, ATTRIBUTES, interpret } from '../ad/entry.ts';
import { ridOf } from '../ad/ids.ts';
import type { AdSource, Link, Members } from '../ad/entry-source.ts';
import { MOST_MATCHES } from '../search-ranking.ts';
import { count } from '../wording.ts';
import { anyGuid, anyOf, groupsContaining, groupsSimilarTo, groupsWithName } from './filters.ts';
import { countPrimary, idOf, type MemberValues, readMemberValues, textOf } from './member-values.ts';
import { readLink } from './member-ranges.ts';
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

/** The objects that have a group as their primary one. */
interface Primary {
  readonly members: readonly AdObject[];
  /** Why they may not be all; null when they are. */
  readonly problem: string | null;
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
    const values = await memberValues(groups);
    // After the lists: who gets a group as primary one leaves its list, and would otherwise be seen in neither.
    const primary = await primaryMembers(groups);
    for (const { id, entry, values: list, problem } of values) {
      const version = textOf(entry, 'usnchanged');
      versions.set(id, version);
      const links = readLinks(list);
      const unsure = version === '' ? 'its uSNChanged cannot be read, so nobody knows whether it stood still' : null;
      const { members: own = [], problem: lack = null } = primary.get(id) ?? {};
      read.set(id, { links: links.links, primary: own, problem: problem ?? links.problem ?? lack ?? unsure });
    }
    for (const { id } of groups) if (!read.has(id)) versions.delete(id);
    return read;
  }

  function memberValues(groups: readonly AdGroup[]): Promise<MemberValues[]> {
    return inBatches(groups, BATCH.groups, (batch) =>
      readMemberValues(
        session,
        scope.domain,
        batch.map(({ id }) => id),
      ),
    );
  }

  async function countMembers(groups: readonly AdGroup[]): Promise<Map<DirectoryGroupId, number | null>> {
    const rids = new Map(
      groups.flatMap((group) => (group.sid === null ? [] : [[group.id, ridOf(group.sid)] as const])),
    );
    const asked = [...rids.values()].filter((rid) => rid !== null);
    const primary = new Map<string, number | null>();
    for (let at = 0; at < asked.length; at += BATCH.primary) {
      const counted = await countPrimary(session, scope.domain, asked.slice(at, at + BATCH.primary));
      for (const [rid, number] of counted) primary.set(rid, number);
    }
    const counts = new Map<DirectoryGroupId, number | null>();
    for (const { id, values, problem } of await memberValues(groups)) {
      const rid = rids.get(id) ?? null;
      const more = rid === null ? 0 : (primary.get(rid) ?? null);
      counts.set(id, problem === null && more !== null ? values.length + more : null);
    }
    return counts;
  }

  /** Every object of a domain has its primary group in the same domain, so the last part of the SID tells which. */
  async function primaryMembers(groups: readonly AdGroup[]): Promise<Map<DirectoryGroupId, Primary>> {
    const byRid = new Map<string, DirectoryGroupId>();
    const result = new Map<DirectoryGroupId, Primary>();
    for (const { id, sid } of groups) {
      const rid = sid === null ? null : ridOf(sid);
      if (rid !== null) byRid.set(rid, id);
      else if (sid === null) result.set(id, { members: [], problem: 'its objectSid cannot be read' });
    }
    const attributes = ATTRIBUTES;
    const entries = await inBatches([...byRid.keys()], BATCH.primary, (rids) =>
      session.search({ base: scope.domain, scope: 'sub', filter: anyOf('primaryGroupID', rids), attributes }),
    );
    const found = groupBy(entries, (entry) => byRid.get(textOf(entry, 'primarygroupid')));
    const lost = found.get(undefined)?.length ?? 0;
    const problem = lost === 0 ? null : `the primaryGroupID of ${count(lost, 'member')} cannot be read`;
    for (const id of byRid.values()) {
      result.set(id, { members: (found.get(id) ?? []).map((entry) => interpret(entry, now)), problem });
    }
    return result;
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
    groupsContaining: async (term) => {
      const query = { base: scope.base, scope: 'sub', attributes: ATTRIBUTES, most: MOST_MATCHES } as const;
      const entries = await session.search({ ...query, filter: groupsContaining(term) });
      const groups = entries.map((entry) => interpret(entry, now)).filter((object) => object.kind === 'group');
      return { groups, whole: entries.length < MOST_MATCHES };
    },
    countMembers,
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
