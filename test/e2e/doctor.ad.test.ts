import { readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newSandboxAccount, saveSandboxAccount } from '../../src/sandbox/index.ts';
import { newCertificate, newEcKey, newServerIdentity } from '../../src/sandbox/graph/certificate.ts';
import { type Lab, SMALL, startLab } from '../lab/lab.ts';
import { closeAll, deadPort, startTls } from '../net/connect-proxy.ts';
import { adsync, newFolder } from './adsync.ts';

/** `adsync doctor` of the built program against a real Active Directory: each fault is told where it lies. */

const COMPANY = 'OU=Company,DC=corp,DC=example,DC=test';
const IP = '127.0.0.23';
const DAY = 86_400_000;
/** The schema GUID of accountExpires: nobody but administrators may read it. */
const HIDE_EXPIRY = '(OD;;RP;bf967915-0de6-11d0-a285-00aa003049e2;;AU)';

let lab: Lab;
let folder: Awaited<ReturnType<typeof newFolder>>;
const relays: Server[] = [];

beforeAll(async () => {
  lab = await startLab('doctor', IP);
  await lab.load(SMALL);
  folder = await newFolder({ 'ca.pem': await readFile(lab.get('AD_CA_FILE'), 'utf8') });
  const holder = { name: 'Olga Owner', email: 'owner@example.com', password: 'Holder%1pass' };
  const account = newSandboxAccount({ organization: 'Example Ltd', accountId: 1, apiToken: 'sandbox-token', holder });
  await saveSandboxAccount(join(folder.path, 'account.json'), account);
});

afterAll(async () => {
  await closeAll();
  for (const relay of relays) relay.close();
  await lab.reset();
  await folder.remove();
});

/** Ends TLS with a certificate that ends in eight days, and hands on to the domain controller. */
async function startRelay(): Promise<{ port: number }> {
  const times = { validFrom: new Date(Date.now() - DAY), validTo: new Date(Date.now() + 8.5 * DAY) };
  const authority = { subject: 'Example authority', key: newEcKey() };
  const key = newEcKey();
  await writeFile(join(folder.path, 'soon.pem'), newCertificate({ ...authority, authority: true, ...times }));
  const cert = newCertificate({ subject: 'dc', key, issuer: authority, hosts: ['127.0.0.1'], ...times });
  const ca = await readFile(lab.get('AD_CA_FILE'), 'utf8');
  const server = createServer({ key: key.export({ type: 'pkcs8', format: 'pem' }), cert }, (client) => {
    const upstream = connect({ host: IP, port: 636, ca });
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.pipe(upstream).pipe(client);
  });
  server.on('tlsClientError', () => undefined);
  relays.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port };
}

interface Changes {
  readonly urls?: string;
  readonly ca?: string;
  readonly password?: string;
  readonly group?: string;
}

interface Found {
  readonly code: number | null;
  readonly result: (id: string) => string | undefined;
  readonly text: (id: string) => string;
  readonly all: string;
}

async function doctor({ urls = lab.get('AD_URL'), ca = 'ca.pem', password, group = 'Sales' }: Changes): Promise<Found> {
  const yaml = `version: 1
directory:
  type: ldap
  urls: [${urls}]
  baseDN: DC=corp,DC=example,DC=test
  bindDN: CN=svc-sync,CN=Users,DC=corp,DC=example,DC=test
  bindPassword: \${BIND_PASSWORD}
  tls: {ca: ${ca}}
rescue:
  url: sandbox:account.json
  apiToken: \${TOKEN}
  groups:
    - directoryGroup: CN=${group},OU=Groups,${COMPANY}
      rescueGroup: Technicians/Sales
`;
  await writeFile(join(folder.path, 'sync.yaml'), yaml);
  const env = { BIND_PASSWORD: password ?? lab.get('AD_SYNC_PASSWORD'), TOKEN: 'sandbox-token' };
  const { code, stdout, stderr } = await adsync(['doctor', '--json'], { cwd: folder.path, env });
  const { checks } = JSON.parse(stdout) as {
    checks: { id: string; result: string; text: string; remedy: string | null }[];
  };
  const one = (id: string) => checks.find((check) => check.id === id);
  const text = (id: string): string => `${one(id)?.text ?? ''} ${one(id)?.remedy ?? ''}`;
  return { code, result: (id) => one(id)?.result, text, all: stdout + stderr };
}

test('a domain that works', async () => {
  const { code, result, all } = await doctor({});

  expect(code).toBe(0);
  for (const id of ['dns', 'tcp', 'tls']) expect(result(`${id}.${IP}:636`)).toBe('ok');
  for (const id of ['login', 'clock', 'groups', 'people']) expect([id, result(`directory.${id}`)]).toEqual([id, 'ok']);
  expect(all).not.toContain(lab.get('AD_SYNC_PASSWORD'));
});

test('a wrong password stops what needs a login, and is shown nowhere; the account is looked at all the same', async () => {
  const { code, result, text, all } = await doctor({ password: 'Wrong-Secret-99' });

  expect(code).toBe(1);
  expect(result(`tls.${IP}:636`)).toBe('ok');
  expect(result('directory.login')).toBe('fail');
  expect(text('directory.login')).toContain('password');
  expect(result('directory.groups')).toBe('skipped');
  expect(result('rescue.account')).toBe('ok');
  expect(all).not.toContain('Wrong-Secret-99');
});

test('a group that is not there is told with its line', async () => {
  const { code, result, text } = await doctor({ group: 'Nobody Knows' });

  expect(code).toBe(1);
  expect(result('directory.login')).toBe('ok');
  expect(result('directory.groups')).toBe('fail');
  expect(text('directory.groups')).toContain('(line 13)');
});

test('a certificate of an authority that nobody knows, and one for another name', async () => {
  await writeFile(join(folder.path, 'other.pem'), newServerIdentity(['x.example'], new Date()).ca);
  const unknown = await doctor({ ca: 'other.pem' });
  const wrong = await startTls(['dc9.corp.example.test'], { port: 1 });
  await writeFile(join(folder.path, 'wrong.pem'), wrong.identity.ca);
  const named = await doctor({ urls: `ldaps://127.0.0.1:${wrong.port}`, ca: 'wrong.pem' });

  expect([unknown.code, named.code]).toEqual([1, 1]);
  expect(unknown.result(`tls.${IP}:636`)).toBe('fail');
  expect(unknown.text(`tls.${IP}:636`)).toMatch(/^For .*, issued by .*directory\.tls\.ca/);
  expect(unknown.result('directory.login')).toBe('fail');
  expect(named.text(`tls.127.0.0.1:${wrong.port}`)).toMatch(/For dc9\.corp\.example\.test.*cannot be used/);
});

test('a certificate that ends soon is a warning, and a server that is down another one where one is left', async () => {
  const { port } = await startRelay();
  const gone = await deadPort();
  const urls = `ldaps://127.0.0.1:${gone}, ldaps://127.0.0.1:${port}`;
  const { code, result, text } = await doctor({ urls, ca: 'soon.pem' });

  expect(result(`tcp.127.0.0.1:${gone}`)).toBe('warn');
  expect(result(`tls.127.0.0.1:${gone}`)).toBe('skipped');
  expect(text(`tls.127.0.0.1:${port}`)).toContain('It is good for 8 more days.');
  expect([code, result('directory.login')]).toEqual([0, 'ok']);
});

test('no server at all is a fault', async () => {
  const gone = await deadPort();
  const { code, result } = await doctor({ urls: `ldaps://127.0.0.1:${gone}` });

  expect([code, result(`tcp.127.0.0.1:${gone}`), result('directory.login')]).toEqual([1, 'fail', 'fail']);
});

// The last one: what it takes away stays away.
test('an account that may not see whose account has expired', async () => {
  await lab.permit(`CN=Anna Abel,OU=Sales\\, EMEA,OU=People,${COMPANY}`, HIDE_EXPIRY);
  const { code, result, text } = await doctor({});

  expect(code).toBe(1);
  expect(`${result('directory.groups') ?? ''} ${result('directory.people') ?? ''}`).toBe('fail skipped');
  expect(text('directory.groups')).toContain('the accountExpires of 1 member cannot be read');
});
