import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EXAMPLES, newFolder } from '../e2e/adsync.ts';
import { adsync } from './fake-host.ts';

/** adsync test, on the example and on files of cases that say something else. */

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  folder = await newFolder({});
  for (const name of [
    'sync.yaml',
    'rescue-and-goto.yaml',
    'directory.ldif',
    'account.json',
    'goto-account.json',
    'tests',
  ])
    await cp(join(EXAMPLES, name), join(folder.path, name), { recursive: true });
});

afterEach(async () => {
  await folder.remove();
});

function run(...args: readonly string[]) {
  return adsync(['test', ...args], { cwd: folder.path });
}

test('the cases of the example hold', async () => {
  const { code, stdout, stderr } = await run();

  expect([code, stdout, stderr]).toEqual([
    0,
    [
      'TAP version 14',
      '1..4',
      'ok 1 - The first mapping that has a person keeps them',
      'ok 2 - The field has the UPN for its SSO id',
      'ok 3 - A disabled person gets no user',
      'ok 4 - never: nobody with an address of a partner becomes an administrator',
      '',
    ].join('\n'),
    '4 tests: 4 passed, 0 failed.\n',
  ]);
});

test('a change of the file breaks the case that is about it, and says where', async () => {
  const text = await readFile(join(folder.path, 'sync.yaml'), 'utf8');
  await writeFile(join(folder.path, 'sync.yaml'), text.replace('      ssoId: upn\n', ''));
  const { code, stdout } = await run('--junit', 'report.xml');
  const report = await readFile(join(folder.path, 'report.xml'), 'utf8');

  expect(code).toBe(1);
  expect(stdout).toContain('not ok 2 - The field has the UPN for its SSO id\n  ---\n');
  expect(stdout).toContain('"tests/helpdesk.yaml:');
  expect(stdout).toContain(
    'ssoId of rescue is nothing, not \\"cleo@corp.local\\": member of Field Support, sync.yaml:',
  );
  expect(report).toContain('<testsuite name="tests/helpdesk.yaml" tests="4" failures="1">');
  expect(report).toContain('<failure message="Cleo Cruz: ssoId of rescue is nothing, not &quot;cleo@corp.local&quot;');
});

test('rules of GoTo add up, and a person in none of them gets nothing', async () => {
  const cases = `version: 1
cases:
  - name: several rules
    given:
      people:
        - { name: Ada Lovelace, mail: ada@corp.example, attributes: { givenName: Ada, surname: Lovelace } }
        - { name: Bo Berg, mail: bo@corp.example }
      groups: [{ name: Printers, members: [Ada Lovelace] }, { name: Field Support, members: [Ada Lovelace] }]
    expect:
      - person: Ada Lovelace
        goto: { products: [Connect, Meeting, Resolve], userGroup: Helpdesk, firstName: Ada, role: member }
      - { person: Bo Berg, goto: none, rescue: none }
`;
  await writeFile(join(folder.path, 'goto.yaml'), cases);
  const { stdout, code } = await run('-f', 'rescue-and-goto.yaml', 'goto.yaml');

  expect([code, stdout]).toEqual([0, 'TAP version 14\n1..1\nok 1 - several rules\n']);
});

describe('what is wrong', () => {
  test('faults of a file of cases are said with their places, and nothing is run', async () => {
    await writeFile(join(folder.path, 'tests/b.yaml'), 'version: 1\ncases:\n  - nam: x\n');
    const { code, stdout, stderr } = await run();

    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('tests/b.yaml:3:5 error UNKNOWN_KEY');
    expect(stderr).toContain('Did you mean "name"?');
  });

  test('no cases, and where they are looked for', async () => {
    const empty = await newFolder({});
    await cp(join(EXAMPLES, 'sync.yaml'), join(empty.path, 'sync.yaml'));
    const { code, stderr } = await adsync(['test'], { cwd: empty.path });
    await empty.remove();

    expect(code).toBe(1);
    expect(stderr).toContain('error NO_CASES There are no cases: tests beside the file has no .yaml file.');
  });

  test('a report does not replace somebody else’s file', async () => {
    await writeFile(join(folder.path, 'report.xml'), 'mine');
    const { code, stderr } = await run('--junit', 'report.xml');

    expect([code, await readFile(join(folder.path, 'report.xml'), 'utf8')]).toEqual([1, 'mine']);
    expect(stderr).toContain('OUTPUT_NOT_OURS');
  });
});
