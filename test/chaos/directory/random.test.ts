import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { closeAll } from '../../directory/entra/fixture.ts';
import { type GraphStage, newGraphStage } from './graph-trial.ts';
import { randomGraphTrials, randomLdapTrials } from './random.ts';

/** Random directories, accounts and faults; the long form is in long.chaos.ts. */

let stage: GraphStage;

beforeAll(async () => {
  stage = await newGraphStage();
});

afterAll(closeAll);

test('whatever goes wrong with a domain controller, nobody is disabled or moved for it', async () => {
  const trials = await randomLdapTrials({ numRuns: 60, seed: 20260131 });

  expect(trials.filter(({ struck }) => struck > 0).length).toBeGreaterThan(30);
});

test('whatever goes wrong with Graph, nobody is disabled or moved for it', async () => {
  const trials = await randomGraphTrials(stage, { numRuns: 40, seed: 20260131 });

  expect(trials.filter(({ struck }) => struck > 0).length).toBeGreaterThan(20);
});
