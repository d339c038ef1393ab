import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { statusOf } from '../../../src/sandbox/goto/account.ts';
import { loadGotoAccount, saveGotoAccount } from '../../../src/sandbox/goto/index.ts';
import { withGoto } from './ask.ts';

const EXAMPLES = join(import.meta.dirname, '../../../examples');
const EXAMPLE = join(EXAMPLES, 'goto-account.json');

test('the example account stands as the program would write it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'adsync-goto-'));
  try {
    await saveGotoAccount(join(folder, 'again.json'), await loadGotoAccount(EXAMPLE));

    expect(await readFile(join(folder, 'again.json'), 'utf8')).toBe(await readFile(EXAMPLE, 'utf8'));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the example account has somebody for every change of a plan', async () => {
  const { users, licences, validatedDomains } = await loadGotoAccount(EXAMPLE);
  const people = (await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8')).toLowerCase();
  const shown = users.map((user) => {
    const email = user.email.toLowerCase();
    return [email.split('@')[0], statusOf(user), user.licenseKeys.length, people.includes(`mail: ${email}\n`)];
  });

  expect(shown).toEqual([
    ['olivia.owner', 'ACTIVE', 0, false],
    ['alan.admin', 'ACTIVE', 0, false],
    ['aaron.smith', 'ACTIVE', 1, true],
    ['bea.russo', 'ACTIVE', 3, true],
    ['carl.weber', 'SUSPENDED', 0, true],
    ['dana.fox', 'INVITED', 2, true],
    ['ivan.petrov', 'INACTIVE', 1, true],
    ['gina.gone', 'ACTIVE', 1, false],
    ['night.watch', 'ACTIVE', 1, false],
  ]);
  expect(users.filter(({ email }) => !validatedDomains.includes(email.split('@')[1] ?? ''))).toHaveLength(1);
  expect(licences).toHaveLength(3);
  expect(licences.filter(({ key }) => BigInt(key) <= BigInt(Number.MAX_SAFE_INTEGER))).toEqual([]);
});

test('the example account gives a token to its super admin', async () => {
  await withGoto({ account: await loadGotoAccount(EXAMPLE) }, async ({ sign }) => {
    const basic = `Basic ${Buffer.from('adsync-rehearsal:sandbox-secret').toString('base64')}`;
    const said = await sign({ grant_type: 'personal_access_token', pat: 'sandbox-pat' }, basic);

    expect(said).toMatchObject({ status: 200, body: { principal: 'olivia.owner@corp.example' } });
  });
});
