import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newServerIdentity } from '../../src/sandbox/graph/certificate.ts';
import { type FakeDc, startFakeDc } from '../directory/ldap/fake-dc.ts';
import { PASSWORD, TLS } from '../directory/ldap/fixture.ts';
import { closeAll, startProxy, startTls, type TestProxy } from '../net/connect-proxy.ts';
import { adsync, type Ended, EXAMPLES, newFolder } from './adsync.ts';

/**
 * The built program with NODE_TLS_REJECT_UNAUTHORIZED=0, by which Node itself trusts everybody. All servers have
 * certificates of authorities that the program does not know.
 */

const HOST = 'service.corp.example';
const TOKEN = 'Geheim-token-4711';

let backend: Server;
/** Whatever came through to it: then a server without a good certificate was trusted. */
const arrived: string[] = [];
let tls: Awaited<ReturnType<typeof startTls>>;
let ldaps: FakeDc;
let startTlsDc: FakeDc;
let secureProxy: TestProxy;
let plainProxy: TestProxy;
let machine: Server;
let folder: Awaited<ReturnType<typeof newFolder>>;

beforeAll(async () => {
  backend = createServer((request, response) => {
    arrived.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.end('OK');
  });
  await listening(backend);
  tls = await startTls(['localhost', HOST], { port: portOf(backend) });
  ldaps = await startFakeDc({ tls: { ...TLS, mode: 'ldaps' } });
  startTlsDc = await startFakeDc({ tls: { ...TLS, mode: 'startTLS' } });
  secureProxy = await startProxy({ tls: newServerIdentity(['127.0.0.1'], new Date()), hosts: { [HOST]: tls.port } });
  plainProxy = await startProxy({ hosts: { [HOST]: tls.port } });
  machine = createServer((_request, response) => {
    const token = {
      access_token: TOKEN,
      expires_on: String(Math.floor(Date.now() / 1000) + 3600),
      token_type: 'Bearer',
    };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(token));
  });
  await listening(machine);
  folder = await newFolder({
    'account.json': await readFile(join(EXAMPLES, 'account.json'), 'utf8'),
    'directory.ldif': await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8'),
  });
});

afterAll(async () => {
  await Promise.all([ldaps.close(), startTlsDc.close()]);
  await closeAll();
  for (const server of [backend, machine]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await folder.remove();
});

async function listening(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

const FILE = 'directory: { type: file, path: directory.ldif }';
const SANDBOX = 'url: sandbox:account.json';

function ldap(url: string, more = ''): string {
  return `directory: { type: ldap, urls: ['${url}'], baseDN: 'DC=corp,DC=example', bindDN: 'CN=x', bindPassword: '\${PASSWORD}'${more} }`;
}

function entra(credential: string, urls: string): string {
  return `directory: { type: entra, tenantId: 11111111-2222-4333-8444-555555555555, ${credential}, ${urls} }`;
}

async function plan(directory: string, rescue: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const yaml = `version: 1\n${directory}\nrescue:\n  ${rescue}\n  apiToken: \${TOKEN}\n  groups: [{ directoryGroup: Helpdesk Tier 1, rescueGroup: Technicians/New }]\n`;
  const files = await newFolder({
    'sync.yaml': yaml,
    'account.json': await readFile(join(folder.path, 'account.json'), 'utf8'),
    'directory.ldif': await readFile(join(folder.path, 'directory.ldif'), 'utf8'),
  });
  try {
    const secrets = { TOKEN: rescue === SANDBOX ? 'sandbox-token' : TOKEN, PASSWORD, SECRET: TOKEN };
    return await adsync(['plan'], {
      cwd: files.path,
      warned: true,
      env: { ...secrets, NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_USE_ENV_PROXY: '1', ...env },
    });
  } finally {
    await files.remove();
  }
}

describe('certificates are verified, even where the environment tells Node not to', () => {
  test('of Rescue', async () => {
    const { code, stderr } = await plan(FILE, `url: https://localhost:${tls.port}`);

    expect(stderr).toContain('RESCUE_CERTIFICATE');
    expect(code).toBe(1);
    expect(arrived).toEqual([]);
  });

  test('of Rescue behind a proxy', async () => {
    const env = { HTTPS_PROXY: `http://${plainProxy.address}` };
    const { code, stderr } = await plan(FILE, `url: https://${HOST}`, env);

    expect(stderr).toContain('RESCUE_CERTIFICATE');
    expect(code).toBe(1);
    expect(plainProxy.connects.length).toBeGreaterThan(0);
    expect(arrived).toEqual([]);
  });

  test('of a proxy that speaks TLS', async () => {
    const env = { HTTPS_PROXY: `https://me:${PASSWORD}@${secureProxy.address}` };
    const { code, stderr } = await plan(FILE, `url: https://${HOST}`, env);

    expect(stderr).toContain('RESCUE_PROXY');
    expect(stderr).toContain('has a certificate that is not trusted');
    expect(code).toBe(1);
    expect(secureProxy.connects).toEqual([]);
  });

  test('of the authority that gives tokens for Microsoft Graph', async () => {
    const urls = `authorityUrl: 'https://localhost:${tls.port}', graphUrl: 'https://localhost:${tls.port}'`;
    const secret = `clientId: 11111111-2222-4333-8444-555555555556, clientSecret: '\${SECRET}'`;
    const { code, stderr } = await plan(entra(secret, urls), SANDBOX);

    expect(stderr).toContain('ENTRA_CERTIFICATE');
    expect(stderr).toContain('No token for Microsoft Graph');
    expect(code).toBe(1);
    expect(arrived).toEqual([]);
  });

  test('of Microsoft Graph', async () => {
    const urls = `graphUrl: 'https://localhost:${tls.port}', authorityUrl: 'https://localhost:${tls.port}'`;
    const env = { IDENTITY_ENDPOINT: `http://127.0.0.1:${portOf(machine)}/msi/token`, IDENTITY_HEADER: 'x' };
    const { code, stderr } = await plan(entra('credential: managedIdentity', urls), SANDBOX, env);

    expect(stderr).toContain('ENTRA_CERTIFICATE');
    expect(stderr).not.toContain('No token');
    expect(code).toBe(1);
    expect(arrived).toEqual([]);
  });

  test('of a domain controller with LDAPS', async () => {
    const { code, stderr } = await plan(ldap(`ldaps://127.0.0.1:${ldaps.port}`), SANDBOX);

    expect(stderr).toContain('LDAP_CERTIFICATE_UNTRUSTED');
    expect(code).toBe(1);
    expect(ldaps.connections()).toBeGreaterThan(0);
    expect(ldaps.binds).toEqual([]);
  });

  test('of a domain controller with StartTLS', async () => {
    const url = `ldap://127.0.0.1:${startTlsDc.port}`;
    const { code, stderr } = await plan(ldap(url, ', tls: { startTLS: true }'), SANDBOX);

    expect(stderr).toContain('LDAP_CERTIFICATE_UNTRUSTED');
    expect(code).toBe(1);
    expect(startTlsDc.connections()).toBeGreaterThan(0);
    expect(startTlsDc.binds).toEqual([]);
  });
});
