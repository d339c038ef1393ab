import { expect, test } from '@jest/globals';
import { statusLines } from '../../src/cli/status-text.ts';
import type { FileStatus } from '../../src/run/status.ts';

const NOW = new Date('2026-01-31T09:05:00Z');
const THEN = '2026-01-31T09:00:00.123Z';

const STATUS: FileStatus = {
  file: 'sync.yaml',
  stateDir: '/state',
  process: { pid: 7, host: 'here', since: '2026-01-28T08:00:00.000Z' },
  rounds: {
    ...{ format: 'adsync.rounds/1', file: 'sync.yaml', path: '/sync.yaml', host: 'here', pid: 7, adsyncVersion: '1' },
    ...{ startedAt: THEN, at: THEN, dryRun: false, interval: 900, round: 1, underWaySince: null },
    ...{ nextAt: '2026-01-31T09:15:00.000Z', brokenSince: null, lastSuccessAt: '2026-01-28T09:00:00.000Z' },
    quarantine: { failures: 3, since: '2026-01-31T05:00:00.000Z', until: THEN },
    last: {
      ...{ startedAt: '2026-01-31T08:59:56.123Z', endedAt: THEN, runs: [], exitCode: 3, end: 'incomplete' },
      ...{ people: 41, groups: 5, held: [], failed: [], failure: null },
      counts: [
        { target: 'rescue', operation: 'create', result: 'done', count: 2 },
        { target: 'rescue', operation: 'move', result: 'done', count: 1 },
        { target: 'rescue', operation: 'disable', result: 'held', count: 4 },
      ],
      calls: [{ service: 'rescue', calls: 17, ms: 900 }],
    },
  },
  runs: [],
  findings: [{ code: 'held', since: '2026-01-30T00:00:00.000Z', text: 'disable holds 4\u001b[2J changes.' }],
};

test('how things stand is told by lines', () => {
  expect(statusLines(STATUS, NOW)).toEqual([
    'sync.yaml: running since 2026-01-28T08:00:00Z, process 7 on here',
    '  last round    2026-01-31T09:00:00Z, incomplete; 4.0 s; 41 people; changes: 3 done, 4 held; calls: 17 rescue',
    '  last success  2026-01-28T09:00:00Z, 3 days ago',
    '  next round    2026-01-31T09:15:00Z, in 10 min',
    '  put off       3 rounds failed since 2026-01-31T05:00:00Z',
    'held since 2026-01-30T00:00:00Z: disable holds 4\u241b[2J changes.',
  ]);
});

test('where all is well, it is said', () => {
  const lines = statusLines({ ...STATUS, process: null, rounds: null, findings: [] }, NOW);

  expect(lines).toEqual(['sync.yaml: adsync run was never used with it', 'All is well.']);
});

test('of many findings of a kind the rest is counted', () => {
  const [finding] = STATUS.findings;
  const findings = Array.from({ length: 12 }, () => finding).flatMap((one) => one ?? []);

  expect(statusLines({ ...STATUS, findings }, NOW).slice(-2)).toEqual([
    'held since 2026-01-30T00:00:00Z: disable holds 4\u241b[2J changes.',
    'held: 2 more; --json has all',
  ]);
});
