import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { readAllRounds } from '../../../src/run/rounds/state-file.ts';
import { NO_LIMITS } from '../../targets/rescue/planner/builders.ts';
import { openRounds, type RoundsBench } from './rounds-world.ts';

let bench: RoundsBench;

afterEach(() => bench.close());

/** Ends the rounds at the end of the given one. */
function stopAfter(round: number): void {
  bench.on = (event) => {
    if (event.kind === 'round-ended' && event.round === round) bench.signal.abort(new Error('SIGTERM'));
  };
}

test('rounds follow each other from the end of one to the next, and what is done is done once', async () => {
  bench = await openRounds();
  stopAfter(3);

  const ends = await bench.run();

  const [file] = bench.files;
  expect(bench.story()).toEqual([
    '0 round-began',
    '0 round-ended',
    '15 round-began',
    '15 round-ended',
    '30 round-began',
    '30 round-ended',
    '30 stopping',
  ]);
  expect([...(file?.toy.toy.users.keys() ?? [])]).toEqual(['cleo@corp.example', 'dan@corp.example']);
  const reports = bench.events.flatMap((event) => (event.kind === 'round-ended' ? [event] : []));
  expect(reports[0]).toMatchObject({
    nextAt: '2026-11-22T09:15:00.000Z',
    report: {
      end: 'done',
      exitCode: 0,
      people: 2,
      groups: 2,
      runs: [expect.stringMatching(/^2026-11-22T09/)],
      readings: { full: 1, kept: 0 },
      counts: [{ target: 'toy', operation: 'create', result: 'done', count: 2 }],
    },
  });
  expect(reports[1]?.report).toMatchObject({ runs: [], counts: [], readings: { full: 0, kept: 1 } });
  expect(ends).toEqual([{ exitCode: 0, cutShort: false }]);
  const state = await readAllRounds(join(file?.toy.folder ?? '', 'state'));
  expect(state).toMatchObject([{ file: 'sync.yaml', round: 3, nextAt: null, interval: 900, last: { end: 'done' } }]);
});

test('what is held is told when it changes, not recorded each round, and let through by the file', async () => {
  bench = await openRounds();
  const [file] = bench.files;
  if (file === undefined) throw new Error('no file');
  for (const name of ['eve', 'joe', 'sue']) file.toy.toy.users.set(`${name}@corp.example`, ['red']);
  file.settings = { limits: { ...NO_LIMITS, disable: { kind: 'count', count: 1 } } };
  bench.on = (event) => {
    if (event.kind !== 'round-ended') return;
    const [held] = event.report.held;
    if (event.round === 3 && held !== undefined) {
      file.text = 'approved';
      file.settings = { ...file.settings, approve: [{ id: held.id, line: 3 }] };
    }
    if (event.round === 5) bench.signal.abort(new Error('SIGTERM'));
  };

  await bench.run();

  expect(bench.story().filter((event) => /held|reloaded|ended/.test(event))).toEqual([
    '0 held-changed',
    '0 round-ended',
    '15 round-ended',
    '30 round-ended',
    '30.1 file-reloaded',
    '45 held-changed',
    '45 round-ended',
    '60 round-ended',
  ]);
  const reports = bench.events.flatMap((event) => (event.kind === 'round-ended' ? [event.report] : []));
  expect(reports.map(({ end, exitCode, runs }) => [end, exitCode, runs.length])).toEqual([
    ['incomplete', 3, 1],
    ['incomplete', 3, 0],
    ['incomplete', 3, 0],
    ['done', 0, 1],
    ['done', 0, 0],
  ]);
  expect(reports[2]?.held).toMatchObject([{ people: 3, target: 'toy', since: '2026-11-22T09:00:00.000Z' }]);
  expect(reports[2]?.counts).toContainEqual({ target: 'toy', operation: 'disable', result: 'held', count: 3 });
  expect(
    (await readdir(join(file.toy.folder, 'state', 'runs'))).filter((name) => name.endsWith('.jsonl')),
  ).toHaveLength(2);
});
