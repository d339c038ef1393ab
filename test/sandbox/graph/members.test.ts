import { afterEach, describe, expect, test } from '@jest/globals';
import type { GraphSandboxOptions, GraphTenant } from '../../../src/sandbox/graph/index.ts';
import {
  addGroup,
  addUsers,
  ask,
  BOTH_ROLES,
  closeAll,
  codeOf,
  guid,
  items,
  newTenant,
  newWorld,
  readAll,
  type World,
} from './world.ts';

afterEach(closeAll);

function serve(tenant: GraphTenant, options: Partial<GraphSandboxOptions> = {}): Promise<World> {
  return newWorld({ tenant, ...options });
}

const GROUP = guid(900);

/** A group that holds two users, a group with one more user, a device, a contact and a service principal. */
function mixedTenant(roles: string[] = BOTH_ROLES): GraphTenant {
  const tenant = newTenant(roles);
  addUsers(tenant, 3);
  tenant.devices.push({ id: guid(50), displayName: 'KIOSK', accountEnabled: true });
  tenant.orgContacts.push({ id: guid(51), displayName: 'Supplier', mail: 'hotline@supplier.example' });
  tenant.servicePrincipals.push({ id: guid(52), displayName: 'Robot', accountEnabled: true });
  addGroup(tenant, 901, 'Inner', [guid(3)]);
  addGroup(tenant, 900, 'Outer', [guid(1), guid(2), guid(901), guid(50), guid(51), guid(52)]);
  return tenant;
}

describe('members', () => {
  test('are listed with their types, direct ones only', async () => {
    const { get } = await serve(mixedTenant([...BOTH_ROLES, 'Directory.Read.All']));

    const said = await get(`/groups/${GROUP}/members?$select=id,displayName`);

    expect(items(said).map((item) => [item['@odata.type'], item['displayName']])).toEqual([
      ['#microsoft.graph.user', 'User 1'],
      ['#microsoft.graph.user', 'User 2'],
      ['#microsoft.graph.group', 'Inner'],
      ['#microsoft.graph.device', 'KIOSK'],
      ['#microsoft.graph.orgContact', 'Supplier'],
    ]);
  });

  test.each([
    ['user', [guid(1), guid(2)]],
    ['group', [guid(901)]],
    ['device', [guid(50)]],
    ['orgContact', [guid(51)]],
    ['servicePrincipal', []],
  ])('cast to %s are those only, without their type', async (kind, ids) => {
    const { get } = await serve(mixedTenant());

    const said = await get(`/groups/${GROUP}/members/microsoft.graph.${kind}?$count=true&$select=id`);

    expect([items(said), said.body['@odata.count']]).toEqual([ids.map((id) => ({ id })), ids.length]);
  });

  test('that are service principals show up when the switch says so', async () => {
    const { get } = await serve(mixedTenant(), { switches: { servicePrincipalsListed: true, typeUnderCast: true } });

    const said = await get(`/groups/${GROUP}/members/microsoft.graph.servicePrincipal?$count=true&$select=id`);

    expect(items(said)).toEqual([{ '@odata.type': '#microsoft.graph.servicePrincipal', id: guid(52) }]);
  });

  test('that are deleted, or lead nowhere, are not there', async () => {
    const tenant = newTenant();
    addGroup(tenant, 900, 'G', [...addUsers(tenant, 2), guid(404)]);
    Object.assign(tenant.users[0] ?? {}, { deletedDateTime: '2026-11-01T00:00:00Z' });
    const { get } = await serve(tenant);

    const members = await get(`/groups/${GROUP}/members?$select=id`);
    const user = await get(`/users/${guid(1)}`);

    expect(items(members).map(({ id }) => id)).toEqual([guid(2)]);
    expect([user.status, codeOf(user)]).toEqual([404, 'Request_ResourceNotFound']);
  });

  test('of a tenant that changes are those of the moment', async () => {
    const tenant = newTenant();
    addGroup(tenant, 900, 'G', addUsers(tenant, 2));
    const { get } = await serve(tenant);

    await get(`/groups/${GROUP}/members`);
    tenant.groups[0]?.members.push(...addUsers(tenant, 1, 3));
    tenant.users.splice(0, 1);
    const said = await get(`/groups/${GROUP}/members?$select=id`);

    expect(items(said).map(({ id }) => id)).toEqual([guid(2), guid(3)]);
  });

  test.each([
    [
      'deleted',
      (tenant: GraphTenant) => Object.assign(tenant.groups[0] ?? {}, { deletedDateTime: '2026-11-01T00:00:00Z' }),
    ],
    ['gone', (tenant: GraphTenant) => tenant.groups.pop()],
  ])('of a group that is %s cannot be asked for', async (_what, change) => {
    const tenant = newTenant();
    addGroup(tenant, 900, 'G', []);
    change(tenant);
    const { get } = await serve(tenant);

    const said = await get(`/groups/${GROUP}/members`);

    expect([said.status, codeOf(said)]).toEqual([404, 'Request_ResourceNotFound']);
  });
});

describe('transitive members', () => {
  test('are flat and each once, with the nested groups', async () => {
    const tenant = newTenant();
    const [one = '', two = '', three = ''] = addUsers(tenant, 3);
    addGroup(tenant, 902, 'Innermost', [three, one]);
    addGroup(tenant, 901, 'Inner', [two, guid(902), one]);
    addGroup(tenant, 900, 'Outer', [one, guid(901), guid(902)]);
    const { get } = await serve(tenant);

    const { ids } = await readAll(get, `/groups/${GROUP}/transitiveMembers?$select=id`);

    expect(ids.toSorted()).toEqual([one, two, three, guid(901), guid(902)].toSorted());
  });

  test('end in a cycle', async () => {
    const tenant = newTenant();
    const [one = '', two = ''] = addUsers(tenant, 2);
    addGroup(tenant, 900, 'A', [one, guid(901)]);
    addGroup(tenant, 901, 'B', [two, guid(900)]);
    const { get } = await serve(tenant);

    const { ids } = await readAll(
      get,
      `/groups/${GROUP}/transitiveMembers/microsoft.graph.user?$count=true&$select=id`,
    );

    expect(ids).toEqual([one, two]);
  });
});

describe('rights', () => {
  test('to groups are needed for groups, to users for users', async () => {
    const { get } = await serve(mixedTenant(['Member.Read.Hidden']));

    const said = await Promise.all(
      ['/groups', `/groups/${GROUP}/members`, '/users', `/users/${guid(1)}`].map((path) => get(path)),
    );

    expect(said.map((one) => [one.status, codeOf(one)])).toEqual(said.map(() => [403, 'Authorization_RequestDenied']));
  });

  test('that are missing for a kind of member leave its type and id', async () => {
    const { get } = await serve(mixedTenant(['GroupMember.Read.All']));

    const said = await get(`/groups/${GROUP}/members?$select=id,displayName,mail,accountEnabled,proxyAddresses`);

    expect([said.status, items(said)[0]]).toEqual([
      200,
      {
        '@odata.type': '#microsoft.graph.user',
        id: guid(1),
        displayName: null,
        mail: null,
        accountEnabled: null,
        proxyAddresses: [],
      },
    ]);
    expect(items(said)[2]).toMatchObject({ '@odata.type': '#microsoft.graph.group', displayName: 'Inner' });
  });

  test.each([
    ['null', 200, { id: guid(1), mail: 'user1@corp.example', accountEnabled: null }],
    ['absent', 200, { id: guid(1), mail: 'user1@corp.example' }],
    ['refuse', 403, undefined],
  ] as const)('of User.ReadBasic.All end at the basic properties: %s', async (beyondBasic, status, first) => {
    const roles = ['GroupMember.Read.All', 'User.ReadBasic.All'];
    const { get } = await serve(mixedTenant(roles), { switches: { beyondBasic } });

    const said = await get('/users?$select=id,mail,accountEnabled');

    expect([said.status, items(said)[0]]).toEqual([status, first]);
  });

  test.each([
    ['hidden', BOTH_ROLES, 'empty', 200, 0],
    ['hidden', BOTH_ROLES, 'refuse', 403, 0],
    ['shown with Member.Read.Hidden', [...BOTH_ROLES, 'Member.Read.Hidden'], 'refuse', 200, 2],
  ] as const)('hidden membership is %s', async (_what, roles, hiddenMembership, status, count) => {
    const tenant = newTenant([...roles]);
    addGroup(tenant, 900, 'Secret', addUsers(tenant, 2));
    Object.assign(tenant.groups[0] ?? {}, { visibility: 'HiddenMembership' });
    const { get } = await serve(tenant, { switches: { hiddenMembership } });

    const said = await get(`/groups/${GROUP}/members`);

    expect([said.status, items(said).length]).toEqual([status, count]);
  });
});

describe('one object', () => {
  test('comes with its default properties, which do not include accountEnabled', async () => {
    const { get } = await serve(mixedTenant());

    const { body } = await get('/users/USER1@corp.example');

    expect(body).toMatchObject({ id: guid(1), displayName: 'User 1', givenName: null, businessPhones: [] });
    expect('accountEnabled' in body || '@odata.type' in body).toBe(false);
  });

  test('of a guest is found by its name with an encoded #', async () => {
    const tenant = newTenant();
    const userPrincipalName = 'eve_partner.example#EXT#@corp.example';
    tenant.users.push({ id: guid(7), displayName: 'Eve', userPrincipalName, accountEnabled: true, userType: 'Guest' });
    const { get } = await serve(tenant);

    const said = await get(`/users/${encodeURIComponent(userPrincipalName)}?$select=userType`);

    expect(said.body['userType']).toBe('Guest');
  });

  test.each([
    ['/teams', 404, 'ResourceNotFound'],
    ['/groups/x/owners', 404, 'Request_ResourceNotFound'],
    [`/groups/${GROUP}/owners`, 404, 'ResourceNotFound'],
    [`/groups/${GROUP}/members/$ref`, 404, 'ResourceNotFound'],
    [`/groups/${GROUP}/members/microsoft.graph.team?$count=true`, 400, 'Request_UnsupportedQuery'],
    ['/groups/%', 400, 'BadRequest'],
  ])('%s is answered with %i %s', async (path, status, code) => {
    const { get } = await serve(mixedTenant());

    const said = await get(path);

    expect([said.status, codeOf(said)]).toEqual([status, code]);
  });
});

describe('a request', () => {
  test.each([
    ['without a token', {}],
    ['with an unknown token', { authorization: 'Bearer unknown' }],
  ])('%s is refused with 401', async (_what, headers) => {
    const { sandbox } = await serve(newTenant());

    const said = await ask(sandbox, `${sandbox.url}/v1.0/groups`, { headers });

    expect([said.status, codeOf(said)]).toEqual([401, 'InvalidAuthenticationToken']);
  });

  test.each(['POST', 'PATCH', 'PUT', 'DELETE'])('by %s is not taken: nothing can be changed', async (method) => {
    const { sandbox, authorization } = await serve(mixedTenant());
    const before = JSON.stringify(sandbox.tenant);

    const said = await ask(sandbox, `${sandbox.url}/v1.0/groups/${GROUP}`, {
      method,
      headers: authorization,
      body: '{}',
    });

    expect([said.status, JSON.stringify(sandbox.tenant) === before]).toEqual([404, true]);
  });

  test('that fails carries the ids that support asks for', async () => {
    const { get } = await serve(newTenant());

    const { body, headers } = await get('/groups/none', { 'client-request-id': 'my-id' });

    const { innerError } = body['error'] as { innerError: Record<string, string> };
    expect(innerError).toMatchObject({ 'client-request-id': 'my-id', 'request-id': headers['request-id'] });
    expect(innerError['date']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  });
});
