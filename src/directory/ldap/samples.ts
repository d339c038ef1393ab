import type { DirectoryReading } from '../../core/people.ts';
import type { AdObject } from '../ad/entry.ts';
import type { Marked } from '../mark.ts';
import { type Domain, idOf, inBatches, searchDomain } from './domain.ts';
import { anyGuid } from './filters.ts';
import type { LdapMark } from './marks.ts';

/** So many objects are asked for in one request, for little of each. */
const BATCH = 500;

/** What a look at one object of each container tells of all that the container holds. */
export interface Seen {
  /** Whether each of them has the DN that it had. A container is renamed without a change of what it holds. */
  readonly standWhereTheyStood: boolean;
  /** Whether those that are members of groups show it: what is hidden looks like what is not there. */
  readonly showGroups: boolean;
}

export async function lookAtSamples(
  domain: Domain,
  { mark, reading }: Pick<Marked, 'reading'> & { readonly mark: LdapMark },
): Promise<Seen> {
  const samples = samplesOf(mark.met.values());
  const entries = await inBatches([...samples], BATCH, (batch) =>
    searchDomain(domain, anyGuid(batch.map(([id]) => id)), ['objectGUID', 'memberOf']),
  );
  const now = new Map(entries.map((entry) => [idOf(entry) as string | null, entry]));
  const members = listedMembers(samples, mark, reading);
  return {
    standWhereTheyStood: [...samples].every(([id, { dn }]) => now.get(id)?.dn === dn),
    showGroups: members.every((id) => [...(now.get(id)?.attributes.keys() ?? [])].some(isMemberOf)),
  };
}

/** One object for each container, by objectGUID; a person where there is one, for people are members of groups. */
function samplesOf(objects: Iterable<AdObject>): ReadonlyMap<string, AdObject> {
  const byContainer = new Map<string, AdObject>();
  for (const object of objects) {
    const container = containerOf(object.dn);
    if (object.kind === 'person' || !byContainer.has(container)) byContainer.set(container, object);
  }
  return new Map([...byContainer.values()].flatMap((object) => (object.id === null ? [] : [[object.id, object]])));
}

/** Those of the samples that stand in the list of a group; a primary group is in no memberOf. */
function listedMembers(samples: ReadonlyMap<string, AdObject>, { met }: LdapMark, { groups }: DirectoryReading) {
  const listed = new Set<string>();
  for (const { id: group, people, groups: inner } of groups.values()) {
    const own = met.get(group);
    const sid = own?.kind === 'group' ? own.sid : null;
    for (const ids of [people, inner]) {
      for (const id of ids) {
        const sample = samples.get(id);
        if (sample !== undefined && (sid === null || sample.primaryGroup !== sid)) listed.add(id);
      }
    }
  }
  return [...listed];
}

/** With a range, too: there may be more than the server lists at once. */
function isMemberOf(attribute: string): boolean {
  return attribute === 'memberof' || attribute.startsWith('memberof;');
}

/** A DN without its first step. */
function containerOf(dn: string): string {
  return dn.replace(/^(?:[^\\,]|\\.)*,/s, '');
}
