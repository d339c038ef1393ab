import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { newFolder } from '../e2e/adsync.ts';
import { adsync } from './fake-host.ts';

const ROOT = join(import.meta.dirname, '../..');

async function commandNames(): Promise<string[]> {
  const { stdout } = await adsync(['--help']);
  const list = /Commands:\n([\s\S]*?)\n\n/.exec(stdout)?.[1] ?? '';
  return [...list.matchAll(/^ {2}([a-z]+)/gm)].map((match) => match[1] ?? '').filter((name) => name !== 'help');
}

describe('help', () => {
  test('lists the commands, examples and exit codes', async () => {
    const said = await adsync(['--help']);

    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(await commandNames()).toEqual(expect.arrayContaining(['validate', 'schema', 'sandbox']));
    expect(said.stdout).toContain('Examples:');
    expect(said.stdout).toContain('Exit codes:');
  });

  test('of every command shows an example and the options that all commands have', async () => {
    for (const name of await commandNames()) {
      const said = await adsync([name, '--help']);

      expect(said).toMatchObject({ code: 0, stderr: '' });
      expect(said.stdout).toMatch(new RegExp(`Examples:\\n {2}adsync ${name}\\b`));
      expect(said.stdout).toContain('--file <path>');
    }
  });

  test('is shown, as an error, when no command is given', async () => {
    const said = await adsync([]);

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toMatch(/^Usage: adsync /);
  });

  test('the version is that of package.json', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };

    const said = await adsync(['--version']);

    expect(said).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('a wrong command line ends with 1 and says what was meant', () => {
  test.each([
    ['a misspelt command', ['valdate'], "error: unknown command 'valdate'\n(Did you mean validate?)\n"],
    ['a misspelt option', ['validate', '--jsno'], "error: unknown option '--jsno'\n(Did you mean --json?)\n"],
    ['an argument too many', ['validate', 'x'], /^error: too many arguments for 'validate'/],
    ['a missing value', ['validate', '-f'], /^error: option '-f, --file <path>' argument missing/],
    ['options that exclude each other', ['-q', '-v', 'validate'], /cannot be used with/],
    ['a schema that does not exist', ['schema', 'x'], /Allowed choices are sync, plan/],
    ['a port that is none', ['sandbox', '--account', 'a', '--port', '65536'], /A port is a number from 0 to 65535/],
    ['an option without its value', ['plan', '--out'], /^error: option '--out <file>' argument missing/],
  ])('%s', async (_name, args, expected) => {
    const said = await adsync(args);

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });
});

describe('schema', () => {
  test.each([
    [[], 'sync'],
    [['sync'], 'sync'],
    [['plan'], 'plan'],
  ])('%j prints the one for %s', async (args, name) => {
    const expected = await readFile(join(ROOT, `schemas/${name}.schema.json`), 'utf8');

    const said = await adsync(['schema', ...args]);

    expect(said).toEqual({ code: 0, stdout: expected, stderr: '' });
  });

  test('--write puts it beside the file, where the first line of a copied example looks for it, also a second time', async () => {
    const example = await readFile(join(ROOT, 'examples/active-directory.yaml'), 'utf8');
    const folder = await newFolder({ 'rescue.yaml': example });
    const [, named = ''] = /\$schema=(\S+)/.exec(example) ?? [];
    const it = basename(folder.path);

    const fromAbove = await adsync(['schema', '--write', '-f', `${it}/rescue.yaml`], { cwd: dirname(folder.path) });
    const again = await adsync(['schema', '--write', '-q'], { cwd: folder.path });

    expect(fromAbove).toEqual({ code: 0, stdout: '', stderr: `The schema was written to ${join(it, named)}.\n` });
    expect(again).toEqual({ code: 0, stdout: '', stderr: '' });
    const expected = await readFile(join(ROOT, 'schemas/sync.schema.json'), 'utf8');
    expect(await readFile(join(folder.path, named), 'utf8')).toBe(expected);
    await folder.remove();
  });

  test('--write replaces nothing but an earlier schema (OUTPUT_NOT_OURS)', async () => {
    const folder = await newFolder({ 'sync.schema.json': '{"title":"of somebody else"}' });

    const said = await adsync(['schema', '--write'], { cwd: folder.path });

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain('is not a schema of adsync. It was not replaced.');
    expect(await readFile(join(folder.path, 'sync.schema.json'), 'utf8')).toBe('{"title":"of somebody else"}');
    await folder.remove();
  });
});
