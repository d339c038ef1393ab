import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EXAMPLES, newFolder } from '../e2e/adsync.ts';
import { until } from '../until.ts';
import { type Example, openExample } from './example.ts';
import { adsync } from './fake-host.ts';

/** The log on stderr and in a file, and `adsync status`, against the stand-in of the Rescue account. */

interface Line {
  readonly time: string;
  readonly level: string;
  readonly event: string;
  readonly text: string;
  readonly [field: string]: unknown;
}

let example: Example;

beforeEach(async () => {
  example = await openExample();
});

afterEach(() => example.close());

function linesOf(text: string): Line[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

const fileText = (name: string): Promise<string> => readFile(join(example.path, name), 'utf8');

describe('apply --log json', () => {
  test('has nothing but lines on stderr: each change with its run, and the figures at the end', async () => {
    const said = await example.run(['apply', '--yes', '--log', 'json', '--log-file', 'adsync.log']);

    expect(said.code).toBe(0);
    const lines = linesOf(said.stderr);
    const ended = lines.filter(({ event }) => event === 'change-ended');
    const last = lines.at(-1);
    expect(last).toMatchObject({ event: 'run-ended', command: 'apply', exitCode: 0, people: 41 });
    expect(last?.['changes']).toEqual({ done: ended.length });
    expect(last?.['calls']).toEqual({ rescue: expect.any(Number) });
    expect(new Set(ended.map(({ run }) => run)).size).toBe(1);
    expect(lines.every(({ level, file }) => level === 'info' && file === 'sync.yaml')).toBe(true);
    expect(await fileText('adsync.log')).toBe(said.stderr);
  });

  test('of debug has every call, with neither secrets nor what was sent', async () => {
    const said = await example.run(['plan', '--log', 'json', '--log-level', 'debug']);

    const calls = linesOf(said.stderr).filter(({ event }) => event === 'http-call');
    expect(calls).toContainEqual(
      expect.objectContaining({ service: 'rescue', method: 'POST', path: '/API/getHierarchy_v2.aspx', status: 200 }),
    );
    expect(linesOf(said.stderr).at(-1)?.['calls']).toEqual({ rescue: calls.length });
    expect(said.stderr).not.toContain('sandbox-token');
  });

  test('says why it was given up, and faults of the file with their lines', async () => {
    await writeFile(join(example.path, 'sync.yaml'), `${await fileText('sync.yaml')}limit: 3\n`);

    const said = await example.run(['plan', '--log', 'json']);

    expect(said.code).toBe(1);
    expect(linesOf(said.stderr)).toMatchObject([{ event: 'diagnostic', level: 'error', code: 'UNKNOWN_KEY' }]);
  });

  test('of a run that fails as a whole has its failure', async () => {
    await example.edit('sync.yaml', (text) => text.replace('sandbox-token', 'another-token'));
    const said = await example.run(['plan', '--log', 'json', '--log-level', 'error']);

    expect(linesOf(said.stderr)).toMatchObject([{ event: 'failure', level: 'error', code: 'RESCUE_TOKEN_REFUSED' }]);
  });
});

test('the calls of both accounts are counted apart', async () => {
  const folder = await newFolder({});
  for (const name of ['account.json', 'directory.ldif', 'goto-account.json', 'rescue-and-goto.yaml']) {
    await copyFile(join(EXAMPLES, name), join(folder.path, name));
  }

  const said = await adsync(['plan', '-f', 'rescue-and-goto.yaml', '--log', 'json'], { cwd: folder.path });
  await folder.remove();

  expect(linesOf(said.stderr).at(-1)?.['calls']).toEqual({ goto: expect.any(Number), rescue: expect.any(Number) });
});

test('--log-file alone leaves stderr as it is, and writes for people', async () => {
  const said = await example.run(['apply', '--yes', '--log-file', 'adsync.log']);

  expect(said.stderr).toBe('');
  expect(await fileText('adsync.log')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ info {2}.*: create: done$/m);
  expect(await fileText('adsync.log')).toMatch(
    /info {2}sync\.yaml apply took .* read; changes: \d+ done; calls: \d+ rescue\.\n$/,
  );
});

test.each([
  [['--log', 'xml'], /--log/],
  [['--log-level', 'all'], /--log-level/],
  [['--log-keep', '5'], /--log-keep/],
  [['--log-keep', '5x10M'], /LOG_KEEP_ALONE/],
  [['--log-file', 'sync.yaml'], /LOG_FILE_NOT_OURS/],
])('%j is refused', async (options, message) => {
  const before = await fileText('sync.yaml');
  const said = await example.run(['plan', ...options]);

  expect(said.code).toBe(1);
  expect(said.stderr).toMatch(message);
  expect(await fileText('sync.yaml')).toBe(before);
});

test('--verbose shows the calls, and the last line', async () => {
  const said = await example.run(['plan', '--verbose']);

  expect(said.stderr).toMatch(/^rescue: POST 127\.0\.0\.1:\d+\/API\/getHierarchy_v2\.aspx 200, \d+ ms$/m);
  expect(said.stderr).toMatch(/^plan took .* s; 41 people read; changes: \d+ planned; calls: \d+ rescue\.$/m);
});

describe('status', () => {
  test('says how things stand after adsync apply', async () => {
    expect(await example.run(['status'])).toMatchObject({ code: 1, stdout: expect.stringContaining('no-record') });

    await example.run(['apply', '--yes']);
    expect(await example.run(['status'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/All is well\.\n$/) });
  });

  test('says what adsync run holds and since when, for programs too', async () => {
    await writeFile(join(example.path, 'sync.yaml'), `${await fileText('sync.yaml')}limits: { disable: 0 }\n`);
    await example.run(['run', '--once']);

    const said = await example.run(['status', '--json']);

    expect(said.code).toBe(3);
    const [file] = (JSON.parse(said.stdout) as { files: { findings: Line[]; rounds: { once: boolean } }[] }).files;
    expect(file?.rounds.once).toBe(true);
    expect(file?.findings).toContainEqual({
      code: 'held',
      since: expect.any(String),
      text: expect.stringMatching(/^limits\.disable holds .*--approve d\S+ lets them through\.$/),
    });
  });

  test('knows whether adsync run is at work', async () => {
    const stop = new AbortController();
    const running = example.run(['run'], { signal: stop.signal });
    const atWork = /^sync\.yaml: running since .*next round .*All is well\.$/s;
    await until(async () => atWork.test((await example.run(['status'])).stdout.trimEnd()));
    stop.abort();
    await running;

    const said = await example.run(['status']);

    expect(said.code).toBe(4);
    expect(said.stdout).toContain('not-running since');
  });

  test('does not take a state that it cannot read for none', async () => {
    await example.run(['run', '--once']);
    const [name = ''] = await readdir(join(example.path, '.adsync', 'rounds'));
    await writeFile(join(example.path, '.adsync', 'rounds', name), '{');

    expect(await example.run(['status'])).toMatchObject({ code: 1, stdout: expect.stringContaining('cannot be read') });
  });
});
