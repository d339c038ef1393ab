import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newFolder } from '../e2e/adsync.ts';
import { until } from '../until.ts';

/** The npm package as users get it: packed, and installed without a network into an empty folder. */

const ROOT = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
/** Whatever Node warns of as outdated, now or one day, ends the program. */
const STRICT = { ...process.env, NODE_OPTIONS: '--throw-deprecation --pending-deprecation' };

let folder: Awaited<ReturnType<typeof newFolder>>;
let home: string;

beforeAll(async () => {
  const packages = join((folder = await newFolder({ 'package.json': '{ "private": true }' })).path, 'packages');
  await run(process.execPath, [join(ROOT, 'scripts/package.mjs'), packages], { cwd: ROOT });
  const [tarball = ''] = await readdir(packages);
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(packages, tarball)], { cwd: folder.path });
  const { name } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { name: string };
  home = join(folder.path, 'node_modules', name);
}, 120_000);

afterAll(async () => {
  await folder.remove();
});

test('it is one package, without dependencies and without scripts that an installation runs', async () => {
  const lock = JSON.parse(await readFile(join(folder.path, 'package-lock.json'), 'utf8')) as { packages: object };
  const manifest = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as object;

  expect(Object.keys(lock.packages)).toHaveLength(2);
  expect(Object.keys(manifest).filter((key) => /dependencies|scripts|private/i.test(key))).toEqual([]);
});

test('made once more it is the same, byte by byte', async () => {
  const again = join(folder.path, 'again');
  await run(process.execPath, [join(ROOT, 'scripts/package.mjs'), again], { cwd: ROOT });
  const [tarball = ''] = await readdir(again);

  const [first, second] = await Promise.all(
    ['packages', 'again'].map((name) => readFile(join(folder.path, name, tarball))),
  );
  expect(first?.equals(second ?? Buffer.of())).toBe(true);
});

test('it brings the notices of what it is made of, and an SBOM', async () => {
  const notices = await readFile(join(home, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  const sbom = JSON.parse(await readFile(join(home, 'sbom.cdx.json'), 'utf8')) as { components: { name: string }[] };

  expect(notices).toContain('\nexceljs 4.4.0\nLicence: MIT\n');
  expect(sbom.components.map(({ name }) => name)).toContain('exceljs');
});

test('its command and its demo work: plan, workbook, apply, nothing left', async () => {
  const version = await run('npx', ['--no-install', 'adsync', '--version'], { cwd: folder.path });
  const demo = await run(process.execPath, [join(home, 'examples/demo.mjs')], { cwd: folder.path, env: STRICT });

  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(demo.stdout.match(/No changes\./g)).toHaveLength(2);
  expect(await readdir(join(folder.path, 'demo'))).toEqual(expect.arrayContaining(['plan.xlsx', 'plan-goto.xlsx']));
});

test('it reads the stand-in tenant that it brings along', async () => {
  const server = execFile(process.execPath, [join(home, 'bin/adsync.js'), 'sandbox', '--graph'], {
    cwd: folder.path,
    env: STRICT,
  });
  try {
    let said = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
    await until(() => Promise.resolve(/tls: \{ ca: graph-ca\.pem \}\n/.test(said)));
    const [directory = ''] = /^directory:\n(?: {2}.*\n)+/m.exec(said) ?? [];
    await writeFile(join(folder.path, 'entra.yaml'), `version: 1\n${directory}`);

    const groups = await run(
      process.execPath,
      [join(home, 'bin/adsync.js'), 'groups', 'search', 'help', '-f', 'entra.yaml'],
      { cwd: folder.path, env: STRICT },
    );

    expect(groups.stdout).toMatch(/helpdesk/i);
  } finally {
    server.kill();
  }
});

test('its types fit a program that reads plans', async () => {
  const { name } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { name: string };
  const program = `import type { Plan } from '${name}/plan';\nexport const ids = (plan: Plan) => plan.changes.map(({ id }) => id);\nexport const wrong: Plan['format'] = 5;\n`;
  await writeFile(join(folder.path, 'program.ts'), program);
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023'];

  const checked = run(process.execPath, [tsc, ...options, 'program.ts'], { cwd: folder.path });

  await expect(checked).rejects.toMatchObject({
    stdout: expect.stringMatching(/^program\.ts\(3,14\): error TS2322[^\n]*\n$/),
  });
});

test('its README links to files of its version, and its schemas can be asked for by name', async () => {
  const readme = await readFile(join(home, 'README.md'), 'utf8');
  const links = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);

  expect(links.filter((link) => !/^https?:\/\/|^#/.test(link))).toEqual([]);
  expect(links.length).toBeGreaterThan(20);
  expect(await readdir(join(home, 'schemas'))).toContain('sync.schema.json');
});
