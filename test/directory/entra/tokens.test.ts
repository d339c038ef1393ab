import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Secret } from '../../../src/core/secret.ts';
import type { EntraCredential, EntraSettings } from '../../../src/core/settings.ts';
import { openEntra } from '../../../src/directory/entra/entra.ts';
import type { Env } from '../../../src/directory/entra/world.ts';
import type { GraphApp } from '../../../src/sandbox/graph/index.ts';
import { newClientCertificate } from '../../sandbox/graph/client-certificate.ts';
import { addGroup, addUsers, CLIENT, guid, newTenant, SECRET, TENANT } from '../../sandbox/graph/world.ts';
import { TLS } from '../ldap/fixture.ts';
import { closeAll, failureOf, type Lab, newLab, quickWorld, readOptions, wantedOf } from './fixture.ts';

/** Microsoft's own Azure Identity against the stand-in authority, over https. */

const AUDIENCE = 'api://AzureADTokenExchange';
const certificate = newClientCertificate();
const stranger = newClientCertificate();
const servers: Server[] = [];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-test-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
  await closeAll();
  for (const server of servers.splice(0)) server.close();
});

async function newTenantLab(app: Partial<GraphApp> = {}): Promise<Lab> {
  const tenant = newTenant();
  Object.assign(tenant.apps[0] ?? {}, app);
  addGroup(tenant, 900, 'Helpdesk', addUsers(tenant, 3));
  return newLab(tenant);
}

/** Reads as the program does; resolves to how many people there are. */
async function read(lab: Lab, overrides: Partial<EntraSettings>, env: Env = {}): Promise<number> {
  const world = { ...lab.world, env };
  const directory = openEntra(lab.settings(overrides), env, world);
  const reading = await directory.read(wantedOf([guid(900)]), readOptions(lab.said));
  return reading.people.size;
}

function by(credential: EntraCredential): Partial<EntraSettings> {
  return { credential };
}

const bySecret: EntraCredential = { kind: 'clientSecret', clientId: CLIENT, clientSecret: new Secret(SECRET) };
const byCertificate: EntraCredential = {
  kind: 'certificate',
  clientId: CLIENT,
  certificate: new Secret(certificate.both),
};

/** What each platform leaves in the environment, and whom the app trusts because of it. */
function githubEnv({ sandbox }: Lab): Env {
  const { requestUrl, requestToken } = sandbox.platforms.githubActions;
  return { ACTIONS_ID_TOKEN_REQUEST_URL: requestUrl, ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken };
}

function trust(lab: Lab, platform: 'githubActions' | 'azureDevOps'): void {
  const { issuer, subject } = lab.sandbox.platforms[platform];
  Object.assign(lab.sandbox.tenant.apps[0] ?? {}, { federated: { issuer, subject, audience: AUDIENCE } });
}

describe('a token', () => {
  test('by client secret', async () => {
    const lab = await newTenantLab();

    const people = await read(lab, by(bySecret));

    expect(people).toBe(3);
    expect(lab.said).toContain(`Getting a token from ${lab.sandbox.url} by clientSecret (sync.yaml)`);
    const token = lab.sandbox.log.filter(({ path }) => !path.startsWith('/v1.0/')).map(({ path }) => path);
    expect(token).toEqual([`/${TENANT}/v2.0/.well-known/openid-configuration`, `/${TENANT}/oauth2/v2.0/token`]);
  });

  test('by certificate', async () => {
    const lab = await newTenantLab({ certificate: certificate.certificate });

    expect(await read(lab, by(byCertificate))).toBe(3);
  });

  test('by the token of a GitHub job', async () => {
    const lab = await newTenantLab();
    trust(lab, 'githubActions');

    expect(await read(lab, by({ kind: 'githubActions', clientId: CLIENT }), githubEnv(lab))).toBe(3);
    expect(lab.sandbox.log.find(({ path }) => path === '/github/oidc')?.query['audience']).toBe(AUDIENCE);
  });

  test('by the token of an Azure DevOps service connection', async () => {
    const lab = await newTenantLab();
    trust(lab, 'azureDevOps');
    const { requestUri, accessToken, serviceConnectionId } = lab.sandbox.platforms.azureDevOps;
    const env = { SYSTEM_OIDCREQUESTURI: requestUri, SYSTEM_ACCESSTOKEN: accessToken };

    expect(await read(lab, by({ kind: 'azureDevOps', clientId: CLIENT, serviceConnectionId }), env)).toBe(3);
  });

  test.each([
    ['clientId of the file', CLIENT, {}],
    ['AZURE_CLIENT_ID', null, { AZURE_CLIENT_ID: CLIENT }],
  ])('by a token file, with the %s', async (_name, clientId, more) => {
    const lab = await newTenantLab();
    trust(lab, 'githubActions');
    const { issuer, subject } = lab.sandbox.platforms.githubActions;
    const path = join(folder, 'token');
    await writeFile(path, `${lab.sandbox.federatedToken({ issuer, subject, audience: AUDIENCE })}\n`);

    const people = await read(lab, by({ kind: 'workloadIdentity', clientId }), {
      AZURE_FEDERATED_TOKEN_FILE: path,
      ...more,
    });

    expect(people).toBe(3);
  });

  test('that lives for minutes only is renewed in the middle of a reading', async () => {
    const lab = await newTenantLab();
    lab.sandbox.switches.tokenLifetime = 200;

    await read(lab, by(bySecret));

    const tokens = lab.sandbox.log.filter(({ path }) => path.endsWith('/token'));
    expect(tokens.length).toBeGreaterThan(1);
  });

  test('that Graph does not take is replaced once', async () => {
    const lab = await newTenantLab();
    lab.sandbox.faults.push({ kind: 'unauthorized', path: 'members', nth: 1 });

    const people = await read(lab, by(bySecret));

    expect(people).toBe(3);
    expect(lab.sandbox.log.filter(({ path }) => path.endsWith('/token'))).toHaveLength(2);
  });

  test('that Graph never takes ends the run', async () => {
    const lab = await newTenantLab();
    lab.sandbox.faults.push({ kind: 'unauthorized', path: '^GET /v1.0' });

    const failure = await failureOf(read(lab, by(bySecret)));

    expect(failure).toMatchObject({ code: 'ENTRA_TOKEN_REFUSED', message: expect.stringContaining('request-id') });
  });

  test('that Graph never takes ends all questions that were waiting', async () => {
    const lab = await newTenantLab();
    lab.sandbox.faults.push({ kind: 'unauthorized', path: '^POST /v1.0' });
    const wanted = wantedOf(Array.from({ length: 999 }, (_, number) => guid(10_000 + number)));
    const directory = openEntra(lab.settings(), {}, lab.world);

    await failureOf(directory.read(wanted, readOptions()));
    for (let before = -1; before < lab.sandbox.log.length; ) {
      before = lab.sandbox.log.length;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }

    // Eight at a time, each refused twice; without an end it would be a hundred.
    expect(lab.requests().length).toBeLessThan(40);
  });

  test('is not asked for when the reading was interrupted before', async () => {
    const lab = await newTenantLab();
    const directory = openEntra(lab.settings(), {}, lab.world);

    const reading = directory.read(wantedOf(['A']), readOptions([], AbortSignal.abort(new Error('stop'))));

    await expect(reading).rejects.toThrow('stop');
    expect(lab.sandbox.log).toEqual([]);
  });

  test.each(['error503', 'throttled', 'drop'] as const)('is asked for again after %s', async (kind) => {
    const lab = await newTenantLab();
    lab.sandbox.faults.push({ kind, path: '^POST .*token', nth: [1, 2] });

    expect(await read(lab, by(bySecret))).toBe(3);
  });
});

describe('an identity of the machine', () => {
  const before = { ...process.env };

  afterEach(() => {
    process.env = { ...before };
  });

  // Once only: Azure Identity keeps the endpoint of the first time for the whole process.
  test('that is managed by Azure gives a token', async () => {
    const lab = await newTenantLab();
    const { endpoint, header } = lab.sandbox.platforms.managedIdentity;
    Object.assign(process.env, { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header });

    const people = await read(lab, by({ kind: 'managedIdentity', clientId: CLIENT }));

    expect(people).toBe(3);
    expect(lab.sandbox.log.find(({ path }) => path === '/msi/token')?.query).toMatchObject({
      resource: lab.sandbox.url,
      client_id: CLIENT,
    });
  });
});

describe('credential: default', () => {
  test.each([
    ['AZURE_CLIENT_SECRET', () => ({ AZURE_CLIENT_ID: CLIENT, AZURE_CLIENT_SECRET: SECRET })],
    [
      'AZURE_CLIENT_CERTIFICATE_PATH',
      () => ({ AZURE_CLIENT_ID: CLIENT, AZURE_CLIENT_CERTIFICATE_PATH: join(folder, 'app.pem') }),
    ],
    ['ACTIONS_ID_TOKEN_REQUEST_URL', (lab: Lab) => ({ AZURE_CLIENT_ID: CLIENT, ...githubEnv(lab) })],
    [
      'AZURE_FEDERATED_TOKEN_FILE',
      () => ({ AZURE_CLIENT_ID: CLIENT, AZURE_FEDERATED_TOKEN_FILE: join(folder, 'federated') }),
    ],
  ])('finds %s, and says so', async (name, envOf) => {
    const lab = await newTenantLab({ certificate: certificate.certificate });
    trust(lab, 'githubActions');
    const { issuer, subject } = lab.sandbox.platforms.githubActions;
    await writeFile(join(folder, 'app.pem'), certificate.both);
    await writeFile(join(folder, 'federated'), lab.sandbox.federatedToken({ issuer, subject, audience: AUDIENCE }));

    const people = await read(lab, by({ kind: 'default' }), envOf(lab));

    expect(people).toBe(3);
    expect(lab.said.find((text) => text.startsWith('Getting a token'))).toContain(` (${name})`);
  });
});

describe('a refusal', () => {
  const other = guid(77);

  test.each<[string, Partial<GraphApp>, Partial<EntraSettings>, string, RegExp]>([
    [
      'of a wrong secret',
      {},
      by({ ...bySecret, clientSecret: new Secret('wrong-secret-value') }),
      'ENTRA_SECRET_WRONG',
      /the client secret is wrong \(HTTP 401, AADSTS7000215/,
    ],
    [
      'of an expired secret',
      { secretExpires: '2020-01-01T00:00:00Z' },
      by(bySecret),
      'ENTRA_SECRET_EXPIRED',
      /7000222/,
    ],
    ['by an unknown tenant', {}, { tenantId: other }, 'ENTRA_TENANT_UNKNOWN', /there is no such tenant .*90002/],
    [
      'of an unknown application',
      {},
      by({ ...bySecret, clientId: other }),
      'ENTRA_APP_UNKNOWN',
      /gives application 0.*77 no token for the tenant 2.*: the tenant has no such application/,
    ],
    [
      'of an unregistered certificate',
      { certificate: stranger.certificate },
      by(byCertificate),
      'ENTRA_CERTIFICATE_UNREGISTERED',
      /AADSTS700027/,
    ],
    [
      'of a root of Graph that is none',
      {},
      { graphUrl: 'https://graph.example' },
      'ENTRA_TOKEN_DENIED',
      /500011.*It says: AADSTS500011: The resource/,
    ],
  ])('%s is a sentence', async (_name, app, overrides, code, message) => {
    const lab = await newTenantLab(app);

    const failure = await failureOf(read(lab, overrides));

    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(message);
    expect(failure.advice).not.toBe('');
    expect(inspect(failure, { depth: 9 })).not.toMatch(/wrong-secret-value|PRIVATE KEY/);
    expect(inspect(failure, { depth: 9 })).not.toContain(SECRET);
  });

  test('of a job that the application does not trust names its subject', async () => {
    const lab = await newTenantLab();
    trust(lab, 'githubActions');
    lab.sandbox.platforms.githubActions.subject = 'repo:example/people:ref:refs/heads/feature';

    const failure = await failureOf(read(lab, by({ kind: 'githubActions', clientId: CLIENT }), githubEnv(lab)));

    expect(failure.code).toBe('ENTRA_FEDERATION_MISSING');
    expect(failure.message).toMatch(/presented assertion subject 'repo:example\/people:ref:refs\/heads\/feature'\.?$/);
  });

  test.each<[string, EntraCredential, Env, string, RegExp]>([
    [
      'a GitHub job without permission',
      { kind: 'githubActions', clientId: CLIENT },
      {},
      'ENTRA_CREDENTIAL_MISSING',
      /id-token: write/,
    ],
    [
      'a GitHub address without https',
      { kind: 'githubActions', clientId: CLIENT },
      { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:1/', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 't' },
      'ENTRA_CREDENTIAL_MISSING',
      /The platform sets it/,
    ],
    [
      'a pipeline without its token',
      { kind: 'azureDevOps', clientId: CLIENT, serviceConnectionId: 's' },
      { SYSTEM_OIDCREQUESTURI: 'https://dev.azure.example/' },
      'ENTRA_CREDENTIAL_MISSING',
      /SYSTEM_ACCESSTOKEN: \$\(System\.AccessToken\)/,
    ],
    [
      'a pod without a token file',
      { kind: 'workloadIdentity', clientId: CLIENT },
      {},
      'ENTRA_CREDENTIAL_MISSING',
      /azure.workload.identity/,
    ],
    [
      'a token file that is not there',
      { kind: 'workloadIdentity', clientId: CLIENT },
      { AZURE_FEDERATED_TOKEN_FILE: '/nonexistent/token' },
      'ENTRA_FEDERATION_UNAVAILABLE',
      /AZURE_FEDERATED_TOKEN_FILE/,
    ],
    [
      'a workload without client id',
      { kind: 'workloadIdentity', clientId: null },
      {},
      'ENTRA_CREDENTIAL_MISSING',
      /clientId/,
    ],
  ])('by %s is said before anything is sent', async (_name, credential, env, code, advice) => {
    const lab = await newTenantLab();

    const failure = await failureOf(read(lab, by(credential), env));

    expect(failure.code).toBe(code);
    expect(failure.advice).toMatch(advice);
    expect(lab.sandbox.log.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('by the CI platform is told apart from one by Entra ID', async () => {
    const lab = await newTenantLab();
    const env = { ...githubEnv(lab), ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'stale-request-token' };

    const failure = await failureOf(read(lab, by({ kind: 'githubActions', clientId: CLIENT }), env));

    expect(failure.code).toBe('ENTRA_FEDERATION_UNAVAILABLE');
    expect(failure.message).toContain('GitHub Actions gave no token for this job');
    expect(inspect(failure, { depth: 9 })).not.toContain('stale-request-token');
  });
});

describe('an authority that cannot be reached', () => {
  async function portOf(server: Server): Promise<number> {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  async function refusal(authorityUrl: string, ca: string | null, request = 5000): Promise<[string, string, string]> {
    const lab = await newTenantLab();
    const world = quickWorld(ca);
    const overrides = { authorityUrl, timeouts: { request, throttled: 1000 } };
    const directory = openEntra(lab.settings(overrides), {}, world);
    const failure = await failureOf(directory.read(wantedOf([guid(900)]), readOptions()));
    await world.close();
    return [failure.code, failure.message, failure.advice];
  }

  test('because nothing answers there', async () => {
    const server = createServer();
    const port = await portOf(server);
    server.close();

    const [code, message, advice] = await refusal(`https://127.0.0.1:${port}`, TLS.ca);

    expect(code).toBe('ENTRA_AUTHORITY_UNREACHABLE');
    expect(message).toBe(`No token for Microsoft Graph: https://127.0.0.1:${port}: nothing answers on that port.`);
    expect(advice).toContain('authorityUrl');
  });

  test('because DNS does not know it', async () => {
    const [code, message] = await refusal('https://authority.invalid', TLS.ca);

    expect(code).toBe('ENTRA_AUTHORITY_UNREACHABLE');
    expect(message).toMatch(/https:\/\/authority\.invalid: (the name is unknown to DNS|DNS gave no answer)/);
  });

  test('because it never answers', async () => {
    const port = await portOf(createTlsServer({ key: TLS.key, cert: TLS.cert }, () => undefined));

    const [code, message] = await refusal(`https://127.0.0.1:${port}`, TLS.ca, 50);

    expect(code).toBe('ENTRA_AUTHORITY_UNREACHABLE');
    expect(message).toContain('it gave no answer within 0.05 s');
  });

  test.each([
    ['its certificate is not trusted', '127.0.0.1', null, /its certificate is not trusted/, /ca under directory\.tls/],
    ['its certificate is for another name', 'localhost', TLS.ca, /its certificate is for another name/, /authorityUrl/],
  ])('because %s, which is not tried again', async (_name, host, ca, message, advice) => {
    const port = await portOf(createTlsServer({ key: TLS.key, cert: TLS.cert }, () => undefined));

    const [code, said, advised] = await refusal(`https://${host}:${port}`, ca);

    expect(code).toBe('ENTRA_CERTIFICATE');
    expect(said).toMatch(message);
    expect(advised).toMatch(advice);
  });

  test('because it speaks no TLS', async () => {
    const port = await portOf(createServer((_request, response) => response.end('hello')));

    const [code, message] = await refusal(`https://127.0.0.1:${port}`, TLS.ca);

    expect(code).toBe('ENTRA_CERTIFICATE');
    expect(message).toContain('it does not speak TLS there');
  });

  test('because it is plain http, which Azure Identity refuses', async () => {
    const [code, message] = await refusal('http://127.0.0.1:1', TLS.ca);

    expect(code).toBe('ENTRA_NO_IDENTITY');
    expect(message).toContain('https');
  });
});
