import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Http, openHttp } from '../../src/net/http.ts';
import { type ProxyFault, proxyProblemIn, type ProxyProblem } from '../../src/net/problem.ts';
import type { Env } from '../../src/net/proxy.ts';
import { newServerIdentity } from '../../src/sandbox/graph/certificate.ts';
import { until } from '../until.ts';
import { closeAll, deadPort, type ProxyOptions, startProxy, startTls, type TestProxy } from './connect-proxy.ts';

const HOST = 'service.corp.example';

let backend: ReturnType<typeof createServer>;
let service: Awaited<ReturnType<typeof startTls>>;
const opened: Http[] = [];

beforeEach(async () => {
  backend = createServer((request, response) => {
    request.resume();
    response.end(`hello ${request.headers.host ?? ''} ${request.headers['proxy-authorization'] ?? 'nobody'}`);
  });
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  service = await startTls([HOST, 'localhost'], { port: (backend.address() as AddressInfo).port });
});

afterEach(async () => {
  for (const http of opened.splice(0)) await http.close();
  await closeAll();
  backend.closeAllConnections();
  await new Promise((resolve) => backend.close(resolve));
});

function http(env: Env, ca: string | null = service.identity.ca): Http {
  const one = openHttp({ ca, env });
  opened.push(one);
  return one;
}

async function proxied(options: ProxyOptions = {}): Promise<TestProxy> {
  return startProxy({ hosts: { [HOST]: service.port }, ...options });
}

async function problemOf(promise: Promise<unknown>): Promise<ProxyProblem> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  const problem = proxyProblemIn(error);
  if (problem === null) throw new Error(`expected a problem of the proxy, not ${String(error)}`);
  return problem;
}

describe('through a proxy', () => {
  test('requests reach a host that only the proxy can find, encrypted to the end', async () => {
    const proxy = await proxied();
    const { fetch } = http({ HTTPS_PROXY: `http://${proxy.address}` });

    const answer = await fetch(`https://${HOST}/x`, { method: 'POST', body: 'y' });

    expect(await answer.text()).toBe(`hello ${HOST} nobody`);
    expect(proxy.connects).toEqual([`${HOST}:443`]);
    expect(service.connections()).toBe(1);
  });

  test('one connection serves many requests, and several may be open', async () => {
    const proxy = await proxied();
    const { fetch } = http({ HTTPS_PROXY: `http://${proxy.address}` });

    for (let count = 0; count < 5; count += 1) await (await fetch(`https://${HOST}/`)).text();
    const inTurn = proxy.connects.length;
    await Promise.all(Array.from({ length: 20 }, async () => (await fetch(`https://${HOST}/`)).text()));

    expect(inTurn).toBeLessThan(5);
    expect(proxy.connects.length).toBeLessThanOrEqual(inTurn + 20);
  });

  test('credentials go to the proxy, and to nobody else', async () => {
    const proxy = await proxied({ credentials: 'me:p@ss' });
    const { fetch } = http({ HTTPS_PROXY: `http://me:p%40ss@${proxy.address}` });

    const answer = await fetch(`https://${HOST}:443/`);

    expect(await answer.text()).toBe(`hello ${HOST} nobody`);
    expect(proxy.authorizations).toEqual([`Basic ${Buffer.from('me:p@ss').toString('base64')}`]);
  });

  test('that speaks TLS itself, by the same authority', async () => {
    const identity = newServerIdentity(['127.0.0.1'], new Date());
    const proxy = await proxied({ tls: identity });
    const { fetch } = http({ HTTPS_PROXY: `https://${proxy.address}` }, `${identity.ca}${service.identity.ca}`);

    const answer = await fetch(`https://${HOST}/`);

    expect(answer.status).toBe(200);
    expect(proxy.connects).toHaveLength(1);
  });
});

describe('straight to the host', () => {
  test('go requests to this machine, whatever the variables say', async () => {
    const proxy = await proxied();
    const { fetch } = http({ HTTPS_PROXY: `http://${proxy.address}`, HTTP_PROXY: `http://${proxy.address}` });
    const { port } = backend.address() as AddressInfo;

    const plain = await fetch(`http://127.0.0.1:${port}/`);
    const secure = await fetch(`https://localhost:${service.port}/`);

    expect([plain.status, secure.status]).toEqual([200, 200]);
    expect(proxy.connects).toEqual([]);
  });

  test('go requests to hosts in NO_PROXY', async () => {
    const proxy = await proxied();
    const { fetch } = http({ HTTPS_PROXY: `http://${proxy.address}`, NO_PROXY: '.invalid' });

    const failed = await fetch('https://service.invalid/').catch((error: unknown) => error);

    expect(failed).toMatchObject({ cause: { code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) } });
    expect(proxy.connects).toEqual([]);
  });
});

describe('what the proxy does wrong is said, without its password', () => {
  const refusals: [string, Partial<ProxyOptions>, ProxyFault, RegExp][] = [
    ['wants credentials', { credentials: 'you:other' }, 'credentials', /does not accept the credentials \(HTTP 407\)/],
    [
      'forbids the host',
      { answer: 'HTTP/1.1 403 Forbidden\r\n\r\n' },
      'refused',
      /refuses connections to service\.corp\.example:443 \(HTTP 403\)/,
    ],
    ['cannot reach it', { hosts: {} }, 'busy', /could not connect to service\.corp\.example:443 \(HTTP 502\)/],
    ['is no proxy', { answer: 'SSH-2.0-OpenSSH_9.2\r\n' }, 'refused', /does not behave as a proxy/],
    ['hangs up', { answer: '' }, 'unreachable', /cut the connection/],
    [
      'talks too early',
      { answer: 'HTTP/1.1 200 OK\r\n\r\nhello' },
      'refused',
      /sends something before anything was asked/,
    ],
  ];

  test.each(refusals)('%s', async (_case, options, fault, text) => {
    const proxy = await proxied(options);
    const { fetch } = http({ HTTPS_PROXY: `http://me:Geheim99@${proxy.address}` });

    const problem = await problemOf(fetch(`https://${HOST}/`));

    expect(problem.fault).toBe(fault);
    expect(problem.message).toMatch(text);
    expect(problem.message).toContain(`the proxy http://${proxy.address} (HTTPS_PROXY)`);
    expect(JSON.stringify([problem, problem.message, problem.stack, problem.cause, problem.advice])).not.toContain(
      'Geheim99',
    );
  });

  test('no credentials are given to one that wants some', async () => {
    const proxy = await proxied({ credentials: 'you:other' });

    const problem = await problemOf(http({ HTTPS_PROXY: proxy.address }).fetch(`https://${HOST}/`));

    expect(problem.message).toMatch(/wants credentials \(HTTP 407\)/);
    expect(problem.advice).toContain('http://user:password@host:port');
  });

  test('nothing listens there', async () => {
    const port = await deadPort();

    const problem = await problemOf(http({ https_proxy: `http://127.0.0.1:${port}` }).fetch(`https://${HOST}/`));

    expect(problem.fault).toBe('unreachable');
    expect(problem.message).toBe(
      `the proxy http://127.0.0.1:${port} (https_proxy) cannot be reached: nothing answers on that port`,
    );
  });

  test('its own certificate is not trusted', async () => {
    const proxy = await proxied({ tls: newServerIdentity(['127.0.0.1'], new Date()) });

    const problem = await problemOf(http({ HTTPS_PROXY: `https://${proxy.address}` }).fetch(`https://${HOST}/`));

    expect(problem.fault).toBe('certificate');
    expect(proxy.connects).toEqual([]);
  });

  test('it finds no cipher in common with us', async () => {
    const server = createTcp((socket) => {
      // The alert handshake_failure (RFC 5246, 7.2).
      socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 40])));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;

    const problem = await problemOf(http({ HTTPS_PROXY: `https://127.0.0.1:${port}` }).fetch(`https://${HOST}/`));
    server.close();

    expect(problem.fault).toBe('refused');
    expect(problem.message).toContain('and adsync agree on no encryption');
  });

  test('it does not speak TLS', async () => {
    const proxy = await proxied();

    const problem = await problemOf(http({ HTTPS_PROXY: `https://${proxy.address}` }).fetch(`https://${HOST}/`));

    expect(problem.message).toMatch(/does not speak TLS there/);
  });
});

test('a certificate of the host that is not trusted is no fault of the proxy', async () => {
  const proxy = await proxied();
  const { fetch } = http({ HTTPS_PROXY: `http://${proxy.address}` }, null);

  const error: unknown = await fetch(`https://${HOST}/`).catch((reason: unknown) => reason);

  expect(proxyProblemIn(error)).toBeNull();
  expect(error).toMatchObject({ cause: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } });
});

test('a request that is given up does not wait for a proxy that never answers', async () => {
  const proxy = await proxied({ answer: null });
  const one = http({ HTTPS_PROXY: `http://${proxy.address}` });

  const control = new AbortController();
  const given = one.fetch(`https://${HOST}/`, { signal: control.signal });
  void until(() => proxy.connects.length > 0).then(() => {
    control.abort();
  });

  await expect(given).rejects.toThrow('aborted');
  // Without an end to the waiting this would take as long as the proxy: for ever.
  await one.close();
});
