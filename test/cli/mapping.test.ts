import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newFolder } from '../e2e/adsync.ts';
import { adsync as run, type Said } from './fake-host.ts';

const FILE = `version: 1
directory: { type: file, path: people.ldif }
rescue:
  url: sandbox:account.json
  apiToken: \${TOKEN} # from the vault
  groups:
    # the help desk
    - directoryGroup: Helpdesk
      rescueGroup: Technicians/Helpdesk

    - directoryGroup: [Night, Weekend]
      rescueGroup: Technicians/Night
      fullGroup: false
goto:
  url: sandbox:goto.json
  account: "1"
  clientId: a
  clientSecret: \${GOTO}
  personalAccessToken: \${PAT}
  domains: [corp.example]
  welcomeMail: false
  products: { Meeting: "7" }
  rules:
    - { directoryGroup: Sales, products: [Meeting] }
`;

let folder: Awaited<ReturnType<typeof newFolder>>;
beforeEach(async () => {
  folder = await newFolder({ 'sync.yaml': FILE });
});
afterEach(async () => {
  await folder.remove();
});

const adsync = (...args: string[]): Promise<Said> => run(['mapping', ...args], { cwd: folder.path });
const written = (): Promise<string> => readFile(join(folder.path, 'sync.yaml'), 'utf8');
const ADD = ['add', '--directory-group', 'Field', '--rescue-group', 'Technicians/Field'];

describe('adsync mapping add', () => {
  test('takes a name as it is: ${NAME} in it refers to nothing, and finds it again', async () => {
    const name = 'A ${HOME} $${B}';
    const added = await adsync('add', '--directory-group', name, '--rescue-group', 'Technicians/Field');

    expect(added).toEqual({ code: 0, stderr: '', stdout: `Added: rescue 3 (${name} → Technicians/Field, line 15)\n` });
    expect(await written()).toContain('- directoryGroup: A $${HOME} $$${B}\n');
    expect((await adsync('list', '--json')).stdout).toContain('A ${HOME} $${B}');
    expect((await adsync('remove', name)).code).toBe(0);
    expect(await written()).toBe(FILE);
  });

  test('puts a mapping behind the others, and leaves all else as it is', async () => {
    const said = await adsync(...ADD, '--no-full-group', '--attributes', 'name,status', '--disable-limit', '20');

    expect(said).toEqual({ code: 0, stderr: '', stdout: 'Added: rescue 3 (Field → Technicians/Field, line 15)\n' });
    const added = `
    - directoryGroup: Field
      rescueGroup: Technicians/Field
      fullGroup: false
      disableLimit: 20
      attributes: [ name, status ]
`;
    expect(await written()).toBe(FILE.replace('goto:\n', `${added}goto:\n`));
  });

  test.each([
    ['Helpdesk', '--after', 10],
    ['Technicians/night', '--before', 10],
    ['1', '--after', 10],
  ])('puts it where %s says', async (which, option, line) => {
    await adsync(...ADD, option, which);

    expect((await written()).split('\n')[line]).toBe('    - directoryGroup: Field');
  });

  test('of the same mapping changes nothing, wherever it stands', async () => {
    const said = await adsync(
      'add',
      '--directory-group',
      'weekend',
      '--directory-group',
      'night',
      '--rescue-group',
      'technicians/Night',
      '--no-full-group',
      '--first',
    );

    expect(said).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^No change: rescue 2 .* is there already\n$/),
    });
    expect(await written()).toBe(FILE);
  });

  test('refuses what the file may not say, and writes nothing', async () => {
    const said = await adsync('add', '--directory-group', 'Helpdesk', '--rescue-group', 'Technicians/Other');

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain('error DUPLICATE_DIRECTORY_GROUP');
    expect(said.stderr).toContain('Nothing was written');
    expect(await written()).toBe(FILE);
  });

  test('refuses a name where rights are high', async () => {
    const said = await adsync('add', '--directory-group', 'Bosses', '--rescue-group', 'Administrators', '--first');

    expect(said).toMatchObject({ code: 1, stderr: expect.stringContaining('error GROUP_BY_NAME') });
  });

  test('shows with --dry-run how the file would change, and no secret', async () => {
    await writeFile(
      join(folder.path, 'sync.yaml'),
      FILE.replace('${PAT}', 'clear-as-day-token').replace(
        /^ {4}- \{ d.*\n/m,
        '    - { directoryGroup: Sales, products: [Meeting] }\n',
      ),
    );
    const said = await adsync('add', '--directory-group', 'Leads', '--custom-role', 'Lead', '--dry-run');

    expect(said).toMatchObject({ code: 0 });
    expect(said.stdout).toContain('+    - directoryGroup: Leads\n+      role:\n+        custom: Lead\n');
    expect(said.stdout).not.toContain('clear-as-day');
    expect(await written()).not.toContain('Leads');
  });

  test.each([
    [['--directory-group', 'A'], 'MAPPING_SECTION'],
    [['--directory-group', 'A', '--products', 'x', '--rescue-group', 'Technicians/A'], 'MAPPING_SECTION'],
    [['--directory-group', 'A', '--subgroups', 'flatten'], 'MAPPING_SECTION'],
    [['--directory-group', 'A', '--rescue-group', 'Technicians/A', '--after', 'nobody'], 'MAPPING_UNKNOWN'],
  ])('refuses %j', async (args, code) => {
    expect(await adsync('add', ...args)).toMatchObject({ code: 1, stderr: expect.stringContaining(`error ${code} `) });
  });
});

describe('adsync mapping remove and move', () => {
  test('take the comments above the mapping with it', async () => {
    await adsync('remove', 'helpdesk');
    expect(await written()).toBe(FILE.replace(/ {4}# the help desk\n.*\n.*\n\n/, ''));
  });

  test('a move to a place and back leaves the same bytes', async () => {
    expect(await adsync('move', '2', '--first', '--target', 'rescue')).toMatchObject({
      code: 0,
      stdout: 'Moved: rescue 2 (Night + Weekend → Technicians/Night, line 11) is number 1 now\n',
    });
    expect(await written()).not.toBe(FILE);
    expect(await adsync('move', 'Night', '--after', 'Helpdesk')).toMatchObject({ code: 0 });
    expect(await written()).toBe(FILE);
  });

  test.each([
    ['a number that is in both sections', ['remove', '1'], 'MAPPING_AMBIGUOUS'],
    ['no place to move to', ['move', 'Night'], 'POSITION_MISSING'],
    ['the last rule, which a section must have', ['remove', 'Sales'], 'MISSING_KEY'],
    ['a file that is not there', ['-f', 'other.yaml', 'remove', 'Sales'], 'FILE_NOT_EDITABLE'],
  ])('refuse %s', async (_what, args, code) => {
    expect(await adsync(...args)).toMatchObject({ code: 1, stderr: expect.stringContaining(`error ${code} `) });
    expect(await written()).toBe(FILE);
  });

  test('change nothing where the mapping stands there already', async () => {
    expect(await adsync('move', 'Night', '--last')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^No change/),
    });
  });
});

describe('adsync mapping list', () => {
  test('lists all for people', async () => {
    expect((await adsync('list')).stdout).toBe(
      [
        '  target  number  line  directory group  Rescue group',
        '  rescue       1     8  Helpdesk         Technicians/Helpdesk',
        '  rescue       2    11  Night            Technicians/Night',
        '                        Weekend',
        '  goto         1    24  Sales',
        '',
      ].join('\n'),
    );
  });

  test('and for programs, with everything that they say', async () => {
    const { mappings } = JSON.parse((await adsync('list', '--json', '--target', 'rescue')).stdout) as {
      mappings: unknown;
    };

    expect(mappings).toEqual([
      { target: 'rescue', number: 1, line: 8, directoryGroups: ['Helpdesk'], rescueGroup: 'Technicians/Helpdesk' },
      {
        target: 'rescue',
        number: 2,
        line: 11,
        directoryGroups: ['Night', 'Weekend'],
        rescueGroup: 'Technicians/Night',
        fullGroup: false,
      },
    ]);
  });
});

describe('the file', () => {
  test('may come by standard input, to be listed', async () => {
    const said = await run(['mapping', 'list', '-f', '-', '--json'], { cwd: folder.path, stdin: FILE });

    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(said.stdout)).toMatchObject({ file: '<stdin>', mappings: [{ number: 1 }, {}, {}] });
  });

  test('cannot be changed where it comes by standard input', async () => {
    const said = await run(['mapping', ...ADD, '-f', '-'], { cwd: folder.path, stdin: FILE });

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain('FILE_NOT_EDITABLE The YAML file comes by standard input');
  });

  test.each([
    [['mapping', 'list'], 'adsync mapping list'],
    [['validate'], 'adsync validate'],
    [['plan'], 'adsync plan'],
  ])('is one for %j: of several none is taken by chance', async (command, name) => {
    const said = await run([...command, '-f', 'a.yaml', '-f', 'sync.yaml'], { cwd: folder.path });

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain(`FILES_TOO_MANY ${name} works on one file, and 2 are named.`);
  });
});
