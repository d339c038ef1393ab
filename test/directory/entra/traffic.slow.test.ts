import { afterEach, expect, test } from '@jest/globals';
import type { HttpCall } from '../../../src/core/traffic.ts';
import { READING_LAG } from '../../../src/directory/entra/earlier-links.ts';
import { openEntra } from '../../../src/directory/entra/entra.ts';
import { realWorld } from '../../../src/directory/entra/outside-world.ts';
import { openDirectory } from '../../../src/directory/open.ts';
import { addGroup, addUsers, newTenant, SECRET } from '../../sandbox/graph/world.ts';
import { closeAll, newLab, readOptions } from './fixture.ts';

afterEach(closeAll);

test('every request is told, that for the token as well, and nobody is named in it', async () => {
  const tenant = newTenant();
  addGroup(tenant, 900, 'Helpdesk', addUsers(tenant, 3));
  const lab = await newLab(tenant);
  const calls: HttpCall[] = [];
  const directory = await openDirectory(lab.settings(), {}, (call) => {
    if (call.kind === 'http') calls.push(call);
  });

  await directory.read([{ ref: 'Helpdesk', nested: true }], readOptions());
  await directory.findPeople('user1@corp.example', readOptions());

  expect(new Set(calls.map(({ service }) => service))).toEqual(new Set(['entra']));
  expect(calls.filter(({ path }) => path.endsWith('/oauth2/v2.0/token')).length).toBeGreaterThan(0);
  expect(calls.filter(({ path }) => path.startsWith('/v1.0/'))).toHaveLength(lab.requests().length);
  expect(calls.some(({ parameters }) => parameters.includes('$filter'))).toBe(true);
  const told = JSON.stringify(calls);
  for (const text of ['Helpdesk', 'user1', SECRET]) expect(told).not.toContain(text);
});

test('requests for changes are told without the tokens of their links', async () => {
  const tenant = newTenant();
  addGroup(tenant, 900, 'Helpdesk', addUsers(tenant, 3));
  const lab = await newLab(tenant);
  const calls: HttpCall[] = [];
  const world = realWorld(lab.sandbox.ca, {}, (call) => {
    if (call.kind === 'http') calls.push(call);
  });
  let later = 0;
  const { changes } = openEntra(lab.settings(), {}, { ...world, now: () => world.now() + later });
  const wanted = [{ ref: 'Helpdesk', nested: true }];

  await changes?.read(wanted, readOptions());
  later = READING_LAG;
  const { reading, mark = null } = (await changes?.read(wanted, readOptions())) ?? {};
  if (reading === undefined || mark === null) throw new Error('there is no mark');
  expect(await changes?.since({ reading, mark }, readOptions())).toEqual({ kind: 'same' });

  const followed = calls.filter(({ parameters }) => parameters.includes('$deltatoken'));
  expect(followed.map(({ path }) => path).toSorted()).toEqual(['/v1.0/groups/delta', '/v1.0/users/delta']);
  const tokens = lab.sandbox.log.flatMap(({ query }) => query['$deltatoken'] ?? []);
  expect(tokens).toHaveLength(2);
  for (const token of tokens) expect(JSON.stringify(calls)).not.toContain(token);
  await world.close();
});
