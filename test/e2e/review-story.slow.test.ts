import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import type { Plan } from '../../src/plan/model.ts';
import { bash } from '../examples/ci/bash.ts';
import { SCRIPTS } from '../examples/ci/files.ts';
import { type GitHubHost, startGitHub } from '../examples/ci/github-host.ts';
import { answer, editWorkbook } from '../planfile/workbooks.ts';
import type { Ended } from './adsync.ts';
import { byCause } from './base-world.ts';
import { type Machine, openReviewWorld, type ReviewWorld } from './review-world.ts';

/**
 * A change of the mapping from the branch to the undo, by the built program. One test after the other: each is a day in
 * the life of the same pull request.
 */

const GROUPS = `    - { directoryGroup: Day, rescueGroup: Technicians/Day }
    - { directoryGroup: Night, rescueGroup: Technicians/Night }
`;
/** What the branch puts before them: of two mappings the first one has a person. */
const LATE = '    - { directoryGroup: Late, rescueGroup: Technicians/Late }\n';
const PEOPLE = { ada: {}, bob: {}, cleo: {}, dan: {} } as const;
const TEAMS = { Day: ['ada', 'bob'], Night: ['cleo'], Late: ['bob', 'cleo'] } as const;
const BASE = ['--base', 'origin/main'] as const;

let world: ReviewWorld;
let host: GitHubHost;
/** Where pull requests are planned, and everything was applied before. */
let planner: Machine;
/** Where a merged pull request is applied: it has never seen this account. */
let applier: Machine;
let before: Record<string, string>;

beforeAll(async () => {
  [world, host] = await Promise.all([openReviewWorld(GROUPS), startGitHub()]);
  await world.hold(PEOPLE, { ...TEAMS, Night: ['cleo', 'dan'] });
  planner = await world.clone('planner');
  expect((await planner.run('apply', '--yes')).code).toBe(0);
});
afterAll(async () => {
  await Promise.all([world.close(), host.close()]);
});

async function planIn(machine: Machine, name = 'plan.json'): Promise<Plan> {
  return JSON.parse(await readFile(join(machine.path, name), 'utf8')) as Plan;
}

async function plan(machine: Machine, ...args: string[]): Promise<Plan> {
  const { stdout, stderr } = await machine.run('plan', '--json', ...args);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Plan;
}

async function comment(file: string): Promise<Ended> {
  const env = { ...host.env, PULL_REQUEST: '7' };
  return await bash('bash "$1" "$2"', { cwd: planner.path, env }, join(SCRIPTS, 'comment.sh'), file);
}

async function planned(): Promise<Plan> {
  const files = ['--markdown', 'plan.md', '--excel', 'plan.xlsx', '--out', 'plan.json'];
  const { code, stderr } = await planner.run('plan', ...BASE, ...files);
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')]);
  return await planIn(planner);
}

/** What the workbook says of each name. */
async function causedIn(name: string): Promise<Record<string, string>> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(join(planner.path, name));
  const [titles = [], ...rows] = (workbook.getWorksheet('Changes')?.getSheetValues() ?? [])
    .filter((row) => Array.isArray(row))
    .map((row) => row.map(String));
  const cell = (row: string[], title: string): string => row[titles.indexOf(title)] ?? '';
  return Object.fromEntries(rows.map((row) => [cell(row, 'Name'), cell(row, 'Caused')]));
}

function listed({ changes }: Plan): string[] {
  return changes.map(({ operations, name }) => `${operations.join(', ')} ${name}`).sort();
}

test('a branch changes the mapping, while the directory and the account go on: the plan tells them apart', async () => {
  planner.git('checkout', '-q', '-b', 'late');
  await planner.edit('sync.yaml', (yaml) => yaml.replace(GROUPS, `${LATE}${GROUPS}`));
  planner.git('commit', '-qam', 'Give the late shift a group of its own');
  planner.git('push', '-q', 'origin', 'late');
  // Dan leaves, Eve joins, and somebody renames Ada by hand.
  await world.hold({ ...PEOPLE, eve: {} }, { ...TEAMS, Day: ['ada', 'bob', 'eve'] });
  const ada = world.rescue.account.nodes.find(({ name }) => name === 'ada');
  if (ada !== undefined) ada.name = 'Renamed by hand';
  before = world.users();

  const found = byCause(await planned());

  expect(found).toEqual({
    pullRequest: ['create Late', 'move bob', 'move cleo'],
    directory: ['disable dan', 'create eve'],
    account: ['update ada'],
  });
  expect(await causedIn('plan.xlsx')).toEqual({
    Late: 'by this pull request',
    bob: 'by this pull request',
    cleo: 'by this pull request',
    dan: 'by the directory',
    eve: 'by the directory',
    ada: 'by hand in the account',
  });

  const rows = (await readFile(join(planner.path, 'plan.md'), 'utf8')).split('\n');
  const own = rows.filter((row) => row.startsWith('| ') && row.includes('by this pull request'));
  expect(own.map((row) => /`(\w+)`/.exec(row)?.[1]).sort()).toEqual(['Late', 'bob', 'cleo']);
  expect(rows.join('\n')).toContain('3 by this pull request, 2 by the directory, 1 by hand in the account');
});

test('the comment is made once and updated in place, and that of another file stands beside it', async () => {
  const first = await comment('plan.md');
  await copyFile(join(planner.path, 'sync.yaml'), join(planner.path, 'second.yaml'));
  const other = await planner.run('--file', 'second.yaml', 'plan', '--markdown', 'second.md');
  const second = await comment('second.md');
  const [ofOther] = host.comments.slice(1).map(({ body }) => body);
  // One more person joins and leaves again: the plan is another one, and then the former one.
  await world.hold({ ...PEOPLE, eve: {}, fay: {} }, { ...TEAMS, Day: ['ada', 'bob', 'eve', 'fay'] });
  await planned();
  const third = await comment('plan.md');
  const withFay = host.comments[0]?.body;
  await world.hold({ ...PEOPLE, eve: {} }, { ...TEAMS, Day: ['ada', 'bob', 'eve'] });
  await planned();
  const fourth = await comment('plan.md');

  expect([first, second, third, fourth].map(({ stdout }) => stdout.replace(/\d+/, 'N'))).toEqual([
    'A comment was made.\n',
    'A comment was made.\n',
    'The comment N was updated.\n',
    'The comment N was updated.\n',
  ]);
  expect(other.code).toBe(0);
  expect(withFay).toContain('`fay`');
  expect(host.comments.map(({ issue, body }) => [issue, body])).toEqual([
    [7, await readFile(join(planner.path, 'plan.md'), 'utf8')],
    [7, ofOther],
  ]);
  expect(host.comments.map(({ body }) => body.split('\n')[0])).toEqual([
    '<!-- adsync plan rescue:1 sync.yaml -->',
    '<!-- adsync plan rescue:1 second.yaml -->',
  ]);
});

test('the manager approves rows, and another machine without state makes these and nothing else', async () => {
  const approved = (await planIn(planner)).changes.filter(({ name }) => ['Late', 'cleo', 'dan'].includes(name));
  const workbook = join(planner.path, 'plan.xlsx');
  await editWorkbook(workbook, workbook, (opened) => {
    answer(opened, new Set(approved.map(({ id }) => id)));
  });
  planner.git('push', '-q', 'origin', 'late:main');
  applier = await world.clone('applier');
  for (const name of ['plan.json', 'plan.xlsx']) await copyFile(join(planner.path, name), join(applier.path, name));

  const applied = await applier.run('apply', 'plan.json', '--approved', 'plan.xlsx', '--yes');
  const again = await applier.run('apply', 'plan.json', '--approved', 'plan.xlsx', '--yes');

  expect(applied.stderr).not.toContain('error');
  expect(applied.stdout).toContain('3 of 3 approved changes made, 3 not approved and left out');
  expect(applied.code).toBe(0);
  expect(world.users()).toEqual({ ...before, cleo: 'Late: cleo', dan: 'Night: dan, disabled' });
  expect(again.code).toBe(4);
  expect(listed(await plan(applier))).toEqual(['create eve', 'move bob', 'update ada']);
});

test('undo puts back what was approved, and gives access again only to whom somebody approves', async () => {
  const { runs } = JSON.parse((await applier.run('history', '--json')).stdout) as { runs: { run: string }[] };
  const [{ run } = { run: '' }] = runs;
  const held = await applier.run('undo', run, '--yes');
  const between = world.users();
  const id = /--approve (\S+)/.exec(held.stdout)?.[1] ?? '';

  const undone = await applier.run('undo', run, '--yes', '--approve', id);

  expect(between).toEqual({ ...before, dan: 'Night: dan, disabled' });
  expect(held.code).toBe(3);
  expect([undone.code, undone.stderr]).toEqual([0, '']);
  expect(world.users()).toEqual(before);
  // Nothing is ever deleted: the group stays, empty.
  expect(world.groups()).toContain('Late');
  expect(world.rescue.log.map(({ method }) => method)).not.toContain('deleteNode');
});

test('the last plan shows what is left, and the merged file owns none of it', async () => {
  const last = await plan(applier, ...BASE);

  expect(listed(last)).toEqual(['create eve', 'disable dan', 'move bob', 'move cleo', 'update ada']);
  expect(byCause(last)['pullRequest']).toBeUndefined();
  expect((await applier.run('plan', ...BASE, '--detailed-exitcode', '--own')).code).toBe(0);
});
