import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/** Which versions of Node do is said in several places, and must be the same in all of them. */

const text = (name: string): string => readFileSync(join(import.meta.dirname, '..', name), 'utf8');

const tried = (/^nodes=\((.*)\)$/m.exec(text('.ci/run'))?.[1] ?? '').split(' ');
const oldest = tried[0] ?? '';

test('the oldest version that is tried is the one that is asked for', () => {
  const [major, minor] = oldest.split('.');

  expect(JSON.parse(text('package.json'))).toMatchObject({ engines: { node: `>=${oldest}` } });
  expect(text('bin/adsync.js')).toContain(`if (major < ${major} || (major === ${major} && minor < ${minor})) {`);
  expect(text('scripts/bundle.mjs')).toContain(`target: 'node${oldest}'`);
});

test.each(['README.md', 'CONTRIBUTING.md', 'docs/node.md', 'docs/recipes.md', 'bin/adsync.js', 'src/cli/codes.ts'])(
  '%s asks for it',
  (name) => {
    const named = [...text(name).matchAll(/Node\.js (\d+\.\d+) or newer/g)].map((match) => match[1]);

    expect(named).toContain(oldest);
  },
);

test('what is said to work is tried', () => {
  const said = [...text('docs/node.md').matchAll(/^\| (\d[\d.]*) /gm)].map((match) => match[1]);

  expect(said).toEqual(tried);
});

test('each is pinned once, the oldest one without any later fix', () => {
  const pins = JSON.parse(text('scripts/node-pins.json')) as Readonly<
    Record<string, Readonly<Record<string, unknown>>>
  >;
  const pinned = Object.keys(pins['linux-x64'] ?? {});

  expect(tried.map((version) => pinned.filter((full) => full.startsWith(`${version}.`)).length)).toEqual(
    tried.map(() => 1),
  );
  expect(pinned).toContain(`${oldest}.0`);
});
