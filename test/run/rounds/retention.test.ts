import { describe, expect, test } from '@jest/globals';
import {
  factsOf,
  hasLeapt,
  holdsToClear,
  horizon,
  type Keeping,
  type RunFacts,
  runsToClear,
  spentToClear,
} from '../../../src/run/rounds/retention.ts';
import { changeLine, nameAt, recordOf } from '../records.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-22T12:00:00.000Z');
const KEEPING: Keeping = { now: NOW, retention: 90 * DAY, window: DAY };
const OLD = 200;

/** Facts of a run that began so many days ago and that nothing needs. */
function run(days: number, given: Partial<RunFacts> = {}): RunFacts {
  const begun = NOW - days * DAY;
  return {
    run: nameAt(new Date(begun).toISOString()),
    target: 'rescue:1',
    begun,
    latest: begun,
    isOpen: false,
    isDamaged: false,
    isPart: false,
    changed: false,
    usedApproval: false,
    ...given,
  };
}

/** How many days ago the runs were that are cleared. */
function cleared(all: readonly RunFacts[], keeping: Partial<Keeping> = {}): number[] {
  const runs = runsToClear(all, 'rescue:1', { ...KEEPING, ...keeping });
  return runs.map((name) => (NOW - (all.find((one) => one.run === name)?.begun ?? 0)) / DAY);
}

describe('a run that nothing needs', () => {
  test.each<[name: string, all: RunFacts[], expected: number[]]>([
    ['is cleared after the retention', [run(OLD), run(1)], [OLD]],
    ['is kept until then', [run(90), run(1)], []],
    ['is cleared right after', [run(90.01), run(1)], [90.01]],
    ['is kept where it ended later than it began', [run(OLD, { latest: NOW - DAY }), run(1)], []],
    ['is kept where its times cannot be read', [run(OLD, { latest: NaN }), run(1)], []],
    ['is kept where its begin cannot be read', [run(OLD, { begun: NaN }), run(1)], []],
    ['is kept where it lies in the future', [run(-2), run(1)], []],
    ['of another account is left alone', [run(OLD, { target: 'goto:2' }), run(1)], []],
  ])('%s', (_name, all, expected) => {
    expect(cleared(all)).toEqual(expected);
  });

  test('is kept as long as it may count against the limits', () => {
    const week = { retention: DAY, window: 31 * DAY };

    expect(cleared([run(31.9), run(32.1), run(1)], week)).toEqual([32.1]);
    expect(horizon({ ...KEEPING, ...week })).toBe(NOW - 32 * DAY);
    expect(horizon({ now: NOW, retention: DAY, window: 0 })).toBe(NOW - DAY);
  });
});

describe('a run is kept, however old it is,', () => {
  test.each<[name: string, all: RunFacts[], expected: number[]]>([
    ['where it broke off', [run(OLD, { isOpen: true }), run(1)], []],
    ['where its journal is damaged', [run(OLD, { isDamaged: true }), run(1)], []],
    ['where an approval of the file was used', [run(OLD, { usedApproval: true }), run(1)], []],
    ['where it is the last one', [run(OLD + 1), run(OLD)], [OLD + 1]],
    [
      'where a retry looks at it behind the last one',
      [run(OLD + 2), run(OLD + 1), run(OLD, { isPart: true })],
      [OLD + 2],
    ],
    ['where all are about a part', [run(OLD + 1, { isPart: true }), run(OLD, { isPart: true })], []],
    [
      'where it is the last that changed something',
      [run(OLD + 2, { changed: true }), run(OLD + 1, { changed: true }), run(OLD), run(1)],
      [OLD, OLD + 2],
    ],
    [
      'where it lies within a day of the last change of any account',
      [run(OLD + 0.9), run(OLD - 0.9), run(OLD + 1.1), run(OLD, { changed: true, target: 'goto:2' }), run(1)],
      [OLD + 1.1],
    ],
  ])('%s', (_name, all, expected) => {
    expect(cleared(all)).toEqual(expected);
  });
});

describe('the facts of a journal', () => {
  const closed = { type: 'close', at: '2026-11-22T09:13:00.000Z', end: 'done', text: '' } as const;

  test.each<[name: string, given: Parameters<typeof recordOf>, more: object, expected: Partial<RunFacts>]>([
    ['of a run that broke off', [[]], {}, { isOpen: true }],
    ['of one that has ended', [[]], { close: closed }, { isOpen: false, latest: Date.parse(closed.at) }],
    ['of one that was settled', [[]], { settled: { type: 'settled', at: closed.at, calls: [] } }, { isOpen: false }],
    ['of one that is damaged', [[], { changes: 3 }], { close: closed }, { isDamaged: true }],
    ['of a retry of one kind', [[], { kinds: ['transient'] }], { close: closed }, { isPart: true }],
    ['with a time that is none', [[['ada', { result: 'done', at: 'soon' }]]], { close: closed }, { latest: NaN }],
    [
      'with an outcome later than its end',
      [[['ada', { result: 'done', at: '2026-11-23T00:00:00.000Z' }]]],
      { close: closed },
      { latest: Date.parse('2026-11-23T00:00:00.000Z') },
    ],
    ['with an approval of the file', [[approved('sync.yaml:3')]], {}, { usedApproval: true }],
    ['with an approval of the command line', [[approved('--approve')]], {}, { usedApproval: false }],
    ['with an approval that is not understood', [[approved(7)]], {}, { usedApproval: true }],
    [
      'with approvals that are not understood',
      [[[changeLine('ada', { letThrough: 7 as never }), null]]],
      {},
      { usedApproval: true },
    ],
  ])('%s', (_name, given, more, expected) => {
    expect(factsOf({ ...recordOf(...given), ...more })).toMatchObject(expected);
  });

  function approved(by: unknown): [ReturnType<typeof changeLine>, null] {
    const letThrough = [{ id: 'd1', limit: 'limits.disable', by, part: false }];
    return [changeLine('ada', { letThrough: letThrough as never }), null];
  }
});

test.each<[name: string, days: number, needed: string[], expected: string[]]>([
  ['is cleared after the retention', 91, [], ['d1']],
  ['is kept until then', 89, [], []],
  ['is kept where a file approves it, or it holds somebody', OLD, ['d1'], []],
  ['is kept where nobody knows how old it is', NaN, [], []],
])('a held set %s', (_name, days, needed, expected) => {
  expect(holdsToClear([{ id: 'd1', written: NOW - days * DAY }], new Set(needed), KEEPING)).toEqual(expected);
});

test.each<[name: string, days: number, maxPlanAge: number, retention: number, expected: string[]]>([
  ['is cleared when no file can let its plan be so old', 367, DAY, DAY, ['a']],
  ['is kept until then, whatever the file says', 365, DAY, DAY, []],
  ['is kept for the retention', 367, DAY, 400 * DAY, []],
  ['is kept for the age of plans', 367, 400 * DAY, DAY, []],
  ['is kept where nobody knows how old it is', NaN, DAY, DAY, []],
])('the mark of a spent plan %s', (_name, days, maxPlanAge, retention, expected) => {
  const keeping = { ...KEEPING, retention };

  expect(spentToClear([{ name: 'a', at: NOW - days * DAY }], maxPlanAge, keeping)).toEqual(expected);
});

test.each<[what: string, seen: number | null, keeping: Partial<Keeping>, leapt: boolean]>([
  ['never seen', null, {}, false],
  ['a round ago', NOW - 900_000, {}, false],
  ['after a long rest', NOW - 40 * DAY, {}, false],
  ['years ahead', NOW - 700 * DAY, {}, true],
  ['years back', NOW + 700 * DAY, {}, true],
  ['no time', NaN, {}, true],
  ['a short retention, a day', NOW - DAY, { retention: DAY }, false],
  ['a short retention, a week', NOW - 7 * DAY, { retention: DAY }, true],
  ['a window as long as the retention', NOW - 20 * DAY, { retention: 31 * DAY, window: 31 * DAY }, true],
])('whether a clock has leapt: %s', (_what, seen, keeping, leapt) => {
  expect(hasLeapt(seen, { ...KEEPING, ...keeping })).toBe(leapt);
});
