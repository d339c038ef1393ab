import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { NO_FILTER } from './no-filter.ts';
import { readHistory } from '../../src/run/history.ts';
import { readJournal } from '../../src/run/journal-read.ts';
import { activitiesOfRun, readActivities } from '../../src/run/read-activities.ts';
import { headLine, nameAt, outcomeLine, plantLines, plantRun } from './records.ts';

/** The changes of all runs, as they stand in the state folder. */

const NOW = new Date('2026-11-22T20:00:00.000Z');

let stateDir = '';

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'adsync-activities-'));
});

afterEach(async () => {
  await rm(stateDir, { recursive: true, force: true });
});

function records() {
  const processes = { pid: 1, host: 'here', place: 'here', isRunning: () => false };
  return { stateDir, surroundings: { adsyncVersion: '1.2.3', now: () => NOW, processes } };
}

/** A run in which one change failed right when it began. */
async function failedAt(at: string, id: string): Promise<void> {
  await plantRun(stateDir, [[id, { result: 'failed', at }]], { at });
}

async function listed(filter = NO_FILTER, limit = 100) {
  const { changes, more, foreign, feed } = await readActivities(records(), filter, limit);
  const failed = feed.failed;
  return { changes: changes.map(({ change }) => change), more, foreign: foreign.map(({ run }) => run), failed };
}

async function threeRuns(): Promise<void> {
  await failedAt('2026-11-20T09:00:00.000Z', 'old');
  await failedAt('2026-11-22T09:00:00.000Z', 'late');
  await failedAt('2026-11-22T10:00:00.000Z', 'last');
}

test('of a folder without runs there is nothing', async () => {
  expect(await listed()).toEqual({ changes: [], more: false, foreign: [], failed: 0 });
});

test('the newest run comes first, and all of the last hours are counted', async () => {
  await threeRuns();

  expect(await listed()).toEqual({ changes: ['last', 'late', 'old'], more: false, foreign: [], failed: 2 });
});

test.each([
  [1, ['last'], true],
  [2, ['last', 'late'], true],
  [3, ['last', 'late', 'old'], false],
])('of three at most %i are listed, which does not change the counts', async (limit, changes, more) => {
  await threeRuns();

  expect(await listed(NO_FILTER, limit)).toMatchObject({ changes, more, failed: 2 });
});

test('a filter does not change the counts either', async () => {
  await threeRuns();
  const since = Date.parse('2026-11-22T09:30:00.000Z');

  expect(await listed({ ...NO_FILTER, since })).toMatchObject({ changes: ['last'], failed: 2 });
  expect(await listed({ ...NO_FILTER, until: since, people: ['ol'] })).toMatchObject({ changes: ['old'], failed: 2 });
});

test('a time at which no run can have been changes no counts, and names no run of another version', async () => {
  await threeRuns();
  const head = headLine({ at: '2026-11-22T11:00:00.000Z', format: 'adsync.journal/9' as 'adsync.journal/1' });
  await plantLines(stateDir, head.run, [head]);
  const since = Date.parse('2026-12-24T00:00:00.000Z');

  expect(await listed({ ...NO_FILTER, since })).toEqual({ changes: [], more: false, foreign: [], failed: 2 });
});

test('a run that began the day before may reach into the time that is asked for', async () => {
  const at = '2026-11-21T23:00:00.000Z';
  await plantRun(stateDir, [['over-night', { result: 'done', at: '2026-11-22T01:00:00.000Z' }]], { at });

  const since = Date.parse('2026-11-22T00:00:00.000Z');

  expect((await listed({ ...NO_FILTER, since })).changes).toEqual(['over-night']);
});

test('runs of other versions are named where they may be meant, and are no part of the rest', async () => {
  for (const at of ['2026-11-01T09:00:00.000Z', '2026-11-22T10:00:00.000Z']) {
    const head = headLine({ at, format: 'adsync.journal/9' as 'adsync.journal/1' });
    await plantLines(stateDir, head.run, [head]);
  }

  const since = Date.parse('2026-11-22T00:00:00.000Z');

  expect((await listed()).foreign).toEqual([nameAt('2026-11-22T10:00:00.000Z'), nameAt('2026-11-01T09:00:00.000Z')]);
  expect((await listed({ ...NO_FILTER, since })).foreign).toEqual([nameAt('2026-11-22T10:00:00.000Z')]);
});

test('a journal that does not even begin is passed over', async () => {
  await plantLines(stateDir, nameAt('2026-11-22T10:00:00.000Z'), []);

  expect(await listed()).toEqual({ changes: [], more: false, foreign: [], failed: 0 });
});

test('of one run the same filter and limit hold', async () => {
  const at = '2026-11-22T10:00:00.000Z';
  const done = { result: 'done' } as const;
  await plantRun(
    stateDir,
    [
      ['a', done],
      ['b', { result: 'stale' }],
      ['c', done],
    ],
    { at },
  );
  const asked = async (filter: typeof NO_FILTER, limit: number) => {
    const { changes, more } = await activitiesOfRun(records(), '2026-11-22', filter, limit);
    return [changes.map(({ change }) => change), more];
  };

  expect(await asked(NO_FILTER, 2)).toEqual([['a', 'b'], true]);
  expect(await asked(NO_FILTER, 3)).toEqual([['a', 'b', 'c'], false]);
  expect(await asked({ ...NO_FILTER, statuses: ['done'] }, 3)).toEqual([['a', 'c'], false]);
});

test('the list of runs has the same counts, of more runs than it lists', async () => {
  await threeRuns();

  const { runs, feed } = await readHistory(records(), 1);

  expect(runs.map(({ run }) => run)).toEqual([nameAt('2026-11-22T10:00:00.000Z')]);
  expect(feed).toEqual({ since: '2026-11-22T08:00:00.000Z', failed: 2, pending: 0 });
});

test('the list of runs names no run of another version that it would not list', async () => {
  await failedAt('2026-11-22T10:00:00.000Z', 'last');
  const head = headLine({ at: '2026-11-22T09:00:00.000Z', format: 'adsync.journal/9' as 'adsync.journal/1' });
  await plantLines(stateDir, head.run, [head]);

  expect((await readHistory(records(), 1)).foreign).toEqual([]);
  expect((await readHistory(records(), 2)).foreign).toHaveLength(1);
});

test('kinds that this version does not know are left out of what is read', async () => {
  const run = nameAt('2026-11-22T10:00:00.000Z');
  const strange = 'out-of-luck' as 'unknown';
  const head = headLine({ run, kinds: [strange, 'transient'] });
  const failed = { result: 'failed', kind: strange } as const;
  await plantLines(stateDir, run, [head, outcomeLine('a', failed), outcomeLine('b', { ...failed, kind: 'transient' })]);

  const record = await readJournal(stateDir, run);

  expect(record).toMatchObject({ head: { kinds: ['transient'] } });
  const { outcomes } = record as { outcomes: ReadonlyMap<string, { kind?: string }> };
  expect([...outcomes.values()].map(({ kind }) => kind)).toEqual([undefined, 'transient']);
});

test.each([['transient'], [null], [undefined]])('a run whose kinds are %j is one about everything', async (kinds) => {
  const run = nameAt('2026-11-22T10:00:00.000Z');
  await plantLines(stateDir, run, [{ ...headLine({ run }), kinds }]);

  expect((await readJournal(stateDir, run)) as object).toMatchObject({
    head: expect.not.objectContaining({ kinds: [] }),
  });
});
