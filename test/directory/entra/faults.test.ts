import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { GraphTenant } from '../../../src/sandbox/graph/index.ts';
import { addGroup, addUsers, guid, newTenant } from '../../sandbox/graph/world.ts';
import { closeAll, type Lab, newLab, plainReading } from './fixture.ts';
import { PATIENCE } from '../../patience.ts';

/**
 * What a reading says of faults that go on. Every fault at every place, up to the plan, is in
 * test/chaos/directory/graph.test.ts.
 */

let tenant: GraphTenant;
let lab: Lab;

function fill(): void {
  tenant.users.length = 0;
  tenant.groups.length = 0;
  addGroup(tenant, 900, 'Big', [...addUsers(tenant, 12), guid(901)]);
  addGroup(tenant, 901, 'Inner', addUsers(tenant, 3, 20));
  addGroup(tenant, 902, 'Other', addUsers(tenant, 4, 30));
}

beforeAll(async () => {
  tenant = newTenant();
  lab = await newLab(tenant, { switches: { pages: 'withEmpty' } });
});

beforeEach(() => {
  fill();
  lab.sandbox.faults.length = 0;
});

afterAll(closeAll);

const settings = { timeouts: { request: PATIENCE, throttled: 20_000 } };
describe('again and again', () => {
  test('a count that does not fit the members is settled by counting people and groups apart', async () => {
    const whole = await lab.read([guid(900)]);
    lab.sandbox.faults.push({ kind: 'wrongCount', path: 'members\\?' });

    const reading = await lab.read([guid(900)]);

    expect(plainReading(reading)).toEqual(plainReading(whole));
    expect(lab.sandbox.log.some(({ path }) => path.endsWith('/members/microsoft.graph.user'))).toBe(true);
  });

  test('a count that does not fit the people either makes the group incomplete', async () => {
    lab.sandbox.faults.push({ kind: 'wrongCount', path: 'members' });

    const reading = await lab.read([guid(900)]);

    expect(reading.roots[0]).toMatchObject({
      kind: 'incomplete',
      code: 'GROUP_READ_PARTLY',
      text: expect.stringContaining('its list of members is not whole: 13 came, but there are 14, 3 times in a row'),
    });
  });

  test('answers that are of no use for one group out of many leave the others readable', async () => {
    addGroup(tenant, 903, 'Third', [guid(1)]);
    lab.sandbox.faults.push({ kind: 'error500', path: `${guid(902)}/members` });

    const reading = await lab.read([guid(900), guid(902), guid(903)], { settings });

    expect(reading.roots.map(({ kind }) => kind)).toEqual(['complete', 'incomplete', 'complete']);
  });

  test('answers that are of no use for three groups end the run', async () => {
    addGroup(tenant, 903, 'Third', [guid(1)]);
    addGroup(tenant, 904, 'Fourth', [guid(1)]);
    lab.sandbox.faults.push({ kind: 'error500', path: '90[234]/members' });

    const reading = lab.read([guid(900), guid(902), guid(903), guid(904)], { settings });

    await expect(reading).rejects.toMatchObject({
      code: 'ENTRA_UNAVAILABLE',
      message: expect.stringMatching(/HTTP 500, generalException.*request-id .*, 5 times in a row/),
    });
  });
});
