import { readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EXAMPLES, newFolder } from '../e2e/adsync.ts';
import { adsync, type HostOptions, type Said } from './fake-host.ts';

/** A file with `${cmd:…}`, as it could come with a pull request. */

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  folder = await newFolder({});
  for (const name of ['directory.ldif', 'account.json']) {
    await writeFile(join(folder.path, name), await readFile(join(EXAMPLES, name)));
  }
  const file = await readFile(join(EXAMPLES, 'sync.yaml'), 'utf8');
  const withKey = file.replace(/^rescue:\n/m, `rescue:\n  linkKey: '\${cmd:./vault "a key"}'\n`);
  await writeFile(join(folder.path, 'sync.yaml'), withKey);
  const vault = '#!/bin/sh\necho "$1" >> ran\necho key-that-only-the-vault-knows-0123\necho noise-of-the-vault >&2\n';
  await writeFile(join(folder.path, 'vault'), vault, { mode: 0o700 });
});

afterEach(async () => {
  await folder.remove();
});

function run(args: readonly string[], options: HostOptions = {}): Promise<Said> {
  return adsync(args, { cwd: folder.path, env: { PATH: process.env['PATH'] ?? '', ...options.env } });
}

function hasRun(): boolean {
  return existsSync(join(folder.path, 'ran'));
}

describe('its program does not run', () => {
  test.each([
    ['plan'],
    ['plan', '--base', './sync.yaml'],
    ['explain', 'ada@corp.example'],
    ['snapshot', 'snapshot.json'],
    ['groups', 'list', '--rescue'],
    ['groups', 'search', 'tier'],
    ['apply', '--yes'],
  ])('by %j, where nobody has allowed it', async (...args) => {
    const said = await run(args);

    expect(hasRun()).toBe(false);
    expect(said.stderr).toContain('error COMMAND_NOT_ALLOWED');
    expect(said.code).toBe(1);
  });

  test('by validate, even where it is allowed: that needs no network', async () => {
    const said = await run(['validate', '--allow-commands']);

    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(hasRun()).toBe(false);
  });

  test('by test, and by a plan from a snapshot, which need no secrets', async () => {
    await run(['snapshot', 'snapshot.json', '--allow-commands']);
    await writeFile(join(folder.path, 'ran'), '');
    const said = await run(['plan', '--from', 'snapshot.json', '--allow-commands']);

    expect(said.code).toBe(0);
    expect(await readFile(join(folder.path, 'ran'), 'utf8')).toBe('');
  });
});

describe('its program runs', () => {
  test.each([
    ['--allow-commands', ['plan', '--allow-commands'], {}],
    ['ADSYNC_ALLOW_COMMANDS', ['plan'], { ADSYNC_ALLOW_COMMANDS: '1' }],
  ])('with %s, and nothing that it prints is shown', async (_how, args, env: Readonly<Record<string, string>>) => {
    const said = await run([...args, '--verbose'], { env });

    expect(said.code).toBe(0);
    expect(await readFile(join(folder.path, 'ran'), 'utf8')).toBe('a key\n');
    expect(said.stdout + said.stderr).not.toMatch(/only-the-vault|noise-of-the-vault/);
  });

  test('and where it fails, nothing that it prints is shown either', async () => {
    const vault = '#!/bin/sh\necho key-that-only-the-vault-knows-0123\necho noise-of-the-vault >&2\nexit 7\n';
    await writeFile(join(folder.path, 'vault'), vault, { mode: 0o700 });
    const said = await run(['plan', '--allow-commands', '--verbose']);

    expect(said.code).toBe(1);
    expect(said.stderr).toContain('error COMMAND_FAILED The program ./vault ended with exit code 7.');
    expect(said.stdout + said.stderr).not.toMatch(/only-the-vault|noise-of-the-vault/);
  });
});
