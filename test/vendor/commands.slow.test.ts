import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { loadSandboxAccount, type RescueSandbox, startRescueSandbox } from '../../src/sandbox/index.ts';
import { adsync as runHere, type Said } from '../cli/fake-host.ts';
import { adsync as runBuilt, type Ended, EXAMPLES, newFolder, type RunOptions } from '../e2e/adsync.ts';

/**
 * Rows about what the vendor's program does when it runs. Where it is about a process (asking, a terminal, a signal) the
 * built command line program does it here; elsewhere the command line runs in this process, over the same sockets.
 */

let sandbox: RescueSandbox;
let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  sandbox = await startRescueSandbox({ account: await loadSandboxAccount(join(EXAMPLES, 'account.json')) });
  folder = await newFolder({
    'directory.ldif': await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8'),
    'sync.yaml': await syncFile(),
  });
});

afterEach(async () => {
  await sandbox.close();
  await folder.remove();
});

/** The example's file, pointed at the stand-in of this test, with further lines below `rescue`. */
async function syncFile(...lines: string[]): Promise<string> {
  const text = await readFile(join(EXAMPLES, 'sync.yaml'), 'utf8');
  return text
    .replace('url: sandbox:account.json', [`url: ${sandbox.url}`, ...lines].join('\n  '))
    .replace('perSecond: 200', 'perSecond: 1000');
}

function adsync(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Said> {
  return runHere(args, { env, cwd: folder.path });
}

function program(args: readonly string[], options: Omit<RunOptions, 'cwd'> = {}): Promise<Ended> {
  return runBuilt(args, { ...options, cwd: folder.path });
}

function nodes(): string {
  return JSON.stringify(sandbox.account.nodes);
}

/** Passwords of the users that a run has created, as the stand-in keeps them: salted. */
function newPasswords(before: ReadonlySet<number>): (string | null)[] {
  const made = sandbox.account.nodes.filter(({ id, type }) => type === 'Technician' && !before.has(id));
  return made.map(({ password }) => password);
}

test('V03 Default password for new users', async () => {
  const before = new Set(sandbox.account.nodes.map(({ id }) => id));
  await writeFile(join(folder.path, 'sync.yaml'), await syncFile('newUsers: { password: "${DEFAULT}" }'));

  const weak = await adsync(['apply', '--yes'], { DEFAULT: 'tooweak' });
  const refused = newPasswords(before);
  const good = await adsync(['apply', '--yes'], { DEFAULT: 'Start%1234' });

  expect(weak.stdout).toContain('Check rescue.newUsers.password');
  expect(refused.filter((password) => password !== null)).toEqual([]);
  expect(good.code).toBe(0);
  expect(newPasswords(before)).toHaveLength(17);
  expect(newPasswords(before)).not.toContain(null);
  expect(weak.stdout + weak.stderr + good.stdout + good.stderr).not.toMatch(/tooweak|Start%1234/);
});

test('V11 Dry Run mode with an Excel file', async () => {
  const before = nodes();

  const ended = await adsync(['plan', '--excel', 'plan.xlsx']);

  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(join(folder.path, 'plan.xlsx'));
  const names = workbook.getWorksheet('Changes')?.getColumn(2).values ?? [];
  expect(ended.code).toBe(0);
  expect(workbook.getWorksheet('Summary')?.getCell('A2').value).toBe('This is a dry run: nothing has been changed.');
  expect(names).toEqual(expect.arrayContaining(['Ada Lovelace', 'Tom Trainee', 'Zoë King']));
  expect(nodes()).toBe(before);
});

test('V12 Excel file beside the program', async () => {
  const elsewhere = await newFolder({});

  await adsync(['plan', '--excel', join(elsewhere.path, 'for the meeting.xlsx')]);

  await expect(access(join(elsewhere.path, 'for the meeting.xlsx'))).resolves.toBeUndefined();
  await elsewhere.remove();
});

test('V13 Dry Run excludes the real thing', async () => {
  const planned = await adsync(['plan', '--excel', 'plan.xlsx', '--out', 'plan.json']);
  const applied = await adsync(['apply', 'plan.json', '--yes']);

  expect([planned.code, applied.code]).toEqual([0, 0]);
  expect(applied.stdout).toContain('29 of 29 changes made');
});

test('V14 Search criteria and domain', async () => {
  const found = await adsync(['groups', 'search', 'HELPDESK', '--domain', 'corp.example']);
  const other = await adsync(['groups', 'search', 'helpdesk', '--domain', 'OU=People,DC=corp,DC=example']);

  expect(found.stdout).toContain('CN=Helpdesk Tier 1,OU=Groups,DC=corp,DC=example');
  expect(found.stdout).toContain('CN=Helpdesk Tier 2,OU=Groups,DC=corp,DC=example');
  expect(found.stdout).not.toContain('Field Support');
  expect(other.stdout).not.toContain('OU=Groups');
});

test('V21 Previously configured groups are loaded', async () => {
  const file = await readFile(join(folder.path, 'sync.yaml'), 'utf8');

  await adsync(['apply', '--yes']);
  const later = await adsync(['plan', '--json']);

  const { targets } = JSON.parse(later.stdout) as { targets: [{ tallies: { group: string }[] }] };
  expect(targets[0].tallies.map(({ group }) => group)).toEqual(
    expect.arrayContaining(['Technicians/Helpdesk/Tier 1', 'Technicians/Helpdesk/Tier 2', 'Technicians/Field']),
  );
  expect(await readFile(join(folder.path, 'sync.yaml'), 'utf8')).toBe(file);
});

test('V23 Counting the users of the groups', async () => {
  const counted = await adsync(['groups', 'count']);
  await writeFile(join(folder.path, 'sync.yaml'), `${await syncFile()}limits: { membersPerGroup: 7 }\n`);
  const over = await adsync(['groups', 'count']);

  expect(counted.stdout).toMatch(/Helpdesk Tier 1 +19 +19 +Technicians\/Helpdesk\/Tier 1 +14/);
  expect([counted.code, over.code]).toEqual([0, 1]);
});

test('V35 Confirmation before the synchronization', async () => {
  const before = nodes();

  const asked = await program(['apply']);
  const untouched = nodes();
  const confirmed = await program(['apply', '--yes']);

  expect(asked.code).toBe(1);
  expect(asked.stderr).toContain('adsync apply --yes');
  expect(untouched).toBe(before);
  expect(confirmed.code).toBe(0);
  expect(nodes()).not.toBe(before);
});

test('V36 Windows terminal application', async () => {
  const applied = await program(['apply', '--yes']);
  const again = await program(['apply', '--yes']);

  expect(applied.stdout).toContain('29 of 29 changes made');
  expect(again.stdout).toContain('No changes.');
  expect([applied.code, again.code]).toEqual([0, 0]);
});

test('V37 Running as a service', async () => {
  const mac = ['--account', '_adsync', '-f', '/etc/adsync/sync.yaml', '--program', '/opt/adsync/adsync'];
  const pc = ['-f', 'C:/adsync/sync.yaml', '--program', 'C:/adsync/adsync.exe'];

  const macos = await adsync(['service', 'install', '--print', '--platform', 'macos', ...mac]);
  const windows = await adsync(['service', 'install', '--print', '--platform', 'windows', ...pc]);

  // Linux is tried with a systemd of its own (service/systemd.apps.test.ts).
  expect(macos.stdout).toContain('<key>ProgramArguments</key>');
  expect(windows.stdout).toContain('<BootTrigger>');
  expect([macos.code, windows.code]).toEqual([0, 0]);
});

test('V39 Start immediately', async () => {
  const ended = await adsync(['apply', '--yes']);

  expect(ended.code).toBe(0);
  expect(sandbox.log.filter(({ wrote }) => wrote).length).toBeGreaterThan(29);
});

test('V43 Wizard: Save, Next, Install, Finish', async () => {
  const unseen = await adsync(['init']);
  const added = await adsync(['mapping', 'list']);

  // It asks at a terminal only (wizard/init.slow.test.ts answers it); scripts have a command.
  expect(unseen).toMatchObject({ code: 1, stderr: expect.stringContaining('TERMINAL_MISSING') });
  expect(unseen.stderr).toContain('adsync mapping');
  expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining('Technicians/Helpdesk/Tier 1') });
});

test('V42 Close the program', async () => {
  let sent = false;
  sandbox.switches.latency = 30;

  const ended = await program(['--verbose', 'apply', '--yes'], {
    onStderr(text, kill) {
      if (sent || !/1 of 29/.test(text)) return;
      sent = true;
      kill('SIGTERM');
    },
  });
  const bare = sandbox.account.nodes.filter(({ type, email }) => type === 'Technician' && email === '');
  sandbox.switches.latency = 0;
  const later = await program(['apply', '--yes']);

  expect(ended.code).toBe(143);
  expect(ended.stderr).toContain('The changes under way were finished');
  expect(bare).toEqual([]);
  expect(later.code).toBe(0);
});

test('V45 Nobody is deleted', async () => {
  const before = sandbox.account.nodes.map(({ id }) => id);

  await adsync(['apply', '--yes']);

  const left = new Set(sandbox.account.nodes.map(({ id }) => id));
  expect(before.filter((id) => !left.has(id))).toEqual([]);
  expect(sandbox.log.filter(({ method }) => /delete/i.test(method))).toEqual([]);
  expect(sandbox.account.nodes.find(({ name }) => name === 'Gina Gone')?.status).toBe('Disabled');
});

test('V51 Active Directory Logger', async () => {
  const quiet = await adsync(['plan']);
  const told = await adsync(['--verbose', 'plan']);
  await sandbox.close();
  const failed = await adsync(['--verbose', 'plan']);

  expect(quiet.stderr).toBe('');
  expect(told.stderr).toContain('reading the organization tree of the account');
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/^error RESCUE_UNREACHABLE .*ECONNREFUSED.*\n +Check rescue\.url/m);
});
