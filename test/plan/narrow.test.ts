import { expect, test } from '@jest/globals';
import { narrowPlan } from '../../src/plan/narrow.ts';
import type { Plan } from '../../src/plan/model.ts';
import { isAbout } from '../../src/plan/not-made.ts';
import {
  accountOf,
  HELPDESK,
  lines,
  planOf,
  readingOf,
  settingsOf,
  budgetOf,
} from '../targets/rescue/planner/builders.ts';

const directory = { groups: { Helpdesk: ['ada', 'bob', '@Night'], Night: ['eve'] } };
const account = accountOf({ 'Technicians/Helpdesk': { bob: { link: 'bob' }, tom: { link: 'tom' } } });

function planned(): Plan {
  return planOf(settingsOf([HELPDESK]), readingOf(directory, [HELPDESK]), account).plan;
}

test('only the changes of the wanted users and groups are kept, and what they need', () => {
  const plan = planned();
  const eve = plan.changes.filter(({ email }) => email === 'eve@corp.example');

  const narrow = narrowPlan(plan, isAbout(eve));

  expect(lines(narrow)).toEqual([
    'create group Technicians/Helpdesk/Night MIRRORED',
    'create eve@corp.example in Technicians/Helpdesk/Night MEMBER_OF',
  ]);
  expect(narrow.summary).toMatchObject({ create: 1, disable: 0, createGroup: 1 });
  expect(budgetOf(narrow, 'technicians')?.after).toBe((budgetOf(plan, 'technicians')?.before ?? 0) + 1);
});

test('a narrower plan has an id of its own, and the whole one keeps its', () => {
  const plan = planned();

  expect(narrowPlan(plan, () => true).changes).toEqual(plan.changes);
  expect(narrowPlan(plan, () => false).planId).not.toBe(plan.planId);
  expect(narrowPlan(plan, () => false).changes).toEqual([]);
});

test('a user is known again by node, by person, or by e-mail in any case', () => {
  const plan = planned();
  const [tom] = plan.changes.filter(({ operations }) => operations.includes('disable'));
  const [ada] = plan.changes.filter(({ email }) => email === 'ada@corp.example');
  if (tom === undefined || ada === undefined) throw new Error('the plan is another');

  expect(isAbout([{ ...tom, email: null, person: null }])(tom)).toBe(true);
  expect(isAbout([{ ...ada, email: null }])(ada)).toBe(true);
  expect(isAbout([{ ...ada, email: 'ADA@corp.example', person: null }])(ada)).toBe(true);
  expect(isAbout([ada])(tom)).toBe(false);
});
