import { expect, test } from '@jest/globals';
import { targetId } from '../../src/core/target-id.ts';
import { feedOf } from '../../src/run/feed.ts';
import { mayReach } from '../../src/run/run-time.ts';
import { changeLine, type Ending, recordOf, type Told } from './records.ts';

/** How many people the last twelve hours left failed or pending. */

const NOW = new Date('2026-11-22T20:00:00.000Z');
const FAILED = 'failed';
const PENDING = 'pending';

/** A run at a time of that day; each change ends a minute later. */
function runAt(time: string, results: Readonly<Record<string, Ending['result'] | null>>, account = '77') {
  const at = `2026-11-22T${time}:00.000Z`;
  const ended = new Date(Date.parse(at) + 60_000).toISOString();
  const told = Object.entries(results).map(
    ([id, result]): Told => [id, result === null ? null : { result, at: ended }],
  );
  return recordOf(told, { at, target: targetId('goto', account) });
}

test.each<[string, ReturnType<typeof recordOf>[], number, number]>([
  ['nothing was done', [], 0, 0],
  ['everybody counts once', [runAt('19:00', { a: FAILED, b: FAILED, c: PENDING, d: 'done' })], 2, 1],
  ['however often it was tried', [runAt('18:00', { a: FAILED }), runAt('19:00', { a: FAILED })], 1, 0],
  ['who was changed in the end counts no more', [runAt('18:00', { a: FAILED }), runAt('19:00', { a: 'done' })], 0, 0],
  ['whichever run is read first', [runAt('19:00', { a: 'done' }), runAt('18:00', { a: FAILED })], 0, 0],
  ['who failed later counts', [runAt('19:00', { a: FAILED }), runAt('18:00', { a: 'done' })], 1, 0],
  ['who waits now has not failed', [runAt('18:00', { a: FAILED }), runAt('19:00', { a: PENDING })], 0, 1],
  ['what was stale says nothing', [runAt('18:00', { a: FAILED }), runAt('19:00', { a: 'stale' })], 1, 0],
  ['nor what was skipped', [runAt('18:00', { a: FAILED }), runAt('19:00', { a: 'skipped' })], 1, 0],
  ['nor what was not reached', [runAt('18:00', { a: FAILED }), runAt('19:00', { a: null })], 1, 0],
  ['what ended before that does not count', [runAt('07:58', { a: FAILED })], 0, 0],
  ['what ended right then does', [runAt('07:59', { a: FAILED })], 1, 0],
  [
    'users of two accounts with one id are two',
    [runAt('18:00', { a: FAILED }), runAt('19:00', { a: 'done' }, '78')],
    1,
    0,
  ],
])('%s', (_name, records, failed, pending) => {
  expect(feedOf(records, NOW)).toEqual({ since: '2026-11-22T08:00:00.000Z', failed, pending });
});

test('a user with two changes in one run counts once, and as failed where one of them has', () => {
  const at = '2026-11-22T19:00:00.000Z';
  const record = recordOf([
    [changeLine('c1', { node: 'ada', email: null }), { result: 'pending', at }],
    [changeLine('c2', { node: 'ada', email: null }), { result: 'failed', at }],
    [changeLine('c3', { node: 'bob', email: null }), { result: 'done', at }],
    [changeLine('c4', { node: 'bob', email: null }), { result: 'failed', at }],
  ]);

  expect(feedOf([record], NOW)).toMatchObject({ failed: 2, pending: 0 });
});

test('a user who is created by one run is known in the next one by the address', () => {
  const [failed, done] = [
    recordOf([
      [changeLine('c1', { node: null, email: 'Ada@corp.example' }), { result: 'failed', at: '2026-11-22T18:00:00Z' }],
    ]),
    recordOf(
      [[changeLine('c2', { node: '7', email: 'ada@corp.example' }), { result: 'done', at: '2026-11-22T19:00:00Z' }]],
      {
        at: '2026-11-22T19:00:00.000Z',
      },
    ),
  ];

  expect(feedOf([failed, done], NOW)).toMatchObject({ failed: 0 });
});

test('a time that is none does not count', () => {
  expect(feedOf([recordOf([['a', { result: 'failed', at: 'yesterday' }]])], NOW)).toMatchObject({ failed: 0 });
});

test.each([
  ['2026-11-21T200000.000Z-abc', true],
  ['2026-11-21T195959.999Z-abc', false],
  ['2026-11-23T195959.999Z-abc', true],
  ['a name of somebody else', true],
])('whether the run %s may have done something now: %j, for runs last a day at most', (run, expected) => {
  expect(mayReach(run, NOW.getTime())).toBe(expected);
});
