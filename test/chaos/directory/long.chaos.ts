import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { closeAll } from '../../directory/entra/fixture.ts';
import { type GraphStage, newGraphStage } from './graph-trial.ts';
import { randomGraphTrials, randomLdapTrials } from './random.ts';
import { figuresOf, type Trial } from './trial.ts';

/**
 * The long run, `npm run test:chaos`: random directories and accounts, read while one to three random faults strike.
 * CHAOS_RANDOM says how many of each kind of directory there are, CHAOS_SEED where their seeds begin.
 */
const numRuns = Number(process.env['CHAOS_RANDOM'] ?? 3000);
const seed = Number(process.env['CHAOS_SEED'] ?? 1000);

let stage: GraphStage;

beforeAll(async () => {
  stage = await newGraphStage();
});

afterAll(closeAll);

function show(what: string, trials: readonly Trial[]): void {
  process.stdout.write(`\n${figuresOf(what, trials)}\n`);
}

test('whatever goes wrong with a domain controller, nobody is disabled or moved for it', async () => {
  const trials = await randomLdapTrials({ numRuns, seed });

  show('LDAP', trials);
  expect(trials.length).toBe(numRuns);
});

test('whatever goes wrong with Graph, nobody is disabled or moved for it', async () => {
  const trials = await randomGraphTrials(stage, { numRuns, seed });

  show('Graph', trials);
  expect(trials.length).toBe(numRuns);
});
