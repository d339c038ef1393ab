import { cp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EXAMPLES, newFolder } from '../e2e/adsync.ts';
import { adsync, type Said } from './fake-host.ts';

/** `adsync explain --as-test`; everybody of the example is in explain-as-test.slow.test.ts. */

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeAll(async () => {
  folder = await newFolder({});
  for (const name of ['rescue-and-goto.yaml', 'directory.ldif', 'account.json', 'goto-account.json'])
    await cp(join(EXAMPLES, name), join(folder.path, name));
});

afterAll(() => folder.remove());

async function run(...args: readonly string[]): Promise<Said> {
  return await adsync([...args, '-f', 'rescue-and-goto.yaml'], { cwd: folder.path });
}

test.each([
  ['wei.chen@corp.example', 'group: "Technicians/Helpdesk/Tier 2/Network"', 'goto: "none"'],
  ['bea.russo@corp.example', 'group: "Technicians/Field"', '- "Connect"\n            - "Meeting"'],
])('a case of %s holds', async (who, ...parts) => {
  const before = await readdir(folder.path);
  const { code, stdout, stderr } = await run('explain', who, '--as-test');
  const after = await readdir(folder.path);
  await writeFile(join(folder.path, 'written.yaml'), stdout);
  const tested = await run('test', 'written.yaml');

  expect([code, stderr, after]).toEqual([0, '', before]);
  expect(stdout).toMatch(/^version: 1\ncases:\n {2}- name: "What becomes of /);
  for (const part of parts) expect(stdout).toContain(part);
  expect(tested).toMatchObject({ code: 0, stdout: expect.stringContaining('1..1\nok 1 - ') });
});

test('one section of the file is expected with --target', async () => {
  const { stdout } = await run('explain', 'bea.russo@corp.example', '--as-test', '--target', 'goto');

  expect([stdout.includes('rescue:'), stdout.includes('goto:')]).toEqual([false, true]);
});

test.each([
  ['--json as well', ['bea.russo@corp.example', '--json'], 'OUTPUT_TWICE --json and --as-test both print to stdout.'],
  ['nobody', ['nobody@corp.example'], 'Nobody was found for "nobody@corp.example".'],
  ['a user without a person', ['night.watch@partner.example'], 'CASE_PERSON_UNKNOWN'],
])('there is no case, and stdout is empty: %s', async (_what, args, said) => {
  const { code, stdout, stderr } = await run('explain', ...args, '--as-test');

  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain(said);
});
