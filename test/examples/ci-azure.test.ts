import { expect, test } from '@jest/globals';
import { azureJobs } from './ci/azure-files.ts';
import { item, list, words, yamlOf } from './ci/files.ts';

/** After learn.microsoft.com/azure/devops/pipelines/yaml-schema: no package at hand carries the schema. */
const STEP = [
  'bash',
  'task',
  'checkout',
  'publish',
  'artifact',
  'fetchDepth',
  'displayName',
  'name',
  'env',
  'inputs',
  'condition',
  'continueOnError',
];
const JOB = ['job', 'deployment', 'dependsOn', 'environment', 'timeoutInMinutes', 'variables', 'strategy', 'steps'];
const STAGE = ['stage', 'dependsOn', 'condition', 'lockBehavior', 'jobs'];
const TASKS = ['UseNode@1', 'Cache@2', 'DownloadPipelineArtifact@2'];

const jobs = azureJobs();
const stages = list(item(yamlOf('azure/azure-pipelines.yml'))['stages']).map(item);

test('has only keys and tasks that Azure Pipelines knows', () => {
  const keys = (all: readonly unknown[], known: readonly string[]): string[] =>
    all.flatMap((one) => Object.keys(item(one))).filter((key) => !known.includes(key));

  expect(keys(stages, STAGE)).toEqual([]);
  expect(
    keys(
      jobs.map(({ said }) => said),
      JOB,
    ),
  ).toEqual([]);
  expect(
    keys(
      jobs.flatMap(({ steps }) => steps),
      STEP,
    ),
  ).toEqual([]);
  const tasks = jobs.flatMap(({ steps }) => steps.map(({ task }) => words(task))).filter(Boolean);
  expect(tasks.filter((task) => !TASKS.includes(task))).toEqual([]);
  for (const stage of stages)
    for (const on of [stage['dependsOn'] ?? []].flat()) expect(stages.map((one) => one['stage'])).toContain(on);
});

test('no variable is written into a command: Azure replaces $(Name) before bash reads it', () => {
  const commands = jobs.flatMap(({ steps }) => steps.map(({ bash }) => words(bash))).filter(Boolean);

  expect(commands.filter((command) => /\$\([A-Za-z][\w.]*\)|\$\{\{|\$\[/.test(command))).toEqual([]);
  expect(commands.length).toBeGreaterThan(20);
});

test('everything that applies has an environment with a lock, on main only, after its turn', () => {
  const applying = jobs.filter(({ steps }) =>
    steps.some(({ bash }) => /adsync apply|apply-reviewed/.test(words(bash))),
  );

  expect(applying.map(({ stage, said }) => [stage, said['environment']])).toEqual([
    ['apply', 'adsync-production'],
    ['again', 'adsync-production'],
    ['sync', 'adsync-sync'],
  ]);
  for (const { stage } of applying) {
    const said = stages.find((one) => one['stage'] === stage);
    expect(said?.['lockBehavior']).toBe('sequential');
    if (stage !== 'again')
      expect(words(said?.['condition'])).toContain("eq(variables['Build.SourceBranch'], 'refs/heads/main')");
  }
});

test('what is planned for a pull request has no secret for applying', () => {
  expect(JSON.stringify(jobs.filter(({ stage }) => stage === 'plan'))).not.toContain('adsync-apply');
});
