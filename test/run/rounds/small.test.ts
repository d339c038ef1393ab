import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { targetId } from '../../../src/core/target-id.ts';
import { newCallCount } from '../../../src/run/rounds/call-count.ts';
import { newClaims } from '../../../src/run/rounds/claims.ts';
import type { RoundsState } from '../../../src/run/rounds/events.ts';
import {
  heldBeside,
  readAllRounds,
  readRoundsState,
  roundsName,
  writeRoundsState,
} from '../../../src/run/rounds/state-file.ts';
import { awaitStop, removeStop } from '../../../src/run/rounds/stop.ts';
import { newTeller, type Told } from '../../../src/run/rounds/teller.ts';
import { held as heldSet, report, roundsState } from '../../monitoring/events.ts';

const A = targetId('rescue', '1');
const B = targetId('goto', '2');

describe('an account', () => {
  test('belongs to the file that came first', () => {
    const claims = newClaims();
    claims.claim('emea.yaml', [A, B]);
    claims.claim('emea.yaml', [A, B]);

    expect(() => {
      claims.claim('apac.yaml', [B]);
    }).toThrow(expect.objectContaining({ code: 'RUN_SAME_ACCOUNT' }));
    expect(claims.accountsOf('emea.yaml')).toEqual([A, B]);
    expect(claims.accountsOf('apac.yaml')).toEqual([]);
  });

  test('stays with the file that had it before a restart', () => {
    const claims = newClaims();
    claims.remember('emea.yaml', [A]);
    claims.remember('apac.yaml', [A, B]);

    expect(() => {
      claims.claim('apac.yaml', [A]);
    }).toThrow('which emea.yaml synchronises already');
    expect(claims.accountsOf('apac.yaml')).toEqual([B]);
  });

  test('is free again once its file names another', () => {
    const claims = newClaims();
    claims.claim('emea.yaml', [A]);
    claims.claim('emea.yaml', [B]);
    claims.claim('apac.yaml', [A]);

    expect(claims.accountsOf('apac.yaml')).toEqual([A]);
  });
});

test('what files approve is known only once all of them were read', () => {
  const claims = newClaims();
  claims.approve('emea.yaml', ['d1']);
  claims.approve('apac.yaml', null);
  expect(claims.approved()).toBeNull();

  claims.approve('apac.yaml', ['d2']);
  claims.approve('emea.yaml', ['d3']);
  expect(claims.approved()).toEqual(['d3', 'd2']);
});

test('calls are counted by service, and from one round to the next', () => {
  const count = newCallCount();
  const call = { kind: 'http', host: 'h', method: 'GET', path: '/', parameters: [], status: 200 } as const;
  count.watch({ ...call, service: 'rescue', ms: 5 });
  count.watch({ ...call, service: 'entra', ms: 7 });
  count.watch({ ...call, service: 'rescue', ms: 6 });

  expect(count.take()).toEqual([
    { service: 'entra', calls: 1, ms: 7 },
    { service: 'rescue', calls: 2, ms: 11 },
  ]);
  expect(count.take()).toEqual([]);
});

describe('what a round says', () => {
  test('is news once, and a detail from then on', () => {
    const told: Told[] = [];
    const tell = (event: Told): void => {
      told.push(event);
    };
    const first = newTeller(tell, new Set());
    first.say('A');
    first.say('A');
    const second = newTeller(tell, first.said);
    second.reporter.say('A');
    second.reporter.answer('B');
    second.reporter.detail('C');

    expect(told.map((event) => (event.kind === 'told' ? `${event.level} ${event.text}` : ''))).toEqual([
      'info A',
      'detail A',
      'detail A',
      'info B',
      'detail C',
    ]);
    expect([...second.said]).toEqual(['A', 'B']);
  });
});

describe('in the state folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'adsync-rounds-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function state(path: string, held: readonly string[] = []): RoundsState {
    return roundsState({ path, last: report({ held: held.map((id) => heldSet({ id })) }) });
  }

  test('each file has a state of its own, also where two share a folder or a name', async () => {
    const paths = ['/a/sync.yaml', '/a/other.yaml', '/b/sync.yaml', '/a/…/sync.yaml'];
    for (const path of paths) await writeRoundsState(folder, state(path, [path]));

    expect(new Set(paths.map(roundsName)).size).toBe(4);
    expect(roundsName('/a/sync.yaml')).toMatch(/^sync\.yaml-[0-9a-f]{8}$/);
    expect(roundsName('/a/../../x y.yaml')).toMatch(/^x_y\.yaml-[0-9a-f]{8}$/);
    expect((await readdir(join(folder, 'rounds'))).length).toBe(4);
    expect((await readAllRounds(folder)).map(({ path }) => path)).toEqual(paths.toSorted());
    expect(await readRoundsState(folder, '/b/sync.yaml')).toMatchObject({ path: '/b/sync.yaml' });
    expect((await heldBeside(folder))?.toSorted()).toEqual(paths.toSorted());
  });

  test('what is held beside is unknown where a state is not understood', async () => {
    expect(await heldBeside(folder)).toEqual([]);
    await writeRoundsState(folder, state('/a/sync.yaml', ['d1']));
    await writeFile(join(folder, 'rounds', 'later.json'), '{"format":"adsync.rounds/2"}');

    expect(await heldBeside(folder)).toBeNull();
    expect(await readAllRounds(folder)).toHaveLength(1);
    expect(await readRoundsState(folder, '/c/sync.yaml')).toBeNull();
  });

  test('a stop file is waited for, a folder of that name is none', async () => {
    const path = join(folder, 'stop');
    let slept = 0;
    const stop = new AbortController();
    const clock = {
      now: () => 0,
      random: () => 0,
      async sleep() {
        slept += 1;
        if (slept === 3) await writeFile(path, '');
      },
    };

    expect(await awaitStop([join(folder, 'none'), path], clock, stop.signal)).toBe(path);
    expect(slept).toBe(3);
    await removeStop(path);
    await removeStop(path);
    expect(await readdir(folder)).toEqual([]);
    const asleep = { ...clock, sleep: () => Promise.reject(new Error('stopped')) };
    stop.abort();
    expect(await awaitStop([folder], asleep, stop.signal)).toBeNull();
  });
});
