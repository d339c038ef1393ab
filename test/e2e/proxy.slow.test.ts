import { join } from 'node:path';
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type GraphSandbox, startGraphSandbox } from '../../src/sandbox/graph/index.ts';
import { loadSandboxAccount, type RescueSandbox, startRescueSandbox } from '../../src/sandbox/index.ts';
import { closeAll, deadPort, startProxy, startTls, type TestProxy } from '../net/connect-proxy.ts';
import { addGroup, addUsers, CLIENT, newTenant, SECRET, TENANT } from '../sandbox/graph/world.ts';
import { adsync, type Ended, EXAMPLES, newFolder } from './adsync.ts';

/** The built program in a company's network: the account, Graph and its authority lie behind a proxy. */

const RESCUE = 'rescue.corp.example';
/** Graph and its authority: the stand-in is both, under one name. */
const ENTRA = 'entra.corp.example';
const PASSWORD = 'Proxy-Geheim-77';

let graph: GraphSandbox;
let account: RescueSandbox;
let proxy: TestProxy;
let folder: Awaited<ReturnType<typeof newFolder>>;
let hosts: Readonly<Record<string, number>>;
let cas: { rescue: string; graph: string };

beforeAll(async () => {
  const tenant = newTenant();
  addGroup(tenant, 900, 'Helpdesk', addUsers(tenant, 3));
  graph = await startGraphSandbox({ tenant });
  account = await startRescueSandbox({ account: await loadSandboxAccount(join(EXAMPLES, 'account.json')) });
  const rescueTls = await startTls([RESCUE], { port: Number(new URL(account.url).port) });
  const graphTls = await startTls([ENTRA], { port: Number(new URL(graph.url).port), ca: graph.ca });
  hosts = { [RESCUE]: rescueTls.port, [ENTRA]: graphTls.port };
  proxy = await startProxy({ hosts, credentials: `me:${PASSWORD}` });
  cas = { rescue: rescueTls.identity.ca, graph: graphTls.identity.ca };
  folder = await newFolder({ 'sync.yaml': yaml(), 'rescue-ca.pem': cas.rescue, 'graph-ca.pem': cas.graph });
});

beforeEach(() => {
  proxy.connects.length = 0;
});

afterAll(async () => {
  await closeAll();
  await account.close();
  await graph.close();
  await folder.remove();
});

function yaml(): string {
  return `version: 1
directory:
  type: entra
  tenantId: ${TENANT}
  clientId: ${CLIENT}
  clientSecret: \${SECRET}
  graphUrl: https://${ENTRA}
  authorityUrl: https://${ENTRA}
  tls: { ca: graph-ca.pem }
rescue:
  url: https://${RESCUE}
  tls: { ca: rescue-ca.pem }
  apiToken: \${TOKEN}
  groups: [{ directoryGroup: Helpdesk, rescueGroup: Technicians/Helpdesk New }]
`;
}

function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  return adsync(args, { cwd: folder.path, env: { SECRET, TOKEN: 'sandbox-token', ...env } });
}

function throughProxy(): string {
  return `http://me:${PASSWORD}@${proxy.address}`;
}

test('everything goes through the proxy, and nothing else does', async () => {
  const { code, stdout, stderr } = await run(['plan', '--verbose'], { HTTPS_PROXY: throughProxy() });

  expect(stderr).not.toContain('error');
  expect(stdout).toContain('3 to create');
  expect(code).toBe(0);
  expect(new Set(proxy.connects)).toEqual(new Set([RESCUE, ENTRA].map((host) => `${host}:443`)));
  expect(stdout + stderr).not.toContain(PASSWORD);
});

test('the lower-case variable does as well, and needs no scheme', async () => {
  const open = await startProxy({ hosts });

  const { code, stdout, stderr } = await run(['groups', 'search', 'help'], { https_proxy: open.address });

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/Helpdesk +security +3 +line 14/);
  expect(new Set(open.connects)).toEqual(new Set([`${ENTRA}:443`]));
});

test('a sandbox: account needs no proxy, even where one is set', async () => {
  const text = await readFile(join(EXAMPLES, 'sync.yaml'), 'utf8');
  const local = await newFolder({
    'sync.yaml': text,
    'directory.ldif': await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8'),
    'account.json': await readFile(join(EXAMPLES, 'account.json'), 'utf8'),
  });

  const env = { HTTP_PROXY: 'http://127.0.0.1:1', HTTPS_PROXY: 'http://127.0.0.1:1' };
  const { code, stderr } = await adsync(['plan'], { cwd: local.path, env });
  await local.remove();

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

describe('what is wrong is said in a sentence, without the password', () => {
  const env = (): Record<string, string> => ({ HTTPS_PROXY: throughProxy() });
  const cases: [string, () => Promise<Record<string, string>>, readonly RegExp[]][] = [
    [
      'wrong credentials for the proxy',
      () => Promise.resolve({ HTTPS_PROXY: throughProxy().replace('me:', 'you:') }),
      [/^error ENTRA_PROXY .*does not accept the credentials \(HTTP 407\)/, /HTTPS_PROXY/],
    ],
    [
      'a variable that is no address',
      () => Promise.resolve({ HTTPS_PROXY: `socks5://me:${PASSWORD}@x` }),
      [/^error PROXY_INVALID The environment variable HTTPS_PROXY/],
    ],
  ];

  test.each(cases)('%s', async (_case, prepare, expected) => {
    const { code, stdout, stderr } = await run(['plan', '--verbose'], await prepare());

    const said = stderr.slice(Math.max(0, stderr.indexOf('error ')));
    for (const text of expected) expect(said).toMatch(text);
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain(PASSWORD);
  });

  test('a proxy that is down, on the way to the account', async () => {
    const { code, stderr } = await fromFile({ HTTPS_PROXY: `http://me:${PASSWORD}@127.0.0.1:${await deadPort()}` });

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error RESCUE_PROXY https:\/\/rescue\.corp\.example cannot be reached: the proxy http:\/\/127\.0\.0\.1:\d+ \(HTTPS_PROXY\) cannot be reached: nothing answers on that port\./,
    );
    expect(stderr).not.toContain(PASSWORD);
  });

  test('a proxy that forbids the account', async () => {
    const strict = await startProxy({ answer: 'HTTP/1.1 403 Forbidden\r\n\r\n' });

    const { code, stderr } = await fromFile({ HTTPS_PROXY: strict.address });

    expect(code).toBe(1);
    expect(stderr).toMatch(/refuses connections to rescue\.corp\.example:443 \(HTTP 403\)\.\n {2}Have the proxy allow/);
    expect(strict.connects).toHaveLength(1);
  });

  test('a host in NO_PROXY is asked without the proxy', async () => {
    // An address of this machine that does not count as near.
    const host = `0.0.0.0:${await deadPort()}`;

    const { code, stderr } = await fromFile({ ...env(), NO_PROXY: 'other, 0.0.0.0' }, cas.rescue, host);

    expect(code).toBe(1);
    expect(stderr).toMatch(/^error RESCUE_UNREACHABLE https:\/\/0\.0\.0\.0:\d+ cannot be reached \(ECONNREFUSED\)/);
    expect(proxy.connects).toEqual([]);
  });

  test('another authority than that of the account', async () => {
    const { code, stderr } = await fromFile(env(), cas.graph);

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error RESCUE_CERTIFICATE The certificate of https:\/\/rescue\.corp\.example is not trusted/,
    );
    expect(stderr).toContain('ca under rescue.tls');
  });

  test('another authority than that of Graph', async () => {
    await writeFile(join(folder.path, 'wrong.yaml'), yaml().replace('graph-ca.pem', 'rescue-ca.pem'));

    const { code, stderr } = await run(['groups', 'count', '-f', 'wrong.yaml'], env());

    expect(code).toBe(1);
    expect(stderr).toMatch(/^error ENTRA_CERTIFICATE .*entra\.corp\.example: its certificate is not trusted/);
  });
});

/** A plan with people from a file, so that only the account lies behind the proxy. */
async function fromFile(env: Readonly<Record<string, string>>, ca = cas.rescue, host = RESCUE): Promise<Ended> {
  const [, rescue] = yaml().split('rescue:\n');
  const local = await newFolder({
    'sync.yaml': `version: 1\ndirectory: { type: file, path: people.ldif }\nrescue:\n${rescue?.replace(RESCUE, host) ?? ''}`,
    'people.ldif':
      'dn: CN=Helpdesk,DC=corp,DC=example\nobjectClass: group\ncn: Helpdesk\nobjectGUID: 00000000-0000-4000-9000-000000000001\n',
    'rescue-ca.pem': ca,
  });
  try {
    return await adsync(['plan'], { cwd: local.path, env: { TOKEN: 'sandbox-token', ...env } });
  } finally {
    await local.remove();
  }
}
