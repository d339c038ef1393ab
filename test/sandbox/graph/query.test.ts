import { afterEach, describe, expect, test } from '@jest/globals';
import type { GraphSandboxOptions, GraphTenant } from '../../../src/sandbox/graph/index.ts';
import { addGroup, addUsers, closeAll, codeOf, guid, items, newTenant, newWorld, type World } from './world.ts';

afterEach(closeAll);

function serve(tenant: GraphTenant, options: Partial<GraphSandboxOptions> = {}): Promise<World> {
  return newWorld({ tenant, ...options });
}

function tenantWithGroups(...names: string[]): GraphTenant {
  const tenant = newTenant();
  for (const [index, name] of names.entries()) addGroup(tenant, 900 + index, name, []);
  return tenant;
}

function names(said: Parameters<typeof items>[0]): unknown[] {
  return items(said).map(({ displayName }) => displayName);
}

const GROUPS = ['Helpdesk', 'Helpdesk Tier 1', "O'Neill's", 'R&D #1', 'Sales'];

describe('$filter', () => {
  test.each([
    ["displayName eq 'helpdesk'", ['Helpdesk']],
    ["displayName eq 'O''Neill''s'", ["O'Neill's"]],
    ["displayName eq 'R&D #1'", ['R&D #1']],
    ["startswith(displayName,'Help')", ['Helpdesk', 'Helpdesk Tier 1']],
    ["startsWith( displayName , 'help' ) and displayName eq 'Helpdesk'", ['Helpdesk']],
    [`id in ('${guid(903)}','${guid(904)}')`, ['R&D #1', 'Sales']],
    ["displayName eq 'Sales' or displayName eq 'Helpdesk' and mailEnabled eq true", ['Sales']],
    ["(displayName eq 'Sales' or displayName eq 'Helpdesk') and mailEnabled eq false", ['Helpdesk', 'Sales']],
    ['mail eq null and securityEnabled eq true', GROUPS],
  ])('%s works without ConsistencyLevel', async (filter, found) => {
    const { plain } = await serve(tenantWithGroups(...GROUPS));

    const said = await plain(`/groups?$filter=${encodeURIComponent(filter)}`);

    expect(names(said)).toEqual(found);
  });

  test.each([
    ["displayName ne 'Sales'", 4],
    ["not startswith(displayName,'Help')", 3],
    ["endswith(displayName,'1')", 2],
  ])('%s needs ConsistencyLevel and $count', async (filter, count) => {
    const { get, plain } = await serve(tenantWithGroups(...GROUPS));
    const path = `/groups?$filter=${encodeURIComponent(filter)}`;

    const said = [await plain(`${path}&$count=true`), await get(path), await get(`${path}&$count=true`)];

    expect(said.map(({ status }) => status)).toEqual([400, 400, 200]);
    expect(said.slice(0, 2).map(codeOf)).toEqual(['Request_UnsupportedQuery', 'Request_UnsupportedQuery']);
    expect(said[2]?.body['@odata.count']).toBe(count);
  });

  test.each([
    ["contains(displayName,'x')", 'Request_UnsupportedQuery'],
    ["colour eq 'red'", 'Request_UnsupportedQuery'],
    ["displayName gt 'x'", 'Request_UnsupportedQuery'],
    ["displayName eq 'R", 'Request_BadRequest'],
    ['displayName eq', 'Request_BadRequest'],
    ["displayName eq 'a' 'b'", 'Request_BadRequest'],
    ['displayName eq red', 'Request_BadRequest'],
    ["startswith(displayName,'a'", 'Request_BadRequest'],
    ['startswith(displayName,true)', 'Request_BadRequest'],
  ])('%s is refused', async (filter, code) => {
    const { get } = await serve(tenantWithGroups());

    const said = await get(`/groups?$filter=${encodeURIComponent(filter)}&$count=true`);

    expect([said.status, codeOf(said)]).toEqual([400, code]);
  });
});

describe('$search', () => {
  const SEARCHED = ['OneVideo', 'Video one', 'hello-world', 'Team 13KPMG', '李四(David Li)', 'Helpdesk'];

  test.each([
    ['"displayName:one video"', ['OneVideo', 'Video one']],
    ['"displayName:OneVideo"', ['OneVideo', 'Video one']],
    ['"displayName:helloworld"', ['hello-world']],
    ['"displayName:kpmg"', ['Team 13KPMG']],
    ['"displayName:Li 李"', ['李四(David Li)']],
    ['"displayName:desk"', []],
    ['"displayName:help" OR "displayName:team"', ['Team 13KPMG', 'Helpdesk']],
    ['"displayName:one" AND ("displayName:world" OR "displayName:video")', ['OneVideo', 'Video one']],
    ['"mailNickname:on"', ['OneVideo']],
  ])('%s compares words, in any order', async (search, found) => {
    const tenant = tenantWithGroups(...SEARCHED);
    Object.assign(tenant.groups[0] ?? {}, { mailNickname: 'onevideo' });
    const { get } = await serve(tenant);

    const said = await get(`/groups?$search=${encodeURIComponent(search)}`);

    expect(names(said)).toEqual(found);
  });

  test('may take whole words only', async () => {
    const { get, sandbox } = await serve(tenantWithGroups('Helpdesk'), { switches: { searchWords: 'whole' } });
    const search = `/groups?$search=${encodeURIComponent('"displayName:help"')}`;

    const whole = await get(search);
    Object.assign(sandbox.switches, { searchWords: 'beginning' });
    const beginning = await get(search);

    expect([names(whole), names(beginning)]).toEqual([[], ['Helpdesk']]);
  });

  test('needs ConsistencyLevel', async () => {
    const { plain } = await serve(tenantWithGroups());

    const said = await plain(`/groups?$search=${encodeURIComponent('"displayName:x"')}`);

    expect([said.status, codeOf(said)]).toEqual([400, 'Request_UnsupportedQuery']);
  });

  test.each([
    'displayName:x',
    '"x"',
    '"colour:x"',
    '"displayName:x" and "displayName:y"',
    '("displayName:x"',
    '"displayName:x" OR',
  ])('%s is refused', async (search) => {
    const { get } = await serve(tenantWithGroups());

    expect((await get(`/groups?$search=${encodeURIComponent(search)}`)).status).toBe(400);
  });
});

describe('without ConsistencyLevel', () => {
  test('$count=true is silently ignored', async () => {
    const { plain, get } = await serve(tenantWithGroups('A'));

    const [without, with_] = [await plain('/groups?$count=true'), await get('/groups?$count=true')];

    expect([without.status, '@odata.count' in without.body, with_.body['@odata.count']]).toEqual([200, false, 1]);
  });

  test.each(['/groups/$count', '/users/$count', `/groups/${guid(900)}/members/$count`])(
    '%s is refused',
    async (path) => {
      const tenant = tenantWithGroups('A');
      addUsers(tenant, 1);
      tenant.groups[0]?.members.push(guid(1));
      const { plain, get } = await serve(tenant);

      const [without, with_] = [await plain(path), await get(path)];

      expect([without.status, codeOf(without)]).toEqual([400, 'Request_BadRequest']);
      expect([with_.status, with_.headers['content-type'], with_.text]).toEqual([200, 'text/plain', '1']);
    },
  );

  test.each([
    [true, 400],
    [false, 200],
  ])('a cast is refused while the switch says so: %s', async (castIsAdvanced, status) => {
    const { plain } = await serve(tenantWithGroups('A'), { switches: { castIsAdvanced } });

    const said = await plain(`/groups/${guid(900)}/members/microsoft.graph.user?$count=true`);

    expect(said.status).toBe(status);
  });

  test('$orderby works alone, but not with $filter', async () => {
    const { plain, get } = await serve(tenantWithGroups('b', 'C', 'a'));
    const both = `/groups?$orderby=displayName&$filter=${encodeURIComponent('securityEnabled eq true')}&$count=true`;

    const said = [await plain('/groups?$orderby=displayName%20desc'), await plain(both), await get(both)];

    expect([names(said[0] ?? ({ body: {} } as never)), said[1]?.status]).toEqual([['C', 'b', 'a'], 400]);
    expect(names(said[2] ?? ({ body: {} } as never))).toEqual(['a', 'b', 'C']);
  });
});

describe('query options', () => {
  test.each([
    ['$select=colour', 400, 'Request_BadRequest'],
    ['$select=aboutMe', 501, 'NotImplemented'],
    ['$top=0', 400, 'Request_BadRequest'],
    ['$top=many', 400, 'Request_BadRequest'],
    ['$top=1000', 400, 'Request_BadRequest'],
    ['$top=5&$top=6', 400, 'Request_BadRequest'],
    ['$skip=5', 400, 'Request_UnsupportedQuery'],
    ['$expand=members', 400, 'Request_BadRequest'],
    ['$orderby=colour', 400, 'Request_UnsupportedQuery'],
    ['$orderby=displayName%20sideways', 400, 'Request_BadRequest'],
    ['$skiptoken=made-up', 400, 'Request_BadRequest'],
  ])('%s of users is refused with %i %s', async (query, status, code) => {
    const { get } = await serve(newTenant());

    const said = await get(`/users?${query}`);

    expect([said.status, codeOf(said)]).toEqual([status, code]);
  });

  test.each([
    ['clamp', 999],
    ['ignore', 100],
  ] as const)('$top above 999 is treated as the switch says: %s', async (topAboveMaximum, size) => {
    const tenant = newTenant();
    addUsers(tenant, 1200);
    const { get } = await serve(tenant, { switches: { topAboveMaximum } });

    expect(items(await get('/users?$top=1500')).length).toBe(size);
  });

  test('that are not of OData are ignored', async () => {
    const { get } = await serve(tenantWithGroups('A'));

    expect(names(await get('/groups?api-version=1&%24select=displayName'))).toEqual(['A']);
  });
});

describe('properties that hold others', () => {
  const orgData = { costCenter: 'CC-1', division: 'North' };
  const extensions = { extensionAttribute3: 'three' };

  test('come whole when they are asked for, and null where nobody filled them in', async () => {
    const tenant = newTenant();
    addGroup(tenant, 900, 'Staff', addUsers(tenant, 2));
    Object.assign(tenant.users[0] ?? {}, { employeeOrgData: orgData, onPremisesExtensionAttributes: extensions });
    const { get } = await serve(tenant);

    const select = 'employeeOrgData,onPremisesExtensionAttributes';
    const [first, second] = items(await get(`/groups/${guid(900)}/members?$select=${select}&$count=true`));
    const [plain] = items(await get(`/users`));

    expect(first).toMatchObject({ employeeOrgData: orgData, onPremisesExtensionAttributes: extensions });
    expect(second).toMatchObject({ employeeOrgData: null, onPremisesExtensionAttributes: null });
    expect(plain).not.toHaveProperty('employeeOrgData');
  });
});
