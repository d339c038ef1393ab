import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Answer } from '../../src/net/answer.ts';
import { BOUNDS, readBody, TooLarge, tooLargeIn } from '../../src/net/bounds.ts';
import { codeIn } from '../../src/net/causes.ts';
import { exchange, Unanswered } from '../../src/net/exchange.ts';
import { type Http, openHttp } from '../../src/net/http.ts';
import { proxyProblemIn } from '../../src/net/problem.ts';
import type { Sent } from '../../src/net/send.ts';
import { endless, gzipBomb, gzipped, startBombs, startEndlessTcp } from './bomb-server.ts';
import { closeAll, deadPort, startProxy, startTls } from './connect-proxy.ts';

/** What thousands of requests go out by (net/http.ts): it must protect as fetch does. */

const MiB = 1024 * 1024;
const HOST = 'service.corp.example';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
  await closeAll();
});

function http(env: Record<string, string> = {}, ca: string | null = null): Http {
  const one = openHttp({ ca, env });
  open.push(one);
  return one;
}

function request(given: Partial<Sent> = {}): Sent {
  const signal = new AbortController().signal;
  return { method: 'GET', headers: { accept: 'text/plain' }, redirect: 'manual', signal, ...given };
}

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<{
  readonly url: string;
  readonly server: Server;
}> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

async function textOf(answer: Answer): Promise<string> {
  return Buffer.from(await readBody(answer, MiB)).toString();
}

function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  );
}

describe('a request', () => {
  test('arrives with its body, its headers and its query, and nothing else of ours', async () => {
    const seen: unknown[] = [];
    const { url } = await serve((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        seen.push(incoming.method, incoming.url, incoming.headers, Buffer.concat(chunks).toString());
        response.end('done');
      });
    });

    const headers = { 'content-type': 'text/plain', 'user-agent': 'adsync' };
    const answer = await http().send(`${url}/a?b=c%20d`, request({ method: 'POST', body: 'näme=1', headers }));

    expect([answer.status, answer.ok, await textOf(answer)]).toEqual([200, true, 'done']);
    expect(seen).toEqual([
      'POST',
      '/a?b=c%20d',
      { host: new URL(url).host, connection: 'keep-alive', 'content-length': '7', ...headers },
      'näme=1',
    ]);
  });

  test('follows no redirect', async () => {
    let requests = 0;
    const { url } = await serve((_incoming, response) => {
      requests += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });

    const answer = await http().send(url, request());

    expect([answer.status, answer.ok, answer.headers.get('Location'), await textOf(answer)]).toEqual([
      302,
      false,
      '/elsewhere',
      '',
    ]);
    expect(requests).toBe(1);
  });

  test('tells headers that are there from others', async () => {
    const { url } = await serve((_incoming, response) => {
      response.writeHead(200, [
        ['Set-Cookie', 'a=1; path=/'],
        ['Set-Cookie', 'b=2'],
        ['X-Many', 'one'],
        ['X-Many', 'two'],
      ]);
      response.end();
    });

    const { headers } = await http().send(url, request());

    expect(headers.getSetCookie()).toEqual(['a=1; path=/', 'b=2']);
    expect(headers.get('x-many')).toBe('one, two');
    expect([headers.has('X-MANY'), headers.has('x-none'), headers.get('x-none')]).toEqual([true, false, null]);
    expect([headers.has('constructor'), headers.get('toString')]).toEqual([false, null]);
  });

  // The next one may come before the end of the last answer is noticed.
  test('uses connections of those before', async () => {
    const { url, server } = await serve((_incoming, response) => response.end('x'));
    let connections = 0;
    server.on('connection', () => {
      connections += 1;
    });
    const { send } = http();

    for (let count = 0; count < 5; count += 1) await textOf(await send(url, request()));

    expect(connections).toBeLessThan(5);
  });

  test.each([
    ['gzip', gzipSync('Grüße')],
    ['x-gzip', gzipSync('Grüße')],
    ['br', brotliCompressSync('Grüße')],
    ['identity', Buffer.from('Grüße')],
  ])('is answered in the coding %s', async (coding, bytes) => {
    const { url } = await serve((_incoming, response) => {
      response.writeHead(200, { 'content-encoding': coding }).end(bytes);
    });

    expect(await textOf(await http().send(url, request()))).toBe('Grüße');
  });

  test.each(['gzip', 'br', ' GZip '])('is answered with nothing in the coding %s', async (coding) => {
    const { url } = await serve((incoming, response) => {
      response
        .writeHead(incoming.url === '/none' ? 204 : 503, { 'content-encoding': coding, 'retry-after': '7 ' })
        .end();
    });

    const none = await http().send(`${url}/none`, request());
    const busy = await http().send(`${url}/busy`, request());

    expect([none.status, await textOf(none)]).toEqual([204, '']);
    expect([busy.status, await textOf(busy), busy.headers.get('retry-after')]).toEqual([503, '', '7']);
  });

  test('is answered with blanks around the coding', async () => {
    const { url } = await serve((_incoming, response) => {
      response.writeHead(200, { 'content-encoding': ' gzip ' }).end(gzipSync('Grüße'));
    });

    expect(await textOf(await http().send(url, request()))).toBe('Grüße');
  });

  test.each([
    ['gzip', gzipSync('Grüße')],
    ['br', brotliCompressSync('Grüße')],
  ])('is answered with a part of what %s made, well framed', async (coding, bytes) => {
    const { url } = await serve((_incoming, response) => {
      response.writeHead(200, { 'content-encoding': coding }).end(bytes.subarray(0, -1));
    });

    expect(codeIn(await errorOf(http().send(url, request()).then(textOf)))).toBe('Z_BUF_ERROR');
  });

  test('that is answered in a coding nobody asked for gives the bytes as they are', async () => {
    const bytes = deflateRawSync('x');
    const { url } = await serve((_incoming, response) => {
      response.writeHead(200, { 'content-encoding': 'other' }).end(bytes);
    });

    expect(await readBody(await http().send(url, request()), MiB)).toEqual(bytes);
  });
});

describe('answers have an upper size after decompression', () => {
  test('an answer that just fits is read whole; with one byte more the connection is closed', async () => {
    const server = await startBombs(gzipped(gzipBomb(16)));
    open.push(server);

    expect((await readBody(await http().send(server.url, request()), 16 * MiB)).byteLength).toBe(16 * MiB);
    const error = await errorOf(readBody(await http().send(server.url, request()), 16 * MiB - 1));

    expect(error).toBeInstanceOf(TooLarge);
    expect(error).toMatchObject({ bound: 16 * MiB - 1 });
  });

  test('a body that never ends is ended at the bound', async () => {
    const server = await startBombs(endless());
    open.push(server);

    const error = await errorOf(readBody(await http().send(server.url, request()), MiB));
    await server.hungUp();

    expect(error).toMatchObject({ bound: MiB });
  });

  test('header lines that never end are ended at their bound', async () => {
    const server = await startEndlessTcp('HTTP/1.1 200 OK\r\n', 'x-more: and more\r\n');
    open.push(server);

    const error = await errorOf(http().send(server.url, request()));
    await server.hungUp();

    expect(tooLargeIn(error)).toMatchObject({ bound: BOUNDS.headers });
  });
});

describe('an answer that breaks off is none', () => {
  test.each([
    ['before its length', { 'content-length': '100' }, Buffer.from('half')],
    ['inside its gzip', { 'content-encoding': 'gzip' }, gzipSync('x'.repeat(1000)).subarray(0, 20)],
  ])('%s', async (_what, headers, bytes) => {
    const { url } = await serve((incoming, response) => {
      response.writeHead(200, headers);
      response.write(bytes, () =>
        Object.hasOwn(headers, 'content-length') ? incoming.socket.destroy() : response.end(),
      );
    });
    const { send } = http();
    const limits = { timeout: 60_000, most: () => MiB, signal: null };

    const error = await errorOf(exchange(limits, (signal) => send(url, request({ signal }))));

    expect(error).toBeInstanceOf(Unanswered);
  });

  test('and one that does not come in time', async () => {
    const { url } = await serve((_incoming, response) => {
      response.writeHead(200);
      response.write('a part');
    });
    const { send } = http();
    const limits = { timeout: 60_000, most: () => MiB, signal: null };
    // The time is up as soon as a part of the answer is here.
    let end = (): void => undefined;
    const timed = { ...limits, limit: (_ms: number, stop: () => void) => ((end = stop), () => undefined) };

    const error = await errorOf(
      exchange(timed, async (signal) => {
        const answer = await send(url, request({ signal }));
        end();
        return answer;
      }),
    );

    expect(error).toMatchObject({ after: 60 });
  });
});

describe('on the way', () => {
  test('a proxy is used, and nobody but the proxy gets its credentials', async () => {
    const seen: (string | undefined)[] = [];
    const { server } = await serve((incoming, response) => {
      seen.push(incoming.headers['proxy-authorization']);
      response.end('there');
    });
    const service = await startTls([HOST], { port: (server.address() as AddressInfo).port });
    const proxy = await startProxy({ hosts: { [HOST]: service.port }, credentials: 'me:p@ss' });
    const { send } = http({ HTTPS_PROXY: `http://me:p%40ss@${proxy.address}` }, service.identity.ca);

    for (let count = 0; count < 3; count += 1) {
      expect(await textOf(await send(`https://${HOST}/`, request()))).toBe('there');
    }

    expect(proxy.connects.length).toBeLessThan(3);
    expect(seen).toEqual([undefined, undefined, undefined]);
  });

  test('what a proxy does wrong is told from what the host does', async () => {
    const port = await deadPort();
    const { send } = http({ HTTPS_PROXY: `http://me:Geheim99@127.0.0.1:${port}` });

    const problem = proxyProblemIn(await errorOf(send(`https://${HOST}/`, request())));

    expect(problem).toMatchObject({ fault: 'unreachable' });
    expect(JSON.stringify([problem, problem?.message, problem?.stack])).not.toContain('Geheim99');
  });

  test('a certificate that is not trusted ends it, whatever the environment says', async () => {
    const { server } = await serve((_incoming, response) => response.end());
    const service = await startTls(['localhost'], { port: (server.address() as AddressInfo).port });

    const error = await errorOf(http().send(`https://localhost:${service.port}/`, request()));

    expect(codeIn(error)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  test('nothing listens there', async () => {
    const error = await errorOf(http().send(`http://127.0.0.1:${await deadPort()}/`, request()));

    expect(codeIn(error)).toBe('ECONNREFUSED');
  });
});
