import { groupBy } from '../../core/collections.ts';
import type { DirectoryGroupId } from '../../core/people.ts';
import type { AdGroup, AdObject, RawEntry } from '../ad/entry.ts';
import { ridOf } from '../ad/ids.ts';
import { MOST_MATCHES } from '../search-ranking.ts';
import { count } from '../wording.ts';
import { attributesFor, type Domain, inBatches, objectOf, searchDomain, textOf } from './domain.ts';
import { anyOf } from './filters.ts';

// Members through primaryGroupID stand in no `member` value. Every object of a domain has its primary group in the same
// domain, so the last part of the group's SID (the RID) says which group it is.

/** So many groups are asked for in one request. */
const BATCH = 100;

/** The objects that have a group as their primary one. */
export interface PrimaryMembers {
  readonly members: readonly AdObject[];
  /** Why they may not be all; null when they are. */
  readonly problem: string | null;
}

/** An object, null = a deleted one, and the group that it has as its primary one, where that can be read. */
interface Found {
  readonly group: DirectoryGroupId | undefined;
  readonly object: AdObject | null;
}

/** Reads them for each group; a group whose SID is not of a domain has none and is left out. */
export async function readPrimaryMembers(
  domain: Domain,
  groups: readonly AdGroup[],
): Promise<Map<DirectoryGroupId, PrimaryMembers>> {
  const byRid = new Map<string, DirectoryGroupId>();
  const result = new Map<DirectoryGroupId, PrimaryMembers>();
  for (const { id, sid } of groups) {
    const rid = sid === null ? null : ridOf(sid);
    if (rid !== null) byRid.set(rid, id);
    else if (sid === null) result.set(id, { members: [], problem: 'its objectSid cannot be read' });
  }
  const attributes = attributesFor(domain);
  const read = (entry: RawEntry): Found => ({
    group: byRid.get(textOf(entry, 'primarygroupid')),
    object: objectOf(domain, entry),
  });
  const entries = await inBatches([...byRid.keys()], BATCH, (rids) => {
    const query = { base: domain.dn, scope: 'sub', filter: anyOf('primaryGroupID', rids), attributes } as const;
    return domain.session.searchFor(query, read);
  });
  const found = groupBy(entries, ({ group }) => group);
  const lost = found.get(undefined)?.length ?? 0;
  const problem = lost === 0 ? null : `the primaryGroupID of ${count(lost, 'member')} cannot be read`;
  for (const id of byRid.values()) {
    const objects = (found.get(id) ?? []).map(({ object }) => object);
    result.set(id, { members: objects.filter((object) => object !== null), problem });
  }
  return result;
}

/** How many there are for each group; null where there are too many to count. */
export async function countPrimaryMembers(
  domain: Domain,
  groups: readonly AdGroup[],
): Promise<Map<DirectoryGroupId, number | null>> {
  const rids = new Map(groups.map(({ id, sid }) => [id, sid === null ? null : ridOf(sid)]));
  const asked = [...rids.values()].filter((rid) => rid !== null);
  const counts = new Map(await inBatches(asked, BATCH, (batch) => countByRid(domain, batch)));
  return new Map([...rids].map(([id, rid]) => [id, rid === null ? 0 : (counts.get(rid) ?? null)]));
}

/**
 * Counts the objects by the RID of their primary group. Only the numbers cross the wire, and of at most
 * {@link MOST_MATCHES} objects at a time: null where there are more.
 */
async function countByRid(domain: Domain, rids: readonly string[]): Promise<Map<string, number | null>> {
  const filter = anyOf('primaryGroupID', rids);
  const entries = await searchDomain(domain, filter, ['primaryGroupID'], { most: MOST_MATCHES });
  if (entries.length < MOST_MATCHES) {
    const found = groupBy(entries, (entry) => textOf(entry, 'primarygroupid'));
    return new Map(rids.map((rid) => [rid, found.get(rid)?.length ?? 0]));
  }
  // Too many for all of them together: it is mostly one group that everybody is in.
  if (rids.length === 1) return new Map(rids.map((rid) => [rid, null]));
  const half = Math.ceil(rids.length / 2);
  const first = await countByRid(domain, rids.slice(0, half));
  return new Map([...first, ...(await countByRid(domain, rids.slice(half)))]);
}
