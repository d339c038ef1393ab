import type { Person, PersonId } from '../../src/core/people.ts';
import { type Explained, type KnownUser, step } from '../../src/plan/explain/chain.ts';
import { changesPlanned, decisionStep } from '../../src/plan/explain/decision.ts';
import type { Candidate, Explanation } from '../../src/plan/explain/explanation.ts';
import { directorySteps, personFacts } from '../../src/plan/explain/person.ts';
import type { Plan } from '../../src/plan/model.ts';
import { emptyPlan, userChange } from './sample-plan.ts';

/** Explanations made by hand, for the tests of everything that shows them. */

export const ID = '6f1d2c00-5a3b-4c7e-9d10-000000000017' as PersonId;

function person(fields: Partial<Person> = {}): Person {
  const label = 'CN=Ada,DC=corp';
  return { id: ID, name: 'Ada Lovelace', mail: 'ada@corp.example', upn: null, state: 'enabled', label, ...fields };
}

const USER: KnownUser = {
  node: '700',
  name: 'Ada',
  email: 'ada@corp.example',
  group: 'Technicians',
  aliases: [],
  person: ID,
};

export const MOVE = userChange({
  operations: ['move', 'update'],
  before: { group: 'Technicians/Night', name: 'A. Lovelace' },
  after: { group: 'Technicians/Helpdesk/Tier 1', name: 'Ada Lovelace' },
  held: { limit: 'limits.move', id: 'move-1', also: [{ limit: 'limits.disable', id: 'dis-2' }] },
});

/** A plan with one change. */
export function movePlan(fields: Partial<Plan> = {}): Plan {
  return { ...emptyPlan(), changes: [MOVE], notices: [], ...fields };
}

/** Why somebody of this name stands where they stand. */
export function explained(name: string, fields: Partial<Explained> = {}, plan = movePlan()): Explanation {
  const read = { people: new Map([[ID, person({ name })]]), groups: new Map() };
  const facts = personFacts(ID, read, null, null);
  const decision = changesPlanned(plan.changes);
  const mapping = step('GIVES', `${name} → ${name}: has them`, { line: 27, path: [name, 'Tier 1'] });
  const steps = [step('MAPPINGS', 'Mappings', { steps: [mapping] }), decisionStep(decision, plan.changes)];
  const target = { target: 'rescue:560961', users: [USER], placement: null, expected: [], steps, decision, ...fields };
  return { kind: 'explained', asked: name, plan, person: facts, directory: directorySteps(facts), targets: [target] };
}

/** One of several whom a question may mean. */
export function candidate(name: string): Candidate {
  return { id: ID, person: person({ name }), users: [{ target: 'rescue:560961', user: USER }] };
}
