import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newFolder } from '../e2e/adsync.ts';
import { FAILURE_KINDS, OPERATIONS } from '../../src/plan/model.ts';
import { STATUSES } from '../../src/run/activities.ts';
import { targetId } from '../../src/core/target-id.ts';
import { changeLine, nameAt, plantRun } from '../run/records.ts';
import { adsync, type HostOptions, type Said } from './fake-host.ts';

/** Which changes `adsync history` lists, and in which form. */

const FIRST = '2026-11-20T09:12:00.000Z';
const SECOND = '2026-11-22T09:12:00.000Z';
const FULL = { kind: 'out-of-licences', text: 'No licence of Meeting is free.' } as const;

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  folder = await newFolder({});
});

afterEach(() => folder.remove());

function stateDir(): string {
  return join(folder.path, '.adsync');
}

function history(args: readonly string[], options: HostOptions = {}): Promise<Said> {
  return adsync(['history', '--state-dir', '.adsync', ...args], { cwd: folder.path, ...options });
}

/** Two runs of two accounts. */
async function twoRuns(): Promise<void> {
  const move = changeLine('eve', { operations: ['move', 'update'], email: null, group: 'Technicians/Night' });
  const night = changeLine('g', { kind: 'group', operations: ['create'], email: null, group: 'Technicians/Night' });
  await plantRun(
    stateDir(),
    [
      [night, { result: 'done', at: FIRST }],
      [move, { result: 'stale', at: FIRST, text: 'It has moved.' }],
    ],
    { at: FIRST, target: targetId('rescue', '560961'), account: '560961' },
  );
  await plantRun(
    stateDir(),
    [
      ['ada', { result: 'failed', at: '2026-11-22T09:12:03.000Z', ...FULL }],
      [changeLine('bob', { operations: ['create', 'grant'] }), { result: 'pending', at: SECOND, text: 'Invited.' }],
      [changeLine('cleo', { operations: ['suspend'] }), null],
    ],
    { at: SECOND, command: 'retry', kinds: ['out-of-licences'] },
  );
}

async function names(...args: string[]): Promise<string[]> {
  const said = await history([...args, '--json']);
  expect(said).toMatchObject({ code: 0, stderr: '' });
  const { changes } = JSON.parse(said.stdout) as { changes: { user: { name: string } }[] };
  return changes.map(({ user }) => user.name);
}

describe('single changes', () => {
  beforeEach(twoRuns);

  test('stand in columns, the newest first', async () => {
    const { stdout, stderr, code } = await history(['--changes']);

    expect(stdout.split('\n').map((line) => line.trimEnd())).toEqual([
      '  completed             status       activity       kind             user                      target         details',
      '  2026-11-22 09:12 UTC  failed       grant          out-of-licences  ada <ada@corp.example>    goto:77        No licence of Meeting is free.',
      '  2026-11-22 09:12 UTC  pending      create, grant                   bob <bob@corp.example>    goto:77        Invited.',
      '                        not reached  suspend                         cleo <cleo@corp.example>  goto:77',
      '  2026-11-20 09:12 UTC  done         create group                    Technicians/Night         rescue:560961',
      '  2026-11-20 09:12 UTC  stale        move, update                    eve                       rescue:560961  It has moved.',
      '',
    ]);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });

  test.each<[string, string[], string[]]>([
    ['person', ['--person', 'ADA'], ['ada']],
    ['several people', ['--person', 'ada@', '--person', 'eve'], ['ada', 'eve']],
    ['operation', ['--operation', 'grant'], ['ada', 'bob']],
    ['operations in capitals', ['--operation', 'Suspend', '--operation', 'MOVE'], ['cleo', 'eve']],
    ['kind', ['--kind', 'out-of-licences'], ['ada']],
    ['status', ['--status', 'failed', '--status', 'pending'], ['ada', 'bob']],
    ['what was not reached', ['--status', 'notReached'], ['cleo']],
    ['type of target', ['--target', 'rescue'], ['g', 'eve']],
    ['account', ['--target', '77'], ['ada', 'bob', 'cleo']],
    ['first day', ['--since', '2026-11-21'], ['ada', 'bob', 'cleo']],
    ['last day', ['--until', '2026-11-20'], ['g', 'eve']],
    ['days', ['--since', '2026-11-20', '--until', '2026-11-22'], ['ada', 'bob', 'cleo', 'g', 'eve']],
    ['several at once', ['--since', '2026-11-20', '--status', 'done', '--target', 'goto'], []],
  ])('are chosen by %s', async (_name, args, expected) => {
    expect(await names(...args)).toEqual(expected);
  });

  test('of one run only', async () => {
    expect(await names('2026-11-20', '--changes')).toEqual(['g', 'eve']);
    expect(await names('2026-11-20', '--status', 'stale')).toEqual(['eve']);
    expect(await history(['2025', '--changes'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^error RUN_UNKNOWN/),
    });
  });

  test('say all there is, for programs', async () => {
    const { stdout } = await history(['--person', 'ada', '--json']);

    expect(JSON.parse(stdout)).toEqual({
      format: 'adsync.changes/1',
      feed: { since: expect.stringMatching(/Z$/), failed: expect.any(Number), pending: expect.any(Number) },
      more: false,
      changes: [
        {
          at: '2026-11-22T09:12:03.000Z',
          run: nameAt(SECOND),
          command: 'retry',
          target: 'goto:77',
          change: 'ada',
          operations: ['grant'],
          status: 'failed',
          kind: 'out-of-licences',
          user: { type: 'user', name: 'ada', email: 'ada@corp.example', person: null, node: 'ada', group: 'All' },
          details: FULL.text,
        },
      ],
    });
  });

  test('are a table for spreadsheets, with every field in a column of its own', async () => {
    const { stdout, code } = await history(['--csv', '--target', 'goto']);

    const run = nameAt(SECOND);
    expect(stdout.split('\r\n')).toEqual([
      'completed,activity,status,kind,type,name,email,group,target,details,person,node,command,run,change',
      `2026-11-22T09:12:03.000Z,grant,failed,out-of-licences,user,ada,ada@corp.example,All,goto:77,${FULL.text},,ada,retry,${run},ada`,
      `${SECOND},"create, grant",pending,,user,bob,bob@corp.example,All,goto:77,Invited.,,bob,retry,${run},bob`,
      `,suspend,notReached,,user,cleo,cleo@corp.example,All,goto:77,,,cleo,retry,${run},cleo`,
      '',
    ]);
    expect(code).toBe(0);
  });

  test('are cut at --limit, and whoever looks is told so', async () => {
    const said = await history(['--changes', '--limit', '2']);
    const json = await history(['--changes', '--limit', '2', '--json']);

    expect(said.stdout.trimEnd().split('\n')).toHaveLength(3);
    expect(said.stderr).toBe('There are more than these 2: name a higher --limit to see them.\n');
    expect(JSON.parse(json.stdout)).toMatchObject({ more: true, changes: [{}, {}] });
  });

  test('that nobody finds are no error', async () => {
    expect(await history(['--person', 'zoe'])).toEqual({ code: 0, stdout: 'No change fits.\n', stderr: '' });
    expect((await history(['--person', 'zoe', '--csv'])).stdout.split('\r\n')).toHaveLength(2);
  });
});

describe('a run', () => {
  beforeEach(twoRuns);

  test('says who waits, how something failed, and what it was about', async () => {
    const { stdout } = await history(['2026-11-22']);

    expect(stdout).toContain('3 changes: 0 done, 1 pending, 1 failed, 0 stale, 0 skipped, 1 not reached\n');
    expect(stdout).toContain('Only what had failed as: out-of-licences\n');
    expect(stdout).toContain('failed (out-of-licences)  grant  ada <ada@corp.example> in All: No licence of Meeting');
    expect(stdout).toContain('pending  create, grant  bob <bob@corp.example> in All: Invited.');
  });

  test('says the same to programs', async () => {
    const { stdout } = await history(['2026-11-22', '--json']);

    expect(JSON.parse(stdout)).toMatchObject({
      kinds: ['out-of-licences'],
      pending: 1,
      changes: [
        { result: 'failed', failure: 'out-of-licences' },
        { result: 'pending', failure: null },
        { result: null },
      ],
    });
  });

  test.each([
    [
      { user: 'ada', host: 'build-7', commit: 'c0ffee'.repeat(6) + 'cafe' },
      "Started by ada on build-7; commit c0ffeec0ffee of the file's repository",
    ],
    [{ user: null, host: 'build-7', commit: null }, 'Started on build-7'],
    [{ user: 'a\u001b[2J\nb', host: 'h', commit: null }, 'Started by a␛[2J␊b on h'],
  ])('says who started it: %j', async (startedBy, line) => {
    await plantRun(stateDir(), [['ada', { result: 'done', at: FIRST }]], { startedBy });

    const text = await history([nameAt(SECOND)]);
    const json = await history([nameAt(SECOND), '--json']);
    const list = await history(['--json']);

    expect(text.stdout.split('\n').slice(0, 3)).toEqual([
      expect.stringMatching(/^Run /),
      line,
      expect.stringMatching(/^Begun at/),
    ]);
    expect(JSON.parse(json.stdout)).toMatchObject({ startedBy });
    expect(JSON.parse(list.stdout)).toMatchObject({ runs: [{ startedBy }, { startedBy: null }] });
  });

  test.each([
    ['an earlier version', undefined],
    ['somebody who edited it', { user: 7, host: ['h'], commit: {} }],
    ['somebody who emptied it', null],
  ])('says nobody where the journal is by %s', async (_name, startedBy) => {
    await plantRun(stateDir(), [['ada', { result: 'done', at: FIRST }]], { startedBy } as object);

    const text = await history([nameAt(SECOND)]);
    const json = await history([nameAt(SECOND), '--json']);

    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).not.toContain('Started');
    expect(JSON.parse(json.stdout)).toMatchObject({ startedBy: null });
  });

  test('has a column for who waits only where somebody does', async () => {
    const all = await history([]);
    const head = (text: string): string => text.split('\n')[0] ?? '';

    expect(head(all.stdout)).toMatch(/changes +done +pending +failed/);
    expect(all.stdout).toMatch(/retry +goto:77 +f00d +3 +0 +1 +1 +0 +0 +ended/);
  });
});

describe('the last twelve hours', () => {
  async function runNow(): Promise<void> {
    const at = new Date().toISOString();
    const told = [
      ['ada', { result: 'failed', at }],
      ['bob', { result: 'failed', at }],
      ['cleo', { result: 'pending', at }],
    ] as const;
    await plantRun(stateDir(), told, { at });
  }

  test('are counted on a terminal, beside the answer', async () => {
    await runNow();
    const line = 'Last 12 hours: 2 failed, 1 waits for the person.\n';

    expect((await history([], { isTTY: true })).stderr).toBe(line);
    expect((await history(['--changes'], { isTTY: true })).stderr).toBe(line);
    expect((await history(['--csv'], { isTTY: true })).stderr).toBe('');
    expect((await history(['--json'], { isTTY: true })).stderr).toBe('');
    expect((await history([])).stderr).toBe('');
  });

  test('are counted for programs, with and without single changes', async () => {
    await runNow();

    for (const args of [['--json'], ['--json', '--changes', '--person', 'nobody', '--limit', '1']]) {
      expect(JSON.parse((await history(args)).stdout)).toMatchObject({ feed: { failed: 2, pending: 1 } });
    }
  });

  test('of an empty folder are not spoken of', async () => {
    expect((await history([], { isTTY: true })).stderr).toBe('');
  });
});

describe('what does not exist is refused, with what there is', () => {
  test.each<[string, string[], RegExp, readonly string[]]>([
    [
      'kind',
      ['--kind', 'out-of-licence'],
      /There is no such kind of failure\. Known are: account-exists, out-of-licences/,
      FAILURE_KINDS,
    ],
    ['operation', ['--operation', 'delete'], /There is no such operation\./, OPERATIONS],
    ['status', ['--status', 'faild'], /There is no such status\. Known are: done, pending, failed/, STATUSES],
  ])('%s', async (_name, args, says, known) => {
    const said = await history(args);

    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toMatch(says);
    expect(said.stderr).toContain(`Known are: ${known.join(', ')}.`);
  });

  test.each([
    ['a time', ['--since', 'yesterday'], /Write a day or a time in UTC/],
    ['a limit', ['--limit', '0'], /Give a whole number from 1/],
    ['two forms at once', ['--csv', '--json'], /'--csv' cannot be used with option '--json'/],
    ['times that are swapped', ['--since', '2026-11-22', '--until', '2026-11-21'], /^error TIMES_SWAPPED /],
    ['times that leave nothing', ['--since', '1h', '--until', '1h'], /^error TIMES_SWAPPED /],
  ])('%s', async (_name, args, says) => {
    const said = await history(args);

    expect(said).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(says) });
  });
});

describe('names of others', () => {
  const FORMULA = '=HYPERLINK("http://evil.example";"x")';
  const COMMAND = '::error::##vso[task.setvariable]a';

  beforeEach(async () => {
    const mallory = changeLine('m', { name: FORMULA, email: `${COMMAND}@x.y`, group: COMMAND });
    await plantRun(stateDir(), [[mallory, { result: 'failed', text: `geheim-token ${COMMAND}`, at: SECOND }]]);
  });

  test.each([['--changes'], ['--csv'], ['--json']])('give no command to whoever reads %s', async (form) => {
    const { stdout } = await history([form, '--status', 'failed']);

    expect(stdout).toContain('HYPERLINK');
    expect(stdout).not.toMatch(/##\w*\[|^\s*::/m);
    expect(stdout).not.toContain('""::');
  });

  test('are no formula in the table', async () => {
    const { stdout } = await history(['--csv']);

    expect(stdout).toContain(`,"'=HYPERLINK(""http://evil.example"";""x"")",`);
  });

  test.each([['--changes'], ['--csv'], ['--json']])(
    'with a secret in them are shown without it by %s',
    async (form) => {
      const { stdout } = await history([form, '--person', 'm'], { env: { ADSYNC_PLAN_KEY: 'geheim-token' } });

      expect(stdout).toContain('***');
      expect(stdout).not.toContain('geheim-token');
    },
  );
});

describe('a secret', () => {
  const SECRET = 'gehe"im-token';
  const env = { ADSYNC_PLAN_KEY: SECRET };

  beforeEach(async () => {
    await plantRun(stateDir(), [[changeLine('m', { name: SECRET }), { result: 'failed', text: SECRET, at: SECOND }]]);
  });

  test('is blotted out before quotation marks are doubled', async () => {
    const { stdout } = await history(['--csv'], { env });

    expect(stdout).toContain(',user,***,m@corp.example,');
    expect(stdout).not.toContain('im-token');
  });

  test('is blotted out before columns are measured', async () => {
    const [head = '', row = ''] = (await history(['--changes'], { env })).stdout.split('\n');

    expect(row.indexOf('goto:77')).toBe(head.indexOf('target'));
    expect(row).toContain('***');
  });
});

test('a secret that is a word of ours changes no word of ours in documents', async () => {
  await twoRuns();
  const env = { ADSYNC_PLAN_KEY: 'out-of-licences' };

  const shown = await history(['2026-11-22', '--json'], { env });
  const listed = await history(['--person', 'ada', '--json'], { env });

  expect(JSON.parse(shown.stdout)).toMatchObject({
    kinds: ['out-of-licences'],
    changes: [{ failure: 'out-of-licences' }, {}, {}],
  });
  expect(JSON.parse(listed.stdout)).toMatchObject({ changes: [{ kind: 'out-of-licences' }] });
});

test('help has examples of filters and forms', async () => {
  const { stdout } = await adsync(['history', '--help']);

  for (const text of ['--person ada', '--status pending', '--kind out-of-licences', '--csv > november.csv', '.feed']) {
    expect(stdout).toContain(text);
  }
});
