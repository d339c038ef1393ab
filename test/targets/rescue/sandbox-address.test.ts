import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Secret } from '../../../src/core/secret.ts';
import { saveSandboxAccount } from '../../../src/sandbox/index.ts';
import { openRescue } from '../../../src/targets/rescue/rescue.ts';
import { apply, creation, testAccount, testSettings, testWorld } from './support.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-rescue-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('sandbox:FILE serves the account for one run and keeps what was changed', async () => {
  const path = join(folder, 'account.json');
  await saveSandboxAccount(path, testAccount());
  const settings = testSettings(`sandbox:${path}`, { newUserPassword: new Secret('Default-Pass%9') });

  const first = await openRescue(settings, testWorld());
  const done = await apply({ target: first }, [creation('new@corp.example', 'Technicians/Night')]);
  await first.close();
  const second = await openRescue(settings, testWorld());
  const reading = await second.read();
  await second.close();

  expect(done).toEqual(['done']);
  expect(reading.url).toBe(`sandbox:${path}`);
  expect(reading.users.map(({ email }) => email)).toContain('new@corp.example');
  expect(await readdir(folder)).toEqual(['account.json']);
  expect(await readFile(path, 'utf8')).not.toContain('Default-Pass%9');
});

test('a plan alone leaves the file as it is, to the byte', async () => {
  const path = join(folder, 'account.json');
  await saveSandboxAccount(path, testAccount());
  const before = await readFile(path, 'utf8');

  const target = await openRescue(testSettings(`sandbox:${path}`), testWorld());
  await target.read();
  await target.close();

  expect(await readFile(path, 'utf8')).toBe(before);
});

test('a missing account file is an error that says what to do', async () => {
  const opening = openRescue(testSettings(`sandbox:${join(folder, 'none.json')}`), testWorld());

  await expect(opening).rejects.toMatchObject({ code: 'SANDBOX_FILE_MISSING', advice: /adsync sandbox/ });
});
