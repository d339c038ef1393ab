import { chmod, chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { replaceUnchanged } from '../../src/files/replace-unchanged.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-replace-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('a file that is as it was read is replaced, and keeps its permissions', async () => {
  const path = join(folder, 'sync.yaml');
  await writeFile(path, 'a: 1\n');
  await chmod(path, 0o666);

  await replaceUnchanged(path, Buffer.from('a: 1\n'), 'a: 2\n');

  expect(await readFile(path, 'utf8')).toBe('a: 2\n');
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o666);
});

test.each([
  ['changed', 'a: 3\n', Buffer.from('a: 1\n')],
  ['made', 'a: 3\n', null],
])('a file that was %s meanwhile stays', async (_what, now, before) => {
  const path = join(folder, 'sync.yaml');
  await writeFile(path, now);

  await expect(replaceUnchanged(path, before, 'a: 2\n')).rejects.toMatchObject({ code: 'FILE_CHANGED' });
  expect(await readFile(path, 'utf8')).toBe(now);
});

test('a file that was removed meanwhile is not made again', async () => {
  const path = join(folder, 'sync.yaml');

  await expect(replaceUnchanged(path, Buffer.from('a'), 'a: 2\n')).rejects.toMatchObject({ code: 'FILE_CHANGED' });
});

const isRoot = process.geteuid?.() === 0;
const onUnix = process.platform === 'win32' ? test.skip : test;

onUnix('a file that nobody may write stays as it is', async () => {
  const path = join(folder, 'sync.yaml');
  await writeFile(path, 'a: 1\n');
  await chmod(path, 0o444);

  await expect(replaceUnchanged(path, Buffer.from('a: 1\n'), 'a: 2\n')).rejects.toMatchObject({
    code: 'OUTPUT_NOT_PERMITTED',
  });
  expect(await readFile(path, 'utf8')).toBe('a: 1\n');
});

// Only root can give a file to somebody else, and so only root loses it to itself.
(isRoot ? test : test.skip)('a file keeps its owner and its group', async () => {
  const path = join(folder, 'sync.yaml');
  await writeFile(path, 'a: 1\n');
  await chown(path, 12, 34);
  await chmod(path, 0o640);

  await replaceUnchanged(path, Buffer.from('a: 1\n'), 'a: 2\n');

  const { uid, gid, mode } = await stat(path);
  expect([uid, gid, mode & 0o777]).toEqual([12, 34, 0o640]);
});

test('a new file is made', async () => {
  const path = join(folder, 'sync.yaml');
  await replaceUnchanged(path, null, 'a: 2\n');

  expect(await readFile(path, 'utf8')).toBe('a: 2\n');
});
