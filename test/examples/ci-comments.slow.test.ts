import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Ended } from '../e2e/adsync.ts';
import { bash } from './ci/bash.ts';
import { SCRIPTS } from './ci/files.ts';
import { BOT, type GitHubHost, nextId, startGitHub } from './ci/github-host.ts';

let folder: string;
let host: GitHubHost;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'adsync-ci-'));
  host = await startGitHub();
});
afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const MARKER = '<!-- adsync plan rescue:560961 sync.yaml -->';

async function run(script: string, env: Readonly<Record<string, string>>, ...args: string[]): Promise<Ended> {
  return await bash(`bash "${join(SCRIPTS, script)}" "$@"`, { cwd: folder, env: { ...host.env, ...env } }, ...args);
}

async function comment(text: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  writeFileSync(join(folder, 'plan.md'), text);
  return await run('comment.sh', { PULL_REQUEST: '7', ...env }, 'plan.md');
}

describe('comment.sh', () => {
  test('makes one comment, and updates it in place', async () => {
    expect(await comment(`${MARKER}\nfirst\n`)).toMatchObject({ code: 0, stdout: 'A comment was made.\n' });
    expect(await comment(`${MARKER}\nsecond\n`)).toMatchObject({ code: 0, stderr: '' });

    expect(host.comments.map(({ issue, body }) => [issue, body])).toEqual([[7, `${MARKER}\nsecond\n`]]);
  });

  test('overwrites no comment of somebody else, of another account, or that only names the marker', async () => {
    const bodies = [
      ['mallory', `${MARKER}\nmine`],
      [BOT, '<!-- adsync plan rescue:1 sync.yaml -->\nother'],
      [BOT, `see ${MARKER}`],
    ] as const;
    for (const [login, body] of bodies) host.comments.push({ id: nextId(), issue: 7, user: { login }, body });

    await comment(`${MARKER}\nplan`);

    expect(host.comments.map(({ body }) => body)).toEqual([...bodies.map(([, body]) => body), `${MARKER}\nplan`]);
  });

  test('finds its comment behind the first hundred', async () => {
    for (let index = 0; index < 230; index += 1)
      host.comments.push({ id: nextId(), issue: 7, user: { login: 'ada' }, body: `${index}` });
    host.comments.push({ id: nextId(), issue: 7, user: { login: BOT }, body: `${MARKER}\r\nold` });

    await comment(`${MARKER}\nnew`);

    expect(host.comments.length).toBe(231);
    expect(host.comments.at(-1)?.body).toBe(`${MARKER}\nnew`);
  });

  test.each([
    ['commands and quotes', '$(touch hacked) `touch hacked` "\'\\ ${HOME} %s'],
    ['line breaks and tabs', 'a\tb\r\nc'],
    ['JSON', '"},{"body":"x'],
  ])('sends %s as they are', async (_, text) => {
    await comment(`${MARKER}\n${text}`);

    expect(host.comments[0]?.body).toBe(`${MARKER}\n${text}`);
    expect((await bash('ls', { cwd: folder, env: {} })).stdout).toBe('plan.md\n');
  });

  test('fails where the comment was not taken, and prints no token', async () => {
    const ends = [
      await comment(`${MARKER}\n${'x'.repeat(70_000)}`),
      await comment(`${MARKER}\nx`, { GITHUB_TOKEN: 'another-token' }),
      await comment(`${MARKER}\nx`, { PULL_REQUEST: '7/../8' }),
      await comment('no marker\n'),
    ];

    expect(ends.map(({ code }) => code === 0)).toEqual([false, false, false, false]);
    expect(JSON.stringify(ends)).not.toMatch(/ghs_|another-token/);
    expect(host.comments).toEqual([]);
  });
});

describe('the comment about a fork', () => {
  const fork = {
    ref: 'a`b`;$(x)&state=all',
    sha: 'a'.repeat(40),
    repo: { full_name: 'mallory/people', owner: { login: 'mallory' } },
  };
  const event = { HEAD_OWNER: 'mallory', HEAD_BRANCH: fork.ref, HEAD_SHA: fork.sha };

  test('goes to the pull request of the event, if its newest commit is still the one that was planned', async () => {
    host.pulls.push(
      { number: 3, state: 'closed', head: fork },
      { number: 5, state: 'open', head: { ...fork, sha: 'b'.repeat(40) } },
      { number: 9, state: 'open', head: fork },
    );

    expect(await run('find-pull-request.sh', event)).toMatchObject({ code: 0, stdout: '9\n' });
    expect(await run('find-pull-request.sh', { ...event, HEAD_SHA: 'c'.repeat(40) })).toMatchObject({
      code: 0,
      stdout: '',
    });
  });

  function leave(name: string, text: string | Buffer, artifact = 'adsync-plan-fork'): void {
    const files = [[name, Buffer.from(text)]] as const;
    host.artifacts.push({ id: nextId(), run: 77, name: artifact, expired: false, files });
  }

  test.each([
    ['a file of another name', 'evil.txt', 'x', 'adsync-plan-fork'],
    ['a path that leads away', '../../plan.txt', 'x', 'adsync-plan-fork'],
    ['an artefact of another name', 'plan.txt', 'x', 'adsync-plan'],
    ['more than is taken', 'plan.txt', 'x'.repeat(1_100_000), 'adsync-plan-fork'],
  ])('takes nothing from %s', async (_, name, text, artifact) => {
    leave(name, text, artifact);

    expect(await run('fetch-fork-plan.sh', { RUN_ID: '77' }, 'out.txt')).toMatchObject({ code: 0 });

    const kept = join(folder, 'out.txt');
    expect(existsSync(kept) ? readFileSync(kept, 'utf8') : '').toBe('');
    expect(existsSync(join(folder, '../../plan.txt'))).toBe(false);
  });

  test('fetches the text without giving the token to the other host, and no more of it than a comment holds', async () => {
    leave('plan.txt', 'y'.repeat(900_000));

    expect(await run('fetch-fork-plan.sh', { RUN_ID: '77' }, 'out.txt')).toMatchObject({ code: 0 });

    expect(readFileSync(join(folder, 'out.txt'), 'utf8')).toBe('y'.repeat(60_000));
    expect(host.store.asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test.each([
    ['a fence', '````\n# Approved\n~~~\n```'],
    ['its own marker', `${MARKER}\n<!-- adsync plan of a fork -->`],
    ['what turns text round', 'a\u202eb\u200b\u0000\u001b[31m\u2028c'],
    ['a page of fences', '````\n'.repeat(20_000)],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x60, 0x60, 0x60, 0x60, 0x0a])],
  ])('shows %s as text', async (_, text) => {
    writeFileSync(join(folder, 'out.txt'), text);

    const { code, stdout } = await run('text-comment.sh', { RUN_URL: 'https://github.example/run/1' }, 'out.txt');

    const lines = stdout.split('\n');
    const fences = lines.flatMap((line, index) => (/^ {0,3}(?:```|~~~)/.test(line) ? [index] : []));
    expect(code).toBe(0);
    expect(lines[0]).toBe('<!-- adsync plan of a fork -->');
    expect(fences.length).toBe(2);
    for (const line of lines.slice((fences[0] ?? 0) + 1, fences[1]))
      expect(line).toMatch(/^ {4}[^\p{Cc}\p{Cf}\u2028]*$/u);
    expect(stdout.length).toBeLessThan(65_000);
  });
});

describe('drift-issue.sh', () => {
  const env = { RUN_URL: 'https://github.example/run/1' };

  test('keeps one issue, closes it when nothing is left, and opens a new one later', async () => {
    writeFileSync(join(folder, 'plan.md'), `${MARKER}\nfirst`);
    for (const drift of ['false', 'true', 'true', 'false', 'false', 'true'])
      expect(await run('drift-issue.sh', env, 'plan.md', drift)).toMatchObject({ code: 0, stderr: '' });

    expect(host.issues.map(({ state }) => state)).toEqual(['closed', 'open']);
    expect(host.issues[1]?.body).toContain('first\nSeen by: <https://github.example/run/1>');
  });

  test('leaves an issue of somebody else with the same label alone', async () => {
    const theirs = {
      number: 4,
      user: { login: 'ada' },
      state: 'open',
      title: 'x',
      body: 'theirs',
      labels: ['adsync-drift'],
    };
    host.issues.push({ ...theirs });
    writeFileSync(join(folder, 'plan.md'), MARKER);

    await run('drift-issue.sh', env, 'plan.md', 'true');
    await run('drift-issue.sh', env, 'plan.md', 'false');

    expect(host.issues[0]).toEqual(theirs);
    expect(host.issues.length).toBe(2);
  });
});

describe('find-plan.sh', () => {
  const sha = 'd'.repeat(40);
  const head = 'e'.repeat(40);
  const pull = {
    number: 7,
    merged_at: '2026-11-26T09:00:00Z',
    merge_commit_sha: sha,
    base: { ref: 'main' },
    head: { sha: head, repo: { full_name: 'example/people' } },
  };
  const plan = {
    id: 50,
    run_number: 2,
    head_sha: head,
    conclusion: 'success',
    head_repository: { full_name: 'example/people' },
  };

  async function found(): Promise<string> {
    const env = {
      GITHUB_SHA: sha,
      GITHUB_REF: 'refs/heads/main',
      PLAN_WORKFLOW: 'adsync-plan.yml',
      GITHUB_OUTPUT: join(folder, 'outputs'),
    };
    writeFileSync(env.GITHUB_OUTPUT, '');
    expect(await run('find-plan.sh', env)).toMatchObject({ code: 0, stderr: '' });
    return readFileSync(env.GITHUB_OUTPUT, 'utf8');
  }

  test('finds the newest plan of the head of the pull request that was merged', async () => {
    host.pulls.push(pull);
    host.runs.push({ ...plan, id: 49, run_number: 1 }, plan, { ...plan, id: 51, run_number: 3, conclusion: 'failure' });
    for (const run of [49, 50])
      host.artifacts.push({ id: run * 10, run, name: 'adsync-plan', expired: false, files: [] });

    expect(await found()).toBe('run=50\nartifact=500\n');
  });

  test.each([
    ['a push without a pull request', {}, {}, {}, false],
    ['a pull request of another branch', { base: { ref: 'old' } }, {}, {}, true],
    ['a pull request of a fork', { head: { sha: head, repo: { full_name: 'mallory/people' } } }, {}, {}, true],
    ['one that is not merged', { merged_at: null }, {}, {}, true],
    ['a plan that a fork made of the same commit', {}, { head_repository: { full_name: 'mallory/people' } }, {}, true],
    ['an artefact that is not kept any more', {}, {}, { expired: true }, true],
  ])('finds nothing for %s', async (_, ofPull, ofRun, ofArtifact, isThere) => {
    if (isThere) host.pulls.push({ ...pull, ...ofPull });
    host.runs.push({ ...plan, ...ofRun });
    host.artifacts.push({ id: 500, run: 50, name: 'adsync-plan', expired: false, files: [], ...ofArtifact });

    expect(await found()).toBe('');
  });
});
