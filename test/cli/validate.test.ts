import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EXAMPLES, newFolder } from '../e2e/adsync.ts';
import { adsync } from './fake-host.ts';

const GOLDEN = join(import.meta.dirname, 'golden');

const GOOD = [
  'version: 1',
  'directory: { type: file, path: people.ldif }',
  'rescue:',
  '  url: sandbox:account.json',
  '  apiToken: ${TOKEN}',
  '  groups: [{ directoryGroup: A, rescueGroup: Technicians/A }]',
].join('\n');

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  folder = await newFolder({ 'sync.yaml': GOOD, 'bom.yaml': `\uFEFF${GOOD.replaceAll('\n', '\r\n')}` });
});

afterEach(async () => {
  await folder.remove();
});

describe('a faultless file', () => {
  test('is summed up on stdout', async () => {
    const said = await adsync(['validate'], { cwd: folder.path, env: { TOKEN: 'token-value' } });

    const from = join(folder.path, 'people.ldif');
    const to = `sandbox:${join(folder.path, 'account.json')}`;
    expect(said).toEqual({ code: 0, stdout: `sync.yaml is valid: 1 mapping, from ${from} to ${to}\n`, stderr: '' });
  });

  test.each([[['-f', 'bom.yaml', 'validate']], [['validate', '-f', 'bom.yaml']]])('is named with %j', async (args) => {
    const said = await adsync(args, { cwd: folder.path, env: { TOKEN: 'token-value' } });

    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toMatch(/^bom\.yaml is valid: /);
  });

  test('is told to programs with --json', async () => {
    const said = await adsync(['validate', '--json'], { cwd: folder.path, env: { TOKEN: 'token-value' } });

    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(said.stdout)).toEqual({ file: 'sync.yaml', valid: true, diagnostics: [] });
  });

  test('may carry warnings, which --quiet drops', async () => {
    const ldap =
      'directory: { type: ldap, urls: [ldaps://a], baseDN: DC=a, bindDN: b, bindPassword: written-in-clear }';
    await writeFile(join(folder.path, 'sync.yaml'), GOOD.replace(/directory: .*/, ldap));
    const options = { cwd: folder.path, env: { TOKEN: 'token-value' } };

    const loud = await adsync(['validate'], options);
    const quiet = await adsync(['validate', '--quiet'], options);

    expect(loud).toMatchObject({ code: 0, stderr: expect.stringMatching(/^sync\.yaml:2:\d+ warning SECRET_IN_FILE /) });
    expect(quiet).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('every example', () => {
  const examples = readdirSync(EXAMPLES).filter((name) => name.endsWith('.yaml'));

  test.each(examples)('%s is valid, and nothing about it is worth a warning', async (name) => {
    const text = await readFile(join(EXAMPLES, name), 'utf8');
    const variables = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, variable = '']) => variable);
    const env = Object.fromEntries(variables.map((variable) => [variable, `value of ${variable}`] as const));

    const said = await adsync(['validate', '-f', join(EXAMPLES, name)], { env });

    expect(said).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a faulty file', () => {
  test('is shown with all its faults, lines and advice, and without its secrets', async () => {
    const expected = await readFile(join(GOLDEN, 'faulty.txt'), 'utf8');

    const said = await adsync(['validate', '-f', 'faulty.yaml'], { cwd: GOLDEN });

    expect(said.stderr).toBe(expected);
    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).not.toContain('Geheim');
  });

  test('is told to programs with --json, on stdout', async () => {
    const said = await adsync(['validate', '-f', 'faulty.yaml', '--json'], { cwd: GOLDEN });

    const answer = JSON.parse(said.stdout) as { valid: boolean; diagnostics: { code: string }[] };
    expect(said).toMatchObject({ code: 1, stderr: '' });
    expect(answer.valid).toBe(false);
    expect(answer.diagnostics.length).toBeGreaterThan(9);
    expect(said.stdout).not.toContain('Geheim');
  });

  test('is shown in colours only on a terminal that wants them', async () => {
    const plain = await adsync(['validate', '-f', 'faulty.yaml'], { cwd: GOLDEN });
    const coloured = await adsync(['validate', '-f', 'faulty.yaml'], { cwd: GOLDEN, isTTY: true });
    const refused = await adsync(['validate', '-f', 'faulty.yaml', '--no-color'], { cwd: GOLDEN, isTTY: true });
    const env = { NO_COLOR: '1' };
    const unwanted = await adsync(['validate', '-f', 'faulty.yaml'], { cwd: GOLDEN, isTTY: true, env });

    expect(coloured.stderr).toContain('\u001b[31merror');
    expect(coloured.stderr.replace(/\u001b\[\d+m/g, '')).toBe(plain.stderr);
    expect(refused.stderr).toBe(plain.stderr);
    expect(unwanted.stderr).toBe(plain.stderr);
  });

  test('cannot steer the terminal', async () => {
    await writeFile(join(folder.path, 'sync.yaml'), `${GOOD}\n"\\e[2J\u202E": 1\n\u0085x: 1\n`);

    const said = await adsync(['validate'], { cwd: folder.path, env: { TOKEN: 'token-value' } });

    expect(said.code).toBe(1);
    expect(said.stderr).toContain('␛[2J<U+202E>');
    expect(said.stderr).not.toMatch(/[\u001b\u202e\u0085]/);
  });

  test('keeps the mark under the fault of a very long line', async () => {
    const mappings = Array.from({ length: 60 }, (_, n) => `{ directoryGroup: G${n}, rescueGroup: Technicians/G${n} }`);
    const long = GOOD.replace(/groups: .*/, `groups: [${mappings.join(', ')}, { directoryGroup: 1, rescueGroup: X }]`);
    await writeFile(join(folder.path, 'sync.yaml'), long);

    const said = await adsync(['validate'], { cwd: folder.path, env: { TOKEN: 'token-value' } });

    const [, line = '', mark = ''] = said.stderr.split('\n');
    expect(line.length).toBeLessThan(180);
    expect(line.slice(mark.indexOf('^'))).toMatch(/^1, rescueGroup: X/);
  });
});

describe('what is no file', () => {
  test.each([
    ['nothing there', 'missing.yaml', 'missing.yaml error FILE_NOT_FOUND The file does not exist.'],
    ['a folder', '.', '. error FILE_UNREADABLE The file is a folder.'],
    ['a file without end', '/dev/zero', '/dev/zero error FILE_TOO_LARGE The file is larger than 10 MiB.'],
  ])('%s', async (_name, file, expected) => {
    const said = await adsync(['validate', '-f', file], { cwd: folder.path });

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr.split('\n')[0]).toBe(expected);
  });
});
