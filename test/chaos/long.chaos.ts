import { expect, test } from '@jest/globals';
import { campaign, writesOf } from './campaign.ts';
import { killAt, randomSchedule } from './schedule.ts';
import { newWorld } from './world.ts';

/**
 * The long run, `npm run test:chaos`: an apply of 200 changes is killed at every single write, and at random moments
 * among random faults. CHAOS_STEP=8 kills at every eighth write only; CHAOS_RANDOM and CHAOS_SEED say how many random
 * schedules there are, and where their seeds begin.
 */
const step = Number(process.env['CHAOS_STEP'] ?? 1);
const count = Number(process.env['CHAOS_RANDOM'] ?? 300);
const seed = Number(process.env['CHAOS_SEED'] ?? 1000);

test('an apply of 200 changes that is killed or disturbed ends, once run again, as if nothing had happened', async () => {
  const world = await newWorld(200);
  const writes = await writesOf(world);
  const kills = Array.from({ length: Math.ceil(writes / step) }, (_, index) => killAt(1 + index * step));
  const random = Array.from({ length: count }, (_, index) => randomSchedule(seed + index, writes));

  const { findings, figures } = await campaign(world, [...kills, ...random], 2);

  process.stdout.write(`\n${figures}\n`);
  expect(findings).toEqual([]);
});
