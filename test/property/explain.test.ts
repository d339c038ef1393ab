import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NO_PAST } from '../../src/plan/earlier-runs.ts';
import type { Explained, Explainer, Subject } from '../../src/plan/explain/chain.ts';
import type { Change, Plan } from '../../src/plan/model.ts';
import { explainerOf as gotoExplainer } from '../../src/targets/goto/planner/explain.ts';
import { explainerOf as rescueExplainer } from '../../src/targets/rescue/planner/explain.ts';
import { runs } from '../runs.ts';
import { fileOf, planOf as gotoPlanOf } from '../targets/goto/planner/builders.ts';
import { approvedPlanOf, planOf, settingsOf } from '../targets/rescue/planner/builders.ts';
import { carryOut as carryOutGoto, madeOf, randomWorld as randomGoto } from './goto-world.ts';
import { carryOut } from './in-memory.ts';
import { type RandomWorld, randomWorld } from './world.ts';

/** An explanation and the plan are of one mind, about everybody in every world. */

const RUNS = runs(50);

function ids(plan: Plan, isTheirs: (change: Change) => boolean): string[] {
  return plan.changes.filter((change) => change.kind === 'user' && isTheirs(change)).map(({ id }) => id);
}

/** Each user and person is explained by exactly the changes that the plan has for them. */
function agree(plan: Plan, explainer: Explainer, people: Iterable<Subject['person']>): Explained[] {
  const told = new Set<string>();
  const all: Explained[] = [];
  const check = (subject: Subject): void => {
    const explained = explainer.explain(subject);
    const nodes = new Set(explained.users.map(({ node }) => node));
    const theirs = ids(plan, ({ node, person }) => {
      return (node !== null && nodes.has(node)) || (subject.person !== null && person === subject.person);
    });
    expect(explained.decision.changes).toEqual(expect.arrayContaining(theirs));
    expect(explained.decision.kind === 'changes').toBe(explained.decision.changes.length > 0);
    explained.decision.changes.forEach((id) => told.add(id));
    all.push(explained);
  };
  for (const person of people) check({ person, node: null });
  for (const { node } of explainer.users) check({ person: null, node });
  expect([...told].sort()).toEqual(ids(plan, () => true).sort());
  return all;
}

function linesIn(explained: Explained): readonly (number | null)[] {
  const mappings = explained.steps.find(({ code }) => code === 'MAPPINGS');
  return mappings?.steps.map(({ line }) => line) ?? [];
}

test('of a Rescue account', () => {
  let inStep = 0;
  fc.assert(
    fc.property(randomWorld, (world: RandomWorld) => {
      const settings = settingsOf(world.mappings, world.settings);
      const before = planOf(settings, world.reading, world.account);
      const approved = approvedPlanOf(settings, world.reading, world.account).plan;
      const licences = world.settings.licenses ?? { technicians: null, mobile: null };
      const after = planOf(settings, world.reading, carryOut(approved, world.account, licences));

      const all = [before, after].flatMap(({ plan, input }) =>
        agree(plan, rescueExplainer(input), world.reading.people.keys()),
      );

      for (const explained of all) {
        const lines = linesIn(explained);
        if (lines.length > 0) expect(lines).toEqual(world.mappings.map(({ line }) => line));
        if (explained.decision.kind !== 'inStep' || explained.placement === null) continue;
        inStep += 1;
        const { line, group } = explained.placement;
        const ruling = world.mappings.find((one) => one.line === line);
        if (ruling?.fullGroup === true)
          expect(explained.users.map((user) => user.group?.toLowerCase())).toContain(group.toLowerCase());
      }
    }),
    RUNS,
  );
  expect(inStep).toBeGreaterThan(0);
});

test('of a GoTo account', () => {
  let inStep = 0;
  fc.assert(
    fc.property(randomGoto, ({ settings, reading, account }) => {
      const file = fileOf(settings);
      const given = { approvals: [], earlier: new Map(), past: NO_PAST, knownNames: new Map() };
      const before = { settings: file, reading, account, ...given };
      const plan = gotoPlanOf(before);
      const after = { ...before, account: carryOutGoto(madeOf(plan.changes), account) };

      const all = [before, after].flatMap((input) =>
        agree(gotoPlanOf(input), gotoExplainer(input), reading.people.keys()),
      );

      inStep += all.filter(({ decision, placement }) => decision.kind === 'inStep' && placement !== null).length;
      for (const explained of all) {
        const lines = linesIn(explained);
        if (lines.length > 0) expect(lines).toEqual(settings.mappings.map(({ line }) => line));
      }
    }),
    RUNS,
  );
  expect(inStep).toBeGreaterThan(0);
});
