import { afterAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MarkedReading } from '../../src/directory/mark.ts';
import type { GraphSwitches } from '../../src/sandbox/graph/index.ts';
import { BOTH_ROLES, newTenant } from '../sandbox/graph/world.ts';
import { runs } from '../runs.ts';
import { closeAll, type Lab, newLab, plainReading } from '../directory/entra/fixture.ts';
import { carryOut, edits, places, smallTenant } from '../directory/entra/tenant-edits.ts';

afterAll(closeAll);

/** Whatever happens to a tenant: where it says that nothing has changed, a reading is the same as before. */

const switches: fc.Arbitrary<Partial<GraphSwitches>> = fc.record({
  deltaPage: fc.constantFrom(1, 2, 100),
  pages: fc.constantFrom('full', 'withEmpty'),
  deltaReplays: fc.boolean(),
  deltaUnset: fc.constantFrom('absent', 'null'),
  deltaRestored: fc.constantFrom('told', 'bySelect'),
  deltaSoftDeleted: fc.constantFrom('staysMember', 'leaves'),
});

const worlds = fc.record({
  switches,
  start: places,
  nested: fc.boolean(),
  byId: fc.boolean(),
  attributes: fc.constantFrom([], ['department']),
  roles: fc.constantFrom([], ['Device.Read.All']),
  rounds: fc.array(fc.array(edits, { maxLength: 2 }), { minLength: 1, maxLength: 4 }),
});

const DESK = '00000000-0000-4000-8000-000000000900';

async function freshly(lab: Lab, marked: MarkedReading, wanted: Parameters<Lab['marked']>): Promise<void> {
  expect(plainReading(await lab.read(...wanted))).toEqual(plainReading(marked.reading));
}

test('a reading that is still the same is the same', async () => {
  const lab = await newLab(newTenant());
  const { tenant } = lab.sandbox;
  const seen = { same: 0, changed: 0, unknown: 0, unmarked: 0 };
  await fc.assert(
    fc.asyncProperty(worlds, async ({ switches: turned, start, nested, byId, attributes, roles, rounds }) => {
      Object.assign(lab.sandbox.switches, turned);
      for (const app of tenant.apps) app.roles = [...BOTH_ROLES, ...roles];
      smallTenant(tenant, start);
      const wanted: Parameters<Lab['marked']> = [[{ ref: byId ? DESK : 'Desk', nested }], { attributes }];
      let marked = await lab.settled(...wanted);
      // A replay may tell of a group that was read.
      const isSure = marked.mark !== null && turned.deltaReplays !== true;
      if (isSure) expect(await lab.since(marked, { attributes })).toEqual({ kind: 'same' });
      for (const round of rounds) {
        for (const edit of round) carryOut(tenant, edit);
        const kind = marked.mark === null ? 'unmarked' : (await lab.since(marked, { attributes })).kind;
        seen[kind] += round.length === 0 ? 0 : 1;
        if (kind === 'same') await freshly(lab, marked, wanted);
        else marked = await lab.settled(...wanted);
      }
    }),
    runs(100),
  );
  // Nothing is proved where nothing is ever the same, or ever different.
  expect(seen.same).toBeGreaterThan(0);
  expect(seen.changed).toBeGreaterThan(0);
  expect(seen.unknown).toBe(0);
});
