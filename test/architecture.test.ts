import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { circlesOf } from './circles.ts';
import { arrowsOf, picturesOf } from './picture.ts';
import { type SourceFile, sourceFiles, SRC } from './source-files.ts';

/** Which folders of src/ each folder may import from, besides itself. Data travels one way and never back. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  plan: ['core'],
  files: ['core'],
  net: ['core'],
  config: ['core'],
  directory: ['core', 'net'],
  // Cases are YAML, and judged by the changes of a plan.
  cases: ['core', 'plan', 'config'],
  // Each target reads its own section of the file; one file opens the stand-in of a `sandbox:` address. GoTo keeps a token
  // in a file, which is replaced whole or not at all.
  targets: ['core', 'plan', 'net', 'config', 'sandbox', 'files'],
  render: ['core', 'plan', 'files', 'cases'],
  // A saved plan has the form that `--json` prints.
  planfile: ['core', 'plan', 'targets', 'render', 'files'],
  // What was read for a plan, in a file.
  snapshot: ['core', 'plan', 'directory', 'files'],
  // A program that runs day and night reads its file anew.
  run: ['core', 'plan', 'config', 'directory', 'targets', 'planfile', 'snapshot', 'render', 'files', 'cases'],
  // Looks at whatever a run needs, and writes nothing but a recording and, with --probe, one description for a moment.
  doctor: ['core', 'config', 'directory', 'targets', 'run', 'net', 'files'],
  sandbox: ['core', 'files'],
  // It writes what rounds tell.
  log: ['core', 'render', 'files', 'run'],
  // What the rounds tell, served to whoever asks.
  monitoring: ['core', 'run'],
  // What the rounds tell, sent to whom the file names.
  notify: ['core', 'run', 'net', 'render'],
  service: ['core', 'files'],
  // What it asks becomes edits of the file; what it shows is read and planned as any run does it.
  wizard: ['core', 'config', 'plan', 'directory', 'targets', 'render', 'run'],
  cli: [
    'core',
    'wizard',
    'plan',
    'config',
    'directory',
    'targets',
    'planfile',
    'snapshot',
    'render',
    'run',
    'doctor',
    'service',
    'sandbox',
    'files',
    'net',
    'cases',
    'log',
    'monitoring',
    'notify',
  ],
};

/** What the rest of the program knows of targets: what they have in common, and the list of them. */
const PORT = ['targets/target.ts', 'targets/registry.ts', 'targets/journal.ts'];

/** Folders that answer requests, and make none. */
const SERVERS = ['sandbox', 'monitoring'];

const files = sourceFiles();

/** Imports that lead from one folder of src/ to another. */
const crossing = files.flatMap(({ name, folder, uses }) =>
  uses.map((used) => ({ name, folder, used, to: used.split('/')[0] ?? '' })).filter(({ to }) => to !== folder),
);

describe('imports run one way', () => {
  test('every folder of src/ has its arrows', () => {
    const folders = new Set(files.map(({ folder }) => folder));

    expect([...folders].filter((folder) => !(folder in ARROWS))).toEqual([]);
  });

  test.each(Object.entries(ARROWS))('%s imports only from %j', (folder, allowed) => {
    const wrong = crossing.filter((one) => one.folder === folder && !allowed.includes(one.to));

    expect(wrong.map(({ name, used }) => `${name} → ${used}`)).toEqual([]);
  });

  test('nothing outside targets/ knows more of targets than their port', () => {
    const wrong = crossing.filter(({ to, used }) => to === 'targets' && !PORT.includes(used));

    expect(wrong.map(({ name, used }) => `${name} → ${used}`)).toEqual([]);
  });

  test('the port names no target', () => {
    const port = files.filter(({ name }) => PORT.includes(name) && name !== 'targets/registry.ts');

    expect(port.flatMap(({ name, uses }) => uses.filter(isInTarget).map((used) => `${name} → ${used}`))).toEqual([]);
  });

  test('no target knows another one', () => {
    const wrong = files.flatMap(({ name, uses }) =>
      uses.filter((used) => isInTarget(name) && isInTarget(used) && targetOf(name) !== targetOf(used)),
    );

    expect(wrong).toEqual([]);
  });

  test('one file of a target opens the stand-in of a sandbox: address', () => {
    const users = files.filter(
      ({ name, uses }) => isInTarget(name) && uses.some((used) => used.startsWith('sandbox/')),
    );
    const targets = users.map(({ name }) => targetOf(name));

    expect(targets).toEqual([...new Set(targets)]);
  });

  test('config/ names no target', () => {
    const config = files.filter(({ folder }) => folder === 'config');

    expect(config.filter(({ code }) => /rescue/i.test(code)).map(({ name }) => name)).toEqual([]);
  });

  test('imports name files with their ending', () => {
    const wrong = files.flatMap((file) =>
      file.imports.filter((to) => to.startsWith('.') && !/\.ts$|\/generated\/.*\.cjs$/.test(to)),
    );

    expect(wrong).toEqual([]);
  });
});

describe('there are no circles', () => {
  test('neither of files nor of folders, types included', () => {
    expect(circlesOf(files)).toEqual([]);
  });

  test('a circle of two files is found, and one of folders through different files', () => {
    const ofFiles = [
      { name: 'a/x.ts', uses: ['a/y.ts'] },
      { name: 'a/y.ts', uses: ['a/x.ts'] },
    ];
    const ofFolders = [
      { name: 'a/b/x.ts', uses: ['a/c/y.ts'] },
      { name: 'a/c/z.ts', uses: ['a/d.ts'] },
      { name: 'a/d.ts', uses: ['a/b/w.ts'] },
    ];

    expect(circlesOf(ofFiles)).toEqual(['src/a/: x.ts → y.ts → x.ts']);
    expect(circlesOf(ofFolders)).toEqual(['src/a/: b → c → d.ts → b']);
  });
});

describe('the pictures of docs/architecture.md show the imports', () => {
  const pictures = picturesOf(readFileSync(join(SRC, '../docs/architecture.md'), 'utf8'));

  test('of the folders of src/', () => {
    const real = new Set(crossing.map(({ folder, to }) => `${folder} → ${to}`));

    expect(arrowsOf(pictures.get('The picture') ?? '')).toEqual([...real].sort());
  });

  test.each(['directory', 'targets/rescue', 'targets/goto'])('of the folders inside src/%s', (inside) => {
    const subFolder = (name: string): string | undefined =>
      name.startsWith(`${inside}/`)
        ? name
            .slice(inside.length + 1)
            .split('/')
            .at(-2)
        : undefined;
    const real = files.flatMap(({ name, uses }) => uses.map((used) => [subFolder(name), subFolder(used)] as const));
    const between = real.filter(([from, to]) => from !== undefined && to !== undefined && from !== to);
    const arrows = new Set(between.map(([from, to]) => `${from ?? ''} → ${to ?? ''}`));

    expect(arrowsOf(pictures.get(`Inside src/${inside}`) ?? '')).toEqual([...arrows].sort());
  });

  test('a picture with an arrow from a group of folders means each of them', () => {
    const picture = 'flowchart TD\n  subgraph all\n    a["a"]\n    b["b"]\n  end\n  all --> core\n  a --> b & c\n';

    expect(arrowsOf(picture)).toEqual(['a → b', 'a → c', 'a → core', 'b → core']);
    expect(() => arrowsOf('a -.-> b')).toThrow('Not understood');
  });
});

describe('what plans is pure', () => {
  const isPure = (name: string): boolean => /^(core|plan)\/|\/planner\//.test(name);
  const pure = withAllUsed(files.filter(({ name }) => isPure(name)).map(({ name }) => name));

  test('it imports no module of Node and no package but the hashes', () => {
    const outside = pure.flatMap(({ imports }) => imports.filter((to) => !to.startsWith('.')));

    expect(outside.filter((to) => !to.startsWith('@noble/hashes/'))).toEqual([]);
  });

  test('it knows no clock, no chance and no timer', () => {
    const impure =
      /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bsetTimeout\b|\bsetInterval\b|\bperformance\b|\bcrypto\.|\bfetch\(/;

    expect(pure.filter(({ code }) => impure.test(code)).map(({ name }) => name)).toEqual([]);
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
  const clients = outside.filter(({ folder }) => !SERVERS.includes(folder));

  test('only net/ opens connections by HTTP or TLS', () => {
    const modules = /^(node:)?(tls|https?|http2)$|^undici$|^nodemailer\b/;

    expect(clients.filter(({ imports }) => imports.some((to) => modules.test(to))).map(({ name }) => name)).toEqual([]);
  });

  test('the stand-ins and the metrics only serve', () => {
    const imported =
      /import (?!type)[^;]*\b(request|connect|get|Agent|fetch)\b[^;]*from '(node:)?(net|tls|https?|http2|undici)'/;
    const servers = files.filter(({ folder }) => SERVERS.includes(folder));

    expect(servers.filter(({ code }) => imported.test(code)).map(({ name }) => name)).toEqual([]);
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
    const makers = inside.filter(({ imports }) =>
      imports.some((to) => /^node:(tls|https)$|^undici$|^nodemailer$/.test(to)),
    );

    expect(makers.filter(({ code }) => !/\bverifiedTls\(/.test(code)).map(({ name }) => name)).toEqual([]);
  });
});

describe('files and functions are small', () => {
  test('no file has more than 400 lines', () => {
    expect(files.filter(({ lines }) => lines > 400).map(({ name }) => name)).toEqual([]);
  });

  test('no function has more than 80 lines', () => {
    const long = files.flatMap(({ functions }) => functions.filter(({ lines }) => lines > 80));

    expect(long.map(({ name, lines }) => `${name} (${lines})`)).toEqual([]);
  });
});

/** Files with everything that they import, directly or through others. */
function withAllUsed(names: readonly string[]): SourceFile[] {
  const byName = new Map(files.map((file) => [file.name, file]));
  const met = new Set(names);
  for (const name of met) for (const used of byName.get(name)?.uses ?? []) met.add(used);
  return files.filter(({ name }) => met.has(name));
}

function isInTarget(name: string): boolean {
  return /^targets\/.*\//.test(name);
}

/** `targets/rescue/rescue.ts` → `rescue` */
function targetOf(name: string): string {
  return name.split('/')[1] ?? '';
}
