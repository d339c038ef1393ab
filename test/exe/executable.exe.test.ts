import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { exeParts } from '../../scripts/exe-parts.mjs';
import { adsync, EXAMPLES, newFolder } from '../e2e/adsync.ts';
import { EXECUTABLE } from '../program.ts';

/** What an executable can get wrong and a folder of modules cannot. */

const BIN = join(import.meta.dirname, '../../bin/adsync.js');

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  folder = await newFolder({});
});
afterEach(async () => {
  await folder.remove();
});

function executable(): string {
  if (EXECUTABLE === null) throw new Error('Run these tests with: npm run test:exe');
  return EXECUTABLE;
}

/** The same command line with the modules, on the Node of the tests. */
function withNode(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, [BIN, ...args], { cwd: folder.path, encoding: 'utf8', env });
}

describe('alone in a folder, with a space and a letter beyond ASCII in its path', () => {
  test.each([
    [['--version']],
    [['--help']],
    [['plan', '--help']],
    [['schema', 'plan']],
    [['schema', 'snapshot']],
    [['valdate']],
    [['validate', '-f', join(EXAMPLES, 'sync.yaml')]],
  ])('%j says what the modules say', async (args) => {
    const alone = join(folder.path, 'für sich', 'adsync');
    await mkdir(dirname(alone));
    await copyFile(executable(), alone);

    const { status, stdout, stderr } = spawnSync(alone, args, { cwd: '/', encoding: 'utf8', env: {} });

    const expected = spawnSync(process.execPath, [BIN, ...args], { cwd: '/', encoding: 'utf8', env: {} });
    expect({ status, stdout, stderr }).toEqual({
      status: expected.status,
      stdout: expected.stdout,
      stderr: expected.stderr,
    });
  });
});

describe('the environment of Node', () => {
  test.each(['--require', '--import'])('NODE_OPTIONS=%s runs no code', async (option) => {
    const mark = join(folder.path, 'mark');
    const code = join(folder.path, 'code.mjs');
    await writeFile(code, `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(mark)}, '');\n`);
    const require = join(folder.path, 'code.cjs');
    await writeFile(require, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '');\n`);
    const env = { NODE_OPTIONS: `${option} ${option === '--import' ? code : require}` };

    const ended = await adsync(['--version'], { cwd: folder.path, env });
    const ranCode = existsSync(mark);
    withNode(['--version'], env);

    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ranCode).toBe(false);
    // Otherwise this test would prove nothing.
    expect(existsSync(mark)).toBe(true);
  });

  test('OPENSSL_CONF loads no library', async () => {
    const file = join(folder.path, 'openssl.cnf');
    await writeFile(
      file,
      'nodejs_conf = all\n[all]\nproviders = list\n[list]\none = library\n[library]\nmodule = /no/such.so\nactivate = 1\n',
    );
    const env = { OPENSSL_CONF: file };

    expect(await adsync(['--version'], { cwd: folder.path, env })).toMatchObject({ code: 0, stderr: '' });
    // A Node that reads the file breaks off. Otherwise this test would prove nothing.
    expect(withNode(['--version'], env).stdout).toBe('');
  });

  test('NODE_COMPILE_CACHE is not asked: neither read nor written', async () => {
    const cache = join(folder.path, 'cache');
    const env = { NODE_COMPILE_CACHE: cache };

    expect(await adsync(['--version'], { cwd: folder.path, env })).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(cache)).toBe(false);
  });

  test('a wrong NODE_OPTIONS stops nothing', async () => {
    const env = { NODE_OPTIONS: '--no-such-option' };

    expect(await adsync(['--version'], { cwd: folder.path, env })).toMatchObject({ code: 0, stderr: '' });
  });
});

test('options of Node on the command line are options of adsync, and unknown', async () => {
  const ended = await adsync(['--eval', 'console.log(1)'], { cwd: folder.path });

  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toContain("unknown option '--eval'");
});

test('the stand-in for Entra ID has its example people inside', async () => {
  const child = spawn(executable(), ['sandbox', '--graph'], { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const listens = new Promise<void>((resolve, reject) => {
    child.on('close', () => {
      reject(new Error(said));
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('graphUrl')) resolve();
      });
    }
  });
  await listens;
  child.kill('SIGINT');

  expect(said).toContain('https://');
});

test('the folder in which it was built is nowhere in it', async () => {
  const bytes = await readFile(executable());

  expect(bytes.includes(join(import.meta.dirname, '../..'))).toBe(false);
});

test('the licences of all that is in it lie beside it', async () => {
  const [own, node, packages] = await Promise.all(
    ['LICENSE', 'LICENSE-node.txt', 'THIRD-PARTY-NOTICES.txt'].map((name) =>
      readFile(join(dirname(executable()), name), 'utf8'),
    ),
  );

  expect(own).toContain('MIT');
  expect(node).toContain('Node.js is licensed for use as follows');
  expect(packages).toMatch(/^commander \d/m);
});

test('SHA256SUMS has its checksum', async () => {
  const sums = await readFile(join(dirname(executable()), 'SHA256SUMS'), 'utf8');

  const sum = createHash('sha256')
    .update(await readFile(executable()))
    .digest('hex');
  expect(sums).toBe(`${sum}  ${basename(executable())}\n`);
});

test('a start compiles a small share of the parts', async () => {
  const parts = await exeParts();
  // What is required at once; what is required within a promise is loaded when it is needed.
  const needs = (name: string) => {
    const text = (parts[name] ?? '').replace(/\.then\(\(\)=>(\w+\()?require\("[^"]+"\)/g, '');
    return [...text.matchAll(/require\("\.\/([^"]+)"\)/g)].map(([, needed = '']) => needed);
  };
  const loaded = new Set(['main.js']);
  for (const name of loaded) for (const needed of needs(name)) loaded.add(needed);

  const size = (names: Iterable<string>) => [...names].reduce((sum, name) => sum + (parts[name] ?? '').length, 0);
  expect(loaded.size).toBeGreaterThan(1);
  expect(size(loaded)).toBeLessThan(size(Object.keys(parts)) / 10);
});
