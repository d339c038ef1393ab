import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Past } from '../../src/plan/earlier-runs.ts';
import { targetId } from '../../src/core/target-id.ts';
import { readPast } from '../../src/run/past.ts';
import { effectsOf } from '../../src/targets/rescue/past-effects.ts';
import { NO_LIMITS } from '../targets/rescue/planner/builders.ts';

/** What earlier runs did is read from journals that may be damaged, foreign or of a time to come. */

const DAY = 86_400_000;
const NOW = new Date('2026-11-22T12:00:00Z');
const ID = `d2-${'0'.repeat(32)}`;

let stateDir = '';

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'adsync-past-'));
  await mkdir(join(stateDir, 'runs'));
});

afterEach(async () => {
  await rm(stateDir, { recursive: true, force: true });
});

const HEAD = {
  type: 'run',
  format: 'adsync.journal/1',
  command: 'apply',
  adsyncVersion: '0.1.0',
  plan: 'f00d',
  config: { file: 'sync.yaml', sha256: 'beef' },
  account: '560961',
  url: 'http://127.0.0.1',
  changes: 1,
};

/** A change is planned, the call is begun, and it ends well. */
const CHANGE = {
  type: 'change',
  id: 'c1',
  kind: 'user',
  operations: ['disable'],
  name: 'Ada',
  email: 'ada@corp.example',
  group: 'Technicians/Red',
  node: '7',
  person: null,
  held: null,
  letThrough: [] as object[],
};
const BEGIN = {
  type: 'begin',
  call: 1,
  at: '2026-11-22T09:00:01.000Z',
  change: 'c1',
  method: 'setUser_v2',
  node: '7',
  person: null,
  name: 'Ada',
  email: 'ada@corp.example',
  operations: ['disable'],
  before: { status: 'enabled' } as Record<string, unknown>,
  after: { status: 'disabled' } as Record<string, unknown>,
};
const END = { type: 'end', call: 1, at: '2026-11-22T09:00:02.000Z', class: 'ok', word: 'OK', node: null, duration: 5 };
const CLOSE = { type: 'close', at: '2026-11-22T09:00:03.000Z', end: 'done', text: '' };

type Line = object | string;

async function plant(at: string, lines: readonly Line[], head: object = {}): Promise<void> {
  const run = `${at.replaceAll(':', '')}-abc`;
  const all = [{ ...HEAD, run, at, ...head }, ...lines];
  const text = all.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
  await writeFile(join(stateDir, 'runs', `${run}.jsonl`), text);
}

function past(window = DAY, approve: readonly string[] = []): Promise<Past> {
  const settings = { limits: { ...NO_LIMITS, window }, approve: approve.map((id) => ({ id, line: 3 })) };
  return readPast({ stateDir, target: targetId('rescue', '560961'), settings, effectsOf, now: NOW });
}

const AT = '2026-11-22T09:00:00.000Z';
const approvedBy = (by: string, part = false) => ({
  ...CHANGE,
  letThrough: [{ limit: 'limits.disable', id: ID, by, part }],
});

describe('what counts', () => {
  test.each<[string, readonly Line[], object]>([
    ['a disable', [BEGIN, END, CLOSE], { counts: 'disable', node: '7' }],
    ['a call of which nobody knows the end', [BEGIN], { counts: 'disable', node: '7' }],
    ['a call that was given up', [BEGIN, { ...END, class: 'failed' }], { counts: 'disable' }],
    [
      'a move, with where it came from',
      [{ ...BEGIN, operations: ['move'], before: { parent: '5' }, after: { parent: '6' } }, END],
      { counts: 'move', from: '5' },
    ],
    [
      'a new address',
      [{ ...BEGIN, operations: ['update'], before: { email: 'a@x' }, after: { email: 'b@x' } }, END],
      { counts: 'readdress', after: { email: 'b@x' } },
    ],
    [
      'a new SSO id',
      [{ ...BEGIN, operations: ['update'], before: { ssoId: '' }, after: { ssoId: 'b@x' } }, END],
      { counts: 'readdress', after: { ssoId: 'b@x' } },
    ],
  ])('%s', async (_, lines, found) => {
    await plant(AT, [CHANGE, ...lines]);

    expect(await past()).toMatchObject({ recent: [found], gaps: [] });
  });

  test.each<[string, readonly Line[]]>([
    ['a call that was refused', [CHANGE, BEGIN, { ...END, class: 'refused' }]],
    ['what was never begun', [CHANGE, CLOSE]],
    ['a rename', [CHANGE, { ...BEGIN, operations: ['update'], before: { name: 'A' }, after: { name: 'B' } }, END]],
    ['a user that is new', [CHANGE, { ...BEGIN, operations: ['create'], before: {}, after: { email: 'b@x' } }, END]],
    ['what an approval let through as a whole', [approvedBy('sync.yaml:3'), BEGIN, END]],
  ])('not %s', async (_, lines) => {
    await plant(AT, lines);

    expect(await past()).toMatchObject({ recent: [], gaps: [] });
  });

  test('an approved move frees the move of a change, and not its new address', async () => {
    const letThrough = [{ limit: 'limits.move', id: `m2-${'0'.repeat(32)}`, by: 'sync.yaml:3', part: false }];
    const before = { parent: '5', email: 'a@x' };
    const after = { parent: '6', email: 'b@x' };
    await plant(AT, [{ ...CHANGE, letThrough }, { ...BEGIN, operations: ['move', 'update'], before, after }, END]);

    expect((await past()).recent).toMatchObject([{ counts: 'readdress', after: { email: 'b@x' } }]);
  });

  test('what an approval let through in part goes on counting', async () => {
    await plant(AT, [approvedBy('--approve', true), BEGIN, END]);

    expect((await past()).recent).toHaveLength(1);
  });

  test.each([
    ['within the window', '2026-11-21T12:00:01.000Z', DAY, 1],
    ['before the window', '2026-11-21T11:59:59.000Z', DAY, 0],
    ['within a longer one', '2026-11-16T12:00:00.000Z', 7 * DAY, 1],
    ['with no window', AT, 0, 0],
  ])('only what was begun %s', async (_, at, window, count) => {
    await plant(at, [CHANGE, { ...BEGIN, at }, END]);

    expect((await past(window)).recent).toHaveLength(count);
  });

  test('a run that began before the window and reaches into it counts with what it did in it', async () => {
    await plant('2026-11-21T11:00:00.000Z', [
      CHANGE,
      { ...BEGIN, at: '2026-11-21T11:30:00.000Z', node: '8' },
      { ...BEGIN, call: 2, at: '2026-11-21T12:30:00.000Z' },
    ]);

    expect((await past()).recent).toMatchObject([{ node: '7' }]);
  });

  test('nothing that was done to another account', async () => {
    await plant(AT, [CHANGE, BEGIN, END], { account: '1' });

    expect(await past()).toMatchObject({ recent: [], gaps: [] });
  });

  test('nothing that was done in an account of the same number, but of another kind of target', async () => {
    await plant(AT, [CHANGE, BEGIN, END], { target: 'goto:560961' });

    expect(await past()).toMatchObject({ recent: [], gaps: [] });
  });
});

describe('what is not known whole is said', () => {
  test.each<[string, readonly Line[], object, RegExp, number]>([
    ['a planned change is missing', [BEGIN, END, CLOSE], {}, /is damaged/, 1],
    ['a line in the middle cannot be read', [CHANGE, '{"type":"be', BEGIN, END, CLOSE], {}, /is damaged/, 1],
    ['the format is that of another version', [CHANGE, BEGIN], { format: 'adsync.journal/9' }, /adsync\.journal\/9/, 0],
    ['the head is no head', [CHANGE, BEGIN], { type: 'hat' }, /has no beginning/, 0],
  ])('where %s', async (_, lines, head, says, counted) => {
    await plant(AT, lines, head);

    const { recent, gaps } = await past();

    expect(recent).toHaveLength(counted);
    expect(gaps).toEqual([expect.stringMatching(says)]);
  });

  test('where a run lies in the future, and it is not counted', async () => {
    await plant('2999-01-01T00:00:00.000Z', [CHANGE, { ...BEGIN, at: '2999-01-01T00:00:01.000Z' }, END]);

    expect(await past()).toMatchObject({ recent: [], gaps: [expect.stringContaining('still to come')] });
  });

  test('where a journal, or the folder, cannot be read', async () => {
    await mkdir(join(stateDir, 'runs', '2026-11-22T100000.000Z-dir.jsonl'));
    const one = await past();
    await rm(join(stateDir, 'runs'), { recursive: true });
    await writeFile(join(stateDir, 'runs'), 'a file in the way');

    expect(one.gaps).toEqual([expect.stringContaining('cannot be read')]);
    expect((await past()).gaps).toEqual([expect.stringContaining('cannot be read')]);
  });

  test('but not where the last line of a run that broke off is torn, nor where there was no run', async () => {
    const empty = await past();
    await plant(AT, [CHANGE, BEGIN, END, '{"type":"outco']);

    expect(empty).toEqual({ recent: [], gaps: [], used: new Map() });
    expect(await past()).toMatchObject({ recent: [{ node: '7' }], gaps: [] });
  });

  test.each<[string, object]>([
    ['node', { node: 7 }],
    ['values', { after: 'disabled' }],
    ['operations', { operations: 'disable', node: null }],
  ])('a call with strange %s breaks nothing', async (_, fields) => {
    await plant(AT, [{ ...CHANGE, letThrough: 'yes' }, { ...BEGIN, ...fields }, END]);

    expect((await past(DAY, [ID])).recent).toEqual([]);
  });
});

describe('an approval of the file is used up', () => {
  const settled = (carriedOut: string) => ({ type: 'settled', at: AT, calls: [{ call: 1, carriedOut }] });

  test.each<[string, readonly Line[], boolean]>([
    ['by what it let through', [approvedBy('sync.yaml:3'), BEGIN, END], true],
    ['by a call that turned out to be carried out', [approvedBy('sync.yaml:3'), BEGIN, settled('yes')], true],
    ['not by a call that was not', [approvedBy('sync.yaml:3'), BEGIN, settled('no')], false],
    ['not by a call that was refused', [approvedBy('sync.yaml:3'), BEGIN, { ...END, class: 'refused' }], false],
    ['not by what was never begun', [approvedBy('sync.yaml:3'), CLOSE], false],
    ['not by an approval on the command line', [approvedBy('--approve'), BEGIN, END], false],
    ['not by another one', [CHANGE, BEGIN, END], false],
  ])('%s', async (_, lines, isUsed) => {
    await plant(AT, lines);

    const { used } = await past(0, [ID]);

    expect([...used]).toEqual(isUsed ? [[ID, { run: expect.stringContaining('-abc'), at: AT }]] : []);
  });

  test('however long ago, the first run being named', async () => {
    await plant('2020-01-01T00:00:00.000Z', [approvedBy('sync.yaml:3'), BEGIN, END]);
    await plant(AT, [approvedBy('sync.yaml:3'), BEGIN, END]);

    expect((await past(DAY, [ID])).used.get(ID)?.at).toBe('2020-01-01T00:00:00.000Z');
  });
});
