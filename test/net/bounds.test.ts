import { afterEach, describe, expect, test } from '@jest/globals';
import { BOUNDS, readBody, TooLarge, tooLargeIn } from '../../src/net/bounds.ts';
import { type Http, openHttp } from '../../src/net/http.ts';
import { proxyProblemIn } from '../../src/net/problem.ts';
import { type BombServer, endless, gzipBomb, gzipped, startBombs, startEndlessTcp } from './bomb-server.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
/** What the systems on both sides of a socket may hold besides. */
const BUFFERS = 16 * MiB;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function started(server: Promise<BombServer>): Promise<BombServer> {
  const one = await server;
  open.push(one);
  return one;
}

function http(env: Record<string, string> = {}): Http {
  const one = openHttp({ ca: null, env });
  open.unshift(one);
  return one;
}

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  );
}

async function readingOf({ url }: BombServer, most: number): Promise<unknown> {
  const response = await http().fetch(url);
  return errorOf(readBody(response, most));
}

describe('answers have an upper size after decompression', () => {
  test('an answer that just fits is read whole', async () => {
    const server = await started(startBombs(gzipped(gzipBomb(16))));
    const response = await http().fetch(server.url);

    expect((await readBody(response, 16 * MiB)).byteLength).toBe(16 * MiB);
  });

  test('one byte more is refused, and the bound is said', async () => {
    const server = await started(startBombs(gzipped(gzipBomb(16))));

    const error = await readingOf(server, 16 * MiB - 1);

    expect(error).toBeInstanceOf(TooLarge);
    expect(error).toMatchObject({ bound: 16 * MiB - 1, message: 'more than 16777215 bytes' });
  });

  test('a megabyte of gzip that holds a gigabyte takes only what the bound allows, and the connection is closed', async () => {
    const bomb = gzipBomb(1024);
    const server = await started(startBombs(gzipped(bomb)));
    const before = process.memoryUsage.rss();

    const error = await readingOf(server, 8 * MiB);
    await server.hungUp();

    expect(bomb.length).toBeLessThan(1.1 * MiB);
    expect(error).toMatchObject({ bound: 8 * MiB, shown: '8 MiB' });
    expect(process.memoryUsage.rss() - before).toBeLessThan(256 * MiB);
  });

  test('a body that never ends is ended at the bound', async () => {
    const server = await started(startBombs(endless()));

    const error = await readingOf(server, MiB);
    await server.hungUp();

    expect(error).toMatchObject({ bound: MiB });
    expect(server.sent()).toBeLessThan(MiB + BUFFERS);
  });

  test('header lines that never end are ended at their bound', async () => {
    const server = await started(startEndlessTcp('HTTP/1.1 200 OK\r\n', 'x-more: and more\r\n'));

    const error = await errorOf(http().fetch(server.url));
    await server.hungUp();

    expect(tooLargeIn(error)).toMatchObject({ bound: BOUNDS.headers, shown: '64 KiB of headers' });
    expect(server.sent()).toBeLessThan(BUFFERS);
  });

  test('a proxy whose header lines never end is left, and it is said why', async () => {
    const proxy = await started(startEndlessTcp('HTTP/1.1 200 OK\r\n', 'x-more: and more\r\n'));

    const error = await errorOf(http({ HTTPS_PROXY: proxy.url }).fetch('https://service.corp.example/'));
    await proxy.hungUp();

    expect(proxyProblemIn(error)).toMatchObject({
      fault: 'refused',
      message: expect.stringContaining('sends more than 64 KiB of headers'),
    });
    expect(proxy.sent()).toBeLessThan(BUFFERS);
  });

  test('a proxy whose refusal never ends is left at once', async () => {
    const proxy = await started(startEndlessTcp('HTTP/1.1 403 Forbidden\r\n\r\n', 'and more'));

    const error = await errorOf(http({ HTTPS_PROXY: proxy.url }).fetch('https://service.corp.example/'));
    await proxy.hungUp();

    expect(proxyProblemIn(error)).toMatchObject({ fault: 'refused', message: expect.stringContaining('HTTP 403') });
    expect(proxy.sent()).toBeLessThan(BUFFERS);
  });

  test('the largest account of 999 groups with 999 members stays far below the bound of the tree', () => {
    const member =
      'NodeID:400001\r\nParentID:400000\r\nName:Ada Lovelace of the Helpdesk\r\nEmail:ada.lovelace@helpdesk.corp.example\r\nDescription:[adsync 11111111-2222-4333-8444-555555555555 0a1b2c3d]\r\nStatus:Offline\r\nType:Technician\r\n\r\n';

    expect(BOUNDS.rescueTree).toBeGreaterThan(2 * 999 * 999 * member.length);
  });
});
