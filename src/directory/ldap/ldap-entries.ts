import type { Filter } from 'ldapts';
import { type AdGroup, type AdObject, ATTRIBUTES } from '../ad/entry.ts';
import type { EntrySource } from '../ad/entry-source.ts';
import { MemberRefs } from '../ad/member-refs.ts';
import { spellings } from '../names.ts';
import { chunked } from '../batches.ts';
import { MOST_PEOPLE } from '../directory.ts';
import { MOST_MATCHES, type Matches } from '../search-ranking.ts';
import { changedGroups, countDirectMembers, type Known, readDirectMembers } from './direct-members.ts';
import { attributesFor, type Domain, findObjects, inBatches, objectOf } from './domain.ts';
import { anyGuid, anyOf, groupsContaining, groupsSimilarTo, groupsWithName, peopleNamed } from './filters.ts';

/**
 * So many things are asked for in one request. One object fewer than fits into a page: a server may send an empty page
 * behind a full one (Samba does).
 */
const BATCH = { objects: 999, dns: 100, names: 50 } as const;

/**
 * Reads from a domain controller. Members are known by objectGUID from the start.
 *
 * Besides a handful of requests a reading takes: for each level of nesting one per 20 groups, one per 1,500 members of a
 * large group, one per 999 objects not met before, one per 100 groups for primaryGroupID (more if that finds over 1,000
 * objects), and in the end one per 500 groups.
 */
export function ldapEntrySource(domain: Domain): EntrySource {
  const known: Known = { versions: new Map(), refs: new MemberRefs() };
  return {
    byDn: (dns) =>
      inBatches(dns, BATCH.dns, (batch) => findObjects(domain, anyOf('distinguishedName', batch.flatMap(spellings)))),
    byGuid: (guids) => objectsByGuid(domain, guids),
    peopleCalled: (text) => peopleCalled(domain, text),
    groupsNamed: (names) => inBatches(names, BATCH.names, (batch) => findGroups(domain, groupsWithName(batch))),
    groupsLike: (name) => findGroups(domain, groupsSimilarTo(name)),
    groupsContaining: (term) => matchesOf(domain, term),
    countMembers: (groups) => countDirectMembers(domain, groups),
    lookUp: async (refs, found) => {
      for (const batch of chunked(refs, BATCH.objects)) {
        const byId = new Map(batch.map((ref) => [ref.key, ref]));
        for (const object of await findObjects(domain, anyGuid([...byId.keys()]))) {
          const ref = object.id === null ? undefined : byId.get(object.id);
          if (ref !== undefined) found(ref, object);
        }
      }
    },
    members: (groups) => readDirectMembers(domain, groups, known),
    changed: (groups) => changedGroups(domain, groups, known.versions),
  };
}

function objectsByGuid(domain: Domain, guids: readonly string[]): Promise<AdObject[]> {
  return inBatches(guids, BATCH.objects, (batch) => findObjects(domain, anyGuid(batch)));
}

/** In the whole domain, for people stand outside of the base, too. */
async function peopleCalled(domain: Domain, text: string): Promise<AdObject[]> {
  const { session, dn: base } = domain;
  const query = { base, scope: 'sub', filter: peopleNamed(text), attributes: attributesFor(domain) } as const;
  const objects = await session.searchFor({ ...query, most: MOST_PEOPLE }, (entry) => objectOf(domain, entry));
  return objects.filter((object) => object !== null);
}

async function findGroups(domain: Domain, filter: Filter): Promise<AdGroup[]> {
  return groupsAmong(await findObjects(domain, filter, domain.base));
}

async function matchesOf(domain: Domain, term: string): Promise<Matches<AdGroup>> {
  const { session, base } = domain;
  const filter = groupsContaining(term);
  const query = { base, scope: 'sub', filter, attributes: ATTRIBUTES, most: MOST_MATCHES } as const;
  const objects = await session.searchFor(query, (entry) => objectOf(domain, entry));
  return { groups: groupsAmong(objects), whole: objects.length < MOST_MATCHES };
}

function groupsAmong(objects: readonly (AdObject | null)[]): AdGroup[] {
  return objects.filter((object) => object?.kind === 'group');
}
