import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const SRC = resolve(import.meta.dirname, '../src');

/** Which folders of src/ each folder may import from, besides itself. Data travels one way and never back. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  plan: ['core'],
  files: ['core'],
  net: ['core'],
  config: ['core'],
  directory: ['core', 'net'],
  // Each target reads its own section of the file.
  targets: ['core', 'plan', 'sandbox', 'net', 'config'],
  // A saved plan has the form that `--json` prints.
  planfile: ['core', 'plan', 'targets', 'files', 'render'],
  render: ['core', 'plan', 'files'],
  run: ['core', 'plan', 'directory', 'targets', 'planfile', 'render', 'files'],
  sandbox: ['core'],
  cli: ['core', 'plan', 'config', 'directory', 'targets', 'planfile', 'render', 'run', 'sandbox', 'files', 'net'],
};

interface SourceFile {
  /** `core/people.ts` */
  readonly name: string;
  readonly folder: string;
  /** Without comments. */
  readonly code: string;
  readonly imports: readonly string[];
}

function sourceFiles(): SourceFile[] {
  const names = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return names.map((file) => {
    const name = file.split(sep).join('/');
    const text = readFileSync(join(SRC, file), 'utf8');
    const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
    const imports = [...code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
    return { name, folder: name.split('/')[0] ?? '', code, imports };
  });
}

/** The folder of src/ that an import leads to; null for a package or a module of Node. */
function folderOf(file: SourceFile, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  const target = resolve(SRC, dirname(file.name), specifier);
  return relative(SRC, target).split(sep)[0] ?? null;
}

const files = sourceFiles();

describe('imports run one way', () => {
  test('every folder of src/ has its arrows', () => {
    const folders = new Set(files.map(({ folder }) => folder));

    expect([...folders].filter((folder) => !(folder in ARROWS))).toEqual([]);
  });

  test.each(Object.entries(ARROWS))('%s imports only from %j', (folder, allowed) => {
    const wrong = files
      .filter((file) => file.folder === folder)
      .flatMap((file) => file.imports.map((specifier) => ({ file: file.name, to: folderOf(file, specifier) })))
      .filter(({ to }) => to !== null && to !== folder && !allowed.includes(to));

    expect(wrong).toEqual([]);
  });

  test('the stand-in account is reached by targets only for the sandbox: address', () => {
    const users = files
      .filter((file) => file.folder === 'targets' && file.imports.some((to) => folderOf(file, to) === 'sandbox'))
      .map(({ name }) => name);

    expect(users.length).toBeLessThanOrEqual(1);
  });

  test('config/ names no target', () => {
    const config = files.filter(({ folder }) => folder === 'config');

    expect(config.filter(({ code }) => /rescue/i.test(code)).map(({ name }) => name)).toEqual([]);
  });

  test('imports name files with their ending', () => {
    const wrong = files.flatMap((file) => file.imports.filter((to) => to.startsWith('.') && !to.endsWith('.ts')));

    expect(wrong).toEqual([]);
  });
});

describe('core is pure', () => {
  const core = files.filter(({ name, folder }) => ['core', 'plan'].includes(folder) || name.includes('/planner/'));

  test('it imports no module of Node and no package but the hashes', () => {
    const outside = core.flatMap(({ imports }) => imports.filter((to) => !to.startsWith('.')));

    expect(outside.filter((to) => !to.startsWith('@noble/hashes/'))).toEqual([]);
  });

  test('it knows no clock, no chance and no timer', () => {
    const impure =
      /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bsetTimeout\b|\bsetInterval\b|\bperformance\b|\bfetch\(/;

    expect(core.filter(({ code }) => impure.test(code)).map(({ name }) => name)).toEqual([]);
  });
});

describe('the process belongs to the command line', () => {
  const below = files.filter(({ folder }) => folder !== 'cli');

  test.each([
    ['process', /\bprocess\s*[.[]|['"](?:node:)?process['"]/],
    ['console', /\bconsole\s*[.[]/],
  ])('nothing below src/cli touches %s', (_name, pattern) => {
    expect(below.filter(({ code }) => pattern.test(code)).map(({ name }) => name)).toEqual([]);
  });
});

describe('there is one way out to the network', () => {
  const outside = files.filter(({ folder }) => folder !== 'net');
  const clients = outside.filter(({ folder }) => folder !== 'sandbox');

  test('only net/ opens connections by HTTP or TLS', () => {
    const modules = /^(node:)?(tls|https?|http2)$|^undici$/;

    expect(clients.filter(({ imports }) => imports.some((to) => modules.test(to))).map(({ name }) => name)).toEqual([]);
  });

  test('the stand-ins only serve', () => {
    const imported =
      /import (?!type)[^;]*\b(request|connect|get|Agent|fetch)\b[^;]*from '(node:)?(net|tls|https?|http2|undici)'/;
    const sandbox = files.filter(({ folder }) => folder === 'sandbox');

    expect(sandbox.filter(({ code }) => imported.test(code)).map(({ name }) => name)).toEqual([]);
  });

  test.each([
    [
      'the fetch of Node, or another client that it brings',
      /(?<![.\w'"`$])(fetch|WebSocket|EventSource)\b(?!\s*\??:)(?!['"`])/,
    ],
    ['a way round by globalThis', /\b(globalThis|global)\b\s*[.[]/],
    ['a choice of its own about certificates', /rejectUnauthorized|checkServerIdentity|NODE_TLS/],
    ['a body without a bound', /\.(text|json|arrayBuffer|blob|bytes|formData)\(\)/],
  ])('nothing outside net/ uses %s', (_what, pattern) => {
    expect(outside.filter(({ code }) => pattern.test(code)).map(({ name }) => name)).toEqual([]);
  });

  test('one file says how certificates are verified', () => {
    const says = files.filter(({ code }) => /rejectUnauthorized|minVersion/.test(code)).map(({ name }) => name);

    expect(says).toEqual(['net/tls.ts']);
  });

  test('every TLS connection within net/ is made with those options', () => {
    const inside = files.filter(({ folder }) => folder === 'net');
    const makers = inside.filter(({ imports }) => imports.some((to) => /^node:(tls|https)$|^undici$/.test(to)));

    expect(makers.filter(({ code }) => !/\bverifiedTls\(/.test(code)).map(({ name }) => name)).toEqual([]);
  });
});

test('no file is longer than 400 lines', () => {
  const long = files.filter(({ name }) => readFileSync(join(SRC, name), 'utf8').split('\n').length > 400);

  expect(long.map(({ name }) => name)).toEqual([]);
});
