import { afterEach, describe, expect, test } from '@jest/globals';
import type { GraphFaultKind, GraphSandboxOptions, GraphTenant } from '../../../src/sandbox/graph/index.ts';
import {
  addGroup,
  addUsers,
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

const GROUP = guid(90_000);
const MEMBERS = `/groups/${GROUP}/members?$count=true&$select=id`;

function serve(members: number, options: Partial<GraphSandboxOptions> = {}): Promise<World> {
  const tenant: GraphTenant = newTenant();
  addGroup(tenant, 90_000, 'Big', addUsers(tenant, members));
  return newWorld({ tenant, ...options });
}

function range(count: number, from = 1): string[] {
  return Array.from({ length: count }, (_, index) => guid(from + index));
}

describe('pages', () => {
  test('hold 100 items by default, $top at most, and only the first has the count', async () => {
    const { get } = await serve(250);

    const byDefault = await readAll(get, MEMBERS);
    const larger = await readAll(get, `${MEMBERS}&$top=200`);

    expect(byDefault).toMatchObject({ ids: range(250), sizes: [100, 100, 50], counts: [250, undefined, undefined] });
    expect(larger).toMatchObject({ ids: range(250), sizes: [200, 50] });
  });

  test.each([
    ['short', [50, 50, 50, 50, 50]],
    ['withEmpty', [0, 100, 0, 100, 0, 50]],
  ] as const)('may be %s and still have a successor', async (pages, sizes) => {
    const { get } = await serve(250, { switches: { pages } });

    const read = await readAll(get, MEMBERS);

    expect(read).toMatchObject({ ids: range(250), sizes });
  });

  test.each([
    ['quoted', /\$skiptoken=X%27[0-9A-F]+%27$/],
    ['base64', /\$skiptoken=[\w-]+$/],
  ] as const)('are linked by the whole query and an opaque token, %s', async (skipToken, pattern) => {
    const { get, sandbox } = await serve(150, { switches: { skipToken } });

    const { links } = await readAll(get, MEMBERS);

    expect(links).toEqual([expect.stringMatching(pattern)]);
    expect(links[0]).toMatch(`${sandbox.url}/v1.0${MEMBERS}&`);
  });

  test('of 10,000 members are eleven', async () => {
    const { get } = await serve(10_000);

    const read = await readAll(
      get,
      `/groups/${GROUP}/transitiveMembers/microsoft.graph.user?$count=true&$select=id,displayName,mail&$top=999`,
    );

    expect([read.sizes.length, new Set(read.ids).size, read.counts[0]]).toEqual([11, 10_000, 10_000]);
  });

  test('of the members of 999 groups fit into the quota of ten seconds', async () => {
    const { get, sandbox } = await serve(600, { now: () => 0 });
    for (let number = 1; number < 999; number += 1) {
      addGroup(sandbox.tenant, 90_000 + number, `Group ${number}`, range(5, number % 500));
    }

    const groups = await readAll(get, '/groups?$top=999&$select=id');
    const paths = groups.ids.map((id) => `/groups/${id}/members?$count=true&$select=id&$top=999`);
    const said = await Promise.all(paths.map((path) => get(path)));

    expect([groups.sizes, said.filter(({ status }) => status === 200).length]).toEqual([[999], 999]);
    expect(sandbox.log.reduce((sum, { units }) => sum + units, 0)).toBe(1 + 2 * 999);
  });
});

describe('a page token', () => {
  async function linkOf({ get }: World): Promise<string> {
    return String((await get(MEMBERS)).body['@odata.nextLink']);
  }

  test('needs the header again', async () => {
    const served = await serve(150);

    const said = await served.plain(await linkOf(served));

    expect([said.status, codeOf(said)]).toEqual([400, 'Request_UnsupportedQuery']);
  });

  test('needs no header when the first page needed none', async () => {
    const { plain } = await serve(150);
    const first = await plain(`/groups/${GROUP}/members`);

    const second = await plain(String(first.body['@odata.nextLink']));

    expect(items(second).length).toBe(50);
  });

  test('expires', async () => {
    let now = 0;
    const served = await serve(150, { switches: { pageTokenLifetime: 60 }, now: () => now });
    const link = await linkOf(served);

    now = 59_000;
    const before = await served.get(link);
    now = 61_000;
    const after = await served.get(link);

    expect([before.status, after.status, codeOf(after)]).toEqual([200, 400, 'Directory_ExpiredPageToken']);
  });

  test.each([
    ['query', (link: string) => link.replace('$select=id', '$select=mail')],
    ['path', (link: string) => link.replace('/members', '/transitiveMembers')],
  ])('is good for its own %s only', async (_what, change) => {
    const served = await serve(150);

    const said = await served.get(change(await linkOf(served)));

    expect([said.status, codeOf(said)]).toEqual([400, 'Request_BadRequest']);
  });
});

describe('a spoilt page', () => {
  /** The second page, spoilt, and the links around it. */
  async function second(
    kind: GraphFaultKind,
  ): Promise<{ served: World; first: string; body: Readonly<Record<string, unknown>> }> {
    const served = await serve(250, { faults: [{ kind, path: 'skiptoken', nth: 1 }] });
    const first = String((await served.get(MEMBERS)).body['@odata.nextLink']);
    return { served, first, body: (await served.get(first)).body };
  }

  test('may lack its list', async () => {
    const { body } = await second('noValue');

    expect(['value' in body, '@odata.nextLink' in body]).toEqual([false, true]);
  });

  test('may lack the link to its successor', async () => {
    const { body } = await second('lostLink');

    expect([items({ body } as never).length, '@odata.nextLink' in body]).toEqual([100, false]);
  });

  test('may lead to itself', async () => {
    const { body, first } = await second('repeatedLink');

    expect(body['@odata.nextLink']).toBe(first);
  });

  test('may lead to another host', async () => {
    const { body } = await second('foreignLink');

    expect(new URL(String(body['@odata.nextLink'])).host).toBe('graph.invalid');
  });

  test('may be empty, and go on where it began', async () => {
    const { served, body } = await second('emptyPage');

    const rest = await readAll(served.get, String(body['@odata.nextLink']));

    expect([items({ body } as never), rest.ids]).toEqual([[], range(150, 101)]);
  });

  test('may repeat a member of the page before', async () => {
    const { body } = await second('duplicateMember');

    expect(items({ body } as never).slice(0, 2)).toEqual([
      { '@odata.type': '#microsoft.graph.user', id: guid(100) },
      { '@odata.type': '#microsoft.graph.user', id: guid(101) },
    ]);
  });

  test('may have a wrong count', async () => {
    const { get } = await serve(5, { faults: [{ kind: 'wrongCount' }] });

    expect((await get(MEMBERS)).body['@odata.count']).toBe(6);
  });

  test('may be followed by a newcomer, so that one member comes twice and the newcomer not at all', async () => {
    const { get, sandbox } = await serve(150, { faults: [{ kind: 'memberAdded', path: '/members', nth: 1 }] });

    const read = await readAll(get, MEMBERS);

    expect([read.counts[0], read.ids.length, new Set(read.ids).size]).toEqual([150, 151, 150]);
    expect(sandbox.tenant.groups[0]?.members.length).toBe(151);
    expect(read.ids).not.toContain(sandbox.tenant.groups[0]?.members[0]);
  });

  test('may be followed by a leaver, so that somebody else is missing', async () => {
    const { get, sandbox } = await serve(150, { faults: [{ kind: 'memberRemoved', path: '/members', nth: 1 }] });

    const read = await readAll(get, MEMBERS);

    expect([read.counts[0], read.ids.length, read.ids.includes(guid(101))]).toEqual([150, 149, false]);
    expect(sandbox.tenant.groups[0]?.members).toContain(guid(101));
  });
});
