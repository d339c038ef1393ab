import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Secret } from '../../../src/core/secret.ts';
import type { EntraCredential, EntraSettings } from '../../../src/core/settings.ts';
import { openEntra } from '../../../src/directory/entra/entra.ts';
import type { Env } from '../../../src/directory/entra/outside-world.ts';
import type { GraphApp } from '../../../src/sandbox/graph/index.ts';
import { newClientCertificate } from '../../sandbox/graph/client-certificate.ts';
import { CLIENT, guid, SECRET } from '../../sandbox/graph/world.ts';
import { TLS } from '../ldap/fixture.ts';
import { closeAll, quickWorld, readOptions, wantedOf } from './fixture.ts';
import { failureOf } from '../failure-of.ts';
import { by, byCertificate, certificate, bySecret, githubEnv, newTenantLab, read, trust } from './token-lab.ts';
import { PATIENCE } from '../../patience.ts';

/** The message when there is no token. */

const stranger = newClientCertificate();
const servers: Server[] = [];

afterEach(async () => {
  await closeAll();
  for (const server of servers.splice(0)) server.close();
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

  test('of a proof that was made by another clock says to look at the clock', async () => {
    const lab = await newTenantLab({ certificate: certificate.certificate });
    await lab.world.sleep(24 * 60 * 60_000, new AbortController().signal);

    const failure = await failureOf(read(lab, by(byCertificate)));

    expect(failure.code).toBe('ENTRA_ASSERTION_TIME');
    expect(failure.message).toMatch(/not valid at this time .*AADSTS700024/);
    expect(failure.advice).toBe('Check the clock of this machine.');
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

  async function refusal(
    authorityUrl: string,
    ca: string | null,
    request = PATIENCE,
  ): Promise<[string, string, string]> {
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
