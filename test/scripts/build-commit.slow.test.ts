import { execFileSync } from 'node:child_process';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { buildCommit } from '../../scripts/build-commit.mjs';
import { newFolder } from '../e2e/adsync.ts';

let folder: Awaited<ReturnType<typeof newFolder>>;
let root: string;

function git(...args: string[]): string {
  const name = ['-c', 'user.name=A', '-c', 'user.email=a@corp.example'];
  return execFileSync('git', [...name, ...args], { cwd: root, encoding: 'utf8' }).trim();
}

beforeEach(async () => {
  folder = await newFolder({});
  root = join(await realpath(folder.path), 'it');
  await mkdir(root);
  await writeFile(join(root, 'package.json'), '{}');
});

afterEach(async () => {
  await folder.remove();
});

test('outside of git there is no commit, nor where git has none yet', () => {
  expect(buildCommit(root)).toEqual({ commit: null, modified: false });

  git('init', '-q');
  expect(buildCommit(root)).toEqual({ commit: null, modified: false });
});

test('it is the commit of the checkout, and says whether files of it were changed', async () => {
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  const commit = git('rev-parse', 'HEAD');
  expect(buildCommit(root)).toEqual({ commit, modified: false });

  await writeFile(join(root, 'new'), '');
  expect(buildCommit(root)).toEqual({ commit, modified: false });

  await writeFile(join(root, 'package.json'), '{"a":1}');
  expect(buildCommit(root)).toEqual({ commit, modified: true });
});

test('the repository around a folder is that of somebody else; so is the one that a hook of git names', async () => {
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  const inner = join(root, 'vendor');
  await mkdir(inner);

  expect(buildCommit(inner)).toEqual({ commit: null, modified: false });
  expect(buildCommit(root, { ...process.env, GIT_DIR: '/nowhere' }).commit).toBe(git('rev-parse', 'HEAD'));
});
