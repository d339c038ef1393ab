import { expect, test } from '@jest/globals';
import { adsync } from '../cli/fake-host.ts';
import { campaign, writesOf } from './campaign.ts';
import { killAt, randomSchedule } from './schedule.ts';
import { newWorld } from './world.ts';

/**
 * The short form of the long run (`npm run test:chaos`): 30 schedules of a small apply. The built program is what is
 * killed and disturbed; to save time the run after it is made in this process.
 */
test('an apply that is killed or disturbed ends, once run again, as if nothing had happened', async () => {
  const world = await newWorld(18);
  const writes = await writesOf(world);
  const kills = Array.from({ length: 24 }, (_, index) => killAt(1 + Math.floor((index * writes) / 24)));
  const random = Array.from({ length: 6 }, (_, index) => randomSchedule(index + 1, writes));

  const { findings, trials } = await campaign(world, [...kills, ...random], 3, (cwd) =>
    adsync(['apply', '--yes'], { cwd }),
  );

  expect(findings).toEqual([]);
  expect(trials.length).toBe(30);
  expect(trials.filter((trial) => trial.kills > 0).length).toBeGreaterThanOrEqual(24);
}, 600_000);
