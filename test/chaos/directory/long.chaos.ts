import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { closeAll } from '../../directory/entra/fixture.ts';
import { type GraphCell, graphCells, newCalm, passes, tryCell } from './graph-cells.ts';
import { type GraphStage, newGraphStage } from './graph-trial.ts';
import { newCompany } from './company.ts';
import { entriesOf, ldapRefs } from './ldap-directory.ts';
import { ldapEvents } from './ldap-events.ts';
import { spoils } from './ldap-faults.ts';
import { ldapStages } from './ldap-stages.ts';
import { calmPlan, type LdapFault, ldapTrial } from './ldap-trial.ts';
import type { Outcome } from './outcome.ts';
import { randomGraphTrials, randomLdapTrials } from './random.ts';
import { figuresOf, findingsOf, inTurn, type Trial } from './trial.ts';

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

function isComplete(outcome: Outcome | null): boolean {
  return outcome?.kind === 'planned' && outcome.reading.kind === 'complete';
}

test('every fault of a domain controller and every change meanwhile, at every stage', async () => {
  const company = ldapRefs(newCompany());
  const calm = await calmPlan(company);
  const faults = Object.entries(spoils).flatMap(([kind, { stages }]) =>
    stages.flatMap((stage) => [1, 2, 'all' as const].map((nth): LdapFault => ({ kind, stage, nth }))),
  );
  const trials = await inTurn(faults, 4, (fault) => ldapTrial(company, [fault], { calm, goOn: true }));
  for (const change of Object.values(ldapEvents)) {
    const entries = change(entriesOf(company));
    const expected = { calm, after: await calmPlan(company, entries), goOn: false };
    for (const stage of ldapStages) trials.push(await ldapTrial(company, [], expected, { stage, entries }));
  }

  show('LDAP, in turn', trials);
  expect(findingsOf(trials)).toEqual([]);
});

test('every fault of Graph and of its authority, at every place, once and again and again', async () => {
  const calm = await newCalm(stage);
  // One after the other: they share the tenant.
  const tryAll = (cells: readonly GraphCell[], nth: number | null): Promise<Trial[]> =>
    inTurn(cells, 1, (cell) => tryCell(stage, calm, cell, nth));
  const passing = await tryAll(graphCells.filter(passes), 1);
  const lasting = await tryAll(
    graphCells.filter((cell) => !passes(cell)),
    1,
  );
  const trials = [...passing, ...lasting, ...(await tryAll(graphCells, null))];

  show('Graph, in turn', trials);
  expect(findingsOf(trials)).toEqual([]);
  expect(trials.filter(({ struck }) => struck === 0).map(({ name }) => name)).toEqual([]);
  expect(passing.filter(({ outcome }) => !isComplete(outcome)).map(({ name }) => name)).toEqual([]);
});

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
