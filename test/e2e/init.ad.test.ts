import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import { newSandboxAccount, saveSandboxAccount } from '../../src/sandbox/index.ts';
import { type Lab, SMALL, startLab } from '../lab/lab.ts';
import { adsync, newFolder } from './adsync.ts';
import { KEYS, Terminal } from './terminal.ts';

/** The wizard against a real Active Directory: the password is wrong at first, and what it writes is planned. */

const { enter, up } = KEYS;
const SALES = 'CN=Sales,OU=Groups,OU=Company,DC=corp,DC=example,DC=test';
let lab: Lab;
let wizard: Terminal | null = null;
let folder: Awaited<ReturnType<typeof newFolder>>;

beforeAll(async () => {
  lab = await startLab('init', '127.0.0.21');
  await lab.load(SMALL);
  folder = await newFolder({ 'ca.pem': await readFile(lab.get('AD_CA_FILE'), 'utf8') });
  const holder = { name: 'Olga Owner', email: 'owner@example.com', password: 'Holder%1pass' };
  const account = newSandboxAccount({ organization: 'Example Ltd', accountId: 1, apiToken: 'sandbox-token', holder });
  await saveSandboxAccount(join(folder.path, 'account.json'), account);
});

afterAll(async () => {
  wizard?.kill();
  await lab.reset();
  await folder.remove();
});

test('a new file for a domain', async () => {
  wizard = new Terminal(['init'], { cwd: folder.path, env: { RESCUE_API_TOKEN: 'sandbox-token' } });
  const again = ['Domain controllers', 'Base DN', 'Who reads'];
  await wizard.at('Which accounts', enter);
  await wizard.at('Where do people', enter);
  await wizard.at('Domain controllers', lab.get('AD_URL'), enter);
  await wizard.at('Base DN', 'DC=corp,DC=example,DC=test', enter);
  await wizard.at('Who reads', 'CN=svc-sync,CN=Users,DC=corp,DC=example,DC=test', enter);
  await wizard.at('Password', 'not-the-password', enter);
  await wizard.at('PEM file', 'ca.pem', enter);
  await wizard.at('error LDAP_WRONG_PASSWORD');
  await wizard.at('What now?', enter);
  await wizard.at('Where do people', enter);
  for (const ask of again) await wizard.at(ask, enter);
  await wizard.at('Password', lab.get('AD_SYNC_PASSWORD'), enter);
  await wizard.at('PEM file', enter);
  await wizard.at('The directory answers');
  await wizard.at('Where is the Rescue account', up, enter);
  await wizard.at('How does adsync sign in', enter);
  await wizard.at('Address of the Rescue API', 'sandbox:account.json', enter);
  await wizard.at('Which directory group feeds', enter);
  await wizard.at('A part of the name', 'sales', enter);
  await wizard.at('Which ones?', KEYS.tab, enter);
  await wizard.at('stand in?', enter);
  await wizard.at('Path of the Rescue group', 'Technicians/Sales', enter);
  await wizard.at('Options of Technicians/Sales', enter);
  await wizard.at('One mapping so far', enter);
  for (const ask of ['sign in with', 'SSO id', 'Technician seats', 'Mobile add-ons', 'never disabled']) {
    await wizard.at(ask, enter);
  }
  for (const ask of ['random password', 'careful limits', 'How often', 'first plan?']) await wizard.at(ask, enter);
  await wizard.at('Plan: ');
  await wizard.at('Write sync.yaml?', enter);

  expect(await wizard.end()).toBe(0);
  expect(wizard.text).not.toContain(lab.get('AD_SYNC_PASSWORD'));
  const written = await readFile(join(folder.path, 'sync.yaml'), 'utf8');
  expect(written).toContain(`directoryGroup: ${SALES}\n`);
  expect(written).toContain('bindPassword: ${ADSYNC_BIND_PASSWORD}\n');
  const env = { RESCUE_API_TOKEN: 'sandbox-token', ADSYNC_BIND_PASSWORD: lab.get('AD_SYNC_PASSWORD') };
  const { stdout } = await adsync(['plan', '--json'], { cwd: folder.path, env });
  const { summary, directory } = JSON.parse(stdout) as Plan;
  const [, create = ''] = /Plan: (\d+) to create/.exec(wizard.text) ?? [];
  expect({ complete: directory.complete, create: summary.create }).toEqual({ complete: true, create: Number(create) });
});
