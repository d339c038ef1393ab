import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { askForToken } from '../../../src/directory/entra/token-requests.ts';
import type { GraphFault } from '../../../src/sandbox/graph/index.ts';
import { addGroup, addUsers, guid, newTenant } from '../../sandbox/graph/world.ts';
import { failureOf } from '../failure-of.ts';
import { closeAll, type Lab, newLab, quickWorld } from './fixture.ts';
import { PATIENCE } from '../../patience.ts';

let lab: Lab;

beforeAll(async () => {
  const tenant = newTenant();
  addGroup(tenant, 900, 'Small', addUsers(tenant, 3));
  lab = await newLab(tenant);
});

beforeEach(() => {
  lab.sandbox.faults.length = 0;
  lab.world.slept.length = 0;
});

afterAll(closeAll);

const settings = { timeouts: { request: PATIENCE, throttled: 20_000 } };
/** The waits of this policy when chance says one half. */
const WAITS = [375, 750, 1500, 3000];

describe('a request to Graph', () => {
  test.each<[GraphFault['kind'], Partial<GraphFault>, number[]]>([
    ['error500', {}, [375]],
    ['error503', {}, [375]],
    ['error504', {}, [375]],
    ['error502Html', {}, [375]],
    ['html', {}, [375]],
    ['emptyBody', {}, [375]],
    ['truncated', {}, [375]],
    ['drop', {}, [375]],
    ['reset', {}, [375]],
    ['throttledEmpty', {}, [375]],
    ['throttled', { retryAfter: 7 }, [7000]],
    // A new token is asked for at once.
    ['unauthorized', {}, []],
  ])('is made again after %s %j', async (kind, more, waits) => {
    lab.sandbox.faults.push({ path: 'members', kind, nth: 1, ...more });

    const reading = await lab.read([guid(900)], { settings });

    expect(reading.kind).toBe('complete');
    expect(lab.world.slept.map((ms) => Math.round(ms))).toEqual(waits);
  });

  test.each(['error503', 'drop', 'html'] as const)('that meets %s again and again is made five times', async (kind) => {
    lab.sandbox.faults.push({ path: 'members', kind });

    const failure = await failureOf(lab.read([guid(900)], { settings }));

    expect(failure).toMatchObject({ code: 'ENTRA_UNAVAILABLE', message: expect.stringContaining('5 times in a row') });
    expect(lab.world.slept).toEqual(WAITS);
  });

  test.each<[GraphFault['kind'], Partial<GraphFault>, number]>([
    // 0.375 + 0.75 + 1.5 + 3 + 6 s fit into 20 s, 12 s more do not.
    ['throttledEmpty', {}, 5],
    ['throttled', { retryAfter: 7 }, 2],
  ])('that meets %s %j again and again is made until the time for it is used up', async (kind, more, waits) => {
    lab.sandbox.faults.push({ path: 'members', kind, ...more });

    const failure = await failureOf(lab.read([guid(900)], { settings }));

    expect(failure.code).toBe('ENTRA_THROTTLED');
    expect(lab.world.slept).toHaveLength(waits);
  });
});

describe('a request for a token', () => {
  /** The waits of a request that meets these answers, and the status of the last. */
  async function asked(answers: readonly (Response | Error)[]): Promise<{ end: number | string; waits: number[] }> {
    const queue = [...answers];
    const world = quickWorld(null);
    const fetch = (): Promise<Response> => {
      const next = queue.shift() ?? new Response('late');
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    };
    const requests = {
      world: { ...world, fetch },
      signal: new AbortController().signal,
      timeouts: { request: PATIENCE, throttled: 20_000 },
    };
    const end = await askForToken(requests, 'https://login.example/token', { method: 'POST', headers: {} }).then(
      ({ status }) => status,
      (error: unknown) => (error instanceof Error ? error.name : 'nothing'),
    );
    return { end, waits: world.slept };
  }

  function answer(status: number, retryAfter?: string): Response {
    return new Response('', { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } });
  }

  const broken = (code: string): Error =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(), { code }) });
  const times = <Item>(item: () => Item): Item[] => Array.from({ length: 6 }, item);

  test.each<[string, (Response | Error)[], { end: number | string; waits: number[] }]>([
    ['503', [answer(503)], { end: 200, waits: [375] }],
    ['503 with Retry-After', [answer(503, '7')], { end: 200, waits: [7000] }],
    ['429', [answer(429)], { end: 200, waits: [375] }],
    ['429 with Retry-After', [answer(429, '7')], { end: 200, waits: [7000] }],
    ['429 that may be tried at once', [answer(429, '0')], { end: 200, waits: [0] }],
    ['429 that asks for more than there is', [answer(429, '21')], { end: 429, waits: [] }],
    ['503 again and again', times(() => answer(503)), { end: 503, waits: WAITS }],
    ['400', [answer(400)], { end: 400, waits: [] }],
    ['a connection that is cut', [broken('ECONNRESET')], { end: 200, waits: [375] }],
    ['no connection, again and again', times(() => broken('ECONNREFUSED')), { end: 'Unanswered', waits: WAITS }],
    ['a certificate that is not trusted', [broken('CERT_HAS_EXPIRED')], { end: 'Unanswered', waits: [] }],
  ])('after %s', async (_case, answers, expected) => {
    expect(await asked(answers)).toEqual(expected);
  });
});
