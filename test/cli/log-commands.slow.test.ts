import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EXAMPLES } from '../e2e/adsync.ts';
import { type Example, openExample } from './example.ts';
import type { HostOptions, Said } from './fake-host.ts';

/** Names with log commands in them, through every command: no CI system reads one out of what is printed. */

const MARKS = '##vso[task.setvariable variable=a]b ##[error]c ##teamcity[d]';
/** So long that a terminal breaks it before the colons. */
const START = `${'x'.repeat(90)} ::error::e ${'y'.repeat(90)} ::add-mask::f`;
const NAME = `::notice::${MARKS} ${START}`;
const COMMAND = /##\w*\[|^\s*::/im;

let example: Example;

beforeEach(async () => {
  example = await openExample();
  const ldif = await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8');
  const hostile = ldif
    .replace('displayName: Ada Lovelace', `displayName: ${NAME}`)
    .replace('displayName: Fatima Zahra', `displayName: ${MARKS} too`)
    .replace(/^cn: Field Support$/m, `cn: Field Support\ndisplayName: ${NAME}\nmail: ${MARKS.replaceAll(' ', '')}@x.y`)
    .replace(/^dn: CN=Field Support,/m, `dn: CN=Field ${MARKS.replaceAll('=', '\\3D')} Support,`)
    .replace(/^name: Field Support$/m, `name: ${NAME}`);
  await writeFile(join(example.path, 'directory.ldif'), hostile);
  const path = join(example.path, 'sync.yaml');
  await writeFile(path, (await readFile(path, 'utf8')).replace('Technicians/Field', `"Technicians/Field ${MARKS}"`));
});

afterEach(async () => {
  await example.close();
});

async function run(args: readonly string[], options: HostOptions = {}): Promise<Said> {
  const said = await example.run(args, options);
  expect(said.stdout).not.toMatch(COMMAND);
  expect(said.stderr).not.toMatch(COMMAND);
  return said;
}

describe('no output gives a command to a CI system', () => {
  const styles: [string, HostOptions][] = [
    ['a pipe', {}],
    ['a terminal', { isTTY: true }],
  ];

  test.each(styles)('plan, apply, history and retry on %s', async (_style, options) => {
    // One change fails, and stays for retry.
    example.sandbox.switches.nameMaxLength = 100;
    const planned = await run(['plan', '--verbose'], options);
    const applied = await run(['apply', '--yes'], options);
    const listed = await run(['history'], options);
    const shown = await run(['history', new Date().getUTCFullYear().toString()], options);
    const retried = await run(['retry', '--yes'], options);

    expect(planned.stdout).toContain('<U+0023>#vso[');
    expect(planned.stdout).toContain('<U+0023>#[error]');
    expect(planned.stdout).toContain('<U+0023>#teamcity[');
    expect(applied.code).toBe(3);
    expect(applied.stdout).toMatch(/Failed:[^]*<U\+0023>#vso\[/);
    expect(listed.code).toBe(0);
    expect(shown.stdout).toContain('<U+0023>#vso[');
    expect(retried.stdout).toContain('<U+0023>#vso[');
  });

  test.each(styles)('groups search and count on %s', async (_style, options) => {
    const found = await run(['groups', 'search', 'field'], options);
    const none = await run(['groups', 'search', `${MARKS}q`], options);
    const counted = await run(['groups', 'count'], options);

    expect(found.stdout).toContain('<U+0023>#vso[');
    expect(none.stdout).toContain('<U+0023>#vso[');
    expect(counted.stdout).toContain('<U+0023>#vso[');
  });

  test.each([
    ['plan', ['plan', '--json']],
    ['groups search', ['groups', 'search', 'field', '--json']],
    ['groups count', ['groups', 'count', '--json']],
  ])('%s as JSON, which says the same text to programs', async (_name, args) => {
    const { stdout, code } = await run(args);

    expect(code).toBe(0);
    expect(stdout).toContain('\\u0023#vso[');
    expect(JSON.stringify(JSON.parse(stdout))).toContain('##vso[task.setvariable variable=a]b ##[error]c ##teamcity[');
  });

  test('history as JSON, and a saved plan', async () => {
    await run(['plan', '--out', 'plan.json']);
    const saved = await readFile(join(example.path, 'plan.json'), 'utf8');
    await run(['apply', 'plan.json', '--yes']);
    const listed = await run(['history', '--json']);
    const shown = await run(['history', new Date().getUTCFullYear().toString(), '--json']);

    expect(saved).not.toMatch(COMMAND);
    expect(JSON.stringify(JSON.parse(saved))).toContain('##vso[');
    expect(JSON.parse(listed.stdout)).toMatchObject({ format: 'adsync.history/1' });
    expect(JSON.stringify(JSON.parse(shown.stdout))).toContain('##vso[');
  });

  test('errors, of the file, the directory and the command line', async () => {
    await writeFile(join(example.path, 'faulty.yaml'), `version: 1\n"${MARKS}": 1\n"::error::x": 2\n`);
    const validated = await run(['validate', '-f', 'faulty.yaml']);
    const asJson = await run(['validate', '-f', 'faulty.yaml', '--json']);
    const unknown = await run([`::error::${MARKS}`]);
    const option = await run(['plan', `--${MARKS}`]);
    const missing = await run(['plan', '-f', `::error::${MARKS}`]);
    await writeFile(join(example.path, 'directory.ldif'), `dn: ::error::${MARKS}\n`);
    const broken = await run(['plan', '--verbose']);

    expect(validated.stderr).toContain('<U+0023>#vso[');
    expect(JSON.stringify(JSON.parse(asJson.stdout))).toContain('##vso[');
    for (const { stderr } of [unknown, option, missing]) expect(stderr).toContain('<U+0023>#vso[');
    expect(broken.code).toBe(1);
  });
});
