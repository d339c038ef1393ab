import { afterEach, expect, test } from '@jest/globals';
import type { GraphTenant } from '../../../src/sandbox/graph/index.ts';
import { addGroup, addUsers, guid, newTenant } from '../../sandbox/graph/world.ts';
import { closeAll, newLab } from './fixture.ts';

afterEach(closeAll);

const LONG = 'L'.repeat(1600);

/** 45 groups without people: `Group 0` to `Group 40`, two called `Twin`, one with a long name and one with an accent. */
function tenantOf45(): GraphTenant {
  const tenant = newTenant();
  const members = addUsers(tenant, 1);
  for (let number = 0; number <= 40; number++) addGroup(tenant, 100 + number, `Group ${number}`, members);
  for (const [index, name] of ['Twin', 'twin', LONG, 'Zoë'].entries()) addGroup(tenant, 200 + index, name, members);
  return tenant;
}

/** Object ids, and names in another case and with blanks around them. */
const REFS = Array.from({ length: 41 }, (_, at) => (at < 20 ? guid(100 + at) : ` group ${at} `));

test('many groups are looked up in one round trip, by id and by name', async () => {
  const lab = await newLab(tenantOf45());

  const reading = await lab.read([...REFS, 'Zoe\u0308']);

  expect(reading.kind).toBe('complete');
  expect(reading.roots.map(({ group }) => group)).toEqual([
    ...Array.from({ length: 41 }, (_, at) => guid(100 + at)),
    guid(203),
  ]);
  expect(lab.requests()).toEqual(Array(1 + 3).fill('/v1.0/$batch'));
});

test('those that are missing, ambiguous or too long to ask for together are asked for one by one', async () => {
  const lab = await newLab(tenantOf45());

  const reading = await lab.read([...REFS, 'Twin', guid(999), LONG, 'Nobody knows']);

  expect(reading.roots.slice(REFS.length)).toMatchObject([
    { kind: 'incomplete', code: 'GROUP_AMBIGUOUS' },
    { kind: 'incomplete', code: 'GROUP_NOT_FOUND', text: expect.stringContaining(guid(999)) },
    { kind: 'complete', group: guid(202) },
    { kind: 'incomplete', code: 'GROUP_NOT_FOUND', text: expect.stringContaining('Nobody knows') },
  ]);
  expect(reading.roots.slice(0, REFS.length).every(({ kind }) => kind === 'complete')).toBe(true);
  expect(lab.requests()).toHaveLength(1 + 1 + 1 + 3);
});

test('a name does not mean another group for the sake of the names beside it', async () => {
  const tenant = tenantOf45();
  addGroup(tenant, 300, 'Odd ', []);
  const lab = await newLab(tenant);

  const alone = await lab.read(['odd']);
  const together = await lab.read([...REFS, 'odd', 'Odd ']);

  expect(alone.roots).toMatchObject([{ kind: 'incomplete', code: 'GROUP_NOT_FOUND' }]);
  expect(together.roots.slice(REFS.length)).toMatchObject([alone.roots[0], { kind: 'complete', group: guid(300) }]);
});

test.each([
  ['an application may not ask for several at once', 'forbidden', 1 + 3 + 3],
  // Each of the three lists of names is read three times.
  ['a list of names is not whole', 'wrongCount', 1 + 3 * 2 + 2 + 3],
] as const)('they are all asked for one by one where %s', async (_what, kind, requests) => {
  const lab = await newLab(tenantOf45());
  lab.sandbox.faults.push({ kind, path: '^GET .*%20in%20' });

  const reading = await lab.read(REFS);

  expect(reading.kind).toBe('complete');
  expect(lab.requests()).toHaveLength(requests);
});
