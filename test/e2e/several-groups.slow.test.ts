import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import { newSandboxAccount, saveSandboxAccount } from '../../src/sandbox/index.ts';
import { adsync, type Ended, EXAMPLES, newFolder } from './adsync.ts';

/** Several directory groups for one Rescue group, with the built program, from an empty account. */

const TIERS = ['Helpdesk Tier 1', 'CN=Helpdesk Tier 2,OU=Groups,DC=corp,DC=example'];

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  folder = await newFolder({
    'directory.ldif': await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8'),
  });
  const holder = { name: 'Olga Owner', email: 'owner@corp.example', password: 'Holder%1pass' };
  const account = newSandboxAccount({ organization: 'Corp', accountId: 1, apiToken: 'sandbox-token', holder });
  await saveSandboxAccount(join(folder.path, 'account.json'), account);
});

afterEach(async () => {
  await folder.remove();
});

async function withGroups(groups: string, ...args: string[]): Promise<Ended> {
  const head = 'version: 1\ndirectory: { type: file, path: directory.ldif }\nlimits: { disable: 100%, move: 100% }\n';
  const rescue = 'rescue:\n  url: sandbox:account.json\n  apiToken: sandbox-token\n  groups:\n';
  await writeFile(join(folder.path, 'sync.yaml'), `${head}${rescue}${groups}`);
  return adsync(args, { cwd: folder.path });
}

function listOf(names: readonly string[]): string {
  const items = names.map((name) => `        - ${name}\n`).join('');
  return `    - directoryGroup:\n${items}      rescueGroup: Technicians/Helpdesk/All\n`;
}

/** A plan without what hangs on the text of the file and on the clock. */
async function planOf(groups: string): Promise<string> {
  const { stdout } = await withGroups(groups, 'plan', '--json');
  const plan = JSON.parse(stdout) as Plan;
  return JSON.stringify({ ...plan, planId: '', createdAt: '', config: { ...plan.config, sha256: '' } });
}

test('from the file to the account by a saved plan, and nothing is left to do', async () => {
  await withGroups(listOf(TIERS), 'plan', '--out', 'plan.json');
  const applied = await withGroups(listOf(TIERS), 'apply', 'plan.json', '--yes');
  const again = await withGroups(listOf(TIERS), 'plan', '--json');
  const counted = await withGroups(listOf(TIERS), 'groups', 'count', '--json');

  expect(applied.code).toBe(0);
  expect((JSON.parse(again.stdout) as Plan).changes).toEqual([]);
  const [names = ''] = await readdir(join(folder.path, '.adsync', 'names'));
  expect(await readFile(join(folder.path, '.adsync', 'names', names), 'utf8')).toContain('"helpdesk tier 1"');
  expect(JSON.parse(counted.stdout)).toMatchObject({
    mappings: [{ line: 8, rescueGroup: 'Technicians/Helpdesk/All', parts: [{ line: 9 }, { line: 10 }], nested: 33 }],
  });
});

test('one that is not there withholds removals, and is named with its place', async () => {
  await withGroups(listOf(TIERS), 'apply', '--yes');

  const planned = await withGroups(listOf(['Helpdesk Tier One', TIERS[1] ?? '']), 'plan', '--json');
  const plan = JSON.parse(planned.stdout) as Plan;

  expect(planned.code).toBe(1);
  expect(plan.changes).toEqual([]);
  expect(plan.notices).toContainEqual(
    expect.objectContaining({
      code: 'GROUP_NOT_FOUND',
      line: 9,
      text: expect.stringMatching(/Similar: .*Helpdesk Tier 1.* It stands at line 9, column 11 of the file\./),
    }),
  );
});

test('a list of one is the plain form, byte for byte', async () => {
  const plain = '    - directoryGroup: Helpdesk Tier 1\n      rescueGroup: Technicians/Helpdesk/All\n';
  const first = await planOf(plain);

  expect(first).toContain('Helpdesk Tier 1');
  expect(await planOf(listOf(TIERS.slice(0, 1)))).toBe(first);
  expect(await planOf(plain.replace('Helpdesk Tier 1', '[Helpdesk Tier 1]'))).toBe(first);
});

test('a search tells the line of the group, and validate where a list is wrong', async () => {
  const found = await withGroups(listOf(TIERS), 'groups', 'search', 'helpdesk');
  const faulty = await withGroups(listOf([TIERS[0] ?? '', 'helpdesk tier 1']), 'validate');

  expect(found.stdout).toMatch(/Helpdesk Tier 1 .*line 9 /);
  expect(found.stdout).toMatch(/Helpdesk Tier 2 .*line 10 /);
  expect(faulty.code).toBe(1);
  expect(faulty.stderr).toContain('sync.yaml:10:11 error DUPLICATE_DIRECTORY_GROUP');
});
