import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import type { Plan } from '../../src/plan/model.ts';
import {
  loadSandboxAccount,
  newSandboxAccount,
  type SandboxAccount,
  saveSandboxAccount,
} from '../../src/sandbox/index.ts';
import { lines } from '../targets/rescue/planner/builders.ts';
import { type Lab, SMALL, startLab } from '../lab/lab.ts';
import { adsync, type Ended, newFolder } from './adsync.ts';

/**
 * The built program against a real Active Directory and a stand-in account. The tests tell one story, in order:
 * each changes people over LDAP, and sees exactly the right plan before it is applied.
 */

const COMPANY = 'OU=Company,DC=corp,DC=example,DC=test';
const PEOPLE = `OU=People,${COMPANY}`;
const SALES_PEOPLE = `OU=Sales\\, EMEA,${PEOPLE}`;

let lab: Lab;
let folder: Awaited<ReturnType<typeof newFolder>>;

beforeAll(async () => {
  lab = await startLab('e2e', '127.0.0.7');
  await lab.load(SMALL);
  folder = await newFolder({ 'sync.yaml': yaml(), 'ca.pem': await readFile(lab.get('AD_CA_FILE'), 'utf8') });
  await saveSandboxAccount(join(folder.path, 'account.json'), emptyAccount());
});

afterAll(async () => {
  await lab.reset();
  await folder.remove();
});

function emptyAccount(): SandboxAccount {
  const holder = { name: 'Olga Owner', email: 'owner@example.com', password: 'Holder%1pass' };
  return newSandboxAccount({ organization: 'Example Ltd', accountId: 560961, apiToken: 'sandbox-token', holder });
}

function yaml(changes: Readonly<Record<string, string>> = {}): string {
  const text = `version: 1
directory:
  type: ldap
  urls: [URL]
  baseDN: DC=corp,DC=example,DC=test
  bindDN: CN=svc-sync,CN=Users,DC=corp,DC=example,DC=test
  bindPassword: \${BIND_PASSWORD}
  tls: {ca: CA}
rescue:
  url: sandbox:account.json
  apiToken: sandbox-token
  requests: {perSecond: 1000}
  groups:
    - directoryGroup: CN=Sales,OU=Groups,OU=Company,DC=corp,DC=example,DC=test
      rescueGroup: Technicians/Sales
    - directoryGroup: grp-level1
      rescueGroup: Technicians/Levels
`;
  return text.replace('URL', changes['url'] ?? lab.get('AD_URL')).replace('CA', changes['ca'] ?? 'ca.pem');
}

async function run(...args: string[]): Promise<Ended> {
  return adsync(args, { cwd: folder.path, env: { BIND_PASSWORD: lab.get('AD_SYNC_PASSWORD') } });
}

async function plan(): Promise<Plan> {
  const { stdout, stderr, code } = await run('plan', '--json');
  if (code !== 0) throw new Error(`plan ended with ${code ?? 'a signal'}: ${stderr}${stdout}`);
  return JSON.parse(stdout) as Plan;
}

/** Applies what is to be done, and sees that nothing is left. */
async function applyAll(...options: readonly string[]): Promise<void> {
  const applied = await run('apply', '--yes', ...options);
  expect(applied.stderr).toBe('');
  expect(applied.code).toBe(0);
  expect((await plan()).changes).toEqual([]);
}

test('the first plan creates the groups and everybody in them, and the workbook says the same', async () => {
  const first = await run('plan', '--excel', 'plan.xlsx', '--out', 'plan.json', '--detailed-exitcode');

  const saved = JSON.parse(await readFile(join(folder.path, 'plan.json'), 'utf8')) as Plan;
  expect(first.code).toBe(2);
  expect(saved.directory).toMatchObject({ type: 'ldap', complete: true });
  expect(saved.summary).toMatchObject({ create: 14, createGroup: 4, update: 0, move: 0, disable: 0 });
  expect(saved.changes.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Level 2', 'Level 3', 'Abel, Anna', 'Smith, John', 'Zoë 🚀 Rocket', 'Işıl Çağlar İnce']),
  );
  expect(saved.changes.map(({ name }) => name)).not.toContain('Gustav Gone');
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(join(folder.path, 'plan.xlsx'));
  expect(workbook.getWorksheet('Changes')?.actualRowCount).toBe(saved.changes.length + 1);
});

test('apply makes it so, and a second plan has nothing left', async () => {
  await applyAll();

  const { nodes } = await loadSandboxAccount(join(folder.path, 'account.json'));
  const sales = nodes.find(({ name }) => name === 'Sales');
  const disabledInAd = nodes.filter(({ name }) => /Disabled|Expired$/.test(name));
  expect(nodes.filter(({ parent }) => parent === sales?.id)).toHaveLength(11);
  expect(disabledInAd).toEqual([]);
});

test('a rename of the object, the display name and the mail is one update of one user', async () => {
  await lab.modify(`dn: CN=Anna Abel,${SALES_PEOPLE}
changetype: modify
replace: displayName
displayName: Abel-Gruber, Anna
-
replace: mail
mail: anna.abel-gruber@example.com
-

dn: CN=Anna Abel,${SALES_PEOPLE}
changetype: modrdn
newrdn: CN=Anna Abel-Gruber
deleteoldrdn: 1
`);

  const { changes } = await plan();

  expect(changes).toHaveLength(1);
  expect(changes[0]).toMatchObject({
    operations: ['update'],
    before: { name: 'Abel, Anna', email: 'anna.abel@example.com' },
    after: { name: 'Abel-Gruber, Anna', email: 'anna.abel-gruber@example.com' },
  });
  await applyAll();
});

test('a disabled account disables the user, and an enabled one brings it back', async () => {
  const set = (value: number): Promise<void> =>
    lab.modify(`dn: CN=Elena Conti,${SALES_PEOPLE}
changetype: modify
replace: userAccountControl
userAccountControl: ${value}
-
`);
  await set(514);

  const away = await plan();
  await applyAll();
  await set(512);
  const back = await plan();
  await applyAll();

  expect(lines(away)).toEqual(['disable elena.conti@example.com in Technicians/Sales (status) PERSON_DISABLED']);
  expect(lines(back)).toEqual(['enable elena.conti@example.com in Technicians/Sales (status) MEMBER_OF']);
});

test('who goes from one group to another is moved', async () => {
  await lab.modify(`dn: CN=Sales,OU=Groups,${COMPANY}
changetype: modify
delete: member
member: CN=Ines Egger,${SALES_PEOPLE}
-

dn: CN=Level 2,OU=Groups,${COMPANY}
changetype: modify
add: member
member: CN=Ines Egger,${SALES_PEOPLE}
-
`);

  const moved = await plan();
  await applyAll();

  expect(lines(moved)).toEqual(['move ines.egger@example.com in Technicians/Levels/Level 2 (group) MEMBER_OF']);
});

test('a deleted person loses the user; created again with the same mail, they take it over once it is approved', async () => {
  await lab.modify(`dn: CN=Maja Gruber,${SALES_PEOPLE}\nchangetype: delete\n`);

  const gone = await plan();
  await applyAll();
  await lab.modify(`dn: CN=Maja Gruber,${SALES_PEOPLE}
changetype: add
objectClass: user
sAMAccountName: maja2
displayName: Gruber, Maja
mail: maja.gruber@example.com

dn: CN=Sales,OU=Groups,${COMPANY}
changetype: modify
add: member
member: CN=Maja Gruber,${SALES_PEOPLE}
-

dn: CN=Maja Gruber,${SALES_PEOPLE}
changetype: modify
replace: unicodePwd
unicodePwd:: ${Buffer.from('"Passw0rd-Maja!"', 'utf16le').toString('base64')}
-
replace: userAccountControl
userAccountControl: 512
-
`);
  const back = await plan();
  const unapproved = await run('apply', '--yes');
  const [id = ''] = back.changes.flatMap(({ held }) => held?.id ?? []);
  await applyAll('--approve', id);

  expect(unapproved.code).toBe(3);
  expect(lines(gone)).toEqual(['disable maja.gruber@example.com in Technicians/Sales (status) LEFT_DIRECTORY']);
  expect(lines(back)).toEqual([
    'enable+update maja.gruber@example.com in Technicians/Sales (link,password,status) RELINKED',
  ]);
});

test('a renamed directory group is still found by DN only under its new name: until then nobody is disabled', async () => {
  const rename = (from: string, to: string): Promise<void> =>
    lab.modify(`dn: CN=${from},OU=Groups,${COMPANY}\nchangetype: modrdn\nnewrdn: CN=${to}\ndeleteoldrdn: 1\n`);
  await rename('Sales', 'Sales Europe');

  const ended = await run('plan');
  const applied = await run('apply', '--yes');
  await rename('Sales Europe', 'Sales');

  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain('GROUP_NOT_FOUND');
  expect(ended.stdout).toContain('sync.yaml:14');
  expect(ended.stdout).toContain('Sales Europe');
  expect(applied.code).toBe(3);
  expect((await plan()).changes).toEqual([]);
});

test.each([
  ['a wrong password', {}, { BIND_PASSWORD: 'wrong-Passw0rd' }, /LDAP_\w+ .*(password|user)/i],
  ['a certificate of an unknown authority', { ca: 'other.pem' }, {}, /certificate.*/i],
  ['a port where nothing answers', { url: 'ldaps://127.0.0.7:1636' }, {}, /127\.0\.0\.7:1636/],
])('%s ends with a clear message, and nothing is changed', async (_mistake, changes, env, says) => {
  await writeFile(join(folder.path, 'other.pem'), await readFile(lab.get('AD_OTHER_CA_FILE'), 'utf8'));
  await writeFile(join(folder.path, 'bad.yaml'), yaml(changes));
  const before = await readFile(join(folder.path, 'account.json'), 'utf8');

  const ended = await adsync(['apply', '--yes', '-f', 'bad.yaml'], {
    cwd: folder.path,
    env: { BIND_PASSWORD: lab.get('AD_SYNC_PASSWORD'), ...env },
  });

  expect(ended.code).toBe(1);
  expect(ended.stderr).toMatch(says);
  expect(ended.stdout).toBe('');
  expect(ended.stderr).not.toMatch(/wrong-Passw0rd|INTERNAL/);
  expect(await readFile(join(folder.path, 'account.json'), 'utf8')).toBe(before);
});
