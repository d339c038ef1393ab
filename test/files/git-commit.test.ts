import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { commitOf } from '../../src/files/git-commit.ts';

const COMMIT = '1a2b3c4d5e'.repeat(4);
const OTHER = '0f'.repeat(20);
const BRANCH = 'ref: refs/heads/main\n';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-git-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** The commit of `conf/sync.yaml` (or of another file) in a folder with these files. */
async function commitIn(files: Readonly<Record<string, string>>, file = 'conf/sync.yaml'): Promise<string | null> {
  for (const [name, text] of Object.entries({ 'conf/sync.yaml': '', ...files })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return await commitOf(join(folder, file));
}

describe('the commit of the repository of a file', () => {
  test.each([
    ['of a branch', { '.git/HEAD': BRANCH, '.git/refs/heads/main': `${COMMIT}\n` }],
    ['of no branch', { '.git/HEAD': `${COMMIT}\n` }],
    ['of a packed branch', { '.git/HEAD': BRANCH, '.git/packed-refs': packed(`${COMMIT} refs/heads/main`) }],
    [
      'of a branch that went on after it was packed',
      {
        '.git/HEAD': BRANCH,
        '.git/refs/heads/main': COMMIT,
        '.git/packed-refs': packed(`${OTHER} refs/heads/main`),
      },
    ],
    [
      'of a further working tree',
      {
        'conf/.git': `gitdir: ../first/.git/worktrees/conf\n`,
        'first/.git/worktrees/conf/HEAD': BRANCH,
        'first/.git/worktrees/conf/commondir': '../..\n',
        'first/.git/refs/heads/main': COMMIT,
      },
    ],
    ['of the nearest one', { '.git/HEAD': OTHER, 'conf/.git/HEAD': COMMIT }],
  ])('%s', async (_name, files) => {
    expect(await commitIn(files)).toBe(COMMIT);
  });

  test('of SHA-256', async () => {
    expect(await commitIn({ '.git/HEAD': 'ab'.repeat(32) })).toBe('ab'.repeat(32));
  });

  test('where a link to the file leads', async () => {
    await commitIn({ 'conf/.git/HEAD': COMMIT });
    await symlink(join(folder, 'conf/sync.yaml'), join(folder, 'link.yaml'));

    expect(await commitOf(join(folder, 'link.yaml'))).toBe(COMMIT);
  });

  test.each([
    ['there is no repository', {}],
    ['nothing was committed', { '.git/HEAD': BRANCH }],
    ['the branch is another one', { '.git/HEAD': BRANCH, '.git/packed-refs': packed(`${COMMIT} refs/heads/mainly`) }],
    ['refs are kept in another form', { '.git/HEAD': 'ref: refs/heads/.invalid\n' }],
    ['a branch is no commit', { '.git/HEAD': BRANCH, '.git/refs/heads/main': 'ref: refs/heads/other' }],
    ['HEAD leads out of the repository', { '.git/HEAD': 'ref: refs/../../secret', secret: COMMIT }],
    ['HEAD leads elsewhere', { '.git/HEAD': 'ref: /secret', '.git/secret': COMMIT }],
    ['the repository is on another machine', { 'conf/.git': 'gitdir: //host/share', '.git/HEAD': COMMIT }],
    ['.git is something else', { 'conf/.git': 'hello', '.git/HEAD': COMMIT }],
    ['HEAD is too long', { '.git/HEAD': COMMIT + ' '.repeat(5000) }],
    ['HEAD is a folder', { '.git/HEAD/x': '' }],
    ['it says no number', { '.git/HEAD': 'a secret of somebody' }],
  ])('is unknown where %s', async (_name, files) => {
    expect(await commitIn(files)).toBeNull();
  });

  test('is unknown where the file is none', async () => {
    expect(await commitIn({ '.git/HEAD': COMMIT }, 'missing.yaml')).toBeNull();
  });
});

function packed(...lines: readonly string[]): string {
  return ['# pack-refs with: peeled fully-peeled sorted ', `${OTHER} refs/heads/a`, `^${OTHER}`, ...lines, ''].join(
    '\n',
  );
}
