import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EXAMPLES, newFolder } from '../e2e/adsync.ts';
import { adsync } from './fake-host.ts';

/** -C, -f -, --no-input, and the file of a folder above. */

let folder: Awaited<ReturnType<typeof newFolder>>;
let file: string;

beforeEach(async () => {
  folder = await newFolder({});
  file = await readFile(join(EXAMPLES, 'sync.yaml'), 'utf8');
  await mkdir(join(folder.path, 'a/b'), { recursive: true });
  await writeFile(join(folder.path, 'a/sync.yaml'), file);
});

afterEach(async () => {
  await folder.remove();
});

describe('the folder', () => {
  test('is that of -C, for every path', async () => {
    const said = await adsync(['-C', 'a', 'validate', '-f', 'sync.yaml'], { cwd: folder.path });

    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toContain(join(folder.path, 'a/directory.ldif'));
  });

  test('that -C names must be there (CHDIR_FAILED)', async () => {
    const said = await adsync(['validate', '-C', 'nowhere'], { cwd: folder.path });

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toMatch(/^error CHDIR_FAILED -C names nowhere, and there is no such folder\./);
  });
});

describe('the file', () => {
  test('of a folder above is used, and this is said', async () => {
    const said = await adsync(['validate'], { cwd: join(folder.path, 'a/b') });
    const quiet = await adsync(['validate', '-q'], { cwd: join(folder.path, 'a/b') });

    expect(said).toMatchObject({ code: 0, stderr: `The file is ${join('../sync.yaml')}.\n` });
    expect(said.stdout).toContain(join(folder.path, 'a/directory.ldif'));
    expect(quiet.stderr).toBe('');
  });

  test('is not looked for above where one is named', async () => {
    const said = await adsync(['validate', '-f', 'sync.yaml'], { cwd: join(folder.path, 'a/b') });

    expect(said.stderr).toContain('sync.yaml error FILE_NOT_FOUND');
  });

  test('comes by standard input where it is named -', async () => {
    const said = await adsync(['validate', '-f', '-'], { cwd: folder.path, stdin: file });
    const faulty = await adsync(['validate', '-f', '-'], { cwd: folder.path, stdin: `${file}\nx: 1\n` });

    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toContain(`<stdin> is valid: 3 mappings, from ${join(folder.path, 'directory.ldif')}`);
    expect(faulty.stderr).toMatch(/^<stdin>:\d+:1 error UNKNOWN_KEY/);
  });

  test('by standard input has no place for records (STATE_NO_PLACE), and no former file (BASE_OF_STDIN)', async () => {
    const options = { cwd: folder.path, stdin: file };
    const plan = await adsync(['plan', '-f', '-'], options);
    const base = await adsync(['plan', '-f', '-', '--base', 'main', '--state-dir', 'runs'], options);

    expect([plan.code, base.code]).toEqual([1, 1]);
    expect(plan.stderr).toContain('error STATE_NO_PLACE The YAML file comes by standard input, so there is no');
    expect(base.stderr).toContain('error BASE_OF_STDIN');
  });

  test('by standard input may be as large as any other', async () => {
    const stdin = `# ${'x'.repeat(10 * 1024 * 1024)}\n`;
    const said = await adsync(['validate', '-f', '-'], { cwd: folder.path, stdin });

    expect(said.stderr).toContain('<stdin> error FILE_TOO_LARGE');
  });
});

describe('nobody is asked', () => {
  test.each([
    ['with --no-input', ['apply', '--no-input'], {}, 'Nobody is to be asked (--no-input)'],
    ['with ADSYNC_NO_INPUT', ['retry'], { ADSYNC_NO_INPUT: '1' }, 'Nobody is to be asked (--no-input)'],
    [
      'where the answer would have to come as the file does',
      ['apply', '-f', '-'],
      {},
      'There is no terminal to ask at',
    ],
  ])('%s (CONSENT_MISSING)', async (_what, args, env: Readonly<Record<string, string>>, expected) => {
    const all = [...args, '--no-color', '--state-dir', 'runs'];
    const said = await adsync(all, { cwd: join(folder.path, 'a'), env, isTTY: true, stdin: file });

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain(`${expected}, so nothing was read or changed.`);
    expect(said.stderr).toContain('error CONSENT_MISSING');
  });
});
