import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import ExcelJS from 'exceljs';
import type { Plan } from '../../src/plan/model.ts';
import { loadSandboxAccount, type RescueSandbox, sandboxNode, startRescueSandbox } from '../../src/sandbox/index.ts';
import { adsync as runHere } from '../cli/fake-host.ts';
import { adsync, EXAMPLES, newFolder } from './adsync.ts';

/**
 * The main job on the example that README and demo use: plan, Excel, apply, nothing left. The built program
 * does it. Plans that are only looked at are made in this process, which is quicker.
 */

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  const names = ['sync.yaml', 'directory.ldif', 'account.json'];
  const texts = await Promise.all(names.map((name) => readFile(join(EXAMPLES, name), 'utf8')));
  folder = await newFolder(Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ''])));
});

afterEach(async () => {
  await folder.remove();
});

async function planned(): Promise<Plan> {
  const { stdout } = await runHere(['plan', '--json'], { cwd: folder.path });
  return JSON.parse(stdout) as Plan;
}

test('plan, Excel, apply, and a plan with nothing left to do', async () => {
  const first = await adsync(['plan', '--excel', 'plan.xlsx', '--out', 'plan.json', '--detailed-exitcode'], {
    cwd: folder.path,
  });
  const untouched = await readFile(join(folder.path, 'account.json'), 'utf8');
  const applied = await adsync(['apply', '--yes'], { cwd: folder.path });
  const last = await adsync(['plan', '--detailed-exitcode'], { cwd: folder.path });

  expect(first.code).toBe(2);
  expect(first.stdout).toContain(
    'Plan: 17 to create, 3 to update, 2 to move, 1 to enable, 3 to disable; 3 groups to create; 13 unchanged.',
  );
  expect(untouched).toBe(await readFile(join(EXAMPLES, 'account.json'), 'utf8'));
  expect(applied.code).toBe(0);
  expect(applied.stdout).toContain('29 of 29 changes made');
  expect(last.code).toBe(0);
  expect(last.stdout).toContain('No changes. The account matches the directory, but for the 3 warnings above.');
});

test('the account afterwards: who moved, who was renamed, who was disabled, and what nobody touched', async () => {
  await runHere(['apply', '--yes'], { cwd: folder.path });

  const { nodes } = await loadSandboxAccount(join(folder.path, 'account.json'));
  const find = (email: string) => nodes.find((node) => node.email.toLowerCase() === email);
  const placeOf = (email: string) => nodes.find(({ id }) => id === find(email)?.parent)?.name;
  expect(placeOf('jose.nunez@corp.example')).toBe('Tier 1');
  expect(placeOf('wei.chen@corp.example')).toBe('Network');
  expect(find('ada.lovelace@corp.example')).toMatchObject({ name: 'Ada Lovelace', nick: 'Ada', status: 'Offline' });
  expect(find('ada.lovelace@corp.example')?.description).toMatch(/^badge 1815 \[adsync /);
  expect(find('maria.rossi-bianchi@corp.example')).toMatchObject({ name: 'Maria Rossi-Bianchi' });
  expect(find('ivan.petrov@corp.example')).toMatchObject({ status: 'Disabled', mobileAddon: false });
  expect(find('tom.trainee@corp.example')).toMatchObject({ status: 'Disabled', description: '' });
  expect(find('zoe.king@corp.example')).toMatchObject({ name: 'Zoë King', ssoId: 'zoe.king@corp.example' });
  expect(find('night.watch@partner.example')).toMatchObject({ status: 'Offline', description: '' });
  expect(nodes.find(({ name }) => name === 'Tier 1')?.permissions).toEqual(['RemoteControl', 'SendFile']);
});

test('the plan document fits its schema and is the same to the byte, but for the time', async () => {
  const [first, second] = [await planned(), await planned()];

  const schema = JSON.parse(
    await readFile(new URL('../../schemas/plan.schema.json', import.meta.url), 'utf8'),
  ) as object;
  const ajv = new Ajv2020({ allErrors: true });
  formats.default(ajv);
  expect(ajv.validate(schema, first)).toBe(true);
  expect(JSON.stringify({ ...second, createdAt: '' })).toBe(JSON.stringify({ ...first, createdAt: '' }));
});

test('the workbook has a row for every change and every notice', async () => {
  await adsync(['plan', '--excel', 'plan.xlsx'], { cwd: folder.path });
  const plan = await planned();

  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(join(folder.path, 'plan.xlsx'));
  const names = workbook.worksheets.map(({ name }) => name);
  expect(names).toEqual(['Summary', 'Changes', 'Groups', 'Notices']);
  expect(workbook.getWorksheet('Changes')?.actualRowCount).toBe(plan.changes.length + 1);
  expect(workbook.getWorksheet('Notices')?.actualRowCount).toBe(plan.notices.length + 1);
});

test('a plan of an unchanged account of 5,000 linked technicians takes three requests at most', async () => {
  const { ldif, sandbox } = await largeWorld(5000);

  try {
    const yaml = `version: 1
directory: {type: file, path: large.ldif}
limits: {membersPerGroup: 5000} # the default is the vendor's 999
rescue:
  url: ${sandbox.url}
  apiToken: sandbox-token
  groups: [{directoryGroup: Everyone, rescueGroup: Technicians/Everyone, ssoId: none}]
`;
    const large = await newFolder({ 'sync.yaml': yaml, 'large.ldif': ldif });
    const { stdout, code } = await adsync(['plan', '--detailed-exitcode'], { cwd: large.path });
    await large.remove();

    expect(stdout).toContain('No changes.');
    expect(code).toBe(0);
    expect(sandbox.log.length).toBeLessThanOrEqual(3);
  } finally {
    await sandbox.close();
  }
});

async function largeWorld(size: number): Promise<{ ldif: string; sandbox: RescueSandbox }> {
  const account = await loadSandboxAccount(join(EXAMPLES, 'account.json'));
  const root = account.nodes.find(({ type }) => type === 'Technicians')?.id ?? 0;
  account.nodes = account.nodes.filter(({ type }) => !/^Technician(Group)?$/.test(type));
  account.nodes.push(sandboxNode({ id: 400_000, parent: root, type: 'TechnicianGroup', name: 'Everyone' }));
  const entries: string[] = [];
  const members: string[] = [];
  for (let index = 0; index < size; index++) {
    const guid = `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
    const [name, email] = [`Person ${index}`, `p${index}@corp.example`];
    const dn = `CN=${name},DC=corp,DC=example`;
    entries.push(
      `dn: ${dn}\nobjectClass: user\ncn: ${name}\nobjectGUID: ${guid}\nmail: ${email}\nuserAccountControl: 512\n`,
    );
    members.push(`member: ${dn}`);
    const description = `[adsync ${guid} bfe2ad0c]`;
    const base = { id: 500_000 + index, parent: 400_000, type: 'Technician', name, email, description } as const;
    account.nodes.push(sandboxNode(base));
  }
  const group = `dn: CN=Everyone,DC=corp,DC=example\nobjectClass: group\ncn: Everyone\nobjectGUID: 00000000-0000-4000-9000-000000000001\n${members.join('\n')}\n`;
  return { ldif: [...entries, group].join('\n'), sandbox: await startRescueSandbox({ account }) };
}
