import { rescueFile } from '../../targets/rescue/planner/builders.ts';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Plan } from '../../../src/plan/model.ts';
import { startFakeDc } from '../../directory/ldap/fake-dc.ts';
import { type Company, newCompany } from './company.ts';
import { ldapEvents } from './ldap-events.ts';
import { spoils, upsets } from './ldap-faults.ts';
import { entriesOf, ldapReader, ldapRefs } from './ldap-directory.ts';
import { ldapStages, ONLY_WHEN_MISSING, REPEATED } from './ldap-stages.ts';
import { calmPlan, type LdapFault, ldapTrial, SMALL_STEPS, urlOf } from './ldap-trial.ts';
import { findingsIn, outcomeOf } from './outcome.ts';
import { findingsOf, inTurn, type Trial } from './trial.ts';
import { IMPATIENCE, PATIENCE } from '../../patience.ts';

/** Whatever happens between adsync and a domain controller, at whatever stage: nobody is disabled or moved for it. */

let company: Company;
let calm: Plan;

beforeAll(async () => {
  company = ldapRefs(newCompany());
  calm = await calmPlan(company);
});

function tryAll(faults: readonly LdapFault[]): Promise<Trial[]> {
  return inTurn(faults, 14, (fault) => ldapTrial(company, [fault], { calm, goOn: true }));
}

const stages = ldapStages.filter((stage) => !ONLY_WHEN_MISSING.has(stage));

test('the undisturbed plan has disables and moves of every sort', () => {
  const reasons = calm.changes
    .filter(({ operations }) => operations.includes('disable'))
    .map(({ reason }) => reason.code);

  expect(calm.directory.complete).toBe(true);
  expect(calm.summary).toMatchObject({ create: 14, move: 4, disable: 17, held: 0 });
  expect(new Set(reasons)).toEqual(new Set(['LEFT', 'NOT_A_MEMBER', 'PERSON_DISABLED']));
});

describe('there is no connection, or no login', () => {
  const troubles = { ...upsets, 'a connection cut at once': 'cut', 'a connection that nobody serves': 'hang' } as const;

  test.each(Object.keys(troubles))('%s: nothing is planned, but by another domain controller', async (kind) => {
    const spare = await startFakeDc({ entries: entriesOf(company), ...SMALL_STEPS });
    const dc = await startFakeDc(
      kind in upsets
        ? { bind: () => upsets[kind] ?? null }
        : { onConnect: () => (kind.endsWith('once') ? 'cut' : 'hang') },
    );
    const timeouts = {
      request: upsets[kind] === 'hang' || !(kind in upsets) ? IMPATIENCE : PATIENCE,
    };
    const expected = { calm, mappings: rescueFile(company.settings).rescue.mappings, goOn: true };

    const alone = await outcomeOf(company, ldapReader([urlOf(dc)], timeouts));
    const helped = await outcomeOf(company, ldapReader([urlOf(dc), urlOf(spare)], timeouts));
    const struck = dc.connections();
    await Promise.all([dc.close(), spare.close()]);

    expect(alone.kind).toBe('refused');
    expect([...findingsIn(alone, expected), ...findingsIn(helped, expected)]).toEqual([]);
    expect(struck).toBe(2);
  });
});

describe('the answer is replaced, or the connection fails', () => {
  test.each(Object.keys(upsets))('%s, at every stage: nothing is planned', async (kind) => {
    const trials = await tryAll(stages.map((stage) => ({ kind, stage, nth: 1 })));

    expect(findingsOf(trials)).toEqual([]);
    expect(trials.map(({ struck }) => struck)).toEqual(trials.map(() => 1));
    expect(trials.map(({ outcome }) => outcome?.kind)).toEqual(trials.map(() => 'refused'));
  });
});

describe('the answer is not what it should be', () => {
  test.each(Object.keys(spoils))('%s, at every stage, again and again', async (kind) => {
    const places = spoils[kind]?.stages ?? [];

    const trials = await tryAll(places.map((stage) => ({ kind, stage, nth: 'all' })));

    expect(findingsOf(trials)).toEqual([]);
    expect(trials.filter(({ struck }) => struck === 0).map(({ name }) => name)).toEqual([]);
  });

  // Where a stage is asked for again; elsewhere once is hardly another thing, and in the long run.
  test.each(Object.keys(spoils))('%s, once, at every stage that has several requests', async (kind) => {
    const places = (spoils[kind]?.stages ?? []).filter((stage) => REPEATED.has(stage));

    const trials = await tryAll(places.map((stage) => ({ kind, stage, nth: 1 })));

    expect(findingsOf(trials)).toEqual([]);
    expect(trials.map(({ struck }) => struck)).toEqual(trials.map(() => 1));
  });
});

describe('somebody changes the directory while it is read', () => {
  // All others in the long run.
  const moments = ['members', 'primary group', 'nested members', 'stand-still'] as const;

  test.each(Object.entries(ldapEvents))('%s, before the stages that matter most', async (_name, change) => {
    const entries = change(entriesOf(company));
    const after = await calmPlan(company, entries);

    const trials = await inTurn(moments, 8, (stage) =>
      ldapTrial(company, [], { calm, after, goOn: false }, { stage, entries }),
    );

    expect(findingsOf(trials)).toEqual([]);
    expect(entries).not.toEqual(entriesOf(company));
  });
});
