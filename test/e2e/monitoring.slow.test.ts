import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../until.ts';
import { adsync, EXAMPLES, newFolder } from './adsync.ts';

/** `adsync run` with somebody who watches it: probes, metrics and a receiver of messages. */

interface Posted {
  readonly url: string;
  readonly body: string;
}

let folder: Awaited<ReturnType<typeof newFolder>>;
let posted: Posted[];
let hook: string;
let closeHook: () => Promise<void>;

const NOTIFY = `
notify:
  spacing: 10s
  webhooks:
    - { address: '\${HOOK}', format: json }
    - { address: '\${REFUSED}', format: slack }
limits: { disable: 0, minimum: 0 }
`;

beforeEach(async () => {
  const files = ['sync.yaml', 'directory.ldif', 'account.json'];
  const texts = await Promise.all(files.map((name) => readFile(join(EXAMPLES, name), 'utf8')));
  folder = await newFolder(Object.fromEntries(files.map((name, index) => [name, texts[index] ?? ''])));
  await writeFile(join(folder.path, 'sync.yaml'), `${texts[0]?.replace(/^limits:.*(\n .*)*/m, '') ?? ''}${NOTIFY}`);
  posted = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      posted.push({ url: request.url ?? '', body });
      response.writeHead(request.url === '/refused-secret' ? 404 : 200).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  closeHook = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => {
        resolve();
      });
    });
});

afterEach(async () => {
  await closeHook();
  await folder.remove();
});

function env(): Record<string, string> {
  return { HOOK: `${hook}/taken-secret`, REFUSED: `${hook}/refused-secret`, RESCUE_API_TOKEN: 'sandbox-token' };
}

const SECRET = /taken-secret|refused-secret/;
const titles = (url: string): unknown[] =>
  posted.filter((one) => one.url === url).map(({ body }) => (JSON.parse(body) as { readonly title?: unknown }).title);

/** A promise with what settles it. */
function later<Value>(): { readonly promise: Promise<Value>; readonly resolve: (value: Value) => void } {
  const found: { resolve?: (value: Value) => void } = {};
  const promise = new Promise<Value>((resolve) => {
    found.resolve = resolve;
  });
  return { promise, resolve: (value) => found.resolve?.(value) };
}

describe('adsync run, watched', () => {
  test('tells probes, metrics and receivers how things go', async () => {
    const yaml = join(folder.path, 'sync.yaml');
    const good = await readFile(yaml, 'utf8');
    const { promise: url, resolve: listening } = later<string>();
    let stop = (): void => undefined;
    const ended = adsync(['run', '--listen', '127.0.0.1:0'], {
      cwd: folder.path,
      env: env(),
      onStderr(text, kill) {
        stop = () => {
          kill('SIGTERM');
        };
        const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
        if (found !== undefined) listening(found);
      },
    });
    const base = await url;
    const ask = async (path: string) => {
      const answer = await fetch(`${base}${path}`);
      return { status: answer.status, body: await answer.text() };
    };

    await until(async () => (await ask('/readyz')).status === 200);
    const metrics = (await ask('/metrics')).body;
    expect(metrics).toMatch(/^adsync_rounds_total\{file="sync\.yaml",end="incomplete"\} 1$/m);
    expect(metrics).toMatch(/^adsync_held_people\{file="sync\.yaml",target="rescue",limit="limits\.disable"\} \d+$/m);
    expect(metrics).toMatch(/^adsync_request_duration_seconds_count\{service="rescue",.*outcome="ok"\} \d+$/m);
    expect((await ask('/healthz')).status).toBe(200);
    await until(() => titles('/taken-secret').length === 1);
    expect(titles('/taken-secret')).toEqual([expect.stringMatching(/^adsync: .* (?:approval|failed)/)]);

    await writeFile(yaml, `${good}bogus: 1\n`);
    await until(async () => (await ask('/readyz')).status === 503);
    expect((await ask('/readyz')).body).toBe('sync.yaml: the file has errors; the last good one is in use\n');
    expect((await ask('/healthz')).status).toBe(200);

    // What waits for the next message goes out at the end.
    stop();
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(0);
    expect(titles('/taken-secret').at(-1)).toBe('adsync: The file has 1 fault (sync.yaml)');
    expect(stderr.match(/A notification does not reach webhook 2 \(slack\): it answers with HTTP 404/g)).toHaveLength(
      1,
    );
    expect(stdout + stderr).not.toMatch(SECRET);
    await expect(ask('/healthz')).rejects.toThrow('fetch failed');
  });

  test('a test of the notifications says whom it did not reach, and shows no secret', async () => {
    const { code, stdout, stderr } = await adsync(['run', '--notify-test'], { cwd: folder.path, env: env() });

    expect(stdout).toBe(
      'sync.yaml: webhook 1 (json): sent\nsync.yaml: webhook 2 (slack): not sent: it answers with HTTP 404\n',
    );
    expect(code).toBe(1);
    expect(stdout + stderr).not.toMatch(SECRET);
    expect(posted.length).toBe(2);
  });

  test('nobody to test, no address, and a port that is taken are said before anything is done', async () => {
    const cwd = folder.path;
    const taken = await adsync(['run', '--once', '--listen', hook.replace('http://', '')], { cwd, env: env() });
    const odd = await adsync(['run', '--once', '--listen', ':9464'], { cwd, env: env() });
    await writeFile(join(cwd, 'sync.yaml'), await readFile(join(EXAMPLES, 'sync.yaml'), 'utf8'));
    const nobody = await adsync(['run', '--notify-test'], { cwd, env: env() });

    expect([taken.code, odd.code, nobody.code]).toEqual([1, 1, 1]);
    expect(taken.stderr).toContain('LISTEN_FAILED');
    expect(odd.stderr).toContain('LISTEN_INVALID');
    expect(nobody.stderr).toContain('NOTIFY_NOBODY');
  });
});
