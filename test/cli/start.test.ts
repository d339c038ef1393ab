import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { platform } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EXAMPLES, newFolder } from '../e2e/adsync.ts';

/** The built program as a process of its own. */

const ROOT = join(import.meta.dirname, '../..');
const BIN = join(ROOT, 'bin/adsync.js');
const HEAVY =
  /\/node_modules\/(@noble\/hashes|exceljs|@azure\/identity|@microsoft\/microsoft-graph-client|ldapts|ajv|yaml|chalk|cli-table3)\//;

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  folder = await newFolder({});
});

afterEach(async () => {
  await folder.remove();
});

/** The packages loaded by one command line. */
async function packagesLoaded(args: readonly string[]): Promise<string[]> {
  const log = join(folder.path, 'imports');
  const env = { ...process.env, IMPORT_LOG: log };
  spawnSync(process.execPath, ['--import', join(import.meta.dirname, 'log-imports.mjs'), BIN, ...args], { env });
  const urls = (await readFile(log, 'utf8')).split('\n');
  return [...new Set(urls.flatMap((url) => HEAVY.exec(url)?.[1] ?? []))].toSorted();
}

describe('a start', () => {
  test.each([
    [['--help']],
    [['--version']],
    [['plan', '--help']],
    [['groups', 'search', '--help']],
    [['schema']],
    [['valdate']],
  ])('of %j loads no heavy package', async (args) => {
    const loaded = await packagesLoaded(args);

    expect(loaded).toEqual([]);
  });

  test('of validate loads only what reads the file', async () => {
    const loaded = await packagesLoaded(['validate', '-f', join(EXAMPLES, 'sync.yaml')]);

    expect(loaded).toEqual(['yaml']);
  });
});

describe('output', () => {
  test('to a reader that has gone ends quietly', async () => {
    const child = spawn(process.execPath, [BIN, 'schema'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });

    const code = await new Promise((resolve) => child.on('close', resolve));

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  // Only Linux has a device that is always full; elsewhere there is nothing to write to.
  const fullDisk = existsSync('/dev/full') ? test : test.skip;

  fullDisk('to a full disk ends with 1 and says so', () => {
    const ended = spawnSync('sh', ['-c', '"$0" "$1" schema > /dev/full', process.execPath, BIN], { encoding: 'utf8' });

    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(/^error OUTPUT_FAILED The answer could not be written: ENOSPC/);
  });

  test('to a slow pipe arrives as a whole', () => {
    const ended = spawnSync('sh', ['-c', '"$0" "$1" schema | (sleep 0.3; cat)', process.execPath, BIN], {
      encoding: 'utf8',
    });

    expect(Object.keys(JSON.parse(ended.stdout) as object)).toContain('$defs');
  });
});

describe('surroundings that nothing can be done in', () => {
  const engines = (createRequire(import.meta.url)('../../package.json') as { engines: { node: string } }).engines.node;

  test.each([
    ['18.20.4', false],
    ['20.18.9', false],
    ['20.19.0', true],
    ['26.10.0', true],
  ])('Node %s starts it: %j', (version, starts) => {
    const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
    const preload = `data:text/javascript,${encodeURIComponent(pretend)}`;
    const said = spawnSync(process.execPath, ['--import', preload, BIN, '--version'], { encoding: 'utf8' });

    expect(said.status).toBe(starts ? 0 : 1);
    expect(said.stdout === '').toBe(!starts);
    const sentence = `error NODE_TOO_OLD adsync needs Node.js ${engines.slice(2)} or newer, and this is ${version}.\n`;
    expect(said.stderr.includes(sentence)).toBe(!starts);
  });

  // Windows lets nobody remove a folder that somebody works in.
  (platform() === 'win32' ? test.skip : test)('a working folder that is gone is said', () => {
    const script = `mkdir gone && cd gone && rmdir ../gone && exec "$0" "$1" plan`;
    const said = spawnSync('sh', ['-c', script, process.execPath, BIN], { cwd: folder.path, encoding: 'utf8' });

    expect(said).toMatchObject({ status: 1, stdout: '' });
    expect(said.stderr).toMatch(/^error CWD_GONE .* no longer there\.\n {2}Change into one/);
  });
});

describe('signals', () => {
  const script = `
    import { abortOnSignals, interruptedCode } from ${JSON.stringify(join(ROOT, 'dist/cli/signals.js'))};
    const signal = abortOnSignals();
    signal.addEventListener('abort', () => console.log('stopping', interruptedCode(signal)));
    setInterval(() => undefined, 1000);
    console.log('ready');`;

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('the first %s asks the work to stop, another one a second later ends it', async (signal, code) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      // No terminal is there that could have ended.
      child.kill('SIGHUP');
      child.kill(signal);
      // Passed on once more by npm, and pressed again later.
      setTimeout(() => child.kill(signal), 1100);
    });

    const ended = await new Promise((resolve) => child.on('close', resolve));

    expect({ ended, stdout }).toEqual({ ended: code, stdout: `ready\nstopping ${code}\n` });
  });
});
