import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Failure } from '../../../../src/core/failure.ts';
import { type Fetch, openHttp } from '../../../../src/net/http.ts';
import { saveGotoAccount } from '../../../../src/sandbox/goto/index.ts';
import { parseAddress } from '../../../../src/targets/goto/wire/address.ts';
import { isAboutOneCall } from '../../../../src/targets/goto/wire/failures.ts';
import { openClient } from '../../../../src/targets/goto/wire/open.ts';
import { mishapOf } from '../../../../src/targets/goto/wire/retry.ts';
import { endless, gzipBomb, gzipped, startBombs } from '../../../net/bomb-server.ts';
import { closeAll, startProxy } from '../../../net/connect-proxy.ts';
import { ADA, testAccount, testSettings, testWorld } from './support.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await closeAll();
});

const SERVICE = 'https://goto.example';
const token = (): Response => Response.json({ access_token: 'access-1', expires_in: 3600 });

/** A service that gives one answer to every call of the Admin API. */
function answering(answer: () => Promise<Response>): Fetch {
  return async (url) => (String(url).endsWith('/oauth/token') ? token() : await answer());
}

describe('an address', () => {
  test.each([
    ['https://api.getgo.com', 'https://api.getgo.com'],
    ['https://api.getgo.com/', 'https://api.getgo.com'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('%s is a service', (text, base) => {
    expect(parseAddress(text, 'goto.url')).toEqual({ kind: 'service', base });
  });

  test('sandbox:/path is an account file, for goto.url alone', () => {
    expect(parseAddress('sandbox:/a.json', 'goto.url')).toEqual({ kind: 'sandbox', path: '/a.json' });
    expect(() => parseAddress('sandbox:/a.json', 'goto.authUrl')).toThrow('goto.authUrl cannot be used');
  });

  test.each([
    ['http://api.getgo.com', 'not encrypted'],
    ['http://localhost.evil.example', 'not encrypted'],
    ['ftp://host', 'no web address'],
    ['api.getgo.com', 'no address'],
    ['https://user:hunter2@', 'no address'],
    ['https://user:hunter2@host', 'holds credentials'],
    ['https://host?x=1', 'more than a host'],
    ['sandbox:account.json', 'does not name a file'],
  ])('%s is refused: %s', (text, why) => {
    expect(() => parseAddress(text, 'goto.url')).toThrow(
      expect.objectContaining({ name: 'Failure', code: 'GOTO_URL' }),
    );
    expect(() => parseAddress(text, 'goto.url')).toThrow(why);
    expect(() => parseAddress(text, 'goto.url')).not.toThrow('hunter2');
  });
});

test('sandbox: opens the stand-in of a file, with its tokens, and keeps what is changed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'adsync-goto-'));
  const path = join(folder, 'goto.json');
  await saveGotoAccount(path, testAccount());
  const settings = { ...testSettings(`sandbox:${path}`), authUrl: SERVICE };
  try {
    const client = await openClient(settings, testWorld());
    expect(await client.updateUser(ADA, { licences: [] })).toEqual({ ok: true, value: null });
    await client.close();
    const again = await openClient(settings, testWorld());
    expect(await again.readUser(ADA)).toMatchObject({ licences: [] });
    await again.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('tokens come from their own host, and are sent to the Admin API alone', async () => {
  const sent: [url: string, authorization: string][] = [];
  const settings = { ...testSettings('https://api.example'), authUrl: 'https://auth.example' };
  const client = await openClient(
    settings,
    testWorld({
      fetch: (url, init) => {
        sent.push([url, new Headers(init.headers).get('authorization') ?? '']);
        expect(init.redirect).toBe('manual');
        return Promise.resolve(sent.length === 1 ? token() : Response.json({ key: '1' }));
      },
    }),
  );
  await client.me();

  expect(sent).toEqual([
    ['https://auth.example/oauth/token', `Basic ${Buffer.from('client-1:secret-%1').toString('base64')}`],
    ['https://api.example/admin/rest/v1/me', 'Bearer access-1'],
  ]);
});

test.each(['SELF_SIGNED_CERT_IN_CHAIN', 'ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO'])(
  'a certificate with the fault %s ends the call at once as untrusted',
  async (code) => {
    const refused = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
    const world = testWorld({ fetch: () => Promise.reject(refused) });
    const client = await openClient(testSettings(SERVICE), world);

    await expect(client.me()).rejects.toMatchObject({
      code: 'GOTO_CERTIFICATE',
      message: expect.stringContaining(code),
      advice: expect.stringContaining('ca under goto.tls'),
    });
    expect(world.slept).toEqual([]);
  },
);

test.each(['ENOTFOUND', 'ECONNREFUSED'])(
  'a service that cannot be found (%s) ends the first call at once',
  async (code) => {
    const refused = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
    const world = testWorld({ fetch: () => Promise.reject(refused) });
    const client = await openClient(testSettings(SERVICE), world);

    await expect(client.me()).rejects.toMatchObject({
      code: 'GOTO_UNREACHABLE',
      advice: expect.stringContaining('Check goto.authUrl'),
    });
    expect(world.slept).toEqual([]);
  },
);

test('a proxy that does not let the connection through is named', async () => {
  const proxy = await startProxy({ answer: 'HTTP/1.1 403 Forbidden\r\n\r\n' });
  const http = openHttp({ ca: null, env: { HTTPS_PROXY: `http://${proxy.address}` } });
  open.push(http);
  const client = await openClient(testSettings(SERVICE), testWorld({ fetch: http.send }));

  await expect(client.me()).rejects.toMatchObject({
    code: 'GOTO_PROXY',
    message: expect.stringContaining(proxy.address),
  });
  expect(proxy.connects).toEqual(['goto.example:443']);
});

describe('answers have an upper size', () => {
  test.each([
    ['a gigabyte in a megabyte of gzip', gzipped(gzipBomb(1024)), '64 MiB'],
    ['an error page that never ends', endless(503), '1 MiB'],
  ])('%s is ended and said, once', async (_what, answer, bound) => {
    const server = await startBombs((request, response) => {
      if (request.url === '/oauth/token') response.end('{"access_token":"access-1","expires_in":3600}');
      else answer(request, response);
    });
    open.push(server);
    const http = openHttp({ ca: null, env: {} });
    open.unshift(http);
    const settings = testSettings(server.url, { requests: { timeout: 20_000 } });
    const client = await openClient(settings, testWorld({ fetch: http.send }));

    await expect(client.me()).rejects.toMatchObject({
      code: 'GOTO_TOO_LARGE',
      message: expect.stringContaining(`own user: the service at ${server.url} sent more than ${bound} as one answer`),
      advice: expect.stringContaining('Check goto.url'),
    });
    await server.hungUp();
    expect(server.requests).toHaveLength(2);
  });
});

describe('an answer that cannot be right', () => {
  test.each<[string, () => Response, string]>([
    ['no JSON', () => new Response('{"key":'), 'GOTO_PROTOCOL'],
    ['JSON of another form', () => Response.json([1]), 'GOTO_PROTOCOL'],
    ['no key', () => Response.json({ key: 'a/b' }), 'GOTO_PROTOCOL'],
    ['roles that are no texts', () => Response.json({ key: '1', adminRoles: [7] }), 'GOTO_PROTOCOL'],
    [
      'in an unknown encoding',
      () => new Response(Buffer.from('{"key":"1","email":"m\xfc@x"}', 'latin1')),
      'GOTO_PROTOCOL',
    ],
    ['a web page', () => new Response('<html>'), 'GOTO_PAGE'],
    [
      'a redirect',
      () => new Response(null, { status: 302, headers: { location: 'https://evil.example' } }),
      'GOTO_PAGE',
    ],
  ])('%s', async (_what, answer, code) => {
    const world = testWorld({ fetch: answering(() => Promise.resolve(answer())) });
    const client = await openClient(testSettings(SERVICE), world);

    await expect(client.me()).rejects.toMatchObject({ code, message: expect.stringContaining('own user: ') });
    expect(world.slept).toHaveLength(5);
  });

  test('is another user than the one that was asked for', async () => {
    const other = (): Promise<Response> => Promise.resolve(Response.json({ key: '2', email: 'b@x' }));
    const client = await openClient(testSettings(SERVICE), testWorld({ fetch: answering(other) }));

    await expect(client.readUser(ADA)).rejects.toThrow('another user came');
  });

  test('without JSON is a refusal all the same, where the status says so', async () => {
    const page = (): Promise<Response> => Promise.resolve(new Response('<html>', { status: 404 }));
    const client = await openClient(testSettings(SERVICE), testWorld({ fetch: answering(page) }));

    await expect(client.readUser(ADA)).rejects.toMatchObject({ code: 'GOTO_HTTP' });
    expect(await client.updateUser(ADA, {})).toMatchObject({
      ok: false,
      refusal: { status: 404, codes: [], incidentId: null, kind: 'unknown' },
    });
  });
});

describe('a list of which nobody has published the form', () => {
  const row = { id: '1', name: 'Helpdesk' };
  const read = async (body: unknown, pageSize = 2): Promise<unknown> => {
    const fetch = answering(() => Promise.resolve(Response.json(body)));
    const client = await openClient(testSettings(SERVICE, { requests: { pageSize } }), testWorld({ fetch }));
    return await client.listRoleSets();
  };

  test.each<[string, unknown]>([
    ['bare', [row]],
    ['without a total', { results: [row] }],
    ['with a total', { results: [row], total: 1 }],
  ])('may come %s', async (_what, body) => {
    expect(await read(body)).toEqual([row]);
  });

  test.each<[string, unknown, number]>([
    ['a full page without a total: it could be cut', { results: [row] }, 1],
    ['neither rows nor a total', {}, 2],
  ])('is not taken with %s', async (_what, body, pageSize) => {
    await expect(read(body, pageSize)).rejects.toMatchObject({ code: 'GOTO_PROTOCOL' });
  });
});

test('a list of users must say its total', async () => {
  const fetch = answering(() => Promise.resolve(Response.json({ results: [] })));
  const client = await openClient(testSettings(SERVICE), testWorld({ fetch }));

  await expect(client.listUsers(() => undefined)).rejects.toMatchObject({
    code: 'GOTO_PROTOCOL',
    message: expect.stringContaining('a list without a total'),
  });
});

test('what went wrong is asked for again', async () => {
  let asked = 0;
  const answer = (): Promise<Response> => {
    asked += 1;
    return Promise.resolve(asked === 1 ? new Response(null, { status: 404 }) : Response.json({ key: '1' }));
  };
  const client = await openClient(testSettings(SERVICE), testWorld({ fetch: answering(answer) }));

  await expect(client.me()).rejects.toMatchObject({ code: 'GOTO_HTTP' });
  expect([await client.me(), await client.me()]).toMatchObject([{ key: '1' }, { key: '1' }]);
  expect(asked).toBe(2);
});

test('statuses mean mishaps, or they are answers', () => {
  const found = [200, 204, 302, 400, 401, 403, 404, 408, 409, 429, 500, 501, 502, 503, 504, 599].map(mishapOf);
  const [ok, none, ...others] = found;

  expect([ok, none]).toEqual([null, null]);
  expect(others.map((one) => one ?? '-').join(' ')).toBe(
    'redirect - - - - busy - throttled error busy busy busy busy busy',
  );
});

test('a failure of a reading may be about this one call, and one of the way there is about all', () => {
  const about = (code: ConstructorParameters<typeof Failure>[0]): boolean => isAboutOneCall(new Failure(code, '', ''));

  expect(about('GOTO_ERROR') && about('GOTO_HTTP') && about('GOTO_TOO_LARGE')).toBe(true);
  expect(about('GOTO_TOKEN') || about('GOTO_UNREACHABLE') || about('GOTO_BUSY')).toBe(false);
});
