import { execFileSync } from 'node:child_process';
import { access, chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findProgram } from '../../src/files/find-program.ts';
import { fileAtRevision, type GitWorld, isRevision } from '../../src/files/git-file.ts';

const ENV = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@corp.example',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@corp.example',
};
let folder: string;
let first: string;

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: join(folder, 'repo'), env: ENV, encoding: 'utf8' }).trim();
}

function world(given: Partial<GitWorld> = {}): GitWorld {
  return { env: ENV, platform: process.platform, signal: new AbortController().signal, ...given };
}

function at(file: string): string {
  return join(folder, 'repo', file);
}

async function textAt(file: string, revision: string, limit = 1000): Promise<string | null> {
  const { bytes } = await fileAtRevision(at(file), revision, limit, world());
  return bytes === null ? null : Buffer.from(bytes).toString('utf8');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-git-'));
  await mkdir(at('conf[1]'), { recursive: true });
  git('init', '-q', '-b', 'main');
  await writeFile(at('sync.yaml'), 'first\n');
  await writeFile(at('conf[1]/sync.yaml'), 'inner\n');
  await symlink('sync.yaml', at('linked.yaml'));
  git('add', '.');
  git('commit', '-qm', 'First');
  first = git('rev-parse', 'HEAD');
  git('tag', 'v1');
  await writeFile(at('sync.yaml'), 'second\n');
  await writeFile(at('new.yaml'), 'new\n');
  git('add', '.');
  git('commit', '-qm', 'Second');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a file as a revision has it', () => {
  test('it is read at the same path, from a tag, a commit or a branch', async () => {
    await expect(textAt('sync.yaml', 'v1')).resolves.toBe('first\n');
    await expect(textAt('sync.yaml', first.slice(0, 10))).resolves.toBe('first\n');
    await expect(textAt('sync.yaml', 'main~1')).resolves.toBe('first\n');
    await expect(textAt('sync.yaml', 'main')).resolves.toBe('second\n');
    expect((await fileAtRevision(at('sync.yaml'), 'v1', 1000, world())).commit).toBe(first);
  });

  test('in a folder whose name looks like a pattern, and through a link', async () => {
    await expect(textAt('conf[1]/sync.yaml', 'main')).resolves.toBe('inner\n');
    await expect(textAt('linked.yaml', 'v1')).resolves.toBe('first\n');
  });

  test('a revision without it', async () => {
    await expect(textAt('new.yaml', 'v1')).resolves.toBeNull();
  });

  test.each(['nowhere', '--help', '--output=x', 'main:sync.yaml', '-', 'main..v1', '^main', '$(touch x)', 'a\nb'])(
    '%j is no revision, and no option',
    async (revision) => {
      await expect(textAt('sync.yaml', revision)).rejects.toMatchObject({ code: 'BASE_UNKNOWN' });
      await expect(isRevision(at('sync.yaml'), revision, world())).resolves.toBe(false);
    },
  );

  test('a file that is longer than it may be', async () => {
    await expect(textAt('sync.yaml', 'main', 3)).rejects.toMatchObject({ code: 'GIT_FAILED' });
  });

  test('a folder that is no repository, and a system without git', async () => {
    await writeFile(join(folder, 'alone.yaml'), '');
    const outside = { ...world(), env: { ...ENV, GIT_CEILING_DIRECTORIES: folder } };

    await expect(fileAtRevision(join(folder, 'alone.yaml'), 'main', 9, outside)).rejects.toMatchObject({
      code: 'GIT_FAILED',
    });
    await expect(isRevision(join(folder, 'alone.yaml'), 'main', outside)).resolves.toBe(false);
    const none = world({ env: { PATH: folder } });
    await expect(fileAtRevision(at('sync.yaml'), 'main', 9, none)).rejects.toMatchObject({ code: 'GIT_MISSING' });
    await expect(isRevision(at('sync.yaml'), 'main', none)).resolves.toBe(false);
  });

  test('whoever interrupts is obeyed', async () => {
    const signal = AbortSignal.abort(new Error('enough'));

    await expect(fileAtRevision(at('sync.yaml'), 'main', 9, world({ signal }))).rejects.toThrow('enough');
  });
});

describe('what comes with a pull request chooses no other former file', () => {
  const pull = (file: string): string => join(folder, 'pull', file);
  const own = (...args: string[]): string =>
    execFileSync('git', args, { cwd: join(folder, 'pull'), env: ENV, encoding: 'utf8' }).trim();
  const former = async (file: string, revision: string): Promise<string | null> => {
    const { bytes } = await fileAtRevision(pull(file), revision, 1000, world());
    return bytes === null ? null : Buffer.from(bytes).toString('utf8');
  };

  beforeAll(async () => {
    await mkdir(pull('conf'), { recursive: true });
    await mkdir(pull('lax'), { recursive: true });
    own('init', '-q', '-b', 'work');
    await writeFile(pull('conf/sync.yaml'), 'strict\n');
    await writeFile(pull('lax/sync.yaml'), 'lax\n');
    own('add', '.');
    own('commit', '-qm', 'Main');
    own('update-ref', 'refs/remotes/origin/main', 'HEAD');
  });

  test('by a link in the place of the file, or of its folder', async () => {
    await rm(pull('conf/sync.yaml'));
    await symlink('../lax/sync.yaml', pull('conf/sync.yaml'));
    await expect(former('conf/sync.yaml', 'origin/main')).resolves.toBe('strict\n');

    await rm(pull('conf'), { recursive: true });
    await symlink('lax', pull('conf'));
    await expect(former('conf/sync.yaml', 'origin/main')).resolves.toBe('strict\n');

    await rm(pull('conf'));
    await symlink('.', pull('again'));
    await expect(former('again/lax/sync.yaml', 'origin/main')).resolves.toBeNull();
    await rm(pull('again'));
  });

  test('by a link of the revision that leads nowhere, or out of the repository', async () => {
    await symlink('gone.yaml', pull('lost.yaml'));
    await symlink('../alone.yaml', pull('out.yaml'));
    own('add', 'lost.yaml', 'out.yaml');
    own('commit', '-qm', 'Links');
    await expect(former('lost.yaml', 'work')).resolves.toBeNull();
    await rm(pull('out.yaml'));
    await writeFile(pull('out.yaml'), '');
    await expect(former('out.yaml', 'work')).rejects.toMatchObject({ code: 'GIT_FAILED' });
    own('checkout', '-q', '-f', '--detach', 'origin/main');
  });

  test('by a tag that is called like the branch', async () => {
    own('commit', '-q', '--allow-empty', '-m', 'Another');
    own('tag', '-a', '-m', 'Mine', 'origin/main');
    await expect(former('lax/sync.yaml', 'origin/main')).rejects.toMatchObject({
      code: 'BASE_AMBIGUOUS',
      message: expect.stringContaining('refs/remotes/origin/main and refs/tags/origin/main') as unknown,
    });
    await expect(former('lax/sync.yaml', 'origin/main~0')).rejects.toMatchObject({ code: 'BASE_AMBIGUOUS' });
    await expect(former('lax/sync.yaml', 'refs/remotes/origin/main')).resolves.toBe('lax\n');
    own('tag', '-f', '-a', '-m', 'The same', 'origin/main', 'refs/remotes/origin/main');
    await expect(former('lax/sync.yaml', 'origin/main')).resolves.toBe('lax\n');
    own('tag', '-d', 'origin/main');
  });

  test('and runs nothing: a folder that looks like a bare repository is none', async () => {
    const ran = join(folder, 'ran');
    execFileSync('git', ['init', '-q', '--bare', pull('bare')], { env: ENV });
    await writeFile(
      pull('bare/config'),
      `[core]\nrepositoryformatversion = 1\nbare = true\n[extensions]\npartialClone = origin\n[remote "origin"]\npromisor = true\nurl = "ext::sh -c touch% ${ran}"\n[protocol "ext"]\nallow = always\n`,
    );
    await mkdir(pull('bare/refs/remotes/origin'), { recursive: true });
    await writeFile(pull('bare/refs/remotes/origin/main'), `${'1'.repeat(40)}\n`);
    await writeFile(pull('bare/sync.yaml'), 'mine\n');

    await expect(former('bare/sync.yaml', 'origin/main')).rejects.toMatchObject({ code: 'GIT_FAILED' });
    // Else a file of the name of the branch would be taken for the former one.
    await expect(isRevision(pull('bare/sync.yaml'), 'origin/main', world())).rejects.toMatchObject({
      code: 'GIT_FAILED',
    });
    await expect(access(ran)).rejects.toThrow();
  });
});

describe('a program', () => {
  test('is looked for in the absolute folders of PATH only, and must be one that can be run', async () => {
    await mkdir(join(folder, 'bin'), { recursive: true });
    await writeFile(join(folder, 'bin/git'), '#!/bin/sh\n');
    const find = (path: string): Promise<string | null> => findProgram('git', { PATH: path }, 'linux');

    await expect(find(join(folder, 'bin'))).resolves.toBeNull();
    await chmod(join(folder, 'bin/git'), 0o755);
    await expect(find(`.:bin::${join(folder, 'bin')}`)).resolves.toBe(join(folder, 'bin/git'));
    await expect(find('.:bin:')).resolves.toBeNull();
    await expect(findProgram('git', {}, 'linux')).resolves.toBeNull();
    await expect(findProgram('git', { Path: join(folder, 'bin') }, 'win32')).resolves.toBeNull();
  });
});
