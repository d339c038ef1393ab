import type { Marked, Since } from '../mark.ts';
import { normalDn } from '../ad/dn.ts';
import type { RawEntry } from '../ad/entry.ts';
import { findGroups } from '../ad/find-groups.ts';
import { readRef } from '../ad/group-ref.ts';
import { cutNames } from '../ad/read-groups.ts';
import { ShowDeleted, ShowRecycled } from './client.ts';
import { attributesFor, type Domain, searchDomain } from './domain.ts';
import { anyGuid, changedAfter } from './filters.ts';
import { JUDGED, judgeChanges } from './judge-changes.ts';
import { ldapEntrySource } from './ldap-entries.ts';
import { LdapMark } from './marks.ts';
import { type Place, placeOf } from './place.ts';
import type { Root } from './root.ts';
import { lookAtSamples } from './samples.ts';
import { seesDeleted } from './sees-deleted.ts';

/** More changed objects are not looked at: a reading costs little more then. Five pages. */
const MOST_CHANGED = 5000;
/** So many objects that do not show their changes are looked at one by one: what fits into one request. */
const MOST_HIDDEN = 999;
const SAME: Since = { kind: 'same' };

/**
 * Tells what has become of a domain since a mark. A quiet domain takes a handful of requests, whatever its size: one for the
 * server's place, one for a deleted object, one for each 1,000 changed objects, one for those that hide their changes, and
 * one for each 500 containers that hold its objects.
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
  const judgement = judgeChanges(entries, { mark, reading, now, asked });
  if (judgement.kind === 'changed') return judgement;
  // Whatever the judgement says: a container may hide its changes.
  const seen = await lookAtSamples(domain, { mark, reading });
  if (!seen.standWhereTheyStood) return changed('A container was renamed or moved.');
  if (judgement.mayReturn && !seen.showGroups) return unknown(GROUPS_HIDDEN);
  const isWhole = normalDn(base) === normalDn(root.domain);
  if (!isWhole && !(await namesMeanTheSame(domain, { mark, reading }))) {
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

const GROUPS_HIDDEN =
  'Accounts do not show their memberOf, so nobody knows whether somebody is back in a group from the recycle bin. Let the account of adsync read it.';

function deletionsHidden(domain: string): string {
  return `The account of adsync sees no deleted objects, so a deletion does not show. Let it list and read CN=Deleted Objects,${domain} (docs/ldap.md says how).`;
}
