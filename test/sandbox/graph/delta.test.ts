import { afterEach, describe, expect, test } from '@jest/globals';
import type { GraphSandboxOptions, GraphTenant } from '../../../src/sandbox/graph/index.ts';
import { addGroup, addUsers, closeAll, codeOf, guid, items, newTenant, newWorld, type World } from './world.ts';

afterEach(closeAll);

const USERS = '/users/delta?$select=displayName,mail,accountEnabled';
const GROUPS = '/groups/delta?$select=displayName,members';
const NOW = '&$deltaToken=latest';

/** Desk holds two of three users, and Night. */
function desk(): GraphTenant {
  const tenant = newTenant();
  addUsers(tenant, 3);
  addGroup(tenant, 900, 'Desk', [guid(1), guid(2), guid(901)]);
  addGroup(tenant, 901, 'Night', []);
  return tenant;
}

function serve(tenant: GraphTenant, options: Partial<GraphSandboxOptions> = {}): Promise<World> {
  return newWorld({ tenant, ...options });
}

async function linkAfter({ plain }: World, url: string): Promise<string> {
  const { body } = await plain(url);
  return String(body['@odata.deltaLink']);
}

/** The items of all pages behind a link, and how many there are on each. */
async function told({ plain }: World, url: string): Promise<{ all: Record<string, unknown>[]; sizes: number[] }> {
  const all: Record<string, unknown>[] = [];
  const sizes: number[] = [];
  let next: unknown = url;
  while (typeof next === 'string' && sizes.length < 30) {
    const said = await plain(next);
    all.push(...items(said));
    sizes.push(items(said).length);
    next = said.body['@odata.nextLink'];
  }
  return { all, sizes };
}

function at<One>(list: readonly One[], index: number): One {
  const one = list[index];
  if (one === undefined) throw new Error('there is none');
  return one;
}

function shift<One>(list: One[]): One {
  const [first] = list.splice(0, 1);
  if (first === undefined) throw new Error('there is none');
  return first;
}

describe('a first request', () => {
  test('without a token tells everything that is there, with members', async () => {
    const tenant = desk();
    Object.assign(tenant.users[2] ?? {}, { deletedDateTime: '2026-11-01T00:00:00Z' });
    const world = await serve(tenant);

    expect((await told(world, USERS)).all.map(({ id }) => id)).toEqual([guid(1), guid(2)]);
    expect((await told(world, GROUPS)).all).toEqual([
      {
        id: guid(900),
        displayName: 'Desk',
        'members@delta': [
          { '@odata.type': '#microsoft.graph.user', id: guid(1) },
          { '@odata.type': '#microsoft.graph.user', id: guid(2) },
          { '@odata.type': '#microsoft.graph.group', id: guid(901) },
        ],
      },
      { id: guid(901), displayName: 'Night' },
    ]);
  });

  test('with $deltaToken=latest tells nothing, and where changes will be', async () => {
    const world = await serve(desk());

    const said = await world.plain(`${USERS}${NOW}`);

    expect([said.status, items(said), said.body['@odata.nextLink']]).toEqual([200, [], undefined]);
    expect(said.body['@odata.deltaLink']).toMatch(/\/v1\.0\/users\/delta\?\$deltatoken=[\w-]{64}$/);
  });

  test.each<[string, number, string]>([
    ['/users/delta?$top=5', 400, 'Request_UnsupportedQuery'],
    ['/users/delta?$orderby=displayName', 400, 'Request_UnsupportedQuery'],
    ['/users/delta?$select=skills', 501, 'NotImplemented'],
    ['/users/delta?$select=members', 400, 'Request_BadRequest'],
    ['/users/delta?$deltatoken=made-up', 400, 'Request_BadRequest'],
    ['/groups/delta/members', 404, 'Request_ResourceNotFound'],
  ])('%s is refused with %d', async (url, status, code) => {
    const said = await (await serve(desk())).plain(url);

    expect([said.status, codeOf(said)]).toEqual([status, code]);
  });

  test('needs the right to read all of a user', async () => {
    const world = await serve(newTenant(['User.ReadBasic.All', 'GroupMember.Read.All']));

    expect([(await world.plain(USERS)).status, (await world.plain(GROUPS)).status]).toEqual([403, 200]);
  });
});

describe('a later request tells', () => {
  test.each<[string, (tenant: GraphTenant) => unknown, Record<string, unknown>[]]>([
    ['nothing where nothing has changed', () => null, []],
    ['nothing of a property that was not selected', (tenant) => (at(tenant.users, 0).department = 'IT'), []],
    [
      'a disabled user with all that was selected',
      (tenant) => (at(tenant.users, 0).accountEnabled = false),
      [{ id: guid(1), displayName: 'User 1', mail: 'user1@corp.example', accountEnabled: false }],
    ],
    [
      'a new user, without what was never set',
      (tenant) =>
        tenant.users.push({
          id: guid(9),
          displayName: 'New',
          userPrincipalName: 'n@corp.example',
          accountEnabled: true,
        }),
      [{ id: guid(9), displayName: 'New', accountEnabled: true }],
    ],
    [
      'one that was deleted and can come back',
      (tenant) => (at(tenant.users, 1).deletedDateTime = '2026-11-01T00:00:00Z'),
      [{ id: guid(2), '@removed': { reason: 'changed' } }],
    ],
    [
      'one that was deleted for good',
      (tenant) => shift(tenant.users),
      [{ id: guid(1), '@removed': { reason: 'deleted' } }],
    ],
  ])('of users: %s', async (_what, edit, expected) => {
    const world = await serve(desk());
    const link = await linkAfter(world, `${USERS}${NOW}`);

    edit(world.sandbox.tenant);

    expect((await told(world, link)).all).toEqual(expected);
  });

  test.each<[string, (tenant: GraphTenant) => unknown, Record<string, unknown>[]]>([
    [
      'who came and who left',
      (tenant) => at(tenant.groups, 0).members.splice(0, 1, guid(3)),
      [
        {
          id: guid(900),
          displayName: 'Desk',
          'members@delta': [
            { '@odata.type': '#microsoft.graph.user', id: guid(1), '@removed': { reason: 'deleted' } },
            { '@odata.type': '#microsoft.graph.user', id: guid(3) },
          ],
        },
      ],
    ],
    [
      'nothing of a member who can come back',
      (tenant) => (at(tenant.users, 0).deletedDateTime = '2026-11-01T00:00:00Z'),
      [],
    ],
    ['a new name', (tenant) => (at(tenant.groups, 1).displayName = 'Day'), [{ id: guid(901), displayName: 'Day' }]],
    [
      'a member that was deleted for good',
      (tenant) => shift(tenant.users),
      [
        {
          id: guid(900),
          displayName: 'Desk',
          'members@delta': [{ '@odata.type': '#microsoft.graph.user', id: guid(1), '@removed': { reason: 'deleted' } }],
        },
      ],
    ],
  ])('of groups: %s', async (_what, edit, expected) => {
    const world = await serve(desk());
    const link = await linkAfter(world, `${GROUPS}${NOW}`);

    edit(world.sandbox.tenant);

    expect((await told(world, link)).all).toEqual(expected);
  });

  test('a restored user like a changed one', async () => {
    const tenant = desk();
    at(tenant.users, 0).deletedDateTime = '2026-11-01T00:00:00Z';
    const world = await serve(tenant);
    const [users, groups] = [await linkAfter(world, `${USERS}${NOW}`), await linkAfter(world, `${GROUPS}${NOW}`)];

    at(tenant.users, 0).deletedDateTime = null;

    expect((await told(world, users)).all).toMatchObject([{ id: guid(1), displayName: 'User 1' }]);
    expect((await told(world, groups)).all).toEqual([]);
  });

  test('the same again, as often as the link is followed', async () => {
    const world = await serve(desk());
    const link = await linkAfter(world, `${USERS}${NOW}`);
    at(world.sandbox.tenant.users, 0).displayName = 'Ada';

    const first = await world.plain(link);

    expect(items(await world.plain(link))).toEqual(items(first));
    expect(items(await world.plain(String(first.body['@odata.deltaLink'])))).toEqual([]);
  });

  test('a large group in parts, over several pages', async () => {
    const tenant = newTenant();
    addGroup(tenant, 900, 'Desk', []);
    const world = await serve(tenant, { switches: { deltaPage: 2 } });
    const link = await linkAfter(world, `${GROUPS}${NOW}`);

    at(tenant.groups, 0).members.push(...addUsers(tenant, 5));

    const { all, sizes } = await told(world, link);
    expect(sizes).toEqual([2, 1]);
    expect(all.map((part) => (part['members@delta'] as unknown[]).length)).toEqual([2, 2, 1]);
  });
});

describe('a switch', () => {
  test.each([
    ['forbidden', 403, 'Authorization_RequestDenied'],
    ['notImplemented', 501, 'NotImplemented'],
    ['unsupported', 400, 'Request_UnsupportedQuery'],
  ] as const)('delta: %s refuses it', async (delta, status, code) => {
    const said = await (await serve(desk(), { switches: { delta } })).plain(GROUPS);

    expect([said.status, codeOf(said)]).toEqual([status, code]);
  });

  test('deltaTokenLifetime ends links', async () => {
    let now = 0;
    const world = await serve(desk(), { now: () => now, switches: { deltaTokenLifetime: 60, tokenLifetime: 3600 } });
    const link = await linkAfter(world, `${USERS}${NOW}`);

    now = 59_000;
    expect((await world.plain(link)).status).toBe(200);
    now = 60_000;
    expect(codeOf(await world.plain(link))).toBe('syncStateNotFound');
  });

  test('deltaLag tells a change later', async () => {
    let now = 0;
    const world = await serve(desk(), { now: () => now, switches: { deltaLag: 60 } });
    const link = await linkAfter(world, `${USERS}${NOW}`);
    at(world.sandbox.tenant.users, 0).accountEnabled = false;

    expect((await told(world, link)).all).toEqual([]);
    now = 60_000;
    expect((await told(world, link)).all).toMatchObject([{ id: guid(1), accountEnabled: false }]);
  });

  test('indexLag lets only advanced queries show a change late', async () => {
    let now = 0;
    const world = await serve(desk(), { now: () => now, switches: { indexLag: 60 } });
    const names = async (get: World['plain']): Promise<unknown[]> =>
      items(await get('/groups?$select=displayName&$count=true')).map(({ displayName }) => displayName);
    await names(world.plain);
    at(world.sandbox.tenant.groups, 1).displayName = 'Day';

    expect([await names(world.plain), await names(world.get)]).toEqual([
      ['Desk', 'Day'],
      ['Desk', 'Night'],
    ]);
    now = 60_000;
    expect(await names(world.get)).toEqual(['Desk', 'Day']);
  });

  test('deltaReplays tells too much', async () => {
    const world = await serve(desk(), { switches: { deltaReplays: true } });
    const link = await linkAfter(world, `${USERS}${NOW}`);
    at(world.sandbox.tenant.users, 1).displayName = 'Ada';

    expect((await told(world, link)).all.map(({ id }) => id)).toEqual([guid(1), guid(2), guid(2)]);
  });

  test('deltaUnset and deltaEntries say what an entry shows', async () => {
    const world = await serve(desk(), { switches: { deltaUnset: 'null', deltaEntries: 'changed' } });
    const link = await linkAfter(world, '/users/delta?$select=displayName,surname,accountEnabled&$deltaToken=latest');
    at(world.sandbox.tenant.users, 0).displayName = 'Ada';
    world.sandbox.tenant.users.push({
      id: guid(9),
      displayName: 'New',
      userPrincipalName: 'n@corp.example',
      accountEnabled: true,
    });

    expect((await told(world, link)).all).toEqual([
      { id: guid(1), displayName: 'Ada' },
      { id: guid(9), displayName: 'New', surname: null, accountEnabled: true },
    ]);
  });

  test('deltaUntracked shows a property, and never tells its changes', async () => {
    const world = await serve(desk(), { switches: { deltaUntracked: ['mail'] } });
    const link = await linkAfter(world, `${USERS}${NOW}`);
    const user = at(world.sandbox.tenant.users, 0);

    user.mail = 'new@corp.example';
    expect((await told(world, link)).all).toEqual([]);
    user.displayName = 'New';
    expect((await told(world, link)).all).toMatchObject([{ displayName: 'New', mail: 'new@corp.example' }]);
  });

  test.each<[string, number]>([
    [USERS, 0],
    [`${USERS},deletedDateTime`, 1],
  ])('deltaRestored: bySelect tells a restored one only by what is selected: %s', async (url, count) => {
    const tenant = desk();
    at(tenant.users, 0).deletedDateTime = '2026-11-01T00:00:00Z';
    const world = await serve(tenant, { switches: { deltaRestored: 'bySelect' } });
    const link = await linkAfter(world, `${url}${NOW}`);
    at(world.sandbox.tenant.users, 0).deletedDateTime = null;

    expect((await told(world, link)).all).toHaveLength(count);
  });

  test('deltaSoftDeleted: leaves tells that a deleted member has left', async () => {
    const world = await serve(desk(), { switches: { deltaSoftDeleted: 'leaves' } });
    const link = await linkAfter(world, `${GROUPS}${NOW}`);
    at(world.sandbox.tenant.users, 0).deletedDateTime = '2026-11-01T00:00:00Z';

    expect((await told(world, link)).all).toMatchObject([
      { id: guid(900), 'members@delta': [{ id: guid(1), '@removed': { reason: 'deleted' } }] },
    ]);
  });

  test.each([
    ['short', [1, 1, 1]],
    ['withEmpty', [0, 2, 0, 1]],
  ] as const)('pages: %s cuts pages of changes, too', async (pages, sizes) => {
    const world = await serve(desk(), { switches: { pages, deltaPage: 2 } });

    expect((await told(world, USERS)).sizes).toEqual(sizes);
  });
});

describe('a fault', () => {
  test.each([
    ['foreignLink', 'https://graph.invalid/v1.0/users/delta?$skiptoken='],
    ['lostLink', 'undefined'],
  ] as const)('%s spoils the link to changes', async (kind, start) => {
    const world = await serve(desk(), { faults: [{ kind, path: '/delta' }] });

    expect((await linkAfter(world, `${USERS}${NOW}`)).slice(0, start.length)).toBe(start);
  });
});

describe('memberOf', () => {
  test('lists the groups that hold somebody directly', async () => {
    const tenant = desk();
    addGroup(tenant, 902, 'All', [guid(900), guid(2)]);
    const { plain } = await serve(tenant);

    expect(items(await plain(`/users/${guid(2)}/memberOf?$select=id`))).toEqual([
      { '@odata.type': '#microsoft.graph.group', id: guid(900) },
      { '@odata.type': '#microsoft.graph.group', id: guid(902) },
    ]);
    expect(items(await plain(`/groups/${guid(901)}/memberOf?$select=id`)).map(({ id }) => id)).toEqual([guid(900)]);
    expect((await plain(`/users/${guid(404)}/memberOf`)).status).toBe(404);
  });

  test('hides groups with hidden membership without the right', async () => {
    const tenant = desk();
    at(tenant.groups, 0).visibility = 'HiddenMembership';
    const { plain } = await serve(tenant);

    expect(items(await plain(`/users/${guid(1)}/memberOf?$select=id`))).toEqual([]);
  });
});
