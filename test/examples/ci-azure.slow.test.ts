import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { azureJobs } from './ci/azure-files.ts';
import { type AzureHost, OWN_IDENTITY, startAzure } from './ci/azure-host.ts';
import { bash } from './ci/bash.ts';
import { type Company, FIELD, openCompany } from './ci/company.ts';
import { item, words } from './ci/files.ts';
import { install } from './ci/installed.ts';

/** The jobs of examples/ci/azure, step by step, on a served account and a stand-in of the API of Azure DevOps. */

let company: Company;
let host: AzureHost;
let folder: string;

beforeEach(async () => {
  company = await openCompany();
  host = await startAzure();
  folder = mkdtempSync(join(tmpdir(), 'adsync-ci-'));
});
afterEach(async () => {
  await company.close();
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const SECRETS: Readonly<Record<string, string>> = {
  RESCUE_API_TOKEN: 'sandbox-token',
  ADSYNC_PLAN_KEY: 'plan-key-0123456789abcdef',
  ADSYNC_STATE_KEY: 'state-key-0123456789abcdef',
};

interface JobEnd {
  readonly code: number;
  readonly log: string;
  readonly work: string;
  /** Output variables, as `find.reviewedBuild`. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs the commands of a job in a new folder; `fetched` is what its download brings. */
async function job(stage: string, id: string, sha: string, fetched = ''): Promise<JobEnd> {
  const [found] = azureJobs().filter((one) => one.stage === stage && one.id === id);
  const work = mkdtempSync(join(folder, 'job-'));
  await bash(
    'git clone --quiet "$1" . && git checkout --quiet --detach "$2"',
    { cwd: work, env: {} },
    company.repository,
    sha,
  );
  if (fetched !== '' && existsSync(fetched)) await bash('cp -r "$1" fetched', { cwd: work, env: {} }, fetched);
  mkdirSync(join(folder, 'workspace'), { recursive: true });
  const given = {
    ...{
      ...host.env,
      SCRIPTS: 'node_modules/@adsync-cli/adsync/examples/ci/scripts',
      PIPELINE_WORKSPACE: join(folder, 'workspace'),
    },
    ...{
      BUILD_SOURCEVERSION: sha,
      BUILD_SOURCEBRANCH: 'refs/heads/main',
      SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main',
    },
  };
  const outputs: Record<string, string> = {};
  let [code, log] = [0, ''];
  for (const step of found?.steps ?? []) {
    const command = words(step['bash']);
    if (command === '' || (code !== 0 && step['condition'] === undefined)) continue;
    if (command.startsWith('npm ci')) install(work);
    else {
      const env = Object.entries(item(step['env'])).map(([name, value]) => [name, secret(words(value))]);
      const ended = await bash(command, {
        cwd: work,
        env: { ...given, ...(Object.fromEntries(env) as Record<string, string>) },
      });
      if (ended.code !== 0) code = ended.code ?? 1;
      const variables = ended.stdout.matchAll(/^##vso\[task\.setvariable variable=(\w+);isOutput=true\](.*)$/gm);
      for (const [, name = '', value = ''] of variables) outputs[`${words(step['name'])}.${name}`] = value;
      log += ended.stdout + ended.stderr;
    }
  }
  // Nothing but our own commands: no name of a person has made one.
  expect(
    log
      .match(/##\w*\[[^\]]*\].*/g)
      ?.filter(
        (line) =>
          !/^##vso\[task\.(?:setvariable variable=(?:code|again|reviewedBuild);|uploadsummary\]|complete )/.test(line),
      ) ?? [],
  ).toEqual([]);
  return { code, log, work, outputs };
}

function secret(value: string): string {
  const name = /^\$\((\w+)\)$/.exec(value)?.[1] ?? '';
  return value
    .replaceAll('$(System.AccessToken)', host.env['SYSTEM_ACCESSTOKEN'] ?? '')
    .replace(`$(${name})`, SECRETS[name] ?? '');
}

test('a pull request is planned in one comment, merged, and applied as it was reviewed', async () => {
  const head = await company.commit('field', 'sync.yaml', (text) => `${text}${FIELD}`);
  const properties = { 'adsync.marker': { $value: '<!-- adsync plan rescue:560961 sync.yaml -->' } };
  host.threads.push({ id: 1, properties, comments: [{ id: 1, author: { id: 'mallory' }, content: 'mine' }] });
  await job('plan', 'plan', head);
  const planned = await job('plan', 'plan', head);
  expect([planned.code, host.threads.length]).toEqual([0, 2]);
  expect(host.threads.map(({ comments }) => comments[0]?.author.id)).toEqual(['mallory', OWN_IDENTITY]);
  expect(host.threads[1]?.comments[0]?.content).toContain('Technicians/Field');

  const sha = await company.merge('field');
  host.requests.set(sha, { pullRequestId: 7, status: 'completed', targetRefName: 'refs/heads/main' });
  host.builds.push({ id: 80, sourceBranch: 'refs/pull/7/merge', result: 'succeeded' });
  expect((await job('apply', 'find', sha)).outputs).toEqual({ 'find.reviewedBuild': '80' });
  const applied = await job('apply', 'apply', sha, join(planned.work, 'plan'));

  expect([applied.code, applied.outputs, applied.log]).toEqual([
    0,
    { 'apply.code': '0' },
    expect.stringContaining('changes made'),
  ]);
  expect((await job('sync', 'sync', sha)).outputs).toEqual({ 'apply.code': '0' });
});

test('without a reviewed plan it plans again, and applies that after a second approval', async () => {
  const sha = await company.merge('main');

  expect((await job('apply', 'find', sha)).outputs).toEqual({ 'find.reviewedBuild': '' });
  const first = await job('apply', 'apply', sha);
  expect(first.outputs).toEqual({ 'apply.code': '0', 'second.again': 'true' });
  expect(readFileSync(join(first.work, 'again/difference.md'), 'utf8')).toContain('there is no reviewed plan');
  const second = await job('again', 'again', sha, join(first.work, 'again'));

  expect([second.outputs, second.log]).toEqual([{ 'apply.code': '0' }, expect.stringContaining('changes made')]);
});

test('an apply that ends badly keeps its state and tells its code to the next job', async () => {
  const sha = await company.merge('main');
  const first = await job('apply', 'apply', sha);
  const plan = join(first.work, 'again/plan.json');
  writeFileSync(plan, readFileSync(plan, 'utf8').replace('Helpdesk', 'Admins'));

  const second = await job('again', 'again', sha, join(first.work, 'again'));

  expect([second.code, second.outputs]).toEqual([0, { 'apply.code': '4' }]);
});
