import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/**
 * The package has one name, that of package.json; the name `adsync` alone is somebody else's to take. So nothing here may
 * have the registry asked for it: `npx adsync` would run whatever stands there, with the secrets of the job.
 */

const ROOT = resolve(import.meta.dirname, '..');
const { name, repository, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  name: string;
  repository: { url: string };
  version: string;
};

/** Everything that people copy from, and what runs here. */
const PLACES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs', 'examples', 'scripts', '.github', '.ci'];
const FILES = PLACES.flatMap((place) => {
  const path = join(ROOT, place);
  if (!existsSync(path)) return [];
  if (/\.md$/.test(place)) return [place];
  const inside = readdirSync(path, { recursive: true, withFileTypes: true });
  return inside.filter((entry) => entry.isFile()).map(({ parentPath, name: file }) => join(parentPath, file));
}).map((path) => resolve(ROOT, path));

const texts = FILES.filter((path) => !/\.(png|svg|ico)$/.test(path)).map((path) => ({
  path: path.slice(ROOT.length + 1),
  text: readFileSync(path, 'utf8'),
}));

/** Calls of npx, `npm exec`, `pnpm dlx` and the like, with what follows. */
function callsIn(text: string): string[] {
  const inShell = [...text.matchAll(/\b(?:npx|npm exec|npm x|pnpm dlx|yarn dlx|bunx)\s+([^\n`|;&)]*)/g)];
  const inCode = [...text.matchAll(/'(?:npx|bunx)',\s*(?:\[\s*)?([^\n\]]*)/g)];
  return [...inShell, ...inCode].map(([call]) => call);
}

/** Takes only what is installed, or one version of one package. What stands behind the name is for the program itself. */
function isSafe(call: string): boolean {
  return (
    /^(?:npx|npm exec|npm x)\s+(?:-\S+\s+)*--no(?:-install)?\s|^'npx',\s*\[?\s*'--no-install'/.test(call) ||
    /@\d+\.\d+\.\d+\b/.test(call)
  );
}

/** A sentence about the program npx, and no call of it. */
function isProse(call: string): boolean {
  return /^npx (?:one|is|would|without)\b/.test(call);
}

describe('npx', () => {
  test('fetches nothing that is not pinned, in any page, example, script or workflow', () => {
    const odd = texts.flatMap(({ path, text }) =>
      callsIn(text)
        .filter((call) => !isProse(call) && !isSafe(call))
        .map((call) => `${path}: ${call}`),
    );

    expect(odd).toEqual([]);
    expect(texts.flatMap(({ text }) => callsIn(text)).length).toBeGreaterThan(15);
  });

  test.each([
    ['npx adsync apply --yes', false],
    ['npx -y adsync', false],
    ['npx adsync --no-install', false],
    ['npm exec adsync plan', false],
    ["spawnSync('npx', ['adsync', 'plan'])", false],
    ['npx @adsync-cli/adsync@latest plan', false],
    ['npx --no-install adsync plan', true],
    ['npx @adsync-cli/adsync@0.1.0 plan', true],
    ["run('npx', '--no-install', 'tsc')", true],
  ])('%s is found to be safe: %s', (line, safe) => {
    expect(callsIn(line).map(isSafe)).toEqual([safe]);
  });
});

test('whatever names the package in node_modules, or its tarball, has its name and version', () => {
  const paths = texts.flatMap(({ path, text }) =>
    [...text.matchAll(/node_modules[/\\]((?:@[\w-]+[/\\])?adsync)\b/g)].map(([, found = '']) => ({ path, found })),
  );
  const tarballs = texts.flatMap(({ path, text }) =>
    [...text.matchAll(/[\w-]*adsync-\d+\.\d+\.\d+\.tgz/g)].map(([found]) => ({ path, found })),
  );
  const packed = name.replace('@', '').replace('/', '-');

  expect(paths.filter(({ found }) => found.replaceAll('\\', '/') !== name)).toEqual([]);
  expect(tarballs.filter(({ found }) => found !== `${packed}-${version}.tgz`)).toEqual([]);
  expect(paths.length).toBeGreaterThan(10);
});

test('nothing asks the registry for the bare name', () => {
  const asked = texts.flatMap(({ path, text }) =>
    [...text.matchAll(/npm (?:install|i|add) (?:-\S+ |--\S+ )*adsync\b/g)].map(([found]) => `${path}: ${found}`),
  );

  expect(asked).toEqual([]);
});

test('the package is of a scope, and the repository is named after it', () => {
  const [, scope = ''] = /^@([a-z0-9-]+)\/adsync$/.exec(name) ?? [];

  expect(repository.url).toBe(`git+https://github.com/${scope}/adsync.git`);
});
