import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newAppender } from '../../src/run/appender.ts';

let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-appender-'));
  path = join(folder, 'lines');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('a line that is waited for is in the file, after all lines before it', async () => {
  const appender = newAppender(await open(path, 'ax'), path);

  appender.add('first');
  await appender.sync('second');
  const text = await readFile(path, 'utf8');
  await appender.close();

  expect(text).toBe('first\nsecond\n');
});

test('lines that come together share one fsync', async () => {
  const file = await open(path, 'ax');
  let syncs = 0;
  const datasync = file.datasync.bind(file);
  file.datasync = () => {
    syncs += 1;
    return datasync();
  };
  const appender = newAppender(file, path);

  await Promise.all(Array.from({ length: 50 }, (_, index) => appender.sync(`line ${index}`)));
  const used = syncs;
  await appender.close();

  expect(used).toBeLessThanOrEqual(2);
  expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(51);
});

test('a full disk is said at the first line that is waited for, and at every later one', async () => {
  const appender = newAppender(await open('/dev/full', 'a'), '/state/run');

  const first = appender.sync('one');
  const message = 'Cannot write /state/run: the disk is full. Without a record of what is done, nothing is changed.';

  await expect(first).rejects.toThrow(message);
  await expect(appender.sync('two')).rejects.toMatchObject({ code: 'STATE_UNWRITABLE' });
  await expect(appender.close()).rejects.toMatchObject({ code: 'STATE_UNWRITABLE' });
});
