import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadSandboxAccount, saveSandboxAccount, startRescueSandbox } from '../../../src/sandbox/index.ts';
import { newPersister } from '../../../src/sandbox/rescue/persister.ts';
import { DAY, testAccount, TOKEN } from '../../targets/rescue/support.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-sandbox-'));
  path = join(folder, 'account.json');
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('an account file', () => {
  test('gives back what was saved, one node a line, for its owner only', async () => {
    const account = testAccount();
    account.switches = { lineEnd: 'crlf' };
    account.faults = [{ kind: 'http429', nth: [1, 2], retryAfter: '5' }];

    await saveSandboxAccount(path, account);

    expect(await loadSandboxAccount(path)).toEqual(account);
    const text = await readFile(path, 'utf8');
    expect(text).toContain(
      `\n    {"id":${DAY},"parent":337363,"type":"TechnicianGroup","name":"Day","email":"","permissions":["RemoteControl"]},\n`,
    );
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test.each([
    ['UTF-16', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-8 with a byte order mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
  ])('may come in %s, as PowerShell writes it', async (_encoding, encode) => {
    const account = testAccount();
    await saveSandboxAccount(path, account);
    await writeFile(path, encode(await readFile(path, 'utf8')));

    expect(await loadSandboxAccount(path)).toEqual(account);
  });

  test('may leave out what is empty', async () => {
    const nodes = ['Masteradministrators', 'Administrators', 'Technicians'].map((type, index) => ({
      id: index + 1,
      parent: null,
      type,
    }));
    await writeFile(
      path,
      JSON.stringify({ format: 'adsync.sandbox-account/1', accountId: 1, organization: 'C', apiTokens: [], nodes }),
    );

    const account = await loadSandboxAccount(path);

    expect(account.nodes[2]).toMatchObject({ id: 3, type: 'Technicians', name: '', status: 'Offline', password: null });
  });

  test.each<[string, (account: Record<string, unknown>) => void, RegExp]>([
    ['another format', (account) => (account['format'] = 'x'), /"format" must be/],
    ['no account id', (account) => delete account['accountId'], /"accountId" must be a number/],
    [
      'an unknown switch',
      (account) => (account['switches'] = { latencyy: 1 }),
      /no switch "latencyy"; there are omittedFields, /,
    ],
    [
      'a wrong switch',
      (account) => (account['switches'] = { lineEnd: 'cr' }),
      /lineEnd must be "lf" or "crlf", not "cr"/,
    ],
    ['an unknown fault', (account) => (account['faults'] = [{ kind: 'fire' }]), /no kind out of errorBefore/],
    [
      'an unknown field',
      (account) => (account['nodes'] as object[]).push({ id: 9, parent: 337363, type: 'Technician', mail: 'x' }),
      /node 9 has the unknown field "mail"/,
    ],
    [
      'a wrong value',
      (account) => (account['nodes'] as object[]).push({ id: 9, parent: 337363, type: 'Boss' }),
      /node 9: "Boss" is no valid "type"/,
    ],
    [
      'no parent',
      (account) => (account['nodes'] as object[]).push({ id: 9, type: 'Technician' }),
      /node 9 has no "parent"/,
    ],
    [
      'an unknown parent',
      (account) => (account['nodes'] as object[]).push({ id: 9, parent: 8, type: 'Technician' }),
      /node 9 has the unknown parent 8/,
    ],
    [
      'a node twice',
      (account) => (account['nodes'] as object[]).push({ id: DAY, parent: 337363, type: 'Technician' }),
      /node 400000 is there twice/,
    ],
    ['no root', (account) => (account['nodes'] as object[]).splice(1, 1), /one node of type Administrators/],
  ])('with %s is refused with a clear word', async (_, spoil, why) => {
    const account = JSON.parse(JSON.stringify(testAccount())) as Record<string, unknown>;
    spoil(account);
    await writeFile(path, JSON.stringify(account));

    await expect(loadSandboxAccount(path)).rejects.toMatchObject({
      code: 'SANDBOX_FILE_BAD',
      message: expect.stringMatching(why),
    });
  });

  test('that is no JSON, or not there, is refused with a clear word', async () => {
    await writeFile(path, '{"format": ');

    await expect(loadSandboxAccount(path)).rejects.toMatchObject({ code: 'SANDBOX_FILE_BAD' });
    await expect(loadSandboxAccount(join(folder, 'none'))).rejects.toMatchObject({ code: 'SANDBOX_FILE_MISSING' });
    await expect(loadSandboxAccount(folder)).rejects.toMatchObject({ code: 'SANDBOX_FILE_UNREADABLE' });
  });
});

test('what was answered is in the file by then', async () => {
  const sandbox = await startRescueSandbox({ account: testAccount(), file: path });
  try {
    for (const parent of [DAY, DAY, DAY]) {
      const body = new URLSearchParams({ authcode: TOKEN, parent: String(parent) });
      const answer = await fetch(`${sandbox.url}/API/createUser.aspx`, { method: 'POST', body });
      const id = Number((await answer.text()).split(' ')[1]);

      const saved = await loadSandboxAccount(path);

      expect(saved.nodes.some((node) => node.id === id)).toBe(true);
    }
    expect(await readdir(folder)).toEqual(['account.json']);
  } finally {
    await sandbox.close();
  }
});

test('a file that cannot be written makes the call an ERROR, not a success', async () => {
  const sandbox = await startRescueSandbox({ account: testAccount(), file: join(folder, 'no', 'such', 'folder.json') });
  try {
    const body = new URLSearchParams({ authcode: TOKEN, parent: String(DAY) });

    const answer = await fetch(`${sandbox.url}/API/createUser.aspx`, { method: 'POST', body });

    expect(await answer.text()).toBe('ERROR');
  } finally {
    await sandbox.close();
  }
});

test('writes that come at once share a save, and none is answered before its own is done', async () => {
  let state = 0;
  let saved = 0;
  let saves = 0;
  const save = newPersister(async () => {
    saves += 1;
    const seen = state;
    await setImmediate();
    saved = seen;
  });

  await Promise.all(
    Array.from({ length: 20 }, async () => {
      state += 1;
      const mine = state;
      await save();
      expect(saved).toBeGreaterThanOrEqual(mine);
    }),
  );

  expect(saves).toBeLessThanOrEqual(2);
});
