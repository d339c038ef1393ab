import type { FakeEntry } from '../../directory/ldap/fake-dc.ts';
import { type Company, DOMAIN, groupOf, membersOf, personOf } from './company.ts';

/** A company as the stand-in domain controller of the tests holds it. */
export function adEntriesOf(company: Company): FakeEntry[] {
  const people = Array.from({ length: company.people }, (_, index): FakeEntry => {
    const { guid, dn, cn, name, mail } = personOf(index);
    const attributes = {
      objectClass: ['top', 'person', 'organizationalPerson', 'user'],
      cn: [cn],
      displayName: [name],
      mail: [mail],
      userAccountControl: ['512'],
      accountExpires: ['9223372036854775807'],
    };
    return { dn, guid, attributes };
  });
  const groups = Array.from({ length: company.groups }, (_, index): FakeEntry => {
    const { guid, dn, name } = groupOf(index);
    const attributes = {
      objectClass: ['top', 'group'],
      cn: [name],
      objectSid: [`S-1-5-21-1-2-3-${1000 + index}`],
      uSNChanged: ['1'],
      member: [...membersOf(company, index)].map((person) => personOf(person).dn),
    };
    return { dn, guid, attributes };
  });
  return [...people, ...groups];
}

/** `directory` of a file, with the authority of the stand-in in the file ldap-ca.pem. */
export function adDirectory(port: number): string {
  const login = { bindDN: `CN=sync,${DOMAIN}`, bindPassword: 'bench-password-of-sync', tls: { ca: 'ldap-ca.pem' } };
  const section = { type: 'ldap', urls: [`ldaps://127.0.0.1:${port}`], baseDN: DOMAIN, ...login };
  return `directory: ${JSON.stringify(section)}\n`;
}
