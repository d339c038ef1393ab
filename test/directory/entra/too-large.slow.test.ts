import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BOUNDS } from '../../../src/net/bounds.ts';
import { openEntra } from '../../../src/directory/entra/entra.ts';
import { readEntra } from '../../../src/directory/entra/read-groups.ts';
import type { EntraSettings } from '../../../src/core/settings.ts';
import type { Env } from '../../../src/directory/entra/outside-world.ts';
import { type Answering, type BombServer, endless, gzipBomb, gzipped, startBombs } from '../../net/bomb-server.ts';
import { closeAll as closeServers, startTls } from '../../net/connect-proxy.ts';
import { addGroup, addUsers, CLIENT, guid, newTenant } from '../../sandbox/graph/world.ts';
import { closeAll, type Lab, newLab, quickWorld, readOptions, wantedOf } from './fixture.ts';
import { failureOf } from '../failure-of.ts';
import { bySecret } from './token-lab.ts';

const MiB = 1024 * 1024;
let bombs: BombServer | null = null;
let lab: Lab;
/** Where the bombs are. */
let url = '';
let ca = '';

beforeEach(async () => {
  const tenant = newTenant();
  addGroup(tenant, 900, 'Helpdesk', addUsers(tenant, 3000));
  lab = await newLab(tenant);
});

afterEach(async () => {
  await closeAll();
  await closeServers();
  await bombs?.close();
  bombs = null;
});

async function serveBombs(answer: Answering): Promise<BombServer> {
  bombs = await startBombs(answer);
  const tls = await startTls(['localhost'], { port: bombs.port });
  url = `https://localhost:${tls.port}`;
  ca = `${lab.sandbox.ca}${tls.identity.ca}`;
  return bombs;
}

/** Reads as the program does. */
async function read(settings: Partial<EntraSettings>, bounds = BOUNDS, env: Env = {}): Promise<unknown> {
  const world = { ...quickWorld(ca, env), bounds };
  try {
    const directory = openEntra(lab.settings({ credential: bySecret, ...settings }), env, world);
    return await directory.read(wantedOf([guid(900)]), readOptions(lab.said));
  } finally {
    await world.close();
  }
}

describe('answers on the way to Microsoft Graph have an upper size', () => {
  test.each([
    ['a gigabyte in a megabyte of gzip', gzipped(gzipBomb(1024))],
    ['a token that never ends', endless(200, '{"access_token":"')],
    ['a refusal that never ends', endless(400, '{"error":"')],
  ])('the authority sends %s', async (_what, answer) => {
    const server = await serveBombs(answer);

    const failure = await failureOf(read({ authorityUrl: url }));

    expect(failure).toMatchObject({
      code: 'ENTRA_TOO_LARGE',
      message: `${url} sent more than 1 MiB as one answer, far more than any directory needs.`,
      advice: expect.stringContaining('authorityUrl'),
    });
    await server.hungUp();
    expect(server.requests.length).toBeLessThanOrEqual(2);
  });

  test('the platform that vouches for a job sends a token that never ends', async () => {
    await serveBombs(endless(200, '{"value":"'));
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x' };

    const failure = await failureOf(read({ credential: { kind: 'githubActions', clientId: CLIENT } }, BOUNDS, env));

    expect(failure).toMatchObject({ code: 'ENTRA_TOO_LARGE', message: expect.stringContaining(url) });
  });

  test('the identity service of the machine sends a token that never ends', async () => {
    const server = await serveBombs(endless(200, '{"access_token":"'));
    const before = { ...process.env };
    Object.assign(process.env, { IDENTITY_ENDPOINT: `${server.url}/msi/token`, IDENTITY_HEADER: 'x' });
    try {
      const failure = await failureOf(read({ credential: { kind: 'managedIdentity', clientId: null } }));

      expect(failure).toMatchObject({ code: 'ENTRA_TOO_LARGE', message: expect.stringContaining(server.url) });
      await server.hungUp();
    } finally {
      process.env = before;
    }
  });

  test.each([
    ['a gigabyte in a megabyte of gzip', gzipped(gzipBomb(1024))],
    ['a page that never ends', endless(200, '{"value":[')],
  ])('Graph sends %s', async (_what, answer) => {
    const server = await serveBombs(answer);

    const world = { ...quickWorld(ca), bounds: { ...BOUNDS, graph: 2 * MiB } };
    const tokens = { get: () => Promise.resolve('a token'), renew: () => undefined };
    const settings = lab.settings({ graphUrl: url });

    const failure = await failureOf(readEntra(settings, { world, tokens }, wantedOf([guid(900)]), readOptions()));
    await world.close();

    expect(failure).toMatchObject({
      code: 'ENTRA_TOO_LARGE',
      message: `${url} sent more than 2 MiB as one answer, far more than any directory needs.`,
    });
    await server.hungUp();
    expect(server.requests).toHaveLength(1);
  });

  test('pages that fit, but are too many, are too large together', async () => {
    ca = lab.sandbox.ca;

    const failure = await failureOf(read({}, { ...BOUNDS, reading: 300_000 }));

    expect(failure).toMatchObject({
      code: 'ENTRA_TOO_LARGE',
      message: expect.stringContaining('sent more than 300000 bytes in one reading'),
    });
    await expect(read({}, { ...BOUNDS, reading: 30_000_000 })).resolves.toMatchObject({ kind: 'complete' });
  });
});
