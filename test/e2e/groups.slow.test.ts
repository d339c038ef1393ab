import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { adsync, type Ended, EXAMPLES, newFolder } from './adsync.ts';

/** `groups search`, `groups list` and `groups count` of the built program. */

let folder: Awaited<ReturnType<typeof newFolder>>;
let yaml: string;

beforeEach(async () => {
  yaml = await readFile(join(EXAMPLES, 'sync.yaml'), 'utf8');
  folder = await newFolder({
    'sync.yaml': yaml,
    'directory.ldif': await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8'),
    'account.json': await readFile(join(EXAMPLES, 'account.json'), 'utf8'),
    'more.yaml': yaml.replace('Field Support', 'Feild Support'),
    'low.yaml': `${yaml}\nlimits: { groups: 4, membersPerGroup: 10 }\n`,
  });
});

afterEach(async () => {
  await folder.remove();
});

async function groups(...args: string[]): Promise<Ended> {
  return adsync(['groups', ...args], { cwd: folder.path });
}

describe('groups search', () => {
  test('lists groups with the lines that map them, without the account', async () => {
    const said = await groups('search', 'HELPDESK');

    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toMatch(
      /Helpdesk Tier 1 +security +19 +line 16 +CN=Helpdesk Tier 1,OU=Groups,DC=corp,DC=example/,
    );
    expect(said.stdout).toContain('2 groups found.');
  });

  test('gives programs the same', async () => {
    const { stdout, code } = await groups('search', 'e', '--limit', '2', '--json');

    const answer = JSON.parse(stdout) as { groups: { mappings: unknown }[]; more: number };
    expect(code).toBe(0);
    expect(answer.groups).toHaveLength(2);
    expect(answer.groups[0]?.mappings).toEqual([{ target: 'rescue', line: 21, rescueGroup: 'Technicians/Field' }]);
    expect(answer.more).toBeGreaterThan(0);
    expect((JSON.parse((await groups('search', 'e', '--all', '--json')).stdout) as typeof answer).more).toBe(0);
  });

  test('that finds nothing ends with 0 and a hint', async () => {
    const said = await groups('search', 'helpdex tier');

    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toMatch(/^No directory group has "helpdex tier" in its name\. Similar: Helpdesk Tier 1;/);
  });

  test('needs no more of the file than its directory', async () => {
    await writeFile(join(folder.path, 'first.yaml'), 'directory: { type: file, path: directory.ldif }\n');

    const said = await groups('search', 'helpdesk', '-f', 'first.yaml');
    const counted = await groups('count', '-f', 'first.yaml');

    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toContain('2 groups found.');
    expect(counted).toMatchObject({ code: 1, stdout: '' });
    expect(counted.stderr).toContain('A target is missing');
  });

  test.each([
    [['search', '  '], 'TERM_EMPTY'],
    [['search', 'x', '--domain', 'corp example'], 'SEARCH_BASE_INVALID'],
    [['search', 'x', '--limit', '0'], 'It must be a whole number from 1.'],
    [['search'], "missing required argument 'term'"],
    [['search', 'x', '-f', 'none.yaml'], 'FILE_NOT_FOUND'],
    [['serach', 'x'], 'Did you mean search?'],
  ])('%j ends with 1 and says why', async (args, why) => {
    const said = await groups(...args);

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain(why);
  });
});

describe('groups list', () => {
  const LIST = ['list', '--rescue'];

  test('lists the groups of the account with the lines that map them, and changes nothing', async () => {
    const before = await readFile(join(folder.path, 'account.json'), 'utf8');

    const said = await groups(...LIST);

    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toMatch(/Technicians\/Field +– +– +line 21, not there yet\n +Technicians\/Helpdesk +0 +0\n/);
    expect(said.stdout).toMatch(/Technicians\/Helpdesk\/Tier 2 +5 +7 +line 18\n/);
    expect(await readFile(join(folder.path, 'account.json'), 'utf8')).toBe(before);
    expect(await readdir(folder.path)).not.toContain('.adsync');
  });

  test('gives programs the same', async () => {
    const { stdout, code } = await groups(...LIST, '--json');

    const answer = JSON.parse(stdout) as { account: string; groups: { rescueGroup: string }[] };
    expect([code, answer.account]).toEqual([0, '560961']);
    expect(answer.groups.find(({ rescueGroup }) => rescueGroup.endsWith('Tier 2'))).toEqual({
      rescueGroup: 'Technicians/Helpdesk/Tier 2',
      enabled: 5,
      users: 7,
      lines: [18],
      below: null,
      unsure: false,
    });
  });

  test('shows the groups of mirrored directory groups below the line of their mapping', async () => {
    await adsync(['apply', '--yes'], { cwd: folder.path });

    expect((await groups(...LIST)).stdout).toMatch(/Technicians\/Helpdesk\/Tier 2\/[^\n]+ below line 18\n/);
  });

  test('needs an account and no mapping', async () => {
    const account = 'rescue: { url: "sandbox:account.json", apiToken: sandbox-token }\n';
    const directory = 'directory: { type: file, path: directory.ldif }\n';
    await writeFile(join(folder.path, 'first.yaml'), directory + account);
    await writeFile(join(folder.path, 'none.yaml'), directory);

    expect((await groups(...LIST, '-f', 'first.yaml')).stdout).toContain('0 of those listed are mapped.');
    expect(await groups(...LIST, '-f', 'none.yaml')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('error TARGET_NOT_IN_FILE The groups of the account of rescue: are asked for'),
    });
    expect((await groups('list')).stderr).toContain("required option '--rescue' not specified");
  });
});

describe('groups count', () => {
  test('counts every mapping', async () => {
    const said = await groups('count');

    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toMatch(/18 +Helpdesk Tier 2 +9 +15 +Technicians\/Helpdesk\/Tier 2 +7/);
    expect(said.stdout).toContain('3 mappings feed 5 Rescue groups of at most 999');
  });

  test('ends with 1 when a group is missing, and names it', async () => {
    const said = await groups('count', '-f', 'more.yaml');

    expect(said.code).toBe(1);
    expect(said.stdout).toMatch(/error GROUP_NOT_FOUND {2}line 21: .*"Feild Support".*Similar: Field Support/);
    expect(said.stdout).toMatch(/Helpdesk Tier 1 +19/);
  });

  test('ends with 1 when a plan would be refused, as the plan does', async () => {
    const said = await groups('count', '-f', 'low.yaml', '--json');

    const answer = JSON.parse(said.stdout) as { over: boolean; groups: number };
    expect(said.code).toBe(1);
    expect(answer).toMatchObject({ over: true, groups: 5 });
  });
});
