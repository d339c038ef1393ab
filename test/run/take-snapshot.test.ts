import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { takeSnapshot } from '../../src/run/take-snapshot.ts';
import { Failure } from '../../src/core/failure.ts';
import { rescueKind } from '../../src/targets/rescue/kind.ts';
import { saveReading } from '../../src/targets/rescue/snapshot/saved-account.ts';
import { accountOf, SEALING } from '../targets/rescue/planner/builders.ts';
import { testSettings } from '../targets/rescue/support.ts';
import { openWorld, type World } from '../toy/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

const WISHES = { groups: [], pseudonymKey: null };

test('SNAPSHOT_TARGET: an account of a type that cannot be saved', async () => {
  await expect(takeSnapshot(await world.job(), WISHES)).rejects.toMatchObject({ code: 'SNAPSHOT_TARGET' });
});

test('SNAPSHOT_INCOMPLETE: one of two accounts does not answer, so there is no half snapshot', async () => {
  const rescue = testSettings('http://127.0.0.1:9');
  const settings = world.settings({ targets: [rescue, ...world.settings().targets] });
  const job = await world.job(settings);
  const gone = new Failure('RESCUE_UNREACHABLE', 'The service does not answer.', 'Try again later.');
  const targets = job.targets.map((one) =>
    one.type === 'rescue' ? { ...one, open: () => Promise.reject(gone) } : one,
  );

  await expect(takeSnapshot({ ...job, targets }, WISHES)).rejects.toMatchObject({
    code: 'SNAPSHOT_INCOMPLETE',
    message: expect.stringContaining('does not answer'),
  });
});

test('SNAPSHOT_READ_ONLY: nothing can be changed in an account of a snapshot', async () => {
  const data = saveReading(accountOf({}).reading, SEALING, 'ab'.repeat(32));
  const target = rescueKind.configured(testSettings('https://rescue.example')).restore?.(data);
  const account = await target?.read({ thorough: false, progress: () => undefined });
  const options = { journal: null, mark: null, stop: new AbortController().signal, changes: [] };

  expect(() => account?.begin(options)).toThrow(expect.objectContaining({ code: 'SNAPSHOT_READ_ONLY' }));
  await expect(account?.carriedOut([])).rejects.toMatchObject({ code: 'SNAPSHOT_READ_ONLY' });
});
