import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { EXAMPLES, newFolder } from './adsync.ts';

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  folder = await newFolder({});
});

afterEach(async () => {
  await folder.remove();
});

function demo(): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [join(EXAMPLES, 'demo.mjs')], { cwd: folder.path });
}

test('the demo does the main job in any folder, again and again', async () => {
  for (let time = 0; time < 2; time += 1) {
    const { stdout } = await demo();

    expect(stdout.match(/No changes\./g)).toHaveLength(2);
    expect(existsSync(join(folder.path, 'demo', 'plan.xlsx'))).toBe(true);
  }
});

test('a folder named demo that somebody else made is left alone', async () => {
  await mkdir(join(folder.path, 'demo'));
  await writeFile(join(folder.path, 'demo', 'mine.txt'), 'mine');

  await expect(demo()).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('not one that the demo made'),
  });
  expect(await readFile(join(folder.path, 'demo', 'mine.txt'), 'utf8')).toBe('mine');
});
