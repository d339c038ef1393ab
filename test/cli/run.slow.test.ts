import { spawn } from 'node:child_process';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { until } from '../until.ts';
import { type Example, openExample } from './example.ts';

/** `adsync run` in this process and as a process of its own. Intervals of 15 minutes never pass here. */

const BIN = join(import.meta.dirname, '../../bin/adsync.js');

let example: Example;

afterEach(() => example.close());

interface Started {
  readonly pid: number;
  text(): string;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<number | null>;
}

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  const child = spawn(process.execPath, [BIN, 'run', ...args], {
    cwd: example.path,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return {
    pid: child.pid ?? 0,
    text: () => text,
    kill: (signal) => child.kill(signal),
    ended: new Promise((resolve) => child.on('exit', resolve)),
  };
}

function ended(events: string): boolean {
  return events.includes('"event":"round-ended"');
}

async function rounds(folder = '.adsync'): Promise<Record<string, unknown>[]> {
  const path = join(example.path, folder, 'rounds');
  const names = (await readdir(path)).toSorted();
  return await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(path, name), 'utf8')) as Record<string, unknown>),
  );
}

describe('one round', () => {
  test('applies, says in the state how it went, and ends as apply does', async () => {
    example = await openExample();

    const first = await example.run(['run', '--once']);
    example.sandbox.switches.nameMaxLength = 11;
    await example.edit('directory.ldif', (text) =>
      text.replace('displayName: Ada Lovelace', 'displayName: Ada Lovelace-Byron'),
    );
    const second = await example.run(['run', '--once']);

    expect([first.code, second.code]).toEqual([0, 3]);
    const [state] = await rounds();
    expect(state).toMatchObject({
      file: 'sync.yaml',
      nextAt: null,
      interval: 900,
      accounts: ['rescue:560961'],
      last: {
        end: 'incomplete',
        exitCode: 3,
        readings: { full: 1, kept: 0 },
        failed: [{ name: 'Ada Lovelace-Byron' }],
      },
    });
    const { calls } = (state?.['last'] ?? {}) as { calls?: { service: string; calls: number }[] };
    expect(calls).toMatchObject([{ service: 'rescue' }]);
  });

  test('of a file with errors is none', async () => {
    example = await openExample({ yaml: 'intervall: 1m' });

    const { code, stderr } = await example.run(['run', '--once']);

    expect(code).toBe(1);
    expect(stderr).toContain('UNKNOWN_KEY');
    expect(example.sandbox.log).toEqual([]);
  });

  test('of several files does each, and ends with the worst', async () => {
    example = await openExample();
    await copyFile(join(example.path, 'sync.yaml'), join(example.path, 'broken.yaml'));
    await example.edit('broken.yaml', (text) => text.replace('version: 1', 'version: 1\nintervall: 1m'));

    const { code, stderr } = await example.run(['run', '--once', '-f', 'sync.yaml', '-f', 'broken.yaml']);

    expect(code).toBe(1);
    expect(stderr).toContain('UNKNOWN_KEY');
    expect((await rounds()).map(({ file, last }) => [file, last === null])).toEqual([
      ['broken.yaml', true],
      ['sync.yaml', false],
    ]);
    expect(example.sandbox.log.some(({ wrote }) => wrote)).toBe(true);
  });

  test('that is a dry run writes the plan, and changes nothing', async () => {
    example = await openExample();

    const { code } = await example.run(['run', '--once', '--dry-run', '--json', 'plans', '--excel', 'plans'], {
      env: { ADSYNC_PLAN_KEY: 'a key that nobody knows' },
    });

    expect(code).toBe(0);
    const [json = '', excel = ''] = (await readdir(join(example.path, 'plans'))).toSorted();
    expect([json, excel].map((name) => name.replace(/^sync\.yaml-[0-9a-f]{8}-\d{4}-\d\d-\d\dT\d{6}Z/, ''))).toEqual([
      '.json',
      '.xlsx',
    ]);
    expect(JSON.parse(await readFile(join(example.path, 'plans', json), 'utf8'))).toMatchObject({
      format: 'adsync.plan/2',
    });
    expect(example.sandbox.log.some(({ wrote }) => wrote)).toBe(false);
  });
});

describe('it is refused', () => {
  test.each<[name: string, args: string[], env: Record<string, string>, code: number, says: string]>([
    [
      'where only signed plans may be applied',
      ['--once'],
      { ADSYNC_PLAN_KEY: 'a key that nobody knows' },
      4,
      'RUN_SIGNED_ONLY',
    ],
    ['with a stop file that is there', ['--stop-file', 'sync.yaml'], {}, 4, 'RUN_STOP_FILE'],
    ['with a folder for plans but without a dry run', ['--json', 'plans'], {}, 1, 'DRY_RUN_MISSING'],
  ])('%s', async (_name, args, env, code, says) => {
    example = await openExample();

    const said = await example.run(['run', ...args], { env });

    expect([said.code, said.stderr.includes(says)]).toEqual([code, true]);
    expect(example.sandbox.log).toEqual([]);
    expect(await readdir(example.path)).toContain('sync.yaml');
  });
});

describe('as a process', () => {
  test('it lives on, reads its file at a SIGHUP, and ends at SIGTERM with 0 while it waits', async () => {
    example = await openExample();
    const run = start(['--log', 'json']);
    await until(() => ended(run.text()));

    await example.edit('sync.yaml', (text) => `${text}\n# another word\n`);
    run.kill('SIGHUP');
    await until(() => run.text().includes('"event":"file-reloaded"'));
    const twice = await example.run(['run', '--once']);
    run.kill('SIGTERM');

    expect(await run.ended).toBe(0);
    expect([twice.code, twice.stderr.includes('RUN_TWICE')]).toEqual([4, true]);
    expect(await rounds()).toMatchObject([{ nextAt: null, underWaySince: null, round: 1 }]);
  });

  test('it ends at a stop file, and removes it', async () => {
    example = await openExample();
    const run = start(['--log', 'json']);
    await until(() => ended(run.text()));

    await writeFile(join(example.path, '.adsync/stop'), '');

    expect(await run.ended).toBe(0);
    expect(run.text()).toContain('stop file');
    expect(await readdir(join(example.path, '.adsync'))).not.toContain('stop');
  });

  test('it finishes the changes under way at SIGTERM, closes the journal, and says so', async () => {
    let reach: () => void = () => undefined;
    let open: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const opened = new Promise<void>((resolve) => (open = resolve));
    let holds: Promise<void> | null = null;
    example = await openExample({
      switches: { latency: 1 },
      // From the first call on that creates somebody every call waits.
      faultFor(method) {
        if (method.startsWith('create')) {
          holds ??= opened;
          reach();
        }
        return null;
      },
      sleep: () => holds ?? Promise.resolve(),
    });
    const run = start(['--log', 'json']);
    await reached;

    run.kill('SIGTERM');
    await until(() => run.text().includes('"event":"stopping"'));
    open();

    expect(await run.ended).toBe(143);
    const [name = ''] = await readdir(join(example.path, '.adsync/runs'));
    const lines = (await readFile(join(example.path, '.adsync/runs', name), 'utf8')).trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ type: 'close', end: 'interrupted' });
    expect(await rounds()).toMatchObject([{ last: { end: 'interrupted', exitCode: 143 }, nextAt: null }]);
    const again = await example.run(['run', '--once']);
    expect(again.code).toBe(0);
  });
});
