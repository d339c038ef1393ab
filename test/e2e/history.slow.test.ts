import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { serveExample, type Served } from './served.ts';

/** What runs leave in the state folder, and what history says of it. */

let served: Served;

beforeEach(async () => {
  served = await serveExample();
});

afterEach(async () => {
  await served.close();
});

test('a state folder that cannot be written stops the run before anything is changed', async () => {
  await writeFile(join(served.path, 'state'), 'a file');

  const ended = await served.run('apply', '--yes', '--state-dir', 'state');

  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('error STATE_UNWRITABLE');
  expect(served.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
});

test('history of a folder without runs says so, and an unknown run is an error', async () => {
  await mkdir(join(served.path, 'empty'), { mode: 0o700 });

  const none = await served.run('history', '--state-dir', 'empty');
  const unknown = await served.run('history', 'nothing-like-it');

  expect(none).toMatchObject({ code: 0, stdout: expect.stringMatching(/^No runs in .*empty\.\n$/) });
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('error RUN_UNKNOWN') });
});

test('history lists runs newest first, and a run shows every change with its calls', async () => {
  await served.here(['apply', '--yes']);
  const [only] = await served.history();

  const list = await served.run('history');
  const shown = await served.run('history', String(only?.['run']));
  const names = await readdir(join(served.path, '.adsync', 'runs'));

  expect(names).toEqual([`${String(only?.['run'])}.jsonl`]);
  expect(list.stdout).toMatch(/apply\s+560961\s+[0-9a-f]{12}\s+29\s+29\s+0\s+0\s+0\s+ended/);
  expect(shown.stdout).toContain('29 changes: 29 done, 0 failed, 0 stale, 0 skipped, 0 not reached');
  expect(shown.stdout).toMatch(/done {2}create {2}.*\n {4}createUser: parent "\d+" → OK, \d+ ms\n {4}setUser_v2: /);
});
