import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import { type Told, toldByDocument, toldByMarkdown, toldByPage, toldByText, toldByWorkbook } from '../property/told.ts';
import { byCause, openRepository, PEOPLE, type Repository, TEAMS } from './base-world.ts';

let repo: Repository;

async function open(): Promise<void> {
  repo = await openRepository();
  expect((await repo.run('apply', '--yes')).code).toBe(0);
}

function codes({ notices }: Plan): string[] {
  return notices.filter(({ about }) => about === 'base').map(({ code, text }) => `${code} ${text}`);
}

/** Without marks of Markdown and HTML. */
function plain(text: string): string {
  return text.replace(/`|<\/?code>/g, '');
}

const OWN = ['--detailed-exitcode', '--own'];

describe('plan --base tells apart', () => {
  beforeEach(open);
  afterEach(() => repo.close());

  test('the file, the directory and the account, in both accounts', async () => {
    // The branch moves the night shift; Dan leaves; somebody renames Ada by hand; Eve is new.
    await repo.edit((yaml) => yaml.replace('Technicians/Night', 'Technicians/Late'));
    await repo.hold({ ...PEOPLE, eve: {} }, { ...TEAMS, Day: ['ada', 'bob', 'eve'], Night: ['cleo'], Sales: ['ada'] });
    const ada = repo.rescue.account.nodes.find(({ name }) => name === 'ada');
    if (ada !== undefined) ada.name = 'Renamed by hand';

    const plain = await repo.plan();
    const plan = await repo.plan('--base', 'main');
    const text = (await repo.run('plan', '--base', 'main')).stdout;
    await rm(join(repo.path, '.adsync'), { recursive: true });
    const elsewhere = await repo.plan('--base', 'main');

    expect(byCause(plan)).toEqual({
      pullRequest: ['create Late', 'move cleo'],
      directory: ['disable dan', 'create eve', 'suspend cleo -'],
      account: ['update ada'],
    });
    expect(text).toContain('6 changes: 2 by this pull request, 3 by the directory, 1 by hand in the account.');
    expect(text).toMatch(/move .*◆ by this pull request/);
    // The ids stand for the situation, whatever it is compared with.
    expect(plan.planId).toBe(plain.planId);
    expect(plan.changes.map(({ id }) => id)).toEqual(plain.changes.map(({ id }) => id));
    // Without the journals nobody knows who changed it, and nobody guesses.
    expect(Object.keys(byCause(elsewhere))).toEqual(['pullRequest', 'unknown']);
    expect(byCause(elsewhere)['pullRequest']).toEqual(byCause(plan)['pullRequest']);
  });

  test('and every output of one plan tells the same', async () => {
    await repo.edit((yaml) =>
      yaml
        .replace('Technicians/Night', 'Technicians/Late')
        .replace('  groups:\n', '  protect: [bob@corp.example]\n  groups:\n'),
    );
    await repo.hold({ ...PEOPLE, eve: {} }, { ...TEAMS, Day: ['ada', 'eve'], Night: ['cleo'] });

    const files = ['--out', 'plan.json', '--excel', 'plan.xlsx', '--html', 'plan.html', '--markdown', 'plan.md'];
    const { stdout } = await repo.run('plan', '--base', 'main', '--target', 'rescue', ...files);
    const read = (name: string): Promise<string> => readFile(join(repo.path, name), 'utf8');
    const document = toldByDocument(await read('plan.json'));
    const told = [
      document,
      toldByText(stdout),
      toldByMarkdown(await read('plan.md')),
      toldByPage(await read('plan.html')),
      await toldByWorkbook(join(repo.path, 'plan.xlsx')),
    ];

    const linesOf = ({ changes }: Told) => changes.map(({ name, cause }) => `${name} ${cause ?? ''}`).toSorted();
    expect(linesOf(document)).toEqual(['Late pullRequest', 'cleo pullRequest', 'dan directory', 'eve directory']);
    expect(told.map(linesOf)).toEqual(told.map(() => linesOf(document)));
    expect(told.map(({ prevented }) => prevented)).toEqual(told.map(() => ['disable bob']));
    expect(told.map(({ notices }) => notices)).toEqual(told.map(() => document.notices));
    expect(document.notices['warning GUARD_RAIL_CHANGED']).toBe(1);
    for (const text of [stdout, plain(await read('plan.md')), plain(await read('plan.html'))])
      expect(text).toMatch(
        /Compared with main \([0-9a-f]{12}\): 4 changes: 2 by this pull request, 2 by the directory\./,
      );
  });

  test('what waits since an earlier file, and a user removed by hand', async () => {
    await repo.edit((yaml) => yaml.replace('Technicians/Night', 'Technicians/Late'));
    repo.git('commit', '-qam', 'Merged, and never applied');
    const { nodes } = repo.rescue.account;
    nodes.splice(
      nodes.findIndex(({ name }) => name === 'bob'),
      1,
    );

    expect(byCause(await repo.plan('--base', 'main', '--target', 'rescue'))).toEqual({
      unknown: ['create Late', 'move cleo', 'move dan'],
      account: ['create bob'],
    });
  });

  test('a saved plan with causes is applied as any other', async () => {
    await repo.edit((yaml) => yaml.replace('Technicians/Night', 'Technicians/Late'));
    const saved = await repo.run('plan', '--base', 'main', '--out', 'plan.json', '--excel', 'plan.xlsx');
    const applied = await repo.run('apply', 'plan.json', '--yes');
    const document = JSON.parse(await readFile(join(repo.path, 'plan.json'), 'utf8')) as Plan;

    expect(saved.code).toBe(0);
    expect(document.base).toMatchObject({ file: 'sync.yaml', revision: 'main', commit: repo.git('rev-parse', 'main') });
    expect(applied.stderr).not.toContain('error');
    expect(applied.code).toBe(0);
    expect((await repo.plan('--base', 'main')).changes).toEqual([]);
  });
});

describe('plan --base', () => {
  let before = '';
  beforeAll(async () => {
    await open();
    before = await readFile(join(repo.path, 'sync.yaml'), 'utf8');
  });
  afterEach(async () => {
    await writeFile(join(repo.path, 'sync.yaml'), before);
    await repo.hold(PEOPLE, TEAMS);
  });
  afterAll(() => repo.close());

  test('with the same file owns nothing, and --own is 0 while others wait', async () => {
    await repo.hold(PEOPLE, { ...TEAMS, Night: ['cleo'] });

    expect(Object.keys(byCause(await repo.plan('--base', 'main')))).toEqual(['directory']);
    expect((await repo.run('plan', '--base', 'main', ...OWN)).code).toBe(0);
    expect((await repo.run('plan', '--base', 'main', '--detailed-exitcode')).code).toBe(2);
  });

  test('tells what the file prevents, and --own counts it', async () => {
    await repo.hold(PEOPLE, { ...TEAMS, Night: ['cleo'] });
    await repo.edit((yaml) => yaml.replace('  groups:\n', '  protect: [dan@corp.example]\n  groups:\n'));
    const plan = await repo.plan('--base', 'main');
    const said = await repo.run('plan', '--base', 'main', ...OWN);

    expect(plan.changes).toEqual([]);
    expect(plan.base?.prevented).toMatchObject([
      { name: 'dan', operations: ['disable'], after: { status: 'disabled' } },
    ]);
    expect(codes(plan)).toEqual([
      'GUARD_RAIL_CHANGED This change of the file changes a guard rail. rescue.protect: not set → dan@corp.example. Make sure that it is meant.',
    ]);
    expect(said.code).toBe(2);
    expect(said.stdout).toContain('No longer planned because of this pull request: 1 change');
  });

  test('puts changed guard rails first, and shows no secret', async () => {
    const owners = '- { directoryGroup: "CN=Sales,OU=All,DC=corp,DC=example", rescueGroup: Master Administrators }';
    await repo.edit((yaml) => {
      const edited = yaml.replace('  groups:\n', `  linkKey: \${LINK_KEY}\n  groups:\n    ${owners}\n`);
      return `${edited}limits: { disable: 90% }\n`;
    });
    const { stdout } = await repo.run('plan', '--base', 'main');

    const first = stdout.split('\n').filter((line) => line.includes('changes a guard rail'));
    expect(first.join('\n')).toContain('limits.disable: 10% → 90%');
    expect(first.join('\n')).toContain('rescue.linkKey: not set → a secret, not shown');
    expect(first.join('\n')).toMatch(/rescue\.groups: CN=Sales.*: not set → Master Administrators/);
    expect(stdout).not.toContain('a-key-for-links');
    expect(stdout.indexOf('changes a guard rail')).toBeLessThan(stdout.indexOf('by this pull request; '));
  });

  test.each<[string, (yaml: string) => string, string]>([
    [
      'another directory',
      (yaml) => yaml.replace('path: directory.ldif', 'path: ./other.ldif'),
      'reads its people from another directory',
    ],
    [
      'another account',
      (yaml) => yaml.replace('account: "1234567890123456789"', 'account: "1"'),
      'it is about another account',
    ],
    ['other credentials', (yaml) => yaml.replace('${RESCUE_TOKEN}', 'former-token'), 'it has other credentials'],
    ['a section less', (yaml) => yaml.slice(0, yaml.indexOf('goto:')), 'the former file has none'],
    ['a fault', (yaml) => yaml.replace('Technicians/Night', 'Nowhere/Night'), 'has faults, the first in line'],
    ['a variable that is not set', (yaml) => yaml.replace('${RESCUE_TOKEN}', '${GONE}'), 'VARIABLE_MISSING'],
  ])('whose former file has %s says so, and everything there is its own', async (_title, former, says) => {
    await writeFile(join(repo.path, 'other.ldif'), await readFile(join(repo.path, 'directory.ldif')));
    await writeFile(join(repo.path, 'former.yaml'), former(before));
    await repo.hold(PEOPLE, { ...TEAMS, Night: ['cleo'], Sales: ['ada'] });
    const plan = await repo.plan('--base', 'former.yaml');

    expect(codes(plan).join('\n')).toContain(says);
    expect(plan.changes.filter(({ cause }) => cause === 'pullRequest')).not.toEqual([]);
    expect(JSON.stringify(plan)).not.toContain('former-token');
  });

  test('whose former file has a section more, or wants a group that is gone, plans all the same', async () => {
    await writeFile(
      join(repo.path, 'former.yaml'),
      before.replace('  groups:\n', '  groups:\n    - { directoryGroup: Gone, rescueGroup: Technicians/Gone }\n'),
    );
    const plain = await repo.plan();
    const plan = await repo.plan('--base', 'former.yaml');
    await repo.edit((yaml) => yaml.slice(0, yaml.indexOf('goto:')));
    await writeFile(join(repo.path, 'former.yaml'), before);
    const less = await repo.plan('--base', 'former.yaml');

    expect(plan.planId).toBe(plain.planId);
    expect(plan.directory.complete).toBe(true);
    expect(codes(less)).toEqual([
      expect.stringContaining('The former file has a section goto, which this one has not.'),
    ]);
  });

  test('with a file that the revision has not yet owns everything', async () => {
    await writeFile(join(repo.path, 'new.yaml'), before);
    await repo.hold(PEOPLE, { ...TEAMS, Night: ['cleo'] });
    const plan = await repo.plan('--base', 'main', '-f', 'new.yaml');

    expect(codes(plan)).toEqual([expect.stringMatching(/^BASE_APART The former file is not there in main\./)]);
    expect(plan.base).toMatchObject({ revision: 'main', sha256: null });
    expect(Object.keys(byCause(plan))).toEqual(['pullRequest']);
  });

  test('takes what is there for a file, and asks where it could be both', async () => {
    repo.git('branch', 'former');
    await writeFile(join(repo.path, 'former'), before);
    const both = await repo.run('plan', '--base', 'former');
    const file = await repo.plan('--base', './former');
    const branch = await repo.plan('--base', 'refs/heads/former');
    await rm(join(repo.path, 'former'));
    const only = await repo.plan('--base', 'former');

    expect(both).toMatchObject({ code: 1, stderr: expect.stringContaining('BASE_AMBIGUOUS') as unknown });
    expect(both.stderr).toContain('./former');
    expect(file.base).toMatchObject({ file: './former', revision: null, commit: null });
    expect(branch.base).toMatchObject({ file: 'sync.yaml', revision: 'refs/heads/former' });
    expect(only.base).toMatchObject({ revision: 'former' });
  });

  test.each([
    [['--base', 'nowhere'], 'BASE_UNKNOWN'],
    [['--base', '/proc/self/mem'], 'BASE_FILE'],
    [['--base', '-n'], 'looks like an option'],
    [['--base=--output=x'], 'looks like an option'],
    [['--own'], 'OWN_ALONE'],
    [['--own', '--detailed-exitcode'], 'OWN_ALONE'],
    [['--own', '--base', 'main'], 'OWN_ALONE'],
  ])('refuses %j', async (args, code) => {
    const said = await repo.run('plan', ...args);

    expect(said.code).toBe(1);
    expect(said.stderr).toContain(code);
  });
});
