import type { DirectoryGroup, DirectoryReading, Person, WantedGroup } from '../../../src/core/people.ts';
import type { LdapSettings } from '../../../src/core/settings.ts';
import { DOMAIN, type FakeEntry } from '../../directory/ldap/fake-dc.ts';
import { ldapSettings, readLdap } from '../../directory/ldap/fixture.ts';
import { firstName, forRescue, rescueFile } from '../../targets/rescue/planner/builders.ts';
import type { Company } from './company.ts';

const PRIMARY_BY_DEFAULT = '513';

const made = new WeakMap<Company, readonly FakeEntry[]>();

/** A company as the entries of an Active Directory; made once, since it is served hundreds of times. */
export function entriesOf(company: Company): readonly FakeEntry[] {
  const entries = made.get(company) ?? makeEntries(company);
  made.set(company, entries);
  return entries;
}

function makeEntries({ content, primary }: Company): FakeEntry[] {
  const groups = [...content.groups.values()];
  const ridOf = new Map(groups.map(({ name }, index) => [name, String(1100 + index)]));
  const primaryOf = new Map(
    Object.entries(primary).flatMap(([name, ids]) => ids.map((id) => [id as string, ridOf.get(name) ?? ''])),
  );
  const dns = new Map<string, string>();
  for (const { id } of content.people.values()) dns.set(id, `CN=${id},OU=People,${DOMAIN}`);
  for (const { id, name } of groups) dns.set(id, groupDn(name));
  return [
    ...[...content.people.values()].map((person) => personEntry(person, dns, primaryOf)),
    ...groups.map((group) => groupEntry(group, dns, ridOf, primaryOf)),
  ];
}

/** The DN by which a mapping may name a group. */
export function groupDn(name: string): string {
  return `CN=${name},OU=Groups,${DOMAIN}`;
}

function personEntry(
  { id, name, mail, upn, state }: Person,
  dns: ReadonlyMap<string, string>,
  primaryOf: ReadonlyMap<string, string>,
): FakeEntry {
  const attributes = {
    objectClass: ['top', 'person', 'organizationalPerson', 'user'],
    cn: [id],
    displayName: [name],
    mail: mail === null ? [] : [mail],
    userPrincipalName: upn === null ? [] : [upn],
    userAccountControl: [state === 'disabled' ? '514' : '512'],
    accountExpires: state === 'expired' ? ['132223104000000000'] : ['0'],
    primaryGroupID: [primaryOf.get(id) ?? PRIMARY_BY_DEFAULT],
  };
  return { dn: dns.get(id) ?? '', guid: id, attributes };
}

function groupEntry(
  { id, name, people, groups }: DirectoryGroup,
  dns: ReadonlyMap<string, string>,
  ridOf: ReadonlyMap<string, string>,
  primaryOf: ReadonlyMap<string, string>,
): FakeEntry {
  const rid = ridOf.get(name) ?? '';
  // Who has the group as primary one stands in no member value.
  const members = [...people.filter((person) => primaryOf.get(person) !== rid), ...groups];
  const attributes = {
    objectClass: ['top', 'group'],
    cn: [name],
    objectSid: [`S-1-5-21-1-2-3-${rid}`],
    uSNChanged: ['1'],
    member: members.map((member) => dns.get(member) ?? ''),
  };
  return { dn: dns.get(id) ?? '', guid: id, attributes };
}

/** How a mapping names its group in the file, in turn: by name, by DN, by objectGUID. */
export function ldapRefs(company: Company): Company {
  const { rescue } = rescueFile(company.settings);
  const ids = new Map([...company.content.groups.values()].map(({ id, name }) => [name, id as string]));
  const mappings = rescue.mappings.map((mapping, index) => {
    const name = firstName(mapping);
    const refs = [name, groupDn(name), ids.get(name) ?? name];
    return { ...mapping, parts: [{ directoryGroup: refs[index % 3] ?? name }] };
  });
  return { ...company, settings: { ...company.settings, ...forRescue({ ...rescue, mappings }) } };
}

/** Reads with a connection of its own. `urls`: tried one after the other. */
export function ldapReader(
  urls: readonly string[],
  timeouts: Partial<LdapSettings['timeouts']> = {},
): (wanted: readonly WantedGroup[]) => Promise<DirectoryReading> {
  const settings = ldapSettings('', { urls, timeouts });
  return (wanted) => readLdap(settings, wanted);
}
