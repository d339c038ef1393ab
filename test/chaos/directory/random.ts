import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { Runs } from '../../runs.ts';
import { calmGraphPlan, type GraphStage, graphTrial } from './graph-trial.ts';
import { calmPlan, ldapTrial } from './ldap-trial.ts';
import { graphSchedule, ldapSchedule } from './schedules.ts';
import type { Trial } from './trial.ts';

/** Each schedule against the plan that the same directory gives undisturbed; the first finding is made small and thrown. */
async function tryRandom<Schedule>(
  schedules: fc.Arbitrary<Schedule>,
  runs: Runs,
  trial: (schedule: Schedule) => Promise<Trial>,
): Promise<Trial[]> {
  const trials: Trial[] = [];
  await fc.assert(
    fc.asyncProperty(schedules, async (schedule) => {
      const done = await trial(schedule);
      trials.push(done);
      expect(done.findings).toEqual([]);
    }),
    runs,
  );
  return trials;
}

export function randomLdapTrials(runs: Runs): Promise<Trial[]> {
  return tryRandom(ldapSchedule, runs, async ({ company, faults }) => {
    return ldapTrial(company, faults, { calm: await calmPlan(company), goOn: false });
  });
}

export function randomGraphTrials(stage: GraphStage, runs: Runs): Promise<Trial[]> {
  return tryRandom(graphSchedule, runs, async ({ company, faults }) => {
    return graphTrial(stage, company, faults, { calm: await calmGraphPlan(stage, company), goOn: false });
  });
}
