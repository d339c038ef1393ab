import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GraphSandbox, startGraphSandbox } from '../../src/sandbox/graph/index.ts';
import { type FakeDc, startFakeDc } from '../directory/ldap/fake-dc.ts';
import { fakeGroup, fakeUser, TLS } from '../directory/ldap/fixture.ts';
import { newTenant } from '../sandbox/graph/world.ts';
import { adsync, type Ended, newFolder } from './adsync.ts';
import { entraKind, ldapKind } from './kinds.ts';

/** What `ca: system` does over TLS; on Linux SSL_CERT_FILE and SSL_CERT_DIR are the store. */

/** Newer versions of Node can read the store; the tests are run with both kinds (scripts/test-nodes.mjs). */
const CAN = 'getCACertificates' in tls;

let dc: FakeDc;
let graph: GraphSandbox;
let folder: Awaited<ReturnType<typeof newFolder>>;

beforeAll(async () => {
  const anna = fakeUser(1, 'Anna');
  dc = await startFakeDc({ entries: [anna, fakeGroup(9001, 'Helpdesk', [anna])], tls: { ...TLS, mode: 'ldaps' } });
  graph = await startGraphSandbox({ tenant: newTenant() });
  const yaml = (text: string): string => text.replace(/ca: \S+/, 'ca: system');
  folder = await newFolder({
    'ldap.yaml': yaml(ldapKind(dc.port, () => undefined).yaml),
    'entra.yaml': yaml(entraKind(graph).yaml),
    'ldap.pem': TLS.ca,
    'entra.pem': graph.ca,
    'empty.pem': '',
  });
});

afterAll(async () => {
  await Promise.all([dc.close(), graph.close(), folder.remove()]);
});

/** @param store what the operating system trusts: a file beside the YAML files */
function search(kind: 'ldap' | 'entra', store: string): Promise<Ended> {
  const env = { SSL_CERT_FILE: join(folder.path, store), SSL_CERT_DIR: '' };
  return adsync(['groups', 'search', 'Helpdesk', '-f', `${kind}.yaml`, '--quiet'], { cwd: folder.path, env });
}

const KINDS = ['ldap', 'entra'] as const;

if (CAN) {
  describe.each(KINDS)('"ca: system" for %s', (kind) => {
    test('trusts whom the operating system trusts', async () => {
      expect(await search(kind, `${kind}.pem`)).toMatchObject({ code: 0, stderr: '' });
    });

    test('trusts nobody else, and sends no password', async () => {
      const { code, stderr } = await search(kind, kind === 'ldap' ? 'entra.pem' : 'ldap.pem');

      expect(code).toBe(1);
      expect(stderr).toContain(kind === 'ldap' ? 'LDAP_CERTIFICATE_CHAIN' : 'ENTRA_CERTIFICATE');
    });

    test('never means the authorities of Node where the store is empty', async () => {
      const { code, stderr } = await search(kind, 'empty.pem');

      expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('CA_SYSTEM_EMPTY') });
      expect(stderr).toContain(`${kind}.yaml:1:`);
    });
  });
} else {
  test.each(KINDS)('"ca: system" for %s is refused at its line', async (kind) => {
    const { code, stderr } = await search(kind, `${kind}.pem`);

    expect(code).toBe(1);
    expect(stderr).toContain(`${kind}.yaml:1:`);
    expect(stderr).toContain('CA_SYSTEM_UNAVAILABLE');
  });
}
