import fc from 'fast-check';
import { type GraphFault, graphFaultKinds } from '../../../src/sandbox/graph/index.ts';
import { type RandomWorld, randomWorld } from '../../property/world.ts';
import { settingsOf } from '../../targets/rescue/planner/builders.ts';
import type { Company } from './company.ts';
import { spoils, upsets } from './ldap-faults.ts';
import { ldapRefs } from './ldap-directory.ts';
import { ldapStages } from './ldap-stages.ts';
import type { LdapFault } from './ldap-trial.ts';
import { graphRefs } from './graph-trial.ts';

/** A random company, and one to three things that go wrong while its directory is read. */
export interface LdapSchedule {
  readonly company: Company;
  readonly faults: readonly LdapFault[];
}

export interface GraphSchedule {
  readonly company: Company;
  readonly faults: readonly GraphFault[];
}

function companyOf({ mappings, settings, reading, account }: RandomWorld): Company {
  return { content: reading, primary: {}, settings: settingsOf(mappings, settings), account };
}

const nth = fc.constantFrom<1 | 2 | 'all'>(1, 2, 'all');

const ldapFault: fc.Arbitrary<LdapFault> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom(...Object.keys(upsets).filter((kind) => upsets[kind] !== 'hang')),
      stage: fc.constantFrom(...ldapStages),
      nth,
    }),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...Object.keys(spoils))
      .chain((kind) =>
        fc.record({ kind: fc.constant(kind), stage: fc.constantFrom(...(spoils[kind]?.stages ?? [])), nth }),
      ),
  },
);

export const ldapSchedule: fc.Arbitrary<LdapSchedule> = fc.record({
  company: randomWorld.map((world) => ldapRefs(companyOf(world))),
  faults: fc.array(ldapFault, { minLength: 1, maxLength: 3 }),
});

/** Requests of a reading, by what they ask for. */
const PLACES = [
  '^POST /v1.0/',
  '^GET /v1.0/groups\\?',
  '^GET .*/groups/[0-9a-f-]+\\?',
  '/members\\?(?!.*skiptoken)',
  '/members\\?.*skiptoken',
  '/members/microsoft.graph.user',
  '/members/microsoft.graph.group',
  'startswith|\\$search',
];
const QUIET_KINDS = graphFaultKinds.filter((kind) => kind !== 'hang');

const graphFault: fc.Arbitrary<GraphFault> = fc
  .record({ kind: fc.constantFrom(...QUIET_KINDS), path: fc.constantFrom(...PLACES), nth })
  .map(({ nth: number, ...fault }) => (number === 'all' ? fault : { ...fault, nth: number }));

export const graphSchedule: fc.Arbitrary<GraphSchedule> = fc.record({
  company: randomWorld.map((world) => graphRefs(companyOf(world))),
  faults: fc.array(graphFault, { minLength: 1, maxLength: 3 }),
});
