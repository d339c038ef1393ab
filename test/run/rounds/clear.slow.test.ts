import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Failure } from '../../../src/core/failure.ts';
import type { Settings } from '../../../src/core/settings.ts';
import { type TargetId, targetId } from '../../../src/core/target-id.ts';
import { openRuns } from '../../../src/run/broken-runs.ts';
import { lastRun } from '../../../src/run/last-run.ts';
import { readMemory } from '../../../src/run/last-written.ts';
import { readPast } from '../../../src/run/past.ts';
import { clearRecords, type ClearOptions } from '../../../src/run/rounds/clear.ts';
import { runsToUndo } from '../../../src/run/runs-to-undo.ts';
import { settingsOf } from '../../targets/rescue/planner/builders.ts';
import { headLine, nameAt } from '../records.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-22T12:00:00.000Z');
const A = targetId('rescue', '1');
const B = targetId('goto', '2');
const HOLD = `d3-${'ab'.repeat(16)}`;

let stateDir: string;

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'adsync-clear-'));
  for (const folder of ['runs', 'holds', 'names', 'spent']) await mkdir(join(stateDir, folder));
});

afterEach(() => rm(stateDir, { recursive: true, force: true }));

function options(given: Partial<ClearOptions> = {}, settings: Partial<Settings> = {}): ClearOptions {
  const all = { ...settingsOf([]), retention: 90 * DAY, ...settings };
  return { stateDir, settings: all, accounts: [A, B], neededHolds: new Set(), now: NOW, ...given };
}

async function plant(days: number, target: TargetId, lines: readonly object[] = [], suffix = 'aaa'): Promise<string> {
  const at = new Date(NOW - days * DAY).toISOString();
  const run = nameAt(at, suffix);
  const head = headLine({ run, at, target, changes: 0, plan: `plan ${days}` });
  const close = { type: 'close', at, end: 'done', text: '' };
  await write(`runs/${run}.jsonl`, [head, ...lines, close].map((line) => JSON.stringify(line)).join('\n'));
  return run;
}

async function write(name: string, text: string, days = 400): Promise<void> {
  const path = join(stateDir, name);
  await writeFile(path, text);
  const time = new Date(NOW - days * DAY);
  await utimes(path, time, time);
}

async function files(folder: string): Promise<string[]> {
  return (await readdir(join(stateDir, folder))).sort();
}

describe('what is cleared', () => {
  test('are old journals of the accounts of the file, and nothing else', async () => {
    const old = await plant(200, A);
    const last = await plant(1, A);
    const other = await plant(201, targetId('rescue', '3'));
    await plant(300, targetId('rescue', '3'));
    await plant(250, B, [], 'bbb');

    expect(await clearRecords(options())).toBe(1);

    const left = await files('runs');
    expect(left).toContain(`${last}.jsonl`);
    expect(left).toContain(`${other}.jsonl`);
    expect(left).not.toContain(`${old}.jsonl`);
    expect(left).toContain('cleared.rescue-1');
    expect(await readMemory(stateDir, A, null)).toMatchObject({ forgets: true });
    expect(await readMemory(stateDir, B, null)).not.toHaveProperty('forgets');
    expect(await clearRecords(options())).toBe(0);
  });

  test('are held sets and marks of spent plans that nobody needs', async () => {
    const held = (id: string): string => JSON.stringify({ format: 'adsync.hold/1', id, users: [] });
    const kept = `d3-${'cd'.repeat(16)}`;
    await write(`holds/${HOLD}.json`, held(HOLD));
    await write(`holds/${kept}.json`, held(kept));
    await write('spent/aa.rescue-1', `${new Date(NOW - 400 * DAY).toISOString()}\n`);
    await write('spent/bb.rescue-1', `${new Date(NOW - 300 * DAY).toISOString()}\n`);
    await write('names/rescue-1.json', '{}');

    expect(await clearRecords(options({ neededHolds: new Set([kept]) }))).toBe(2);

    expect(await files('holds')).toEqual([`${kept}.json`]);
    expect(await files('spent')).toEqual(['bb.rescue-1']);
    expect(await files('names')).toEqual(['rescue-1.json']);
  });
});

describe('left alone', () => {
  test.each<[what: string, name: string, text: string]>([
    [
      'is a journal of another version',
      'runs/2026-01-01T000000.000Z-abc.jsonl',
      '{"type":"run","format":"adsync.journal/2"}',
    ],
    ['is a journal without a beginning', 'runs/2026-01-01T000000.000Z-abc.jsonl', ''],
    [
      'is a journal under another name',
      'runs/2026-01-01T000000.000Z-abc.jsonl',
      JSON.stringify(headLine({ run: 'x' })),
    ],
    [
      'is a journal whose name says no time',
      'runs/x.jsonl',
      `${JSON.stringify(headLine({ run: 'x', at: '2026-01-01T00:00:00.000Z', target: A }))}\n{"type":"close","at":"2026-01-01T00:00:00.000Z","end":"done","text":""}`,
    ],
    ['is what is no journal', 'runs/notes.txt', 'mine'],
    ['is a held set of another version', `holds/${HOLD}.json`, JSON.stringify({ format: 'adsync.hold/2', id: HOLD })],
    ['is a held set of another id', `holds/${HOLD}.json`, JSON.stringify({ format: 'adsync.hold/1', id: 'x' })],
    ['is a held set that is damaged', `holds/${HOLD}.json`, '{'],
    ['is what is no held set', 'holds/notes.json', JSON.stringify({ format: 'adsync.hold/1', id: 'notes' })],
    ['is a mark of a former version', 'spent/aa', '2020-01-01T00:00:00.000Z\n'],
    ['is a mark of another account', 'spent/aa.rescue-3', '2020-01-01T00:00:00.000Z\n'],
    ['is a mark without a time', 'spent/aa.rescue-1', 'long ago\n'],
  ])('%s', async (_what, name, text) => {
    await plant(1, A);
    const before = [...(await files('runs')), ...(await files('holds')), ...(await files('spent'))].length;
    await write(name, text);

    expect(await clearRecords(options())).toBe(0);
    const after = [...(await files('runs')), ...(await files('holds')), ...(await files('spent'))].length;
    expect(after).toBe(before + 1);
  });

  test('are all held sets where nobody knows which are needed', async () => {
    await write(`holds/${HOLD}.json`, JSON.stringify({ format: 'adsync.hold/1', id: HOLD, users: [] }));

    expect(await clearRecords(options({ neededHolds: 'all' }))).toBe(0);
  });

  test('is everything where there is nothing, or it cannot be read', async () => {
    await rm(stateDir, { recursive: true });
    expect(await clearRecords(options())).toBe(0);

    await mkdir(stateDir);
    await writeFile(join(stateDir, 'holds'), 'a file');
    await expect(clearRecords(options())).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
  });
});

interface Planted {
  readonly days: number;
  readonly target: TargetId;
  readonly command: 'run' | 'retry';
  readonly plan: string;
  readonly end: 'close' | 'settled' | 'open' | 'torn';
  readonly call: 'ok' | 'refused' | 'none' | 'open';
  readonly by: string | null;
  readonly kinds: boolean;
}

const planted: fc.Arbitrary<Planted> = fc.record({
  days: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 85, max: 400 })),
  target: fc.constantFrom(A, B),
  command: fc.constantFrom('run', 'retry'),
  plan: fc.constantFrom('p1', 'p2'),
  end: fc.constantFrom('close', 'close', 'close', 'close', 'settled', 'open', 'torn'),
  call: fc.constantFrom('ok', 'refused', 'none', 'open'),
  by: fc.constantFrom(null, null, 'sync.yaml:3', '--approve'),
  kinds: fc.boolean(),
});

async function plantOne(one: Planted, index: number): Promise<void> {
  const at = new Date(NOW - one.days * DAY - index * 1000).toISOString();
  const run = nameAt(at, `a${index}`);
  const letThrough = one.by === null ? [] : [{ id: HOLD, limit: 'limits.disable', by: one.by, part: false }];
  const change = {
    type: 'change',
    id: 'c',
    kind: 'user',
    operations: ['disable'],
    name: 'Ada',
    group: 'All',
    letThrough,
  };
  const begin = { type: 'begin', call: 1, at, change: 'c', method: 'm', name: 'Ada', node: '7', before: {}, after: {} };
  const lines = [
    headLine({
      run,
      at,
      target: one.target,
      changes: 1,
      plan: one.plan,
      command: one.command,
      ...(one.kinds ? { kinds: ['transient'] } : {}),
    }),
    change,
    ...(one.call === 'none' ? [] : [begin]),
    ...(one.call === 'ok' || one.call === 'refused' ? [{ type: 'end', call: 1, at, class: one.call, word: 'OK' }] : []),
    ...(one.end === 'close' ? [{ type: 'close', at, end: 'done', text: '' }] : []),
    ...(one.end === 'settled' ? [{ type: 'settled', at, calls: [{ call: 1, carriedOut: 'yes' }] }] : []),
  ].map((line) => JSON.stringify(line));
  const torn = one.end === 'torn' ? ['{"type":"outc', '{"typ'] : [];
  await write(`runs/${run}.jsonl`, [...lines, ...torn].join('\n'));
}

/** Everything that a plan, a retry, an undo or a limit takes from the journals. */
async function known(window: number): Promise<unknown> {
  const now = new Date(NOW);
  const settings = { ...settingsOf([]), approve: [{ id: HOLD, line: 3 }] };
  const limits = { ...settings.limits, window };
  const effectsOf = (): never[] => [];
  const reporter = { say: () => undefined, progress: () => undefined, detail: () => undefined };
  const of = async (target: TargetId): Promise<unknown> => {
    const { run, before } = await lastRun(stateDir, target, now);
    const past = { stateDir, target, settings: { ...settings, limits }, effectsOf, now };
    const used = async (approvals: 'ofFile' | 'all'): Promise<string[]> =>
      [...(await readPast({ ...past, approvals })).used.keys()].sort();
    return {
      last: [run, ...before].map((one) => one?.head.run),
      gaps: (await readPast(past)).gaps,
      used: [await used('ofFile'), await used('all')],
      open: (await openRuns(stateDir, target)).map(({ head }) => head.run),
    };
  };
  const undo = async (accounts: TargetId[]): Promise<unknown> =>
    await runsToUndo({ stateDir, accounts, run: null, now, adsyncVersion: '1', reporter }).then(
      (records) => records.map(({ head }) => head.run),
      (error: unknown) => {
        if (error instanceof Failure) return error.code;
        throw error;
      },
    );
  return { a: await of(A), b: await of(B), undo: [await undo([A]), await undo([B]), await undo([A, B])] };
}

test('whatever was recorded, a clearing takes nothing from a plan, a retry, an undo or a limit', async () => {
  let cleared = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(planted, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(0, DAY, 31 * DAY),
      async (all, window) => {
        await rm(join(stateDir, 'runs'), { recursive: true, force: true });
        await mkdir(join(stateDir, 'runs'));
        for (const [index, one] of all.entries()) await plantOne(one, index);
        const before = await known(window);

        const limits = { ...settingsOf([]).limits, window };
        cleared += await clearRecords(options({}, { limits, retention: DAY }));

        expect(await known(window)).toEqual(before);
      },
    ),
    { numRuns: 40 },
  );
  expect(cleared).toBeGreaterThan(20);
});
