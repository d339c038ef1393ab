import { SAVED_RULES } from '../../src/targets/rescue/planner/consistent-change.ts';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refuseContradictions } from '../../src/plan/consistent.ts';
import { refuseForbidden } from '../../src/targets/rescue/planner/forbidden.ts';
import { holdSaved } from '../../src/targets/rescue/planner/holds.ts';
import type { Plan } from '../../src/plan/model.ts';
import { NO_PAST } from '../../src/plan/earlier-runs.ts';
import type { LimitSettings } from '../../src/core/settings.ts';
import { renderJson } from '../../src/render/json.ts';
import { planOf, settingsOf, type TestSettings } from '../targets/rescue/planner/builders.ts';
import { runs } from '../runs.ts';
import { randomWorld } from './world.ts';

/** What is asked of a saved plan is what the planner keeps by itself: no plan of its own is ever refused. */

const RUNS = runs(400);

const share = fc.oneof(
  fc.nat({ max: 3 }).map((count) => ({ kind: 'count' as const, count })),
  fc.nat({ max: 100 }).map((percent) => ({ kind: 'percent' as const, percent })),
);
const limits: fc.Arbitrary<LimitSettings> = fc.record({
  disable: share,
  disablePerGroup: share,
  move: share,
  readdress: share,
  create: fc.option(fc.nat({ max: 3 })),
  minimum: fc.nat({ max: 3 }),
  window: fc.constant(0),
});

function asRead(plan: Plan): Plan {
  return JSON.parse(renderJson(plan)) as Plan;
}

test('every plan of the planner shows what it does', () => {
  fc.assert(
    fc.property(randomWorld, limits, (world, limit) => {
      const settings: TestSettings = { ...settingsOf(world.mappings, world.settings), limits: limit };
      const { plan } = planOf(settings, world.reading, world.account);

      refuseContradictions(asRead(plan), () => SAVED_RULES);
    }),
    RUNS,
  );
});

test('what the limits hold when a plan is made they hold under the same ids when it is applied, if nothing has happened since', () => {
  fc.assert(
    fc.property(randomWorld, limits, (world, limit) => {
      // Where seats are short a hold may stand for the user of a former role, too, who is then not disabled at all.
      const licenses = { technicians: null, mobile: null };
      const settings = { ...settingsOf(world.mappings, { ...world.settings, licenses }), limits: limit };
      const { plan } = planOf(settings, world.reading, world.account);
      const unheld = { ...plan, changes: plan.changes.map((change) => ({ ...change, held: null })) };
      const account = world.account.reading;

      const holding = { settings, account, approvals: [], earlier: new Map(), past: NO_PAST };
      const { plan: again } = holdSaved(asRead(unheld), holding);

      const sets = (one: Plan): unknown[] =>
        one.changes.flatMap(({ id, held }) => (held === null || held.limit === 'rescue.adopt' ? [] : [[id, held]]));
      expect(sets(again)).toEqual(sets(plan));
    }),
    RUNS,
  );
});

test('a plan of the planner is forbidden only for a role that no mapping feeds', () => {
  fc.assert(
    fc.property(randomWorld, (world) => {
      const settings = settingsOf(world.mappings, world.settings);
      const { plan } = planOf(settings, world.reading, world.account);
      const roles = new Set(world.mappings.map(({ role }) => role));
      const changes = plan.changes.filter(({ role }) => roles.has(role));

      refuseForbidden({ ...plan, changes }, settings, world.account.reading);
    }),
    RUNS,
  );
});
