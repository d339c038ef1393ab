import { connect } from 'node:net';
import { request } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Monitor, startMonitor } from '../../src/monitoring/monitor.ts';
import { ended, failedReport, FILE, ms, report } from './events.ts';

let monitor: Monitor | null = null;

afterEach(async () => {
  await monitor?.close();
  monitor = null;
});

async function start(host = '127.0.0.1', port = 0, now = ms(1)): Promise<Monitor> {
  monitor = await startMonitor({ listen: { host, port }, files: [FILE], version: '1', node: 'v20', now: () => now });
  return monitor;
}

interface Got {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

function ask(path: string, { method = 'GET', host = '', body = '' } = {}): Promise<Got> {
  const headers = host === '' ? {} : { host };
  return new Promise((resolve, reject) => {
    const sent = request(`${monitor?.url ?? ''}${path}`, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('the server of --listen', () => {
  test('tells health, readiness and metrics as the rounds go', async () => {
    const { watch, watchCalls, open } = await start();

    expect(open).toBe(false);
    expect(await ask('/healthz')).toMatchObject({ status: 200, body: 'ok\n' });
    expect(await ask('/readyz')).toMatchObject({ status: 503, body: 'sync.yaml: no round has ended yet\n' });
    watch(ended(report()));
    watchCalls('sync.yaml', {
      kind: 'http',
      service: 'goto',
      host: 'a',
      method: 'GET',
      path: '/',
      parameters: [],
      status: 200,
      ms: 1,
    });
    expect(await ask('/readyz?verbose')).toMatchObject({ status: 200, body: 'ready\n' });
    watch(ended(failedReport()));
    expect(await ask('/readyz')).toMatchObject({ status: 503 });
    const metrics = await ask('/metrics');
    expect(metrics.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(metrics.body).toContain('adsync_rounds_total{file="sync.yaml",end="failed"} 1\n');
    expect(metrics.body).toContain('adsync_request_duration_seconds_count{service="goto",host="a",outcome="ok"} 1\n');
    expect(metrics.body).toMatch(/^process_resident_memory_bytes \d+$/m);
  });

  test('says that a round does not come', async () => {
    const { watch } = await start('127.0.0.1', 0, ms(60));
    watch(ended(report()));

    expect(await ask('/healthz')).toMatchObject({ status: 503, body: 'sync.yaml: a round is 45 minutes late\n' });
  });

  test.each([
    ['/', { method: 'HEAD' }, 200],
    ['/metrics', { method: 'HEAD' }, 200],
    ['/nothing', {}, 404],
    ['/__proto__', {}, 404],
    ['/healthz/', {}, 404],
    ['/metrics', { method: 'POST', body: 'x' }, 405],
    ['/metrics', { method: 'DELETE' }, 405],
    ['/metrics', { method: 'OPTIONS' }, 405],
    ['/metrics', { host: 'evil.example' }, 421],
    ['/metrics', { host: 'evil.example', method: 'HEAD' }, 421],
  ])('%s %j is answered with %i', async (path, how, status) => {
    await start();

    const got = await ask(path, how);

    expect(got.status).toBe(status);
    expect(got.headers).not.toHaveProperty('access-control-allow-origin');
    expect(got.headers['cache-control']).toBe('no-store');
    if ('method' in how && how.method === 'HEAD') expect(got.body).toBe('');
    else expect(got.body).not.toContain('adsync_');
  });

  test('a port that is taken is said with its way out', async () => {
    const { url } = await start();
    const port = Number(new URL(url).port);
    const second = startMonitor({
      listen: { host: '127.0.0.1', port },
      files: [],
      version: '1',
      node: 'v20',
      now: Date.now,
    });

    await expect(second).rejects.toMatchObject({
      code: 'LISTEN_FAILED',
      message: `Cannot listen at 127.0.0.1:${port}: another program listens there.`,
    });
  });

  test('an address that this machine does not have is said', async () => {
    // TEST-NET-1 (RFC 5737): nobody has it.
    await expect(start('192.0.2.1', 0)).rejects.toMatchObject({ code: 'LISTEN_FAILED' });
  });

  test('is open to others only where it is told so', async () => {
    const { open, url } = await start('0.0.0.0');

    expect(open).toBe(true);
    expect(await ask('/healthz', { host: '10.1.2.3:9464' })).toMatchObject({ status: 200 });
    expect(await ask('/healthz', { host: new URL(url).host })).toMatchObject({ status: 200 });
    expect(await ask('/healthz', { host: 'evil.example' })).toMatchObject({ status: 421 });
  });

  test('ends at once, also while somebody keeps a connection', async () => {
    const ending = await start();
    const socket = connect(Number(new URL(ending.url).port), '127.0.0.1');
    const closed = new Promise<void>((resolve) => {
      socket
        .on('error', () => undefined)
        .on('close', () => {
          resolve();
        });
    });
    await new Promise((resolve) => socket.on('connect', resolve));
    socket.write('GET /metrics HTTP/1.1\r\n');

    await ending.close();
    await closed;

    monitor = null;
  });
});
