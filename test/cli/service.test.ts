import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { adsync } from './fake-host.ts';

/** `adsync service` with its options, on Linux: what is refused, what is shown, and one service of a user from end to end. */

let folder = '';
let env: Record<string, string> = {};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adsync-service-'));
  mkdirSync(join(folder, 'bin'));
  env = { PATH: join(folder, 'bin'), HOME: folder };
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A file that takes its token as it is said. */
function file(token: string): string {
  const path = join(folder, 'sync.yaml');
  writeFileSync(path, `version: 1\nrescue:\n  apiToken: ${token}\n  # \${NOT_THIS}\n`);
  return path;
}

async function service(...args: string[]) {
  const { code, stdout, stderr } = await adsync(['service', ...args], { cwd: folder, env });
  return { code, stdout, error: /^error (\w+)/.exec(stderr)?.[1] ?? null, stderr };
}

const OTHER = [
  '--print',
  '--platform',
  'windows',
  '--program',
  'C:\\adsync\\adsync.exe',
  '-f',
  'C:\\adsync\\sync.yaml',
];
const LINUX = ['--print', '--platform', 'linux', '--program', '/opt/adsync/adsync'];
const MACOS = ['--print', '--platform', 'macos', '--program', '/opt/adsync/adsync', '-f', '/etc/adsync/sync.yaml'];

describe('is refused', () => {
  test.each<[string, string, string[]]>([
    ['SERVICE_NAME', 'a name that could be a path', ['install', '--name', '../ssh', '--print']],
    ['SERVICE_NAME', 'a name too long for a user', ['status', '--name', 'a'.repeat(22)]],
    ['SERVICE_OPTION', 'another system without --print', ['install', '--platform', 'windows']],
    ['SERVICE_OPTION', 'a service of one user on Windows', ['install', ...OTHER, '--user']],
    ['SERVICE_OPTION', 'a state folder that stop would not find', ['install', ...OTHER, '--state-dir', 'C:\\x']],
    [
      'SERVICE_OPTION',
      'variables where there is no place for them',
      ['install', ...OTHER, '--environment-file', 'C:\\x'],
    ],
    ['SERVICE_OPTION', 'a path of this system for another one', ['install', ...OTHER, '-f', '/etc/sync.yaml']],
    ['SERVICE_OPTION', 'a quotation mark in a path', ['install', ...MACOS, '--account', 'a', '--state-dir', '/a"b']],
    [
      'SERVICE_OPTION',
      'a path after which the next line of the unit would be no line',
      ['install', ...LINUX, '--environment-file', '/etc/adsync/variables\\'],
    ],
    [
      'SERVICE_OPTION',
      'a path of which systemd would leave the end away',
      ['install', ...LINUX, '--credential', 'a=/etc/adsync/a '],
    ],
    [
      'SERVICE_OPTION',
      'a variable of Windows in a path',
      ['install', '--print', '--platform', 'windows', '--program', 'C:\\%TEMP%\\adsync.exe', '-f', 'C:\\a.yaml'],
    ],
    [
      'SERVICE_OPTION',
      'a way out of the folder of a dynamic user',
      ['install', ...LINUX, '--state-dir', '/var/lib/adsync/../../../etc'],
    ],
    ['SERVICE_ACCOUNT', 'a line break in an account', ['install', ...OTHER, '--account', 'CORP\\a\nb']],
    ['SERVICE_OPTION', 'a line break in a path', ['install', ...MACOS, '--account', 'a', '--state-dir', '/a\nb']],
    ['SERVICE_OPTION', 'credentials where nothing hands them over', ['install', ...MACOS, '--credential', 'a=/b']],
    ['SERVICE_OPTION', 'a state folder of nobody', ['install', ...LINUX, '--state-dir', '/srv/adsync']],
    ['SERVICE_OPTION', 'an address without a port', ['install', ...OTHER, '--listen', '127.0.0.1']],
    ['SERVICE_OPTION', 'a file that is not there', ['install', ...LINUX, '-f', 'none.yaml', '--user']],
    [
      'SERVICE_PROGRAM',
      'another system whose program is not known',
      ['install', '--print', '--platform', 'windows', '-f', 'C:\\s.yaml'],
    ],
    ['SERVICE_ACCOUNT', 'launchd without an account', ['install', ...MACOS]],
    [
      'SERVICE_ACCOUNT',
      'an account that may do everything',
      ['install', ...OTHER, '--account', 'NT AUTHORITY\\SYSTEM'],
    ],
    ['SERVICE_ACCOUNT', 'root', ['install', ...LINUX, '--account', 'root']],
    ['SERVICE_ACCOUNT', 'an account for a service of one user', ['install', ...LINUX, '--user', '--account', 'svc']],
    ['SERVICE_ACCOUNT', 'what is no account', ['install', ...LINUX, '--account', 'a b']],
    ['SERVICE_CREDENTIAL', 'a credential without a path', ['install', ...LINUX, '--credential', 'token']],
    [
      'SERVICE_HIDDEN',
      'a program in a home folder',
      ['install', '--print', '--platform', 'linux', '--program', '/home/ada/adsync'],
    ],
  ])('%s: %s', async (code, _why, args) => {
    const said = await service(...args);

    expect([said.code, said.error]).toEqual([1, code]);
    expect(said.stdout).toBe('');
  });
});

describe('what the file takes from outside', () => {
  test.each([
    ['${RESCUE_TOKEN}', 'SERVICE_VARIABLE', 'RESCUE_TOKEN'],
    ['${file:${SECRETS}/token}', 'SERVICE_VARIABLE', 'SECRETS'],
    ['${file:${CREDENTIALS_DIRECTORY}/token}', 'SERVICE_CREDENTIAL', '--credential token=PATH'],
    ['${file:secrets/token}', null, ''],
    ['plain', null, ''],
  ])('%s: %j', async (token, code, words) => {
    file(token);
    const said = await service('install', ...LINUX, '--user', '-f', 'sync.yaml');

    expect(said.error).toBe(code);
    expect(said.stderr).toContain(words);
    // What the file says of a secret is in no unit, be it the secret itself.
    expect(said.stdout).not.toContain(token);
  });

  test('programs that give secrets are run only where that was said', async () => {
    file('plain');
    const args = ['install', ...LINUX, '--user', '-f', 'sync.yaml'];

    expect((await service(...args)).stdout).not.toContain('--allow-commands');
    expect((await service(...args, '--allow-commands')).stdout).toMatch(/ExecStart=.* --allow-commands\n/);
  });

  test('variables may come from a file', async () => {
    file('${RESCUE_TOKEN}');
    const said = await service('install', ...LINUX, '--user', '-f', 'sync.yaml', '--environment-file', 'variables');

    expect(said.stdout).toContain(`EnvironmentFile=${folder}/variables\n`);
  });

  test('a file in a folder that the service cannot see is refused', async () => {
    file('plain');

    // The folder of the tests is one.
    expect((await service('install', ...LINUX, '--account', 'svc')).error).toBe('SERVICE_HIDDEN');
  });
});

// A folder that a service can see, and in which anybody may make files.
(existsSync('/dev/shm') ? test : test.skip)('what only its owner may read is refused for a dynamic user', async () => {
  const visible = mkdtempSync('/dev/shm/adsync-service-');
  try {
    const path = join(visible, 'sync.yaml');
    const install = async (modeOfFile: number, modeOfSecret: number, ...args: string[]) => {
      writeFileSync(path, 'version: 1\nrescue:\n  apiToken: ${file:token}\n');
      writeFileSync(join(visible, 'token'), 'words\n');
      chmodSync(path, modeOfFile);
      chmodSync(join(visible, 'token'), modeOfSecret);
      return (await service('install', ...LINUX, '-f', path, ...args)).error;
    };

    expect(await install(0o600, 0o644)).toBe('SERVICE_HIDDEN');
    expect(await install(0o644, 0o640)).toBe('SERVICE_CREDENTIAL');
    expect(await install(0o600, 0o600, '--account', 'svc')).toBe(null);
    expect(await install(0o644, 0o644)).toBe(null);
  } finally {
    rmSync(visible, { recursive: true, force: true });
  }
});

test('a service of a user is installed, looked at and removed, and one that is not ours stays', async () => {
  file('${file:secrets/token}');
  const log = join(folder, 'log');
  const tool = join(folder, 'bin/systemctl');
  writeFileSync(tool, `#!/bin/sh\necho "$@" >> ${log}\necho "Active:   yes \\033[31mred"\n`);
  chmodSync(tool, 0o755);
  const unit = join(folder, '.config/systemd/user/adsync-emea.service');
  const program = ['--program', '/opt/adsync/adsync'];

  const installed = await service('install', '--user', '--name', 'emea', ...program);
  const text = readFileSync(unit, 'utf8');
  const again = await service('install', '--user', '--name', 'emea', ...program);
  const status = await service('status', '--user', '--name', 'emea');
  const removed = await service('uninstall', '--user', '--name', 'emea');
  const gone = await service('start', '--user', '--name', 'emea');
  writeFileSync(unit, '[Unit]\n');
  const theirs = await service('uninstall', '--user', '--name', 'emea');

  expect([installed.code, again.code, status.code, removed.code]).toEqual([0, 0, 0, 0]);
  expect(installed.stdout).toContain('adsync service start --name emea --user');
  expect(text).toContain(
    `ExecStart=/opt/adsync/adsync run -f ${folder}/sync.yaml --state-dir ${folder}/.local/state/adsync-emea --log json\n`,
  );
  expect(status.stdout).toBe('Active:   yes ␛[31mred\n');
  expect(gone.error).toBe('SERVICE_NOT_INSTALLED');
  expect([theirs.error, existsSync(unit)]).toEqual(['SERVICE_NOT_OURS', true]);
  expect(readFileSync(log, 'utf8').split('\n')).toContain('--user disable --now adsync-emea.service');
});

test('without root no service of the whole system is touched', async () => {
  if (process.geteuid?.() === 0) return;

  expect((await service('start')).error).toBe('SERVICE_NOT_ROOT');
});
