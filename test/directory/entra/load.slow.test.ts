import { afterEach, describe, expect, test } from '@jest/globals';
import type { GraphTenant } from '../../../src/sandbox/graph/index.ts';
import { addGroup, addUsers, guid, newTenant } from '../../sandbox/graph/world.ts';
import { closeAll, newLab } from './fixture.ts';
import { failureOf } from '../failure-of.ts';

afterEach(closeAll);

/** Groups with three people each, of 300 in all. */
function manyGroups(count: number): GraphTenant {
  const tenant = newTenant();
  const people = addUsers(tenant, 300);
  for (let number = 0; number < count; number += 1) {
    const members = [0, 1, 2].map((step) => people[(number + step) % people.length] ?? '');
    addGroup(tenant, 10_000 + number, `Group ${number}`, members);
  }
  return tenant;
}

describe('the number of requests', () => {
  test('for 10,000 members of one group is one for the group, and one for every 999 members', async () => {
    const tenant = newTenant();
    addGroup(tenant, 90_000, 'Everybody', addUsers(tenant, 10_000));
    const lab = await newLab(tenant);

    const reading = await lab.read([guid(90_000)]);

    expect(reading.kind).toBe('complete');
    expect(reading.people.size).toBe(10_000);
    expect(lab.requests()).toHaveLength(1 + 11);
  });

  test.each([
    ['by id', (number: number) => guid(10_000 + number)],
    ['by name', (number: number) => `Group ${number}`],
  ])('for 999 groups %s is one for every 300 groups, and one for the members of every 20', async (_name, refOf) => {
    const lab = await newLab(manyGroups(999), { switches: { resourceUnits: 100_000 } });

    const reading = await lab.read(Array.from({ length: 999 }, (_, number) => refOf(number)));

    expect(reading.kind).toBe('complete');
    expect(reading.groups.size).toBe(999);
    expect(reading.people.size).toBe(300);
    expect(lab.requests()).toEqual(Array(4 + 50).fill('/v1.0/$batch'));
  });

  test('for nested groups is one a level', async () => {
    const tenant = newTenant();
    addGroup(tenant, 901, 'Top', [...addUsers(tenant, 3), guid(902), guid(903)]);
    addGroup(tenant, 902, 'Left', [guid(1), guid(904)]);
    addGroup(tenant, 903, 'Right', [guid(2), guid(904), guid(901)]);
    addGroup(tenant, 904, 'Bottom', [guid(3)]);
    const lab = await newLab(tenant);

    const reading = await lab.read([guid(901)]);

    expect(reading.groups.size).toBe(4);
    expect(lab.requests()).toEqual([
      `/v1.0/groups/${guid(901)}`,
      `/v1.0/groups/${guid(901)}/members`,
      '/v1.0/$batch',
      `/v1.0/groups/${guid(904)}/members`,
    ]);
  });

  test('for pages of a large group inside a batch is one a page', async () => {
    const tenant = newTenant();
    const people = addUsers(tenant, 2500);
    addGroup(tenant, 90_001, 'Large', people);
    addGroup(tenant, 90_002, 'Small', people.slice(0, 5));
    const lab = await newLab(tenant);

    const reading = await lab.read([guid(90_001), guid(90_002)]);

    expect(reading.people.size).toBe(2500);
    expect(lab.requests()).toEqual([
      '/v1.0/$batch',
      '/v1.0/$batch',
      `/v1.0/groups/${guid(90_001)}/members`,
      `/v1.0/groups/${guid(90_001)}/members`,
    ]);
  });
});

describe('every request for members', () => {
  test.each(['quoted', 'base64'] as const)(
    'asks for the count, and for the index on every page (%s tokens)',
    async (skipToken) => {
      const tenant = newTenant();
      addGroup(tenant, 90_000, 'Large', addUsers(tenant, 1200));
      const lab = await newLab(tenant, { switches: { skipToken, pages: 'short' } });

      const reading = await lab.read([guid(90_000)]);

      const members = lab.sandbox.log.filter(({ path }) => path.endsWith('/members'));
      expect(reading.people.size).toBe(1200);
      expect(members).toHaveLength(3);
      expect(members.every(({ headers }) => headers['consistencylevel'] === 'eventual')).toBe(true);
      expect(members.every(({ query }) => query['$count'] === 'true' && query['$top'] === '999')).toBe(true);
    },
  );

  test('is counted in resource units, and the sum is told', async () => {
    const lab = await newLab(manyGroups(5));

    await lab.read([guid(10_000), guid(10_001)]);

    const units = lab.sandbox.log.reduce((sum, request) => sum + request.units, 0);
    expect(units).toBe(6);
    expect(lab.said.at(-1)).toBe('Read 2 groups and 4 accounts in 2 requests (6 resource units)');
  });
});

describe('throttling', () => {
  test.each([
    ['seconds', 7_000],
    ['date', 7_000],
    ['absent', 500],
  ] as const)('is waited out: Retry-After as %s', async (retryAfter, about) => {
    const lab = await newLab(manyGroups(5), {
      switches: { retryAfter },
      faults: [{ kind: 'throttled', path: 'members', nth: 1, retryAfter: 7 }],
    });

    const reading = await lab.read([guid(10_000)]);

    expect(reading.kind).toBe('complete');
    expect(lab.world.slept).toHaveLength(1);
    // A date has whole seconds.
    expect(Math.abs((lab.world.slept[0] ?? 0) - about)).toBeLessThan(1_500);
  });

  test('of single items of a batch is waited out, and only these are asked for again', async () => {
    const lab = await newLab(manyGroups(5), {
      faults: [{ kind: 'throttled', path: `${guid(10_003)}/members`, nth: [1, 2], retryAfter: 4 }],
    });

    const reading = await lab.read([0, 1, 2, 3, 4].map((number) => guid(10_000 + number)));

    expect(reading.kind).toBe('complete');
    expect(lab.requests()).toHaveLength(4);
    const members = lab.sandbox.log.filter(({ path }) => path.endsWith('/members'));
    expect(members.map(({ path }) => path.split('/').at(-2)?.slice(-1))).toEqual(['0', '1', '2', '3', '4', '3', '3']);
    expect(lab.world.slept.map((ms) => Math.round(ms / 1000))).toEqual([4, 4]);
  });

  test('by a small quota slows the reading of 300 groups down, and changes nothing else', async () => {
    const lab = await newLab(manyGroups(300), { switches: { resourceUnits: 150 } });
    const wanted = Array.from({ length: 300 }, (_, number) => guid(10_000 + number));

    const reading = await lab.read(wanted);

    expect(reading.kind).toBe('complete');
    expect(reading.groups.size).toBe(300);
    expect(lab.sandbox.log.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
  });

  test('that does not end ends the run when the waiting time is used up', async () => {
    const lab = await newLab(manyGroups(5), { faults: [{ kind: 'throttled', path: 'members', retryAfter: 9 }] });

    const failure = await failureOf(
      lab.read([guid(10_000)], { settings: { timeouts: { request: 5000, throttled: 30_000 } } }),
    );

    expect(failure.code).toBe('ENTRA_THROTTLED');
    expect(failure.message).toContain('the waiting time of 30 s is used up. It asked for 9 s the last time.');
    expect(lab.world.slept.map((ms) => Math.round(ms / 1000))).toEqual([9, 9, 9]);
  });
});
