import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { HeldUser } from '../../src/plan/held-sets.ts';
import { recallHolds, rememberHolds } from '../../src/run/holds.ts';

const ID = `d1-${'0'.repeat(32)}`;
const ADA: HeldUser = { key: '7', name: 'Ada', email: 'ada@corp.example' };
const EVE: HeldUser = { key: '8', name: 'Eve', email: 'eve@corp.example' };

let stateDir = '';

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'adsync-holds-'));
});

afterEach(async () => {
  await rm(stateDir, { recursive: true, force: true });
});

test('whom a held set stands for is remembered, and stays what was shown first', async () => {
  await rememberHolds(stateDir, new Map([[ID, [ADA]]]));
  await rememberHolds(stateDir, new Map([[ID, [ADA, EVE]]]));

  expect(await recallHolds(stateDir, [ID])).toEqual(new Map([[ID, [ADA]]]));
});

test.each([
  ['no JSON', '{"users": ['],
  ['no list', '{"users": 7}'],
  ['somebody without a key', '{"users": [{"name": "Ada", "email": "ada@corp.example"}]}'],
  ['nothing that is somebody', '{"users": [null]}'],
])('what is %s is not remembered, and written anew', async (_, text) => {
  await rememberHolds(stateDir, new Map([[ID, [ADA]]]));
  const file = join(stateDir, 'holds', `${ID}.json`);
  await writeFile(file, text);
  const recalled = await recallHolds(stateDir, [ID]);

  await rememberHolds(stateDir, new Map([[ID, [EVE]]]));

  expect(recalled.size).toBe(0);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ users: [EVE] });
});

test('what is no id is never looked up', async () => {
  await writeFile(join(stateDir, 'elsewhere.json'), JSON.stringify({ users: [ADA] }));

  expect((await recallHolds(stateDir, ['../elsewhere'])).size).toBe(0);
});
