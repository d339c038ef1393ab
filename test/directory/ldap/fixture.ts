import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DirectoryReading, WantedGroup } from '../../../src/core/people.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { LdapSettings } from '../../../src/core/settings.ts';
import type { ReadOptions } from '../../../src/directory/directory.ts';
import { openDirectory } from '../../../src/directory/open.ts';
import { DOMAIN, type FakeEntry } from './fake-dc.ts';
import { PATIENCE } from '../../patience.ts';

function pem(name: string): string {
  return readFileSync(join(import.meta.dirname, 'tls', name), 'utf8');
}

/** An authority, and a server certificate of it for 127.0.0.1 and dc.example.test (but not localhost). */
export const TLS = { ca: pem('ca.pem'), cert: pem('server.pem'), key: pem('server-key.pem') };

export const PASSWORD = 'S3cret-of-the-sync-account';

/** Everything in `overrides.tls` and `overrides.timeouts` may be left out. */
export function ldapSettings(
  url: string,
  overrides: { tls?: Partial<LdapSettings['tls']>; timeouts?: Partial<LdapSettings['timeouts']> } & Partial<
    Omit<LdapSettings, 'tls' | 'timeouts'>
  > = {},
): LdapSettings {
  return {
    type: 'ldap',
    urls: [url],
    baseDN: DOMAIN,
    bindDN: `CN=svc-sync,${DOMAIN}`,
    bindPassword: new Secret(PASSWORD),
    ...overrides,
    tls: { ca: TLS.ca, startTLS: false, serverName: null, ...overrides.tls },
    timeouts: { connect: PATIENCE, request: PATIENCE, ...overrides.timeouts },
  };
}

export async function readLdap(
  settings: LdapSettings,
  wanted: readonly (string | WantedGroup)[],
  options: Partial<ReadOptions> = {},
): Promise<DirectoryReading> {
  const directory = await openDirectory(settings);
  const groups = wanted.map((ref) => (typeof ref === 'string' ? { ref, nested: true } : ref));
  const now = new Date('2026-01-31T09:00:00Z');
  return directory.read(groups, { signal: new AbortController().signal, now, progress: () => undefined, ...options });
}

export function guid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function fakeUser(number: number, cn: string, more: FakeEntry['attributes'] = {}): FakeEntry {
  const objectClass = ['top', 'person', 'organizationalPerson', 'user'];
  const state = { userAccountControl: ['512'], accountExpires: ['9223372036854775807'] };
  const attributes = { objectClass, cn: [cn], ...state, mail: [`${cn}@corp.example`], ...more };
  return { dn: `CN=${cn},${DOMAIN}`, guid: guid(number), attributes };
}

export function fakeGroup(number: number, cn: string, members: readonly FakeEntry[], usn = '1'): FakeEntry {
  const attributes = {
    objectClass: ['top', 'group'],
    cn: [cn],
    objectSid: [`S-1-5-21-1-2-3-${number}`],
    uSNChanged: [usn],
    member: members.map(({ dn }) => dn),
  };
  return { dn: `CN=${cn},${DOMAIN}`, guid: guid(number), attributes };
}

export function fakeUsers(count: number): FakeEntry[] {
  return Array.from({ length: count }, (_, index) => fakeUser(index + 1, `User ${index + 1}`));
}
