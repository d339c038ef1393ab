import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { platform } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileUpTo } from '../../src/cli/read-file.ts';
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
