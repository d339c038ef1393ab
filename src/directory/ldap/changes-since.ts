import type { Marked, Since } from '../mark.ts';
import { normalDn } from '../ad/dn.ts';
import type { RawEntry } from '../ad/entry.ts';
import { findGroups } from '../ad/find-groups.ts';
import { readRef } from '../ad/group-ref.ts';
import { cutNames } from '../ad/read-groups.ts';
import { ShowDeleted, ShowRecycled } from './client.ts';
import { attributesFor, type Domain, idOf, inBatches, searchDomain } from './domain.ts';
import { anyGuid, changedAfter } from './filters.ts';
import { JUDGED, judgeChanges } from './judge-changes.ts';
import { ldapEntrySource } from './ldap-entries.ts';
import { LdapMark } from './marks.ts';
import { type Place, placeOf } from './place.ts';
import type { Root } from './root.ts';
import { seesDeleted } from './sees-deleted.ts';

/** More changed objects are not looked at: a reading costs little more then. Five pages. */
const MOST_CHANGED = 5000;
/** So many objects that do not show their changes are looked at one by one: what fits into one request. */
const MOST_HIDDEN = 999;
/** So many objects are asked for in one request, for their DNs only. */
const BATCH = 500;

const SAME: Since = { kind: 'same' };

/**
 * Tells what has become of a domain since a mark. A quiet domain takes a handful of requests, whatever its size: one for the
 * server's place, one for a deleted object, one for each 1,000 changed objects, one for those that hide their changes, and
 * where others than those of the reading have changed one for each 500 containers that hold its objects.
 */
export async function changesSince(domain: Domain, root: Root, { mark, reading }: Marked): Promise<Since> {
  if (!(mark instanceof LdapMark)) return unknown('The mark is none of Active Directory.');
  const place = await placeOf(domain.session, root);
  if (place.kind === 'nowhere') return unknown(place.why);
  const standing = compare(mark.place, place);
  if (standing !== 'later') return standing;
  if (mark.hidden.size > MOST_HIDDEN) return unknown(HIDDEN);
  if (!(await seesDeleted(domain))) return unknown(deletionsHidden(root.domain));
  const later = await searchDomain(domain, changedAfter(mark.place.usn), [...attributesFor(domain), ...JUDGED], {
    controls: [new ShowDeleted(), new ShowRecycled()],
    most: MOST_CHANGED,
  });
  if (later.length >= MOST_CHANGED) return changed('Very many objects of the domain have changed.');
  const hidden = await entriesOf(domain, mark.hidden);
  if (hidden.length !== mark.hidden.size) return changed('An account or a group that was read is gone.');
  const entries = [...later, ...hidden];
  const { base, now, asked } = domain;
  const judgement = judgeChanges(entries, { mark, reading, base, now, asked });
  if (judgement.kind === 'changed') return judgement;
  if (judgement.mayMove && !(await standWhereTheyStood(domain, mark)))
    return changed('A container was renamed or moved.');
  if (judgement.mayBring && !(await namesMeanTheSame(domain, { mark, reading }))) {
    return changed('A name in the file means another group now.');
  }
  return SAME;
}

/** Whether the numbers of both places can be compared, and what they say. */
function compare(before: Place, now: Place): Since | 'later' {
  if (normalDn(before.server) !== normalDn(now.server) || normalDn(before.domain) !== normalDn(now.domain)) {
    return unknown('Another domain controller answers.');
  }
  if (before.invocationId !== now.invocationId) return unknown('The domain controller was restored or set up anew.');
  if (now.usn < before.usn) return unknown('The domain controller has fewer changes than before.');
  return now.usn === before.usn ? SAME : 'later';
}

/** Objects as they are now. */
async function entriesOf(domain: Domain, ids: ReadonlySet<string>): Promise<RawEntry[]> {
  return ids.size === 0 ? [] : searchDomain(domain, anyGuid([...ids]), [...attributesFor(domain), ...JUDGED]);
}

/**
 * Whether the objects of the reading have the DNs that they had. A container is renamed without a change of what it holds:
 * so one object of each container is looked at.
 */
async function standWhereTheyStood(domain: Domain, { met }: LdapMark): Promise<boolean> {
  const samples = new Map([...met].map(([id, { dn }]) => [containerOf(dn), { id, dn }]));
  const wanted = [...samples.values()];
  const entries = await inBatches(wanted, BATCH, (batch) =>
    searchDomain(domain, anyGuid(batch.map(({ id }) => id)), ['objectGUID']),
  );
  const dns = new Map(entries.map((entry) => [idOf(entry) as string | null, entry.dn]));
  return wanted.every(({ id, dn }) => dns.get(id) === dn);
}

/** A DN without its first step. */
function containerOf(dn: string): string {
  return dn.replace(/^(?:[^\\,]|\\.)*,/s, '');
}

async function namesMeanTheSame(domain: Domain, { mark, reading }: { mark: LdapMark } & Pick<Marked, 'reading'>) {
  const source = ldapEntrySource(domain);
  const named = mark.wanted
    .map((wanted, index) => ({ wanted, id: reading.roots[index]?.group ?? null }))
    .filter(({ wanted }) => readRef(wanted.ref).kind === 'name');
  const found = await findGroups(
    source,
    named.map(({ wanted }) => wanted),
  );
  if (!named.every(({ id }, index) => isGroup(found[index], id))) return false;
  const cut = await cutNames(source, mark.wanted);
  const before = reading.notices.filter(({ code }) => code === 'NAME_CUT_BY_COMMENT');
  return cut.map(({ text }) => text).join('\n') === before.map(({ text }) => text).join('\n');
}

function isGroup(found: Awaited<ReturnType<typeof findGroups>>[number] | undefined, id: string | null): boolean {
  return found?.kind === 'group' && found.id === id;
}

function changed(why: string): Since {
  return { kind: 'changed', why };
}

function unknown(why: string): Since {
  return { kind: 'unknown', why };
}

const HIDDEN =
  'Very many accounts do not show their uSNChanged, so a change of them does not show. Let the account of adsync read it.';

function deletionsHidden(domain: string): string {
  return `The account of adsync sees no deleted objects, so a deletion does not show. Let it list and read CN=Deleted Objects,${domain} (docs/ldap.md says how).`;
}
