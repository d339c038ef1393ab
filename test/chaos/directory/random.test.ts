import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { closeAll } from '../../directory/entra/fixture.ts';
import { runs } from '../../runs.ts';
import { type GraphStage, newGraphStage } from './graph-trial.ts';
import { randomGraphTrials, randomLdapTrials } from './random.ts';

/** Random directories, accounts and faults; the long form is in long.chaos.ts. */

const LDAP = runs(60);
const GRAPH = runs(40);

let stage: GraphStage;

beforeAll(async () => {
  stage = await newGraphStage();
});

afterAll(closeAll);

test('whatever goes wrong with a domain controller, nobody is disabled or moved for it', async () => {
  const trials = await randomLdapTrials(LDAP);

  expect(trials.filter(({ struck }) => struck > 0).length).toBeGreaterThan(LDAP.numRuns / 2);
});

test('whatever goes wrong with Graph, nobody is disabled or moved for it', async () => {
  const trials = await randomGraphTrials(stage, GRAPH);

  expect(trials.filter(({ struck }) => struck > 0).length).toBeGreaterThan(GRAPH.numRuns / 2);
});
