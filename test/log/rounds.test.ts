import { expect, test } from '@jest/globals';
import { newLog } from '../../src/log/log.ts';
import { roundLog } from '../../src/log/rounds.ts';
import { durationText, figuresText } from '../../src/log/sentences.ts';
import type { RoundEvent, RoundReport } from '../../src/run/rounds/events.ts';

const AT = '2026-01-31T09:00:00.000Z';

const report: RoundReport = {
  startedAt: AT,
  endedAt: '2026-01-31T09:01:05.000Z',
  runs: ['r1'],
  exitCode: 3,
  end: 'incomplete',
  people: 41,
  groups: 5,
  counts: [
    { target: 'rescue', operation: 'create', result: 'done', count: 2 },
    { target: 'rescue', operation: 'update', result: 'done', count: 3 },
    { target: 'rescue', operation: 'disable', result: 'held', count: 1 },
  ],
  held: [],
  failed: [],
  calls: [{ service: 'rescue', calls: 17, ms: 900 }],
  readings: { full: 0, kept: 1 },
  failure: null,
};
const failure = { code: 'LOCKED', text: 'Another run works.', advice: 'Wait.' };
const held = { id: 'd1-ab', target: 'rescue', limit: 'disable', people: 2, since: AT };
const failed = { change: 'c1', target: 'rescue', name: 'Ada', kind: 'transient', text: 'HTTP 503', since: AT } as const;

type What<Event = RoundEvent> = Event extends RoundEvent ? Omit<Event, 'file' | 'at'> : never;

const began: What = { kind: 'round-began', round: 4, dryRun: false };
const ended: What = { kind: 'round-ended', round: 4, dryRun: false, report, nextAt: null };

test.each<[What[], string[]]>([
  [[began], ['info  a.yaml #4 The round begins.']],
  [[{ ...began, dryRun: true }], ['info  a.yaml #4 The round begins; it plans only.']],
  [
    [began, ended, { kind: 'stopping', why: 'SIGTERM' }],
    [
      'info  a.yaml #4 The round begins.',
      'WARN  a.yaml #4 The round has ended, and something is held, has failed or could not be read: 1 min 5 s; 41 people read; changes: 5 done, 1 held; calls: 17 rescue.',
      'info  a.yaml adsync ends: SIGTERM',
    ],
  ],
  [
    [{ ...ended, nextAt: AT, report: { ...report, end: 'failed', people: null, counts: [], calls: [], failure } }],
    [
      `ERROR a.yaml LOCKED The round has failed: 1 min 5 s; no changes; no calls. The next one begins at ${AT}. Another run works. → Wait.`,
    ],
  ],
  [
    [{ kind: 'held-changed', added: [held], gone: [{ ...held, people: 1 }] }],
    [
      'WARN  a.yaml disable holds 2 changes in rescue. To let them through: --approve d1-ab',
      'info  a.yaml disable does not hold 1 change in rescue any more.',
    ],
  ],
  [
    [{ kind: 'failed-changed', added: [failed], gone: [failed] }],
    ['WARN  a.yaml Ada failed (transient): HTTP 503', 'info  a.yaml Ada does not fail any more (transient).'],
  ],
  [
    [
      { kind: 'put-off', why: 'Another run works.', until: AT },
      { kind: 'told', level: 'info', text: 'A group is missing.' },
      { kind: 'told', level: 'detail', text: 'reading' },
    ],
    [
      `WARN  a.yaml The round waits until ${AT} at most. Another run works.`,
      'info  a.yaml A group is missing.',
      'debug a.yaml reading',
    ],
  ],
  [
    [{ kind: 'quarantine', failures: 3, until: AT }],
    [`WARN  a.yaml 3 rounds have failed one after the other. The next one begins at ${AT}.`],
  ],
  [
    [
      { kind: 'recovered', failures: 1, since: AT },
      { kind: 'recovered', failures: 2, since: AT },
    ],
    [
      `info  a.yaml It works again. One round had failed since ${AT}.`,
      `info  a.yaml It works again. 2 rounds had failed since ${AT}.`,
    ],
  ],
  [
    [{ kind: 'file-reloaded', sha256: 'ab' }],
    ['info  a.yaml The file has changed, and is in use from the next round on.'],
  ],
  [
    [
      {
        kind: 'file-broken',
        diagnostics: [
          {
            ...{ code: 'UNKNOWN_KEY', severity: 'error', file: 'a.yaml', line: 3, column: 1 },
            ...{ message: 'There is no key "limit".', advice: 'Did you mean limits?', source: null },
          },
        ],
      },
    ],
    [
      'ERROR a.yaml The file has changed and has faults. The last good one stays in use.',
      'ERROR a.yaml:3:1 UNKNOWN_KEY There is no key "limit". → Did you mean limits?',
    ],
  ],
])('%#: events become lines', (events, expected) => {
  const lines: string[] = [];
  const sinks = [(line: string) => lines.push(line)];
  const watch = roundLog(newLog({ form: 'text', level: 'debug', mask: (text) => text, now: () => new Date(0), sinks }));

  for (const event of events) watch({ ...event, file: 'a.yaml', at: AT });

  expect(lines.map((line) => line.slice('1970-01-01T00:00:00Z '.length, -1))).toEqual(expected);
});

test('the last line of a round has its figures as fields', () => {
  const lines: string[] = [];
  const sinks = [(line: string) => lines.push(line)];
  const watch = roundLog(newLog({ form: 'json', level: 'info', mask: (text) => text, now: () => new Date(0), sinks }));

  watch({ ...ended, file: 'a.yaml', at: AT });

  expect(JSON.parse(lines.join(''))).toMatchObject({
    ...{ event: 'round-ended', level: 'warn', dryRun: false, end: 'incomplete', exitCode: 3, ms: 65_000 },
    ...{
      people: 41,
      groups: 5,
      changes: { done: 5, held: 1 },
      calls: { rescue: 17 },
      readings: { full: 0, kept: 1 },
      runs: ['r1'],
      nextAt: null,
    },
  });
});

test.each([
  [900, '0.9 s'],
  [59_999, '60.0 s'],
  [61_000, '1 min 1 s'],
  [3_725_000, '1 h 2 min'],
])('%d ms are %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test('figures name what there is', () => {
  expect(figuresText({ ms: 100, people: 1, changes: { done: 0 }, calls: { ldap: 2, rescue: 1 } })).toBe(
    '0.1 s; 1 person read; no changes; calls: 2 ldap, 1 rescue',
  );
});
