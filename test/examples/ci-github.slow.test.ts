import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Secret } from '../../src/core/secret.ts';
import type { SavedPlan } from '../../src/plan/model.ts';
import { sealed } from '../../src/planfile/seal.ts';
import { adsync } from '../cli/fake-host.ts';
import { bash } from './ci/bash.ts';
import { type Company, FIELD, openCompany } from './ci/company.ts';
import { item, stepsOf, yamlOf } from './ci/files.ts';
import { type GitHubHost, startGitHub } from './ci/github-host.ts';
import { type JobEnd, type Run, runWorkflow } from './ci/github-runner.ts';
import { install } from './ci/installed.ts';

/** The workflows of examples/ci/github, step by step, on a repository, a served account and a stand-in of GitHub's API. */

let company: Company;
let host: GitHubHost;
let caches: Run['caches'];

const SECRETS = {
  RESCUE_API_TOKEN: 'sandbox-token',
  ADSYNC_PLAN_KEY: 'plan-key-0123456789abcdef',
  ADSYNC_STATE_KEY: 'state-key-0123456789abcdef',
};

beforeEach(async () => {
  company = await openCompany();
  host = await startGitHub();
  caches = [];
});
afterEach(async () => {
  await host.close();
  await company.close();
});

type Ends = Readonly<Record<string, JobEnd>>;

async function run(
  file: string,
  values: Readonly<Record<string, string>>,
  onEnvironment?: Run['onEnvironment'],
): Promise<{ readonly id: number; readonly ends: Ends }> {
  const secrets = Object.fromEntries(Object.entries(SECRETS).map(([name, text]) => [`secrets.${name}`, text]));
  const sha = values['github.sha'] ?? '';
  const { id, jobs } = await runWorkflow({
    file: `github/${file}`,
    repository: company.repository,
    host,
    caches,
    values: { ...secrets, 'github.ref': 'refs/heads/main', ...values },
    env: { GITHUB_SHA: sha, GITHUB_REF: 'refs/heads/main' },
    ...(onEnvironment === undefined ? {} : { onEnvironment }),
  });
  for (const { log, summary } of jobs) {
    expect(log).not.toMatch(/^\s*::|##\w*\[/m);
    for (const secret of Object.values(SECRETS)) expect(log + summary).not.toContain(secret);
  }
  return { id, ends: Object.fromEntries(jobs.map((job) => [job.id, job])) };
}

/** A pull request that maps one more group, planned. */
async function plannedPullRequest(number = 7): Promise<{ head: string; ends: Ends }> {
  const head = await company.commit('field', 'sync.yaml', (text) => `${text}${FIELD}`);
  const { id, ends } = await run('plan.yml', {
    'github.sha': head,
    'github.base_ref': 'main',
    'github.event.pull_request.number': `${number}`,
    'github.event.pull_request.head.repo.full_name': 'example/people',
  });
  const full_name = 'example/people';
  host.runs.push({ id, run_number: id, head_sha: head, conclusion: 'success', head_repository: { full_name } });
  host.pulls.push({ number, merged_at: null, base: { ref: 'main' }, head: { sha: head, repo: { full_name } } });
  return { head, ends };
}

/** Changes plan.json in the artefact that was kept. */
function changePlan(change: (text: string) => string): void {
  const [artifact] = host.artifacts;
  if (artifact === undefined) throw new Error('no artefact');
  const files = artifact.files.map(([name, bytes]): readonly [string, Buffer] =>
    name === 'plan.json' ? [name, Buffer.from(change(bytes.toString()))] : [name, bytes],
  );
  host.artifacts.splice(0, 1, { ...artifact, files });
}

async function merged(): Promise<string> {
  const sha = await company.merge('field');
  Object.assign(host.pulls[0] ?? {}, { merged_at: '2026-11-26T09:00:00Z', merge_commit_sha: sha });
  return sha;
}

function results(ends: Ends): Record<string, string> {
  return Object.fromEntries(Object.values(ends).map(({ id, result }) => [id, result]));
}

const APPLIED = { find: 'success', approve: 'success', apply: 'success' };
const ONCE = { ...APPLIED, 'approve-again': 'skipped', 'apply-again': 'skipped' };
const TWICE = { ...APPLIED, 'approve-again': 'success', 'apply-again': 'success' };

/** The names of what is in the account. */
function groups(): string[] {
  return company.sandbox.account.nodes.map(({ name }) => name);
}

/** How many plans found nothing left to do, told by the drift check. */
async function drift(): Promise<string> {
  const sha = await company.merge('main');
  const { ends } = await run('drift.yml', { 'github.sha': sha });
  expect(results(ends)).toEqual({ drift: 'success' });
  return host.issues.map(({ state }) => state).join();
}

describe('a pull request', () => {
  test('is planned in one comment, reviewed, merged, and applied as it was reviewed', async () => {
    const { ends } = await plannedPullRequest();
    expect(results(ends)).toEqual({ plan: 'success' });
    expect(host.comments.map(({ issue }) => issue)).toEqual([7]);
    expect(host.comments[0]?.body).toContain('Technicians/Field');
    expect(host.artifacts.map(({ files }) => files.map(([name]) => name))).toEqual([
      ['plan.json', 'plan.xlsx', 'plan.md'],
    ]);

    const sha = await merged();
    const { ends: applied } = await run('apply.yml', { 'github.sha': sha });

    expect([results(applied), applied['apply']?.log]).toEqual([ONCE, expect.stringContaining('changes made')]);
    expect(await drift()).toBe('');
  });

  test('keeps the state folder from job to job, so that history and used plans are known', async () => {
    await plannedPullRequest();
    const sha = await merged();
    await run('apply.yml', { 'github.sha': sha });

    const { ends } = await run('sync.yml', { 'github.sha': sha });
    const { ends: again } = await run('apply.yml', { 'github.sha': sha });

    expect(results(ends)).toEqual({ sync: 'success' });
    expect(again['apply']?.log).toContain('was applied before');
    expect([results(again), again['apply']?.log]).toEqual([
      ONCE,
      expect.stringContaining('There is nothing left to do.'),
    ]);
    expect(caches.length).toBe(3);
    expect(caches.every(({ bytes }) => !bytes.toString('latin1').includes('Ada'))).toBe(true);
  });
});

test('a pull request of a fork is planned from the snapshot without secrets, and shown as text by main', async () => {
  const env = { RESCUE_API_TOKEN: SECRETS.RESCUE_API_TOKEN };
  const taken = await adsync(['snapshot', 'snapshot.json', '--group', 'Field Support'], {
    cwd: company.repository,
    env,
  });
  expect(taken.code).toBe(0);
  await company.commit('main', '.gitignore', (text) => `${text}x\n`);
  const head = await company.commit('field', 'sync.yaml', (text) => `${text}${FIELD}`);
  const event = { 'github.sha': head, 'github.base_ref': 'main', 'github.event.pull_request.number': '9' };
  const fork = { 'github.event.pull_request.head.repo.full_name': 'mallory/people' };

  const { id, ends } = await run('plan-fork.yml', { ...event, ...fork });
  expect([results(ends), ends['plan']?.log]).toEqual([{ plan: 'success' }, expect.not.stringContaining('error')]);
  expect(results((await run('plan.yml', { ...event, ...fork })).ends)).toEqual({ plan: 'skipped' });

  const branch = 'field"; touch hacked; `id`';
  const repo = { full_name: 'mallory/people', owner: { login: 'mallory' } };
  host.pulls.push({ number: 9, state: 'open', head: { ref: branch, sha: head, repo } });
  const of = 'github.event.workflow_run';
  const { ends: shown } = await run('comment.yml', {
    ...{ 'github.sha': await company.merge('main'), [`${of}.event`]: 'pull_request', [`${of}.id`]: `${id}` },
    ...{ [`${of}.head_repository.full_name`]: 'mallory/people', [`${of}.head_repository.owner.login`]: 'mallory' },
    ...{ [`${of}.head_branch`]: branch, [`${of}.head_sha`]: head },
  });

  expect([results(shown), host.comments.map(({ issue }) => issue)]).toEqual([{ comment: 'success' }, [9]]);
  expect(host.comments[0]?.body).toMatch(
    /^<!-- adsync plan of a fork -->\n[^]*\n````text\n[^]*Technicians\/Field[^]*\n````\n/,
  );
});

describe('a reviewed plan that does not hold any more', () => {
  test('is made again for a changed file, its difference shown, and applied after a second approval', async () => {
    await plannedPullRequest();
    await company.commit('main', 'sync.yaml', (text) =>
      text.replace('partner.example]', 'partner.example, tom.trainee@corp.example]'),
    );
    const sha = await merged();
    const waited: string[] = [];

    const { ends } = await run('apply.yml', { 'github.sha': sha }, (name) => {
      waited.push(name);
    });

    expect([results(ends), ends['apply']?.log]).toEqual([TWICE, expect.stringContaining('another state of the file')]);
    expect(waited).toEqual(['adsync-approval', 'adsync-apply', 'adsync-approval', 'adsync-apply']);
    expect(ends['apply']?.summary).toContain(
      'Not reviewed: 0. Come out otherwise: 0. Reviewed, and not planned any more: 1.',
    );
    expect(ends['apply']?.summary).toMatch(/^- [0-9a-f]{12} {2}disable: Tom Trainee <tom\.trainee@corp\.example>/m);
    expect(await drift()).toBe('');
  });

  test('is made again where there is none, as for a push without a pull request', async () => {
    const sha = await company.merge('main');

    const { ends } = await run('apply.yml', { 'github.sha': sha });

    expect(results(ends)).toEqual(TWICE);
    expect(ends['apply']?.summary).toContain('there is no reviewed plan');
    expect(await drift()).toBe('');
  });

  test('never brings an older file back, however late it is approved', async () => {
    await plannedPullRequest();
    const sha = await merged();

    const renamed = (text: string): string => text.replace('Technicians/Field', 'Technicians/Road');
    let late = await company.commit('main', 'sync.yaml', (text) => `${text}# late\n`);

    const { ends } = await run('apply.yml', { 'github.sha': sha }, async (name) => {
      if (name === 'adsync-approval' && late !== '') await company.commit('main', 'sync.yaml', renamed);
      late = '';
    });

    expect(results(ends)).toEqual(TWICE);
    expect(groups()).toContain('Road');
    expect(groups()).not.toContain('Field');
  });

  test('is made again when it is too old', async () => {
    await plannedPullRequest();
    // Approved weeks later: the plan was made then, and signed with the key.
    changePlan((text) => {
      const old = { ...(JSON.parse(text) as SavedPlan), createdAt: '2026-01-31T09:00:00.000Z' };
      return JSON.stringify(sealed(old, Buffer.from(old.savedId, 'hex'), new Secret(SECRETS.ADSYNC_PLAN_KEY)));
    });
    const sha = await merged();

    const { ends } = await run('apply.yml', { 'github.sha': sha });

    expect([results(ends), ends['apply']?.log]).toEqual([
      TWICE,
      expect.stringContaining('the reviewed one is older than maxPlanAge.'),
    ]);
    expect(ends['apply']?.summary).toContain('Not reviewed: 0. Come out otherwise: 0.');
    expect(await drift()).toBe('');
  });

  test('is made as far as it holds where somebody changed a user meanwhile, and the rest is asked for', async () => {
    await plannedPullRequest();
    const sha = await merged();
    const ada = company.sandbox.account.nodes.find(({ name }) => name === 'Tom Trainee');
    if (ada !== undefined) ada.name = 'Tom T.';

    const { ends } = await run('apply.yml', { 'github.sha': sha });

    expect(results(ends)).toEqual(TWICE);
    expect(ends['apply']?.log).toMatch(/^- [0-9a-f]{12} stale: /m);
    expect(ends['apply']?.log).toContain('1 of its changes were stale, and not made.');
    expect(await drift()).toBe('');
  });

  test('is refused where it was altered, and not made again', async () => {
    await plannedPullRequest();
    changePlan((text) => text.replace('Technicians/Field', 'Technicians/Admin'));
    const sha = await merged();

    const { ends } = await run('apply.yml', { 'github.sha': sha });

    expect(results(ends)).toEqual({ ...ONCE, apply: 'failure' });
    expect(ends['apply']?.log).toMatch(/error PLAN_(?:ALTERED|SIGNATURE)/);
  });
});

test('drift is one issue, which is closed once there is none', async () => {
  expect(await drift()).toBe('open');
  expect(await drift()).toBe('open');
  await run('sync.yml', { 'github.sha': await company.merge('main') });
  expect(await drift()).toBe('closed');
});

test('the action plans and comments as a step of another job', async () => {
  const sha = await company.merge('main');
  const work = mkdtempSync(join(tmpdir(), 'adsync-ci-'));
  try {
    await bash('git clone --quiet "$1" .', { cwd: work, env: {} }, company.repository);
    install(work);
    const env = { ...SECRETS, ...host.env, GITHUB_STEP_SUMMARY: join(work, 'summary'), GITHUB_SHA: sha };
    const inputs = { FILE: 'sync.yaml', BASE: 'main', PULL_REQUEST: '7', RUN_URL: 'https://github.example/run/1' };
    const steps = stepsOf(item(item(yamlOf('github-action/action.yml'))['runs'])).filter(
      ({ run: command }) => command !== '',
    );
    for (const step of steps) {
      expect(Object.keys(step.env).filter((name) => !(name in { ...inputs, ...host.env }))).toEqual([]);
      const { code, stderr } = await bash(step.run, { cwd: work, env: { ...env, ...inputs } });
      expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')]);
    }

    expect(steps.length).toBe(2);
    expect(host.comments.map(({ issue }) => issue)).toEqual([7]);
    expect(readFileSync(join(work, 'summary'), 'utf8')).toBe(host.comments[0]?.body);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});
