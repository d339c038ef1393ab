import { constants, createHash, sign, X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type GraphApp, type GraphSandbox, startGraphSandbox } from '../../../src/sandbox/graph/index.ts';
import { newClientCertificate } from './client-certificate.ts';
import { ask, askForToken, CLIENT, guid, newTenant, type Said, TENANT } from './world.ts';

let sandbox: GraphSandbox | null = null;

afterEach(async () => {
  await sandbox?.close();
  sandbox = null;
});

async function serve(
  app: Partial<GraphApp> = {},
  options: Partial<Parameters<typeof startGraphSandbox>[0]> = {},
): Promise<GraphSandbox> {
  const tenant = newTenant();
  Object.assign(tenant.apps[0] ?? {}, app);
  sandbox = await startGraphSandbox({ tenant, ...options });
  return sandbox;
}

function numbers({ body }: Said): unknown {
  return body['error_codes'];
}

/** As identity makes it: PS256, with the certificate's thumbprint. */
function clientAssertion(claims: object, certificate: string, key: string): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const thumbprint = createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url');
  const signed = `${encode({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint })}.${encode(claims)}`;
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, padding, saltLength: 32 }).toString('base64url')}`;
}

describe('the certificate', () => {
  test('is for localhost and 127.0.0.1, and its authority vouches for it', async () => {
    const { url, ca } = await serve();
    const { port } = new URL(url);

    const seen = await new Promise<{ authorized: boolean; raw: Buffer }>((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: Number(port), ca, servername: 'localhost' }, () => {
        const { raw } = socket.getPeerCertificate();
        resolve({ authorized: socket.authorized, raw });
        socket.destroy();
      });
      socket.on('error', reject);
    });

    const certificate = new X509Certificate(seen.raw);
    expect(seen.authorized).toBe(true);
    expect([certificate.checkHost('localhost'), certificate.checkIP('127.0.0.1')]).toEqual(['localhost', '127.0.0.1']);
    expect([certificate.ca, new X509Certificate(ca).ca]).toEqual([false, true]);
    expect(certificate.verify(new X509Certificate(ca).publicKey)).toBe(true);
  });

  test('is refused by whoever does not trust its authority', async () => {
    const { url } = await serve();
    const other = await startGraphSandbox({ tenant: newTenant() });

    const asking = ask(other, `${url}/v1.0/groups`);

    await expect(asking).rejects.toThrow(/certificate/);
    await other.close();
  });
});

describe('the authority', () => {
  test.each([
    ['by GUID', TENANT],
    ['by domain', 'corp.example'],
  ])('says where tokens are to be had: tenant %s', async (_what, ref) => {
    const { url, ca } = await serve();

    const { status, body } = await ask({ ca }, `${url}/${ref}/v2.0/.well-known/openid-configuration`);

    expect([status, body['issuer'], body['token_endpoint']]).toEqual([
      200,
      `${url}/${ref}/v2.0`,
      `${url}/${ref}/oauth2/v2.0/token`,
    ]);
  });

  test('gives a token for a secret, for as long as the switch says', async () => {
    const served = await serve({}, { switches: { tokenLifetime: 200 } });

    const { status, body } = await askForToken(served);

    expect(status).toBe(200);
    expect(body).toEqual({
      token_type: 'Bearer',
      expires_in: 200,
      ext_expires_in: 200,
      access_token: expect.any(String),
    });
  });

  test.each([
    ['a wrong secret', { client_secret: 'wrong' }, 401, 7000215],
    ['no credential', { client_secret: '' }, 401, 7000218],
    ['an unknown app', { client_id: guid(99) }, 400, 700016],
    ['another grant', { grant_type: 'password' }, 400, 70003],
    ['a scope of no resource', { scope: 'User.Read' }, 400, 1002012],
    ['another resource', { scope: 'https://vault.azure.net/.default' }, 400, 500011],
    [
      'an assertion that is none',
      { client_assertion: 'x', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' },
      401,
      50027,
    ],
  ])('refuses %s by its AADSTS number', async (_what, fields, status, number) => {
    const said = await askForToken(await serve(), fields);

    expect([said.status, numbers(said)]).toEqual([status, [number]]);
    expect(said.body['error_description']).toMatch(
      new RegExp(`^AADSTS${number}: .* Trace ID: .* Correlation ID: .* Timestamp: `),
    );
  });

  test('refuses an unknown tenant', async () => {
    const said = await askForToken(await serve(), {}, guid(98));

    expect([said.status, numbers(said)]).toEqual([400, [90002]]);
  });

  test('refuses a secret that has ended', async () => {
    const served = await serve(
      { secretExpires: '2026-01-01T00:00:00Z' },
      { now: () => Date.parse('2026-01-02T00:00:00Z') },
    );

    expect(numbers(await askForToken(served))).toEqual([7000222]);
  });

  const identity = { issuer: 'https://ci.example', subject: 'repo:people', audience: 'api://AzureADTokenExchange' };
  const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

  async function askWith(served: GraphSandbox, assertion: string): Promise<Said> {
    return askForToken(served, {
      client_secret: '',
      client_assertion: assertion,
      client_assertion_type: assertionType,
    });
  }

  test('takes the token of an issuer that the app trusts', async () => {
    const served = await serve({ federated: identity });

    expect((await askWith(served, served.federatedToken(identity))).status).toBe(200);
  });

  test('refuses an assertion that was signed for somebody else', async () => {
    const { certificate, key } = newClientCertificate();
    const served = await serve({ certificate });
    const claims = { iss: CLIENT, sub: CLIENT, exp: Math.floor(Date.now() / 1000) + 600 };
    const audience = `${served.url}/${TENANT}/oauth2/v2.0/token`;

    const right = await askWith(served, clientAssertion({ ...claims, aud: audience }, certificate, key));
    const wrong = await askWith(served, clientAssertion({ ...claims, aud: 'https://other.example' }, certificate, key));
    const unsigned = await askWith(
      served,
      clientAssertion({ ...claims, aud: audience }, certificate, newClientCertificate().key),
    );

    expect([right.status, numbers(wrong), numbers(unsigned)]).toEqual([200, [700023], [700027]]);
  });

  test.each([
    ['issuer', { ...identity, issuer: 'https://other.example' }, 700211],
    ['subject', { ...identity, subject: 'repo:other' }, 700213],
    ['audience', { ...identity, audience: 'api://other' }, 700212],
  ])('refuses a token with another %s', async (_what, presented, number) => {
    const served = await serve({ federated: identity });

    expect(numbers(await askWith(served, served.federatedToken(presented)))).toEqual([number]);
  });

  test('refuses any foreign token when the app trusts nobody', async () => {
    const served = await serve();

    expect(numbers(await askWith(served, served.federatedToken(identity)))).toEqual([700211]);
  });

  test('refuses a foreign token that is too old, or that somebody has changed', async () => {
    let now = Date.parse('2026-11-21T12:00:00Z');
    const served = await serve({ federated: identity }, { now: () => now });
    const token = served.federatedToken(identity);
    const [header = '', , signature = ''] = token.split('.');
    const claims = { iss: identity.issuer, sub: identity.subject, aud: identity.audience, exp: now / 1000 + 86_400 };
    const forged = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');

    const afterForgery = numbers(await askWith(served, forged));
    now += 601_000;
    const afterTime = numbers(await askWith(served, token));

    expect([afterForgery, afterTime]).toEqual([[700027], [700024]]);
  });
});

describe('an access token', () => {
  test('ends when its time has come', async () => {
    let now = 0;
    const served = await serve({}, { now: () => now });
    const { body } = await askForToken(served);
    const headers = { authorization: `Bearer ${String(body['access_token'])}` };

    const before = await ask(served, `${served.url}/v1.0/groups`, { headers });
    now = 3_600_000;
    const after = await ask(served, `${served.url}/v1.0/groups`, { headers });

    expect([before.status, after.status]).toEqual([200, 401]);
  });

  test('carries the roles of its time: a new consent counts with the next one', async () => {
    const served = await serve({ roles: [] });
    const groups = async (token: Said): Promise<number> => {
      const headers = { authorization: `Bearer ${String(token.body['access_token'])}` };
      return (await ask(served, `${served.url}/v1.0/groups`, { headers })).status;
    };
    const old = await askForToken(served);
    served.tenant.apps[0]?.roles.push('GroupMember.Read.All');
    const fresh = await askForToken(served);

    expect([await groups(old), await groups(fresh)]).toEqual([403, 200]);
  });
});

describe('platforms that vouch for programs', () => {
  test.each([
    ['GitHub Actions', 'GET', (one: GraphSandbox) => one.platforms.githubActions.requestUrl],
    ['Azure DevOps', 'POST', (one: GraphSandbox) => one.platforms.azureDevOps.requestUri],
    ['the managed identity', 'GET', (one: GraphSandbox) => one.platforms.managedIdentity.endpoint],
  ])('%s says nothing to strangers', async (_what, method, urlOf) => {
    const served = await serve();

    const said = await ask(served, urlOf(served), { method });

    expect(said.status).toBe(401);
  });

  test('Azure DevOps vouches for its own service connection only', async () => {
    const served = await serve();
    const { requestUri, accessToken } = served.platforms.azureDevOps;
    const headers = { authorization: `Bearer ${accessToken}` };

    const said = await ask(served, `${requestUri}?api-version=7.1&serviceConnectionId=other`, {
      method: 'POST',
      headers,
    });

    expect(said.status).toBe(404);
  });

  test('the managed identity stands for the app that is asked for', async () => {
    const served = await serve();
    const { endpoint, header } = served.platforms.managedIdentity;
    const url = (client: string): string =>
      `${endpoint}?api-version=2019-08-01&resource=https%3A%2F%2Fgraph.microsoft.com&client_id=${client}`;

    const known = await ask(served, url(CLIENT), { headers: { 'x-identity-header': header } });
    const unknown = await ask(served, url(guid(99)), { headers: { 'x-identity-header': header } });

    expect(known.body).toMatchObject({
      client_id: CLIENT,
      resource: 'https://graph.microsoft.com',
      token_type: 'Bearer',
    });
    expect(unknown.status).toBe(400);
  });
});

test('the log tells who asked for what, and holds no secret', async () => {
  const served = await serve();
  const { body } = await askForToken(served);
  const token = String(body['access_token']);
  const headers = { authorization: `Bearer ${token}`, consistencylevel: 'eventual', prefer: 'x', cookie: 'y' };
  await ask(served, `${served.url}/v1.0/groups?$top=5&$filter=${encodeURIComponent("displayName eq 'R&D #1'")}`, {
    headers,
  });

  const [, second] = served.log;
  expect(second).toMatchObject({
    method: 'GET',
    path: '/v1.0/groups',
    query: { $top: '5', $filter: "displayName eq 'R&D #1'" },
    headers: { consistencylevel: 'eventual', prefer: 'x' },
    status: 200,
    units: 1,
    client: CLIENT,
    fault: null,
  });
  expect(served.log.map(({ client }) => client)).toEqual([CLIENT, CLIENT]);
  const text = JSON.stringify(served.log);
  expect([token, 'the-secret-of-the-app'].filter((secret) => text.includes(secret))).toEqual([]);
});
