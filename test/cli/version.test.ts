import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { versionText } from '../../src/cli/show-version.ts';
import { adsync } from './fake-host.ts';

const ROOT = join(import.meta.dirname, '../..');
const BUILD = { version: '1.2.3', commit: 'c0ffee', modified: false, node: '20.19.0', platform: 'linux', arch: 'x64' };

test.each([
  [{}, 'commit    c0ffee\n'],
  [{ modified: true }, 'commit    c0ffee, with changes\n'],
  [{ commit: null }, 'commit    not known: built outside of git\n'],
  [{ form: 'executable' as const }, 'form      executable\n'],
  [{}, 'form      npm package\n'],
  [{}, 'platform  linux x64\n'],
])('version says of %j %j', (part, expected) => {
  expect(versionText({ ...BUILD, form: 'npm', ...part })).toContain(expected);
});

test('version --json has what a report of a defect needs', async () => {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const said = await adsync(['version', '--json']);
  const document: unknown = JSON.parse(said.stdout);

  expect(said).toMatchObject({ code: 0, stderr: '' });
  expect(document).toMatchObject({ version, node: process.versions.node, form: 'npm', arch: process.arch });
  expect(Object.keys(document as object)).toEqual(expect.arrayContaining(['commit', 'modified', 'platform']));
});
