import { expect, test } from '@jest/globals';
import { item, list, textOf, words, yamlOf } from './ci/files.ts';

/**
 * The keywords that the file uses, after docs.gitlab.com/ci/yaml: no package at hand carries GitLab's schema. A misspelt one
 * would be an error of the whole pipeline.
 */
const GLOBAL = ['stages', 'workflow', 'variables', 'default'];
const JOB: Readonly<Record<string, readonly string[] | null>> = {
  extends: null,
  stage: null,
  script: null,
  after_script: null,
  needs: null,
  resource_group: null,
  interruptible: null,
  rules: ['if', 'when', 'allow_failure'],
  environment: ['name', 'action'],
  cache: ['key', 'paths', 'policy', 'when'],
  artifacts: ['when', 'paths', 'access', 'expire_in'],
  id_tokens: ['ENTRA_TOKEN'],
  variables: ['AZURE_FEDERATED_TOKEN_FILE'],
};

const file = item(yamlOf('gitlab/.gitlab-ci.yml'));
const jobs = Object.entries(file).filter(([name]) => !GLOBAL.includes(name));
const visible = jobs.filter(([name]) => !name.startsWith('.'));

test('has only keywords that GitLab knows', () => {
  for (const [name, said] of jobs) {
    for (const [key, value] of Object.entries(item(said))) {
      const known = JOB[key];
      if (known === undefined) throw new Error(`${name}: ${key}`);
      const inner = [value].flat().flatMap((one) => Object.keys(item(one)));
      if (known !== null) expect(inner.filter((one) => !known.includes(one))).toEqual([]);
    }
  }
  expect(Object.keys(item(file['default'])).sort()).toEqual(['before_script', 'image', 'interruptible']);
});

test('every job has a stage that exists, lines that are texts, and templates that exist', () => {
  for (const [, said] of visible) {
    const { stage, script, extends: from, rules } = item(said);
    expect(list(file['stages'])).toContain(stage);
    expect(list(script).every((line) => typeof line === 'string')).toBe(true);
    for (const name of list(from)) expect(file).toHaveProperty([words(name)]);
    expect(list(rules).length).toBeGreaterThan(0);
  }
});

test('everything that applies waits in one group, on the default branch, and keeps the state', () => {
  const applying = visible.filter(([, said]) =>
    /adsync apply|apply-reviewed/.test(JSON.stringify(item(said)['script'])),
  );

  expect(applying.map(([name]) => name)).toEqual(['apply', 'apply again', 'sync']);
  for (const [, said] of applying) {
    const { resource_group, environment, after_script, rules } = item(said);
    expect([resource_group, environment]).toEqual(['adsync-apply', 'adsync-apply']);
    expect(JSON.stringify(after_script)).toContain('seal .adsync adsync-state.sealed');
    for (const rule of list(rules))
      expect(words(item(rule)['if'])).toContain('$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH');
  }
});

test('merge requests of forks get no job with secrets, and plans write no state', () => {
  const plan = item(file['plan']);

  expect(JSON.stringify(plan['rules'])).toContain('$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID');
  expect(item(plan['cache'])['policy']).toBe('pull');
  expect(plan['resource_group']).toBeUndefined();
});

test('every variable of a platform stands between quotes in commands', () => {
  const lines = jobs.flatMap(([, said]) => list(item(said)['script']).map(words));
  const bare = lines.filter((line) => /\$(?:CI|ENTRA|SCRIPTS|AZURE)/.test(line.replace(/"[^"]*"/g, '')));

  expect(bare).toEqual([]);
  expect(textOf('gitlab/.gitlab-ci.yml')).not.toContain('eval');
});
