import { afterEach, expect, test } from '@jest/globals';
import type { HttpCall } from '../../../src/core/traffic.ts';
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
