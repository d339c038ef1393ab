import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { carryOut } from '../../src/service/carry-out.ts';
import { launchdPlist } from '../../src/service/launchd-plist.ts';
import { systemdUnit } from '../../src/service/systemd-unit.ts';
import { windowsTask } from '../../src/service/windows-task.ts';
import { LINUX, MACOS, WINDOWS } from './services.ts';

/** What adsync writes for managers of services, read by programs of others. They come from Debian: scripts/install-apps. */

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'adsync-tools-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(command: string, ...args: string[]) {
  const env = { ...process.env, XDG_RUNTIME_DIR: folder, SYSTEMD_COLORS: '0' };
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env, cwd: folder });
  return { status, stdout, stderr };
}

describe('systemd-analyze', () => {
  // It looks whether the program is there.
  const program = [process.execPath, '/srv/a b/100% $x.js'];

  test.each([
    ['of the system', [], { ...LINUX, program }],
    ['with an account', [], { ...LINUX, program, account: 'daemon', stateDir: '/srv/a b' }],
    ['with variables from a file', [], { ...LINUX, program, environmentFile: '/etc/adsync/variables 100%' }],
    ['of a user', ['--user'], { ...LINUX, program, scope: 'user', credentials: [] }],
  ] as const)('has nothing to say of a unit %s', (_what, options, service) => {
    writeFileSync(join(folder, 'adsync.service'), systemdUnit({ ...service, program }));

    // Of a line that it does not know it only speaks, and ends with 0.
    expect(run('systemd-analyze', ...options, 'verify', './adsync.service')).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('would speak of a line that it does not know', () => {
    writeFileSync(
      join(folder, 'adsync.service'),
      systemdUnit({ ...LINUX, program }).replace('Type=exec', 'Type=exec\nNonsense=1'),
    );

    expect(run('systemd-analyze', 'verify', './adsync.service').stderr).toContain('Nonsense');
  });

  test('finds the unit hardened, as docs/service.md says', () => {
    writeFileSync(join(folder, 'adsync.service'), systemdUnit({ ...LINUX, program }));
    const { stdout } = run('systemd-analyze', 'security', '--offline=true', './adsync.service');

    expect(/Overall exposure level for adsync\.service: (.*) /.exec(stdout)?.[1]).toBe('1.1 OK');
  });
});

test('the task for Windows is valid by the schema of the Task Scheduler, in UTF-16', async () => {
  const task = join(folder, 'task.xml');
  for (const account of [null, 'CORP\\svc-adsync$', 'CORP\\ada']) {
    const text = windowsTask({ ...WINDOWS, account }, 'C:\\ProgramData\\adsync\\log\\adsync.log');
    const write = { do: 'write', path: task, text, encoding: 'utf16le' } as const;
    await carryOut([write], { env: {}, platform: 'linux', show: () => undefined });
    const checked = run('xmllint', '--noout', '--schema', resolve(import.meta.dirname, 'task.xsd'), task);

    expect([account, checked]).toEqual([account, { status: 0, stdout: '', stderr: `${task} validates\n` }]);
  }
  const args = run('xmllint', '--xpath', "string(//*[local-name()='Arguments'])", task).stdout.trim();

  expect(args).toBe(
    'run -f "C:\\adsync\\R&D sync.yaml" --state-dir C:\\ProgramData\\adsync\\state --log json --log-file C:\\ProgramData\\adsync\\log\\adsync.log',
  );
});

test('a wrong order in the task is found by that schema', () => {
  const text = windowsTask(WINDOWS, 'C:\\x.log').replace('UTF-16', 'UTF-8');
  const swapped = text.replace(
    /(<StartBoundary>.*<\/StartBoundary>)(\s+)(<Repetition>[\s\S]*<\/Repetition>)/,
    '$3$2$1',
  );
  writeFileSync(join(folder, 'swapped.xml'), swapped);

  expect(swapped).not.toBe(text);
  expect(
    run('xmllint', '--noout', '--schema', resolve(import.meta.dirname, 'task.xsd'), 'swapped.xml').status,
  ).not.toBe(0);
});

describe('the property list for macOS', () => {
  const READ = 'import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], "rb"))))';

  test('is read by the parsers of Python and libplist', () => {
    const file = join(folder, 'adsync.plist');
    writeFileSync(file, launchdPlist(MACOS, '/Library/Logs/adsync/adsync.log'));
    const { stdout } = run('python3', '-c', READ, file);

    expect(JSON.parse(stdout)).toEqual({
      Label: 'io.github.adsync-cli.adsync',
      ProgramArguments: [
        ...['/usr/local/bin/node', '/opt/adsync/bin/adsync.js', 'run', '-f', '/etc/adsync/R&D.yaml'],
        ...['-f', '/etc/adsync/apac.yaml', '--state-dir', '/Library/Application Support/adsync/state', '--log', 'json'],
      ],
      UserName: '_adsync',
      RunAtLoad: true,
      KeepAlive: { SuccessfulExit: false },
      ThrottleInterval: 30,
      ExitTimeOut: 300,
      ProcessType: 'Standard',
      Umask: 0o077,
      StandardOutPath: '/dev/null',
      StandardErrorPath: '/Library/Logs/adsync/adsync.log',
    });
    expect(run('plistutil', '-i', file, '-o', `${file}.bin`, '-f', 'bin').status).toBe(0);
  });
});
