import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Ended } from '../e2e/adsync.ts';
import { bash } from './ci/bash.ts';
import { type Company, FIELD, openCompany } from './ci/company.ts';
import { item, list, words, yamlOf } from './ci/files.ts';
import { nextId } from './ci/github-host.ts';
import { type GitLabHost, OWN_USER, startGitLab } from './ci/gitlab-host.ts';
import { install } from './ci/installed.ts';

/** The jobs of examples/ci/gitlab, as a runner puts their lines together, on a served account and a stand-in of GitLab's API. */

let company: Company;
let host: GitLabHost;
let folder: string;

beforeEach(async () => {
  company = await openCompany();
  host = await startGitLab();
  folder = mkdtempSync(join(tmpdir(), 'adsync-ci-'));
});
afterEach(async () => {
  await company.close();
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = item(yamlOf('gitlab/.gitlab-ci.yml'));
const SECRETS = {
  RESCUE_API_TOKEN: 'sandbox-token',
  ADSYNC_PLAN_KEY: 'plan-key-0123456789abcdef',
  ADSYNC_STATE_KEY: 'state-key-0123456789abcdef',
};

/** Runs a job in a new folder; the sealed state goes from job to job, as in the cache. */
async function job(
  name: string,
  sha: string,
  env: Readonly<Record<string, string>> = {},
  again = '',
): Promise<Ended & { work: string }> {
  const work = mkdtempSync(join(folder, 'job-'));
  await bash(
    'git clone --quiet "$1" . && git checkout --quiet --detach "$2"',
    { cwd: work, env: {} },
    company.repository,
    sha,
  );
  install(work);
  const cache = join(folder, 'cache');
  if (existsSync(cache)) writeFileSync(join(work, 'adsync-state.sealed'), readFileSync(cache));
  if (again !== '') await bash('cp -r "$1" .', { cwd: work, env: {} }, again);
  const said = item(file[name]);
  const variables = Object.fromEntries(
    Object.entries(item(file['variables'])).map(([key, value]) => [key, words(value)]),
  );
  const given = {
    ...{
      ...variables,
      ...SECRETS,
      ...host.env,
      CI_COMMIT_SHA: sha,
      CI_COMMIT_BRANCH: 'main',
      CI_JOB_URL: 'https://gitlab.example/-/jobs/1',
    },
    ...{ ENTRA_TOKEN: 'jwt', AZURE_FEDERATED_TOKEN_FILE: join(folder, 'token'), ...env },
  };
  const run = (part: string): Promise<Ended> => bash(list(said[part]).map(words).join('\n'), { cwd: work, env: given });
  const ended = await run('script');
  const after = await run('after_script');
  const sealed = join(work, 'adsync-state.sealed');
  if (existsSync(sealed) && said['after_script'] !== undefined) writeFileSync(cache, readFileSync(sealed));
  expect(ended.stdout + ended.stderr + after.stdout).not.toMatch(/glpat-|sandbox-token|^\s*::|##\w*\[/m);
  return { ...ended, work };
}

const REQUEST = { CI_MERGE_REQUEST_IID: '7', CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' };

test('a merge request is planned in one note, merged, and applied as it was reviewed', async () => {
  const head = await company.commit('field', 'sync.yaml', (text) => `${text}${FIELD}`);
  const marked = { id: 1, author: { id: OWN_USER + 1 }, body: '<!-- adsync plan rescue:560961 sync.yaml -->\nmine' };
  host.notes.push({ ...marked });
  await job('plan', head, REQUEST);
  const planned = await job('plan', head, REQUEST);
  expect([planned.code, planned.stderr]).toEqual([0, expect.not.stringContaining('error')]);
  expect(host.notes.length).toBe(2);
  expect([host.notes[0], host.notes[1]?.body]).toEqual([marked, expect.stringContaining('Technicians/Field')]);

  const sha = await company.merge('field');
  const [pipeline, id] = [nextId(), nextId()];
  host.requests.push({
    iid: 7,
    state: 'merged',
    target_branch: 'main',
    source_project_id: 11,
    merge_commit_sha: null,
    squash_commit_sha: null,
    sha,
  });
  host.pipelines.push({ id: pipeline, source: 'merge_request_event', status: 'success' });
  host.jobs.push({ id, pipeline, name: 'plan', status: 'success' });
  host.plans.set(id, readFileSync(join(planned.work, 'plan.json')));
  const applied = await job('apply', sha);

  expect([applied.code, applied.stdout]).toEqual([0, expect.stringMatching(/of the job \d+\.[^]*changes made\./)]);
  expect((await job('apply again', sha)).stdout).toContain('Nothing waits for a second approval.');
  expect((await job('sync', sha)).code).toBe(0);
});

test('without a reviewed plan it plans again, and waits for the second job', async () => {
  const sha = await company.merge('main');

  const first = await job('apply', sha);
  expect([first.code, first.stdout]).toEqual([0, expect.stringContaining('Not reviewed: ')]);
  const second = await job('apply again', sha, {}, join(first.work, 'again'));

  expect([second.code, second.stdout]).toEqual([0, expect.stringContaining('changes made')]);
});
