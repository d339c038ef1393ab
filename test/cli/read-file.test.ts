import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { platform } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Interrupted } from '../../src/cli/signals.ts';
import { readFileUpTo } from '../../src/files/read-file.ts';
import { GOOD_FILE } from '../config/files.ts';
import { newFolder } from '../e2e/adsync.ts';
import { adsync } from './fake-host.ts';

/** What stands where a file should: it is never waited for, and never read without end. */

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  folder = await newFolder({});
});

afterEach(async () => {
  await folder.remove();
});

/** Validates a file whose token is `${file:PATH}`. */
async function validate(path: string): Promise<string> {
  const yaml = GOOD_FILE.join('\n').replace('${TOKEN}', `\${file:${path}}`);
  await writeFile(join(folder.path, 'sync.yaml'), yaml);
  const { code, stderr } = await adsync(['validate'], { cwd: folder.path, env: { BIND: 'bind-password' } });
  expect(code).toBe(stderr === '' ? 0 : 1);
  return stderr;
}

// Windows has no named pipes in the file system, and no devices there.
const onUnix = platform() === 'win32' ? test.skip : test;
// Only Linux shows the files of a process in /proc.
const withFds = existsSync('/proc/self/fd') ? test : test.skip;
const withDevices = existsSync('/dev/zero') ? test : test.skip;

describe('a file that a secret refers to', () => {
  test('may be reached through a link', async () => {
    await writeFile(join(folder.path, 'token'), 'api-token-value\n');
    await symlink('token', join(folder.path, 'link'));

    expect(await validate('link')).toBe('');
  });

  test('is no folder', async () => {
    await mkdir(join(folder.path, 'token'));

    expect(await validate('token')).toContain('10:13 error REFERENCE_FILE The file token is a folder.');
  });

  test('is no larger than 64 KiB', async () => {
    await writeFile(join(folder.path, 'token'), 'x'.repeat(65_537));

    expect(await validate('token')).toContain('REFERENCE_FILE The file token is larger than 65536 bytes.');
  });

  onUnix('is no pipe that nobody writes to', async () => {
    execFileSync('mkfifo', [join(folder.path, 'token')]);

    expect(await validate('token')).toContain(
      'REFERENCE_FILE The file token is no regular file, but a pipe, a socket or a device.',
    );
  });

  onUnix('is no socket', async () => {
    const server = createServer().listen(join(folder.path, 'token'));
    await new Promise((resolve) => server.once('listening', resolve));

    const said = await validate('token');

    server.close();
    expect(said).toContain('REFERENCE_FILE The file token is no regular file');
  });

  withDevices('is no device', async () => {
    expect(await validate('/dev/zero')).toContain('REFERENCE_FILE The file /dev/zero is no regular file');
  });
});

describe('a read of a file', () => {
  onUnix.each([
    ['a pipe', 'pipe', 'ENOTFILE'],
    ['a folder', 'folder', 'EISDIR'],
    ['nothing', 'missing', 'ENOENT'],
  ])('where only a regular file will do is refused for %s', async (_what, name, code) => {
    await mkdir(join(folder.path, 'folder'));
    execFileSync('mkfifo', [join(folder.path, 'pipe')]);

    await expect(readFileUpTo(join(folder.path, name), 10, 'regular')).rejects.toMatchObject({ code });
  });
});

describe('a pipe', () => {
  const until = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  async function newPipe(): Promise<string> {
    const path = join(folder.path, 'pipe');
    await promisify(execFile)('mkfifo', [path]);
    return path;
  }

  onUnix('is read to its end, whenever its writer comes and however slowly it writes', async () => {
    const path = await newPipe();

    const reading = readFileUpTo(path, 1000, 'any');
    await until(80);
    const writer = await open(path, 'w');
    await until(80);
    await writer.write('first ');
    await until(80);
    await writer.write('second');
    await writer.close();

    expect(Buffer.from(await reading).toString()).toBe('first second');
  });

  onUnix('into which nobody writes is given up at a signal', async () => {
    const path = await newPipe();
    const controller = new AbortController();

    const validated = adsync(['validate', '-f', path], { signal: controller.signal });
    await until(80);
    controller.abort(new Interrupted('SIGINT'));

    expect(await validated).toEqual({ code: 1, stdout: '', stderr: 'Interrupted.\n' });
  });

  onUnix.each([[['plan']], [['apply', '--yes']], [['retry', '--yes']], [['history']]])(
    'has no place beside it for records: %j',
    async (args) => {
      const path = await newPipe();
      const { code, stderr } = await adsync([...args, '-f', path]);

      expect(code).toBe(1);
      expect(stderr).toContain(`error STATE_NO_PLACE ${path} is a pipe`);
      expect(stderr).toContain('--state-dir');
    },
  );

  withFds.each(['/dev/fd/0', '/proc/self/fd/0', '/proc/self/../self/fd/63', '/dev/stdin'])(
    'nor has %s, whatever it leads to',
    async (path) => {
      const { code, stderr } = await adsync(['apply', '--yes', '-f', path]);

      expect(code).toBe(1);
      expect(stderr).toContain(`error STATE_NO_PLACE ${path} is a pipe or a file of the system`);
    },
  );
});

describe('the directory file', () => {
  async function plan(path: string): Promise<string> {
    const yaml = ['version: 1', `directory: { type: file, path: ${path} }`, ...GOOD_FILE.slice(7)].join('\n');
    await writeFile(join(folder.path, 'sync.yaml'), yaml);
    const args = ['groups', 'search', 'x'];
    return (await adsync(args, { cwd: folder.path, env: { TOKEN: 'api-token-value', AT: '/somewhere/private' } }))
      .stderr;
  }

  withDevices('is no device', async () => {
    expect(await plan('/dev/zero')).toContain(
      'error LDIF_UNREADABLE /dev/zero: it is no regular file, but a pipe, a socket or a device.',
    );
  });

  test('is named as the YAML file has it where its path came from outside', async () => {
    const said = await plan('"${AT}/directory.ldif"');

    expect(said).toContain('error LDIF_UNREADABLE ${AT}/directory.ldif: there is no such file.');
    expect(said).not.toContain('private');
  });
});
