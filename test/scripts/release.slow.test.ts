import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

/** `npm run release` in a repository of its own. */

const SCRIPT = resolve(import.meta.dirname, '../../scripts/release.mjs');
const ENV = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@corp.example',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@corp.example',
};
const CHANGELOG = '# Changelog\n\n## [Unreleased]\n\n- New.\n';
const KEEP = 'mkdir -p test/upgrade/$npm_package_version && touch test/upgrade/$npm_package_version/kept';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adsync-release-'));
  git('init', '-q', '-b', 'main');
  write({ CHANGELOG, scripts: { 'release:fixtures': KEEP } });
  git('add', '.');
  git('commit', '-qm', 'Begin');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write({ CHANGELOG: changelog, scripts }: { CHANGELOG: string; scripts: Record<string, string> }): void {
  const packages = { '': { name: 'x', version: '0.1.0' } };
  writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ name: 'x', version: '0.1.0', scripts }, null, 2)}\n`);
  writeFileSync(
    join(folder, 'package-lock.json'),
    `${JSON.stringify({ name: 'x', version: '0.1.0', lockfileVersion: 3, packages }, null, 2)}\n`,
  );
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, env: ENV, encoding: 'utf8', stdio: 'pipe' }).trim();
}

function release(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [SCRIPT, ...args], { cwd: folder, env: ENV, encoding: 'utf8', timeout: 60_000 });
}

test('commits and tags on the given day, keeps the fixtures, says what is next, and pushes nothing', () => {
  writeFileSync(join(folder, 'README.md'), 'npm install ./x-adsync-0.1.0.tgz\n');
  git('init', '-q', '--bare', 'remote.git');
  writeFileSync(join(folder, '.gitignore'), 'remote.git\n');
  git('add', '.gitignore', 'README.md');
  git('commit', '-qm', 'Ignore');
  git('remote', 'add', 'origin', join(folder, 'remote.git'));
  const { status, stdout } = release('0.2.0', '--date', '2026-12-31');

  expect(status).toBe(0);
  expect(stdout).toContain('git push --atomic origin main v0.2.0');
  expect(git('log', '-1', '--format=%s')).toBe('Release 0.2.0');
  expect(git('cat-file', '-t', 'v0.2.0')).toBe('tag');
  expect(git('status', '--porcelain')).toBe('');
  expect(git('ls-remote', 'origin')).toBe('');
  expect(git('show', 'HEAD', '--name-only', '--format=').split('\n').sort()).toEqual([
    'CHANGELOG.md',
    'README.md',
    'package-lock.json',
    'package.json',
    'test/upgrade/0.2.0/kept',
  ]);
  expect(readFileSync(join(folder, 'CHANGELOG.md'), 'utf8')).toContain('## [0.2.0] - 2026-12-31\n\n- New.');
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('npm install ./x-adsync-0.2.0.tgz\n');
});

describe('refuses, and changes nothing', () => {
  test.each([
    [
      'what is not committed',
      () => execFileSync('touch', ['new'], { cwd: folder }),
      ['0.2.0'],
      'Something is not committed',
    ],
    ['another branch', () => git('switch', '-qc', 'mine'), ['0.2.0'], 'This is the branch mine'],
    ['no branch', () => git('switch', '-q', '--detach'), ['0.2.0'], 'This is no branch'],
    ['a tag that is there', () => git('tag', 'v0.2.0'), ['0.2.0'], 'There is a tag v0.2.0 already'],
    ['the version that is tagged', () => git('tag', 'v0.1.0'), ['0.1.0'], 'is released already'],
    ['no day', () => null, ['0.2.0', '--date', 'today'], 'today is no day'],
    ['no version', () => null, [], 'npm run release -- VERSION'],
  ])('%s', (_what, prepare, args, says) => {
    prepare();
    const before = [git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('tag')];
    const { status, stderr } = release(...args);

    expect(status).toBe(1);
    expect(stderr).toContain(says);
    expect([git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('tag')]).toEqual(before);
  });

  test.each([
    ['nothing that is new', { CHANGELOG: CHANGELOG.replace('- New.\n', ''), scripts: {} }, 'has nothing under'],
    [
      'fixtures that cannot be made',
      { CHANGELOG, scripts: { 'release:fixtures': `${KEEP} && exit 7` } },
      'Command failed',
    ],
  ])('%s: everything is put back', (_what, files, says) => {
    write(files);
    git('commit', '-qam', 'Prepare', '--allow-empty');
    const head = git('rev-parse', 'HEAD');
    const { status, stderr } = release('0.2.0');

    expect(status).toBe(1);
    expect(stderr).toContain(says);
    expect(stderr).toContain('Everything is as it was.');
    expect([git('rev-parse', 'HEAD'), git('tag')]).toEqual([head, '']);
    expect(git('diff', '--name-only')).toBe('');
    expect(existsSync(join(folder, 'test/upgrade/0.2.0'))).toBe(false);
  });

  test('a tag that git will not make: the commit is taken back, too', () => {
    git('config', 'tag.gpgSign', 'true');
    git('config', 'gpg.program', '/bin/false');
    const head = git('rev-parse', 'HEAD');
    const { status, stderr } = release('0.2.0');

    expect(status).toBe(1);
    expect(stderr).toContain('Everything is as it was.');
    expect(git('rev-parse', 'HEAD')).toBe(head);
    expect(git('status', '--porcelain')).toBe('');
  });

  test('Ctrl-C while the fixtures are made: everything is put back', async () => {
    const scripts = { 'release:fixtures': `${KEEP} && touch "$BEGUN" && sleep 60` };
    write({ CHANGELOG, scripts });
    git('commit', '-qam', 'Prepare');
    const before = [git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('tag')];
    const begun = join(mkdtempSync(join(tmpdir(), 'adsync-begun-')), 'mark');
    // A group of its own, which gets the signal as a terminal would send it.
    const child = spawn(process.execPath, [SCRIPT, '0.2.0'], {
      cwd: folder,
      env: { ...ENV, BEGUN: begun },
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const ended = once(child, 'close');
    while (!existsSync(begun)) await setTimeout(20);
    process.kill(-(child.pid ?? 0), 'SIGINT');

    expect(await ended).toEqual([1, null]);
    expect(said).toContain('Everything is as it was.');
    expect([git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('tag')]).toEqual(before);
    rmSync(dirname(begun), { recursive: true });
  });
});

test('the workflow says that git gave no answer, and not that the commit is elsewhere', () => {
  const script = resolve(dirname(SCRIPT), 'check-release.mjs');
  const env = { ...ENV, GITHUB_REF_NAME: 'v0.1.0', GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
  const { status, stdout } = spawnSync(process.execPath, [script], { cwd: folder, env, encoding: 'utf8' });

  expect(status).toBe(1);
  expect(stdout).toContain(
    '::error::git cannot tell whether this commit is on main: fatal: detected dubious ownership',
  );
});
