import { afterEach, describe, expect, test } from '@jest/globals';
import type { GraphTenant } from '../../../src/sandbox/graph/index.ts';
import { addGroup, addUsers, ask, codeOf, guid, items, newTenant, newWorld, type World } from './world.ts';

let world: World | null = null;

afterEach(async () => {
  await world?.sandbox.close();
  world = null;
});

async function serve(tenant: GraphTenant, options: Partial<Parameters<typeof newWorld>[0]> = {}): Promise<World> {
  world = await newWorld({ tenant, ...options });
  return world;
}

describe('a request', () => {
  test.each([
    ['without a token', {}],
    ['with an unknown token', { authorization: 'Bearer unknown' }],
  ])('%s is refused with 401', async (_what, headers) => {
    const { sandbox } = await serve(newTenant());

    const said = await ask(sandbox, `${sandbox.url}/v1.0/groups`, { headers });

    expect([said.status, codeOf(said)]).toEqual([401, 'InvalidAuthenticationToken']);
  });
});

describe('members', () => {
  test('are listed with their types, direct ones only', async () => {
    const tenant = newTenant([...['GroupMember.Read.All', 'User.Read.All'], 'Device.Read.All']);
    const [user = ''] = addUsers(tenant, 1);
    tenant.devices.push({ id: guid(50), displayName: 'KIOSK', accountEnabled: true });
    addUsers(tenant, 1, 2);
    addGroup(tenant, 901, 'Inner', [guid(2)]);
    addGroup(tenant, 900, 'Outer', [user, guid(901), guid(50)]);
    const { get } = await serve(tenant);

    const said = await get(`/groups/${guid(900)}/members?$select=id,displayName`);

    expect(items(said)).toEqual([
      { '@odata.type': '#microsoft.graph.user', id: user, displayName: 'User 1' },
      { '@odata.type': '#microsoft.graph.group', id: guid(901), displayName: 'Inner' },
      { '@odata.type': '#microsoft.graph.device', id: guid(50), displayName: 'KIOSK' },
    ]);
  });
});
