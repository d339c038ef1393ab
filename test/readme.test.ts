import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { planPicture } from '../scripts/plan-picture.mjs';
import { displayWidth } from '../src/render/width.ts';
import { loadSettings } from '../src/config/load.ts';
import { TARGET_SECTIONS } from '../src/targets/registry.ts';
import { adsync, fakeHost } from './cli/fake-host.ts';
import { memoryInputs } from './config/memory-inputs.ts';
import { runCli } from '../src/cli/run-cli.ts';

const ROOT = resolve(import.meta.dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

describe('README.md', () => {
  test('is short: 200 lines at most, none over 160 characters', () => {
    const lines = README.trimEnd().split('\n');

    expect(lines.length).toBeLessThanOrEqual(200);
    expect(lines.filter((line) => line.length > 160)).toEqual([]);
  });

  test('has the two commands on its first screen', () => {
    const screen = README.split('\n').slice(0, 24).join('\n');

    expect(screen).toContain('$ npm ci && npm run demo');
    expect(screen).toContain('$ npm ci && npm test');
  });

  test('shows a file that is faultless', async () => {
    const [, yaml = ''] = /^```yaml\n(.*?)^```$/ms.exec(README) ?? [];
    const inputs = memoryInputs(
      { '/sync.yaml': yaml },
      { ADSYNC_BIND_PASSWORD: 'bind-words', RESCUE_API_TOKEN: 'token-words' },
    );

    const loaded = await loadSettings('/sync.yaml', inputs, { sections: TARGET_SECTIONS });

    expect(loaded.ok ? loaded.warnings : loaded.diagnostics).toEqual([]);
    expect(yaml).toContain('rescueGroup');
  });

  test('names each command of the help in its table', async () => {
    const { stdout } = await adsync(['--help']);
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) .*?\s{2,}/gm)].map(([, name = '']) => name);
    const rows = [...README.matchAll(/^\| `adsync ([a-z]+)`/gm)].map(([, name = '']) => name);

    expect(rows.sort()).toEqual(commands.filter((name) => name !== 'help' && name !== 'adsync').sort());
  });

  test('names scripts of package.json only', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    const named = [...README.matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, name = '']) => name);

    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });
});

test('one line says what adsync is: in the help, in package.json and in the README it names both directories and targets', async () => {
  const { description } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { description: string };
  const { stdout } = await adsync(['--help']);

  for (const text of [description, stdout, README.slice(0, 300)])
    for (const name of ['Active Directory', 'Entra ID', 'Rescue', 'GoTo']) expect(text).toContain(name);
});

test('docs/README.md lists every page of docs/', () => {
  const index = readFileSync(join(ROOT, 'docs', 'README.md'), 'utf8');
  const pages = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md') && name !== 'README.md');

  expect(pages.filter((name) => !index.includes(`| [${name}](${name})`))).toEqual([]);
});

test('docs/pictures/plan.svg shows what adsync says today; if not, run npm run docs:pictures', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'adsync-picture-'));
  try {
    for (const name of ['sync.yaml', 'directory.ldif', 'account.json'])
      copyFileSync(join(ROOT, 'examples', name), join(folder, name));
    const { host, stdout } = fakeHost({ cwd: folder, isTTY: true });

    const code = await runCli(['node', 'adsync', 'plan'], { ...host, stdout: { ...host.stdout, columns: 124 } });

    expect(code).toBe(0);
    const picture = planPicture(stdout.join(''), folder, displayWidth);
    expect(picture).toBe(readFileSync(join(ROOT, 'docs', 'pictures', 'plan.svg'), 'utf8'));
    expect(picture).toContain('Plan: 17 to create');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
