import { PresenceFilter } from 'ldapts';
import type { PersonId } from '../../core/people.ts';
import type { RawEntry } from '../ad/entry.ts';
import type { Examination } from '../directory.ts';
import { searchDomain } from './domain.ts';
import { anyGuid } from './filters.ts';
import type { Session } from './session.ts';

/** So many people are looked at: rights differ by folder of the directory, not by person. */
const SAMPLE = 200;

/** What a reading takes from people, and what it is for. */
const LOOKED_AT = [
  { name: 'userAccountControl', says: 'who is disabled', needed: true },
  { name: 'accountExpires', says: 'whose account has expired', needed: true },
  { name: 'primaryGroupID', says: 'who is in a group as their primary one', needed: false },
  { name: 'mail', says: 'which address people have', needed: false },
  { name: 'userPrincipalName', says: 'which login name people have', needed: false },
] as const;

/** Asks the server for its clock, and for what it shows of a few people. */
export async function examineDomain(
  session: Session,
  domain: string,
  people: readonly PersonId[],
): Promise<Examination> {
  const filter = new PresenceFilter({ attribute: 'objectClass' });
  const [root] = await session.search({ base: '', scope: 'base', filter, attributes: ['currentTime'] });
  const sample = people.slice(0, SAMPLE);
  const names = LOOKED_AT.map(({ name }) => name);
  const entries =
    sample.length === 0 ? [] : await searchDomain({ session, dn: domain }, anyGuid(sample), ['objectGUID', ...names]);
  return {
    server: session.endpoint.url,
    clock: root === undefined ? null : timeOf(textOf(root, 'currenttime')),
    attributes: LOOKED_AT.map(({ name, says, needed }) => {
      const shown = entries.filter((entry) => textOf(entry, name.toLowerCase()) !== '').length;
      return { name, says, shown, of: entries.length, needed };
    }),
  };
}

function textOf(entry: RawEntry, name: string): string {
  return entry.attributes.get(name)?.[0]?.toString() ?? '';
}

/** GeneralizedTime (RFC 4517, 3.3.13) as domain controllers write it: `20260131090000.0Z`. */
export function timeOf(text: string): Date | null {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[.,]\d+)?Z$/.exec(text) ?? [];
  if (year === undefined) return null;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
