import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { platform } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { bundleSource } from '../../scripts/import-source.mjs';
import { EXAMPLES, newFolder } from '../e2e/adsync.ts';

/** The built program as a process of its own. */

const ROOT = join(import.meta.dirname, '../..');
const BIN = join(ROOT, 'bin/adsync.js');
const HEAVY =
  /(?:^|\/)node_modules\/(@noble\/hashes|exceljs|@azure\/identity|@microsoft\/microsoft-graph-client|ldapts|ajv(?!\/dist\/runtime)|yaml|chalk|cli-table3|nodemailer|prom-client)\//;

/** What the build says of each module of dist/: its size in bytes, and the files that went into it. */
interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly bytes: number; readonly inputs: Readonly<Record<string, unknown>> }>
  >;
}

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  folder = await newFolder({});
});

afterEach(async () => {
  await folder.remove();
});

/** The modules of dist/ that one command line loads. */
async function modulesLoaded(args: readonly string[]): Promise<Metafile['outputs'][string][]> {
  const log = join(folder.path, 'imports');
  const env = { ...process.env, IMPORT_LOG: log };
  spawnSync(process.execPath, ['--import', join(import.meta.dirname, 'log-imports.mjs'), BIN, ...args], { env });
  const { outputs } = JSON.parse(await readFile(join(ROOT, 'dist/metafile.json'), 'utf8')) as Metafile;
  const names = new Set((await readFile(log, 'utf8')).split('\n').map((url) => /\/(dist\/.*)$/.exec(url)?.[1]));
  const loaded = Object.entries(outputs).filter(([name]) => names.has(name));
  expect(loaded.length).toBeGreaterThan(0);
  return loaded.map(([, output]) => output);
}

/** The heavy packages among them. */
async function packagesLoaded(args: readonly string[]): Promise<string[]> {
  const modules = await modulesLoaded(args);
  const files = modules.flatMap(({ inputs }) => Object.keys(inputs));
  return [...new Set(files.flatMap((file) => HEAVY.exec(file)?.[1] ?? []))].toSorted();
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

  // The time that it takes grows with both.
  test('of --help loads few modules, and little code', async () => {
    const modules = await modulesLoaded(['--help']);

    expect(modules.length).toBeLessThanOrEqual(10);
    expect(modules.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(150_000);
  });

  test('can load nothing that Node warns of', async () => {
    const parts = await readdir(join(ROOT, 'dist/parts'));
    const texts = await Promise.all(parts.map((name) => readFile(join(ROOT, 'dist/parts', name), 'utf8')));
    const found = texts.flatMap((text) => [...text.matchAll(/\bnew Buffer\((\w+)/g)].map(([, argument]) => argument));

    // These two, of jszip, are only for Nodes that lack Buffer.from and Buffer.alloc.
    expect(found.toSorted()).toEqual(['data', 'size']);
  });

  test('of validate loads only what reads the file', async () => {
    const loaded = await packagesLoaded(['validate', '-f', join(EXAMPLES, 'sync.yaml')]);

    expect(loaded).toEqual(['yaml']);
  });

  test('of validate loads few modules, and no more code than it needs', async () => {
    const modules = await modulesLoaded(['validate', '-f', join(EXAMPLES, 'sync.yaml')]);

    expect(modules.length).toBeLessThanOrEqual(20);
    expect(modules.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(700_000);
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
  const script = (module: string): string => `
    import { abortOnSignals, interruptedCode } from ${JSON.stringify(module)};
    const signal = abortOnSignals();
    signal.addEventListener('abort', () => console.log('stopping', interruptedCode(signal)));
    setInterval(() => undefined, 1000);
    console.log('ready');`;

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('the first %s asks the work to stop, another one a second later ends it', async (signal, code) => {
    const module = join(folder.path, 'signals.mjs');
    await bundleSource("export * from './src/cli/signals.ts';", module);
    const child = spawn(process.execPath, ['--input-type=module', '-e', script(module)], {
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
