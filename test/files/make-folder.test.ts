import { existsSync } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { makeFolder } from '../../src/files/make-folder.ts';
import { newFolder } from '../e2e/adsync.ts';

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  folder = await newFolder({});
});

afterEach(async () => {
  await folder.remove();
});

const onUnix = platform() === 'win32' ? test.skip : test;
const withProc = existsSync('/proc/self/fd') ? test : test.skip;

test('a folder is made with those above it, and found the next time', async () => {
  const path = join(folder.path, 'a', 'b', 'c');

  expect([await makeFolder(path, 0o700), await makeFolder(path, 0o700)]).toEqual([true, false]);
  expect((await stat(path)).isDirectory()).toBe(true);
});

onUnix('every folder that is made has the mode', async () => {
  await makeFolder(join(folder.path, 'a', 'b'), 0o700);

  for (const name of ['a', 'a/b']) expect((await stat(join(folder.path, name))).mode & 0o777).toBe(0o700);
});

test('a file in the way is an error', async () => {
  await writeFile(join(folder.path, 'a'), '');

  await expect(makeFolder(join(folder.path, 'a'), 0o700)).rejects.toMatchObject({ code: 'EEXIST' });
});

withProc.each(['/proc/self/fd/.adsync', '/proc/self/fd/.adsync/locks', '/proc/none/of/these'])(
  'where no folder can be made it ends: %s',
  async (path) => {
    await expect(makeFolder(path, 0o700)).rejects.toMatchObject({ code: 'ENOENT' });
  },
);
