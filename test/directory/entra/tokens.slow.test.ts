import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Secret } from '../../../src/core/secret.ts';
import { openEntra } from '../../../src/directory/entra/entra.ts';
import type { Env } from '../../../src/directory/entra/outside-world.ts';
import type { Fetch } from '../../../src/net/http.ts';
import { newClientCertificate } from '../../sandbox/graph/client-certificate.ts';
import { CLIENT, guid, SECRET, TENANT } from '../../sandbox/graph/world.ts';
import { until } from '../../until.ts';
import { closeAll, type Lab, readOptions, wantedOf } from './fixture.ts';
import { failureOf } from '../failure-of.ts';
import {
  AUDIENCE,
  by,
  byCertificate,
  bySecret,
  certificate,
  githubEnv,
  newTenantLab,
  read,
  trust,
} from './token-lab.ts';

/** Tokens by each kind of credential. */

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-test-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

afterEach(closeAll);

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

  test('by certificate, where that of an authority stands before it', async () => {
    const lab = await newTenantLab({ certificate: certificate.certificate });
    const pem = new Secret(`${certificate.key}${newClientCertificate().certificate}${certificate.certificate}`);

    expect(await read(lab, by({ ...byCertificate, certificate: pem }))).toBe(3);
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
    let waiting = 0;
    const fetch: Fetch = async (url, init) => {
      waiting += 1;
      return lab.world.fetch(url, init).finally(() => {
        waiting -= 1;
      });
    };
    const directory = openEntra(lab.settings(), {}, { ...lab.world, fetch });

    await failureOf(directory.read(wanted, readOptions()));
    await until(() => waiting === 0);

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

describe('AZURE_CLIENT_CERTIFICATE_PATH', () => {
  const env = (): Env => ({ AZURE_CLIENT_ID: CLIENT, AZURE_CLIENT_CERTIFICATE_PATH: join(folder, 'app.pem') });

  test.each([
    ['with the certificate of an authority first', (text: string) => Buffer.from(text)],
    ['in UTF-16', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ])('may name a file %s', async (_how, encode) => {
    const lab = await newTenantLab({ certificate: certificate.certificate });
    const pem = `${certificate.key}${newClientCertificate().certificate}${certificate.certificate}`;
    await writeFile(join(folder, 'app.pem'), encode(pem));

    expect(await read(lab, by({ kind: 'default' }), env())).toBe(3);
  });

  test.each([
    ['of another key', () => `${certificate.key}${newClientCertificate().certificate}`],
    ['without a key', () => certificate.certificate],
    ['that is unreadable', () => `${certificate.key}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`],
  ])('names no certificate %s', async (_what, pemOf) => {
    const lab = await newTenantLab();
    await writeFile(join(folder, 'app.pem'), pemOf());

    const failure = await failureOf(read(lab, by({ kind: 'default' }), env()));

    expect(failure).toMatchObject({
      code: 'ENTRA_CREDENTIAL_MISSING',
      message: expect.stringContaining('belongs to it'),
    });
    expect(failure.message).not.toContain('PRIVATE KEY');
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
