import { describe, expect, test } from '@jest/globals';
import type { RoundReport, RoundsState } from '../../src/run/rounds/events.ts';
import type { RunSummary } from '../../src/run/run-summary.ts';
import { findingsOf, type Known, statusExitCode } from '../../src/run/status-findings.ts';

const THEN = '2026-01-31T09:00:00.000Z';
const NEXT = '2026-01-31T09:15:00.000Z';
const HOUR = 3_600_000;

const LAST: RoundReport = {
  ...{ startedAt: THEN, endedAt: THEN, runs: [], exitCode: 0, end: 'done', people: 1, groups: 1 },
  ...{ counts: [], held: [], failed: [], calls: [], failure: null },
};
const ROUNDS: RoundsState = {
  ...{ format: 'adsync.rounds/1', file: 'sync.yaml', path: '/sync.yaml', host: 'here', pid: 7, adsyncVersion: '1' },
  ...{ startedAt: THEN, at: THEN, dryRun: false, interval: 900, round: 1, underWaySince: null, nextAt: NEXT },
  ...{ quarantine: null, lastSuccessAt: THEN, last: LAST, brokenSince: null },
};
const RUN: RunSummary = {
  ...{ run: 'r1', command: 'apply', target: 'rescue:1', account: '1', plan: 'p', approved: [], only: [], kinds: [] },
  ...{ workbook: null, undoes: [], startedBy: null, startedAt: THEN, endedAt: THEN, end: 'done', text: '' },
  ...{ changes: 1, done: 1, pending: 0, failed: 0, stale: 0, skipped: 0, notApproved: 0, notReached: 0 },
};

/** Five minutes after the last round, with a process at work. */
function findings(known: Partial<Known>, rounds: Partial<RoundsState> | null = {}): [string, string | null][] {
  const state = rounds === null ? null : { ...ROUNDS, ...rounds };
  const now = new Date('2026-01-31T09:05:00Z');
  return findingsOf({ rounds: state, isRunning: true, runs: [], others: [], now, within: null, ...known }).map(
    ({ code, since }) => [code, since],
  );
}

describe('adsync run', () => {
  const held = { id: 'd1', target: 'rescue', limit: 'disable', people: 1, since: '2026-01-30T00:00:00Z' };
  const failed = { change: 'c', target: 'goto', name: 'Ada', kind: 'transient', text: '503', since: THEN } as const;
  const unread = { code: 'TARGET_LOST', subject: 'rescue', text: 'No.', since: '2026-01-28T00:00:00Z' };
  const failure = { code: 'LOCKED', text: 'x', advice: 'y' };
  const quarantine = { failures: 3, since: '2026-01-29T00:00:00Z', until: NEXT };

  test.each<[string, Partial<Known>, Partial<RoundsState>, [string, string | null][]]>([
    ['at work and in time', {}, {}, []],
    [
      'that cannot read one of its accounts',
      {},
      { last: { ...LAST, end: 'incomplete', exitCode: 3, unread: [unread] } },
      [['unread', unread.since]],
    ],
    ['at work on its first round', {}, { last: null, lastSuccessAt: null, nextAt: null, underWaySince: THEN }, []],
    ['that has died', { isRunning: false }, {}, [['not-running', THEN]]],
    ['that died in a round', { isRunning: false }, { nextAt: null, underWaySince: THEN }, [['not-running', THEN]]],
    ['that was ended', { isRunning: false }, { nextAt: null }, [['not-running', THEN]]],
    ['--once', { isRunning: false }, { nextAt: null, once: true }, []],
    ['a little late', { now: new Date('2026-01-31T09:29:59Z') }, {}, []],
    ['late by more than an interval', { now: new Date('2026-01-31T09:30:01Z') }, {}, [['overdue', NEXT]]],
    ['late by less than five minutes', { now: new Date('2026-01-31T09:19:59Z') }, { interval: 30 }, []],
    ['late by more', { now: new Date('2026-01-31T09:20:01Z') }, { interval: 30 }, [['overdue', NEXT]]],
    ['within an hour', { within: HOUR }, {}, []],
    ['not within a minute', { within: 60_000 }, {}, [['overdue', THEN]]],
    ['in a round for some hours', { now: new Date('2026-01-31T20:59:59Z') }, { nextAt: null, underWaySince: THEN }, []],
    [
      'in a round that hangs',
      { now: new Date('2026-01-31T21:00:01Z') },
      { nextAt: null, underWaySince: THEN },
      [['overdue', THEN]],
    ],
    [
      'in a round of a day where the interval is longer',
      { now: new Date('2026-02-01T09:00:00Z') },
      { nextAt: null, underWaySince: THEN, interval: 2 * 86_400 },
      [],
    ],
    ['with a clock that was ahead', { within: HOUR }, { lastSuccessAt: '2027-01-01T00:00:00Z' }, [['overdue', null]]],
    ['with a clock that was a little ahead', { within: HOUR }, { lastSuccessAt: '2026-01-31T09:09:59Z' }, []],
    ['never yet', { within: HOUR }, { lastSuccessAt: null }, [['overdue', null]]],
    ['a failed round', {}, { last: { ...LAST, end: 'failed', failure } }, [['round-failed', THEN]]],
    [
      'several failed rounds',
      {},
      { last: { ...LAST, end: 'failed', failure }, quarantine },
      [['round-failed', quarantine.since]],
    ],
    ['a broken file', {}, { brokenSince: THEN }, [['file-broken', THEN]]],
    ['held', {}, { last: { ...LAST, held: [held] } }, [['held', held.since]]],
    ['failed', {}, { last: { ...LAST, failed: [failed] } }, [['failed', THEN]]],
    [
      'everything, the worst first',
      { isRunning: false },
      { brokenSince: THEN, last: { ...LAST, held: [held], failed: [failed] } },
      [
        ['not-running', THEN],
        ['file-broken', THEN],
        ['held', held.since],
        ['failed', THEN],
      ],
    ],
  ])('%s', (_what, known, rounds, expected) => {
    expect(findings(known, rounds)).toEqual(expected);
  });
});

describe('adsync apply alone', () => {
  test.each<[string, Partial<Known>, string[]]>([
    ['nothing yet', {}, ['no-record']],
    ['all made', { runs: [RUN] }, []],
    ['cannot tell when it went well', { runs: [RUN], within: HOUR }, ['no-record']],
    ['some failed', { runs: [{ ...RUN, failed: 1 }] }, ['not-made']],
    ['some stale', { runs: [{ ...RUN, stale: 1 }] }, ['not-made']],
    ['some skipped', { runs: [{ ...RUN, skipped: 1 }] }, ['not-made']],
    ['given up', { runs: [{ ...RUN, end: 'gaveUp', failed: 1 }] }, ['run-failed']],
    ['broken off', { runs: [{ ...RUN, end: 'brokeOff', endedAt: null, notReached: 1 }] }, ['run-failed']],
    ['interrupted', { runs: [{ ...RUN, end: 'interrupted' }] }, ['run-failed']],
    ['under way', { runs: [{ ...RUN, end: 'underWay', endedAt: null, notReached: 1 }] }, []],
    ['another file of adsync run', { runs: [{ ...RUN, command: 'run' }], others: ['/other.yaml'] }, ['no-record']],
    ['apply beside adsync run', { runs: [RUN], others: ['/other.yaml'] }, []],
    ['adsync run of which nothing is left', { runs: [{ ...RUN, command: 'run' }] }, []],
    ['better than before', { runs: [RUN, { ...RUN, failed: 1 }] }, []],
    ['another account', { runs: [RUN, { ...RUN, target: 'goto:2', failed: 1 }] }, ['not-made']],
  ])('%s', (_what, known, expected) => {
    expect(findings(known, null).map(([code]) => code)).toEqual(expected);
  });
});

test.each([
  [[], 0],
  [['held'], 3],
  [['failed', 'held', 'not-made'], 3],
  [['held', 'round-failed'], 1],
  [['held', 'file-broken', 'overdue'], 4],
] as const)('the exit code of %j is %d', (codes, expected) => {
  expect(statusExitCode(codes.map((code) => ({ code, since: null, text: '' })))).toBe(expected);
});

test('what cannot be read is no sign that all is well', () => {
  const known = {
    rounds: 'unread',
    isRunning: false,
    runs: [RUN],
    others: [],
    now: new Date(THEN),
    within: HOUR,
  } as const;

  expect(findingsOf(known)).toMatchObject([{ code: 'no-record', text: expect.stringContaining('cannot be read') }]);
});
