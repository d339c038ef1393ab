import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { targetId } from '../../src/core/target-id.ts';
import { runExitCode } from '../../src/plan/exit.ts';
import type { FailureKind } from '../../src/plan/model.ts';
import { listRuns, readRun } from '../../src/run/journal-read.ts';
import { lastRun } from '../../src/run/last-run.ts';
import { runRetry } from '../../src/run/retry.ts';
import { changeLine, type Ending, plantRun, type Told } from '../run/records.ts';
import { openWorld, type World, WISHES } from './world.ts';

/** A retry of what failed in one way: the others stay for later. Cleo and Dan are to be created in the toy. */

const TOY = targetId('toy', 'T1');
const LICENCES = { result: 'failed', kind: 'out-of-licences' } as const;
const TRANSIENT = { result: 'failed', kind: 'transient' } as const;

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

function stateDir(): string {
  return join(world.folder, 'state');
}

function told(endings: Readonly<Record<string, Ending>>): Told[] {
  return Object.entries(endings).map(([name, ending]) => {
    return [changeLine(name, { node: null, operations: ['create'] }), ending];
  });
}

/** A run of the toy with the given endings. */
async function ranBefore(endings: Readonly<Record<string, Ending>>, at = '2026-01-31T09:12:00.000Z'): Promise<void> {
  await plantRun(stateDir(), told(endings), { at, target: TOY, account: 'T1' });
}

async function retry(...kinds: FailureKind[]) {
  return runRetry(await world.job(), { ...WISHES, kinds });
}

function users(): string[] {
  return [...world.toy.users.keys()].map((email) => email.replace('@corp.example', ''));
}

describe('retry --kind', () => {
  test('makes what failed so, and its journal says what it was about', async () => {
    await ranBefore({ cleo: LICENCES, dan: TRANSIENT });

    const done = await retry('out-of-licences');

    expect(users()).toEqual(['cleo']);
    expect(runExitCode(done)).toBe(0);
    const [name = ''] = await listRuns(stateDir());
    expect((await readRun(stateDir(), name))?.head).toMatchObject({ command: 'retry', kinds: ['out-of-licences'] });
  });

  test('leaves the others to a later one, and to a retry of everything', async () => {
    await ranBefore({ cleo: LICENCES, dan: TRANSIENT });

    await retry('out-of-licences');
    await retry('transient');
    const last = await retry();

    expect(users()).toEqual(['cleo', 'dan']);
    expect(last.plan).toBeNull();
    expect(world.heard.at(-1)).toMatch(/made all its changes: there is nothing to try again\.$/);
  });

  test('of several kinds makes all of these', async () => {
    await ranBefore({ cleo: LICENCES, dan: TRANSIENT });

    await retry('transient', 'out-of-licences');

    expect(users()).toEqual(['cleo', 'dan']);
  });

  test('of a kind in which nothing has failed changes nothing, and says which kinds there are', async () => {
    await ranBefore({ cleo: LICENCES, dan: { result: 'failed' } });

    const done = await retry('rate-limited', 'transient');

    expect(users()).toEqual([]);
    expect(runExitCode(done)).toBe(0);
    expect(world.heard).toEqual([
      'No change of the run of 2026-01-31 09:12 UTC has failed for rate-limited or transient: it left 1 out-of-licences, 1 unknown.',
    ]);
  });

  test('tells what is left from what failed', async () => {
    await ranBefore({ cleo: { result: 'stale' } });

    await retry('transient');

    expect(world.heard).toEqual([
      'No change of the run of 2026-01-31 09:12 UTC has failed for transient: what it left undone did not fail; adsync retry tries all of it.',
    ]);
  });

  test('says so where what failed is not needed any more', async () => {
    await ranBefore({ gone: LICENCES, dan: TRANSIENT });

    const done = await retry('out-of-licences');

    expect(done.plan).toBeNull();
    expect(users()).toEqual([]);
    expect(world.heard).toEqual([
      'The run of 2026-01-31 09:12 UTC left 1 change undone for out-of-licences; none of them is needed any more.',
    ]);
  });
});

test('a retry of everything makes what failed in whatever way, and its journal names no kinds', async () => {
  await ranBefore({ cleo: LICENCES, dan: { result: 'stale' } });

  await retry();

  expect(users()).toEqual(['cleo', 'dan']);
  const [name = ''] = await listRuns(stateDir());
  expect((await readRun(stateDir(), name))?.head.kinds).toBeUndefined();
});

test('the last run comes with those before it that it was no substitute for, up to one about everything', async () => {
  const at = (day: number): string => `2026-01-0${day}T09:12:00.000Z`;
  const about = { target: TOY, account: 'T1' };
  for (const day of [1, 2]) await ranBefore({ dan: TRANSIENT }, at(day));
  for (const day of [3, 4]) await plantRun(stateDir(), [], { at: at(day), kinds: ['transient'], ...about });

  const { run, before } = await lastRun(stateDir(), TOY, new Date());

  expect([run, ...before].map((one) => one?.head.at)).toEqual([at(4), at(3), at(2)]);
});
