import { afterEach, describe, expect, test } from '@jest/globals';
import { type GraphSandboxOptions, graphFaultKinds } from '../../../src/sandbox/graph/index.ts';
import { until } from '../../until.ts';
import {
  addGroup,
  addUsers,
  ask,
  askForToken,
  closeAll,
  codeOf,
  guid,
  items,
  newTenant,
  newWorld,
  type Said,
  type World,
} from './world.ts';

afterEach(closeAll);

const GROUP = guid(900);

function serve(options: Partial<GraphSandboxOptions> = {}): Promise<World> {
  const tenant = newTenant();
  addGroup(tenant, 900, 'Group', addUsers(tenant, 10));
  return newWorld({ tenant, ...options });
}

describe('throttling', () => {
  test.each([
    [`/groups/${GROUP}/members`, 3],
    [`/groups/${GROUP}/members?$select=id`, 2],
    [`/groups/${GROUP}/transitiveMembers`, 5],
    [`/groups/${GROUP}/transitiveMembers?$select=id&$top=999`, 4],
    [`/groups/${GROUP}/transitiveMembers?$select=id&$top=19`, 3],
    ['/users', 2],
    [`/users/${guid(1)}?$select=id&$top=1`, 1],
    ['/groups', 1],
  ])('%s costs %i resource units', async (path, units) => {
    const { get, sandbox } = await serve();

    const { headers } = await get(path);

    expect([headers['x-ms-resource-unit'], sandbox.log.at(-1)?.units]).toEqual([String(units), units]);
  });

  test('begins when the units of ten seconds are used, and ends by itself', async () => {
    let now = 1_000_000;
    const { get } = await serve({ switches: { resourceUnits: 20 }, now: () => now });
    const read = (): Promise<Said> => get(`/groups/${GROUP}/transitiveMembers`);

    const said = [await read(), await read(), await read(), await read(), await read()];
    const refused = said[4];
    now += Number(refused?.headers['retry-after']) * 1000;
    const later = await get('/groups');

    expect(said.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429]);
    expect(said.map(({ headers }) => headers['x-ms-throttle-limit-percentage'])).toEqual([
      undefined,
      undefined,
      undefined,
      '1.0',
      '1.3',
    ]);
    expect(refused?.headers).toMatchObject({
      'retry-after': '3',
      'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
      'x-ms-throttle-scope': expect.stringMatching(/^Tenant_Application\/ReadWrite\//),
    });
    expect(refused === undefined ? '' : codeOf(refused)).toBe('TooManyRequests');
    expect(later.status).toBe(200);
  });

  test('counts the requests it refuses', async () => {
    let now = 0;
    const { get } = await serve({ switches: { resourceUnits: 10 }, now: () => now });
    const wait = async (): Promise<number> =>
      Number((await get(`/groups/${GROUP}/transitiveMembers`)).headers['retry-after']);

    await wait();
    await wait();
    const [first, second] = [await wait(), await wait()];
    now += first * 1000;
    const impatient = await get(`/groups/${GROUP}/transitiveMembers`);

    expect([first, second > first, impatient.status]).toEqual([5, true, 429]);
  });

  test.each([
    ['date', new Date(3000).toUTCString()],
    ['absent', undefined],
  ] as const)('says how long to wait as the switch wants: %s', async (retryAfter, expected) => {
    const { get } = await serve({ switches: { resourceUnits: 1, retryAfter }, now: () => 0 });

    const { status, headers } = await get(`/groups/${GROUP}/members?$select=id&$top=999`);

    expect([status, headers['retry-after']]).toEqual([
      429,
      expected === undefined ? undefined : new Date(8000).toUTCString(),
    ]);
  });
});

describe('$batch', () => {
  async function batch(
    served: World,
    requests: readonly object[],
  ): Promise<{ said: Said; byId: Map<string, Record<string, unknown>> }> {
    const { sandbox, authorization } = served;
    const headers = { ...authorization, 'content-type': 'application/json' };
    const said = await ask(sandbox, `${sandbox.url}/v1.0/$batch`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ requests }),
    });
    const responses = (said.body['responses'] ?? []) as Record<string, unknown>[];
    return { said, byId: new Map(responses.map((one) => [String(one['id']), one])) };
  }

  function users(count: number, from = 1): object[] {
    return Array.from({ length: count }, (_, index) => ({
      id: String(index + from),
      method: 'GET',
      url: `/users/${guid(index + from)}?$select=id`,
    }));
  }

  test('answers each request on its own, in any order', async () => {
    const served = await serve();

    const { said, byId } = await batch(served, users(12));

    const order = (said.body['responses'] as { id: string }[]).map(({ id }) => Number(id));
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(order).not.toEqual(order.toSorted((a, b) => a - b));
    expect(byId.get('3')).toMatchObject({ status: 200, body: { id: guid(3) }, headers: { 'x-ms-resource-unit': '1' } });
    expect(byId.get('11')).toMatchObject({ status: 404, body: { error: { code: 'Request_ResourceNotFound' } } });
  });

  test('takes ConsistencyLevel from each item', async () => {
    const url = `/groups/${GROUP}/members/$count`;
    const served = await serve();

    const { byId } = await batch(served, [
      { id: 'with', method: 'GET', url, headers: { ConsistencyLevel: 'eventual' } },
      { id: 'without', method: 'get', url: url.slice(1) },
    ]);

    expect(byId.get('with')).toMatchObject({ status: 200, body: '10' });
    expect(byId.get('without')).toMatchObject({ status: 400 });
  });

  test('throttles each item, and stays 200 as a whole', async () => {
    const served = await serve({ switches: { resourceUnits: 4 }, now: () => 0 });

    const { said, byId } = await batch(served, users(6));

    expect(said.status).toBe(200);
    expect([...byId.values()].filter(({ status }) => status === 429).length).toBe(2);
    expect(byId.get('6')).toMatchObject({ status: 429, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
  });

  test('does not run what depends on a failure', async () => {
    const served = await serve();

    const { byId } = await batch(served, [
      { id: '1', method: 'GET', url: `/users/${guid(404)}` },
      { id: '2', method: 'GET', url: '/groups', dependsOn: ['1'] },
      { id: '3', method: 'GET', url: '/groups', dependsOn: ['2'] },
    ]);

    expect(['1', '2', '3'].map((id) => byId.get(id)?.['status'])).toEqual([404, 424, 424]);
  });

  test.each([
    ['more than 20 requests', users(21)],
    ['none', []],
    ['the same id twice', [...users(1), ...users(1)]],
    ['an unknown dependency', [{ id: '1', method: 'GET', url: '/groups', dependsOn: ['9'] }]],
    ['a request without url', [{ id: '1', method: 'GET' }]],
  ])('with %s is refused as a whole', async (_what, requests) => {
    const { said } = await batch(await serve(), requests);

    expect([said.status, codeOf(said)]).toEqual([400, 'Request_BadRequest']);
  });

  test.each(['{', '[]', '{"requests":1}'])('that is no batch is refused: %s', async (body) => {
    const { sandbox, authorization } = await serve();

    const said = await ask(sandbox, `${sandbox.url}/v1.0/$batch`, { method: 'POST', headers: authorization, body });

    expect([said.status, codeOf(said)]).toEqual([400, 'Request_BadRequest']);
  });

  test('can have faults in single items, and logs each', async () => {
    const faults = [
      { kind: 'throttled', path: `GET /v1.0/users/${guid(2)}`, retryAfter: 7 },
      { kind: 'throttledEmpty', path: `GET /v1.0/users/${guid(3)}` },
    ] as const;
    const served = await serve({ faults });

    const { byId } = await batch(served, users(3));

    expect(byId.get('2')).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
    expect(served.sandbox.log.slice(1).map(({ inBatch, status }) => [inBatch, status])).toEqual([
      [false, 200],
      [true, 200],
      [true, 429],
      [true, 429],
    ]);
    expect(byId.get('3')).toMatchObject({ status: 429, headers: {}, body: '' });
  });
});

describe('a fault', () => {
  test('of the connection strikes no single request inside a $batch', async () => {
    const { sandbox, authorization } = await serve({ faults: [{ kind: 'drop', path: 'GET /v1.0/groups' }] });
    const body = JSON.stringify({ requests: [{ id: '1', method: 'GET', url: '/groups' }] });

    const said = await ask(sandbox, `${sandbox.url}/v1.0/$batch`, { method: 'POST', headers: authorization, body });

    expect(said.body['responses']).toMatchObject([{ id: '1', status: 200 }]);
    expect(sandbox.log.at(-1)).toMatchObject({ inBatch: true, fault: null });
  });

  const MEMBERS = `/groups/${GROUP}/members?$count=true&$select=id`;

  test.each([
    ['error500', 500, /"generalException"/],
    ['error502Html', 502, /^<html>/],
    ['error503', 503, /"serviceNotAvailable"/],
    ['error504', 504, /"UnknownError"/],
    ['throttled', 429, /"TooManyRequests"/],
    ['throttledEmpty', 429, /^$/],
    ['unauthorized', 401, /"InvalidAuthenticationToken"/],
    ['forbidden', 403, /"Authorization_RequestDenied"/],
    ['gone', 410, /"resyncRequired"/],
    ['expiredPageToken', 400, /"Directory_ExpiredPageToken"/],
    ['html', 200, /^<!DOCTYPE html>/],
    ['emptyBody', 200, /^$/],
    ['truncated', 200, /^\{"@odata.context":.*[^}]$/],
  ] as const)('%s is answered with %i', async (kind, status, text) => {
    const { get, sandbox } = await serve({ faults: [{ kind, path: '/members' }] });

    const said = await get(MEMBERS);

    expect([said.status, said.text]).toEqual([status, expect.stringMatching(text)]);
    expect(sandbox.log.at(-1)).toMatchObject({ status, fault: kind });
  });

  test.each(['drop', 'reset'] as const)('%s cuts the connection', async (kind) => {
    const { get, sandbox } = await serve({ faults: [{ kind, path: '/members' }] });

    await expect(get(MEMBERS)).rejects.toThrow(/hang up|aborted|ECONNRESET/);
    expect(sandbox.log.at(-1)).toMatchObject({ status: 0, fault: kind });
  });

  test('hang gives no answer, and does not keep the stand-in from closing', async () => {
    const { get, sandbox } = await serve({ faults: [{ kind: 'hang', path: '/members' }] });
    const asking = get(MEMBERS);
    asking.catch(() => undefined);

    await until(() => sandbox.log.some(({ fault }) => fault === 'hang'));
    // By the time of this answer the other one would have come as well.
    await get('/groups');
    await sandbox.close();

    await expect(asking).rejects.toThrow(/hang up|ECONNRESET/);
  });

  test('410 says where to begin again, 429 when', async () => {
    const { get } = await serve({
      faults: [
        { kind: 'gone', nth: 2 },
        { kind: 'throttled', nth: 3, retryAfter: 9 },
      ],
    });

    const [gone, throttled] = [await get('/groups'), await get('/groups')];

    expect([gone.headers['location'], throttled.headers['retry-after']]).toEqual(['/v1.0/$resync', '9']);
  });

  test.each(['error503', 'throttled', 'error502Html'] as const)('%s strikes the authority as well', async (kind) => {
    const { sandbox } = await serve();
    sandbox.faults.push({ kind, path: '/oauth2/', nth: 1 });

    const [first, second] = [await askForToken(sandbox), await askForToken(sandbox)];

    expect([first.status >= 429, second.status]).toEqual([true, 200]);
  });

  test('strikes the requests it is meant for', async () => {
    const { get, sandbox } = await serve({ faults: [{ kind: 'error500', path: '^GET /v1.0/groups', nth: [2, 3] }] });

    const said = [];
    for (const path of ['/groups', '/users', '/groups', MEMBERS, '/groups']) said.push((await get(path)).status);
    sandbox.faults.splice(0);
    sandbox.faults.push({ kind: 'error503' });
    said.push((await get('/users')).status);

    expect(said).toEqual([200, 200, 500, 500, 200, 503]);
  });

  test('strikes by chance as the seed wants', async () => {
    async function statuses(seed: number): Promise<number[]> {
      const { get, sandbox } = await newWorld({
        tenant: newTenant(),
        switches: { seed },
        faults: [{ kind: 'error500', path: '/groups', probability: 0.5 }],
      });
      const said = [];
      for (let request = 0; request < 12; request += 1) said.push((await get('/groups')).status);
      await sandbox.close();
      return said;
    }

    const [one, same, other] = [await statuses(1), await statuses(1), await statuses(2)];

    expect([one, new Set(one).size]).toEqual([same, 2]);
    expect(other).not.toEqual(one);
  });

  test('of every kind leaves the next request alone', async () => {
    const { get, sandbox } = await serve({ switches: { latency: 1 } });

    for (const kind of graphFaultKinds.filter((one) => one !== 'hang')) {
      sandbox.faults.splice(0, 1, { kind, path: '/members', nth: 1 });
      await get(MEMBERS).catch(() => undefined);
      const said = await get(MEMBERS);

      expect([kind, said.status, items(said).length]).toEqual([kind, 200, said.body['@odata.count']]);
    }
  });
});
