import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadSandboxAccount, newSandboxAccount, saveSandboxAccount } from '../../src/sandbox/index.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { adsync, type Ended, newFolder } from './adsync.ts';

/** The worst morning of a help desk against a real Active Directory: the group of 1,000 is renamed, or its list is hidden. */

const GROUPS = 'OU=Groups,OU=Large,DC=corp,DC=example,DC=test';

let lab: Lab;
let folder: Awaited<ReturnType<typeof newFolder>>;

beforeAll(async () => {
  lab = await startLab('incident', '127.0.0.8');
  await lab.generate('1000', '1', '1000', '1');
  const ca = await readFile(lab.get('AD_CA_FILE'), 'utf8');
  folder = await newFolder({ 'ca.pem': ca });
  const holder = { name: 'Olga Owner', email: 'owner@example.com', password: 'Holder%1pass' };
  const account = newSandboxAccount({ organization: 'Corp', accountId: 1, apiToken: 'sandbox-token', holder });
  await saveSandboxAccount(join(folder.path, 'account.json'), account);
}, 120_000);

afterAll(async () => {
  await lab.reset();
  await folder.remove();
});

function yaml(group: string): string {
  return `version: 1
directory:
  type: ldap
  urls: [${lab.get('AD_URL')}]
  baseDN: DC=corp,DC=example,DC=test
  bindDN: ${lab.get('AD_SYNC_BIND_DN')}
  bindPassword: \${BIND_PASSWORD}
  tls: {ca: ca.pem}
limits: {disable: 100%, disablePerGroup: 100%, move: 100%, readdress: 100%, membersPerGroup: 1000}
rescue:
  url: sandbox:account.json
  apiToken: sandbox-token
  requests: {concurrent: 8, perSecond: 1000}
  groups: [{directoryGroup: ${group}, rescueGroup: Technicians/Desk}]
`;
}

async function apply(): Promise<{ ended: Ended; enabled: number; disabled: number }> {
  await writeFile(join(folder.path, 'sync.yaml'), yaml('Large Group 00000'));
  const env = { BIND_PASSWORD: lab.get('AD_SYNC_PASSWORD') };
  const ended = await adsync(['apply', '--yes'], { cwd: folder.path, env });
  const { nodes } = await loadSandboxAccount(join(folder.path, 'account.json'));
  const users = nodes.filter(({ type }) => type === 'Technician');
  const disabled = users.filter(({ status }) => status === 'Disabled').length;
  return { ended, disabled, enabled: users.length - disabled };
}

function rename(from: string, to: string): Promise<void> {
  return lab.modify(`dn: CN=${from},${GROUPS}\nchangetype: modrdn\nnewrdn: CN=${to}\ndeleteoldrdn: 1\n`);
}

test('a mapped group of 1,000 that is renamed, or whose list is hidden, disables nobody, even without limits', async () => {
  const first = await apply();
  await rename('Large Group 00000', 'Service Desk EMEA');
  const renamed = await apply();
  await rename('Service Desk EMEA', 'Large Group 00000');
  // Nobody but administrators may read `member` (that is its schema GUID) of the group.
  await lab.permit(`CN=Large Group 00000,${GROUPS}`, '(OD;;RP;bf9679c0-0de6-11d0-a285-00aa003049e2;;AU)');
  const hidden = await apply();

  expect(first.ended).toMatchObject({ code: 0, stderr: '' });
  expect(first.enabled).toBeGreaterThan(900);
  expect(renamed).toMatchObject({ ended: { code: 3 }, disabled: 0, enabled: first.enabled });
  expect(renamed.ended.stdout).toContain('GROUP_NOT_FOUND');
  expect(hidden).toMatchObject({ ended: { code: 3 }, disabled: 0, enabled: first.enabled });
  expect(hidden.ended.stdout).toContain('its list of members cannot be read');
});
