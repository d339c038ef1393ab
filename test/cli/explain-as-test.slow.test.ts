import { appendFile, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { adsync as built, EXAMPLES, newFolder } from '../e2e/adsync.ts';
import { adsync } from './fake-host.ts';

/** The case that is written of anybody of the example holds, in both accounts. */

let folder: Awaited<ReturnType<typeof newFolder>>;
const FILE = 'rescue-and-goto.yaml';

/** Whose name is YAML, a command for a CI system, an escape sequence and a quotation mark. */
const HOSTILE_NAME = '"}] # : *x &y !!js ${HOME} ##vso[task.setvariable]\u001b[2J\u202e';
const HOSTILE = `
dn: CN=hostile,OU=People,DC=corp,DC=example
objectClass: user
objectGUID: 6f1d2c00-5a3b-4c7e-9d10-00000000aaaa
sAMAccountName: hostile
cn: hostile
displayName:: ${Buffer.from(HOSTILE_NAME).toString('base64')}
mail: hostile@corp.example
userAccountControl: 512
primaryGroupID: 513
objectSid: S-1-5-21-1004336348-1177238915-682003330-99999
`;

beforeAll(async () => {
  folder = await newFolder({});
  for (const name of [FILE, 'directory.ldif', 'account.json', 'goto-account.json'])
    await cp(join(EXAMPLES, name), join(folder.path, name));
  const path = join(folder.path, 'directory.ldif');
  const text = await readFile(path, 'utf8');
  const group = /(dn: CN=Field Support,[^]*?\n)(member: )/;
  expect(text).toMatch(group);
  await writeFile(path, text.replace(group, '$1member: CN=hostile,OU=People,DC=corp,DC=example\n$2'));
  await appendFile(path, HOSTILE);
});

afterAll(() => folder.remove());

test('everybody of the directory', async () => {
  const cwd = folder.path;
  const ldif = await readFile(join(cwd, 'directory.ldif'), 'utf8');
  const places = [...ldif.matchAll(/^dn: (.*,OU=People,.*)$/gm)].map(([, dn = '']) => dn);
  const names: string[] = [];
  const broken: string[] = [];
  for (const [index, place] of places.entries()) {
    const written = await adsync(['explain', place, '--as-test', '-f', FILE], { cwd });
    if (written.code !== 0) broken.push(`${place}: ${written.stderr}`);
    else names.push(`${index}.yaml`);
    await writeFile(join(cwd, `${index}.yaml`), written.stdout);
  }
  const { code, stdout } = await adsync(['test', '-f', FILE, ...names], { cwd });

  expect(broken).toEqual([]);
  expect(stdout.split('\n').filter((line) => line.startsWith('not ok'))).toEqual([]);
  expect(code).toBe(0);
  expect(names.length).toBeGreaterThan(30);
}, 120_000);

test('the built program: a case with a hostile name, and a change of the file that breaks it', async () => {
  const cwd = folder.path;
  const written = await built(['explain', 'hostile@corp.example', '--as-test', '-f', FILE], { cwd });
  await writeFile(join(cwd, 'hostile.yaml'), written.stdout);
  const holds = await built(['test', '-f', FILE, 'hostile.yaml'], { cwd });
  const text = await readFile(join(cwd, FILE), 'utf8');
  await writeFile(join(cwd, 'changed.yaml'), text.replace('Technicians/Field', 'Technicians/Road'));
  const breaks = await built(['test', '-f', 'changed.yaml', 'hostile.yaml'], { cwd });

  expect(written.stdout).not.toMatch(/##vso|\u001b|\u202e/);
  expect([holds.code, breaks.code]).toEqual([0, 1]);
  expect(breaks.stdout).toContain('not \\"Technicians/Field\\"');
});

test('the built program: both accounts on a snapshot, plain and pseudonymised', async () => {
  const cwd = folder.path;
  const env = { ADSYNC_PSEUDONYM_KEY: '0123456789abcdef0123456789abcdef' };
  await built(['snapshot', 's.json', '-f', FILE], { cwd });
  await built(['snapshot', 'p.json', '--pseudonymise', '-f', FILE], { cwd, env });
  const plan = await adsync(['plan', '--from', 's.json', '--json', '-f', FILE], { cwd });
  const { summary } = JSON.parse(plan.stdout) as { summary: Record<string, number> };
  const counts = JSON.stringify({ create: summary['create'], grant: summary['grant'] });
  const cases = `
cases:
  - { name: counts, expect: [{ changes: ${counts} }] }
never:
  - { because: x, target: rescue, becomes: { role: "*administrator" } }
  - { because: y, target: goto, outside: Field Support, becomes: { products: Connect } }
`;
  for (const name of ['s', 'p']) {
    await writeFile(join(cwd, `cases-${name}.yaml`), `version: 1\nsnapshot: ${name}.json${cases}`);
  }
  const { code, stdout } = await built(['test', '-f', FILE, 'cases-s.yaml', 'cases-p.yaml'], { cwd });

  expect(stdout).not.toContain('not ok');
  expect([code, stdout.includes('1..6')]).toEqual([0, true]);
});
