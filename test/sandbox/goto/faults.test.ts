import { describe, expect, test } from '@jest/globals';
import { type GotoFault, type GotoFaultKind, gotoFaultKinds } from '../../../src/sandbox/goto/index.ts';
import { gotoFaultPicker } from '../../../src/sandbox/goto/faults.ts';
import { seededRandom } from '../../../src/sandbox/rescue/faults.ts';
import { until } from '../../until.ts';
import { BOB, codeOf, person, type Said, testAccount, withGoto } from './ask.ts';

/** What a PUT with this fault gives, and whether it was carried out. */
async function withFault(fault: GotoFault): Promise<{ said: Said | 'cut'; done: boolean; log: unknown }> {
  let seen: Awaited<ReturnType<typeof withFault>> | undefined;
  await withGoto({ faults: [{ method: 'PUT', ...fault }], switches: { putBody: 'user' } }, async ({ ask, sandbox }) => {
    const said = await ask('PUT', `users/${BOB}`, { lastName: 'Changed' }).catch(() => 'cut' as const);
    seen = { said, done: sandbox.account.users[2]?.lastName === 'Changed', log: sandbox.log.at(-1) };
  });
  if (seen === undefined) throw new Error('nothing was seen');
  return seen;
}

describe('a fault', () => {
  test.each<[GotoFaultKind, number, boolean]>([
    ['http429', 429, false],
    ['error500', 500, false],
    ['error502', 502, false],
    ['error504', 504, false],
    ['error500After', 500, true],
    ['error502After', 502, true],
    ['error504After', 504, true],
    ['htmlBefore', 200, false],
    ['htmlAfter', 200, true],
    ['emptyBody', 200, true],
    ['truncated', 200, true],
    ['unauthorized', 401, false],
    ['forbidden', 403, false],
    ['swapped', 200, true],
    ['emptyPage', 200, true],
  ])('%s gives %d, done: %j', async (kind, status, done) => {
    const seen = await withFault({ kind });

    expect(seen).toMatchObject({ said: { status }, done, log: { fault: kind, status: done ? 200 : 0, wrote: done } });
  });

  test.each<[GotoFaultKind, boolean]>([
    ['dropBefore', false],
    ['dropAfter', true],
    ['cutShort', true],
  ])('%s cuts the connection, done: %j', async (kind, done) => {
    expect(await withFault({ kind })).toMatchObject({ said: 'cut', done });
  });

  test.each<[GotoFaultKind, boolean]>([
    ['hangBefore', false],
    ['hangAfter', true],
  ])('%s answers never, done: %j', async (kind, done) => {
    await withGoto({ faults: [{ kind, method: 'PUT' }] }, async ({ ask, sandbox }) => {
      let answered = false;
      const asking = ask('PUT', `users/${BOB}`, { lastName: 'Changed' }).then(
        () => (answered = true),
        () => undefined,
      );
      await until(() => sandbox.log.at(-1)?.fault === kind);
      expect([sandbox.account.users[2]?.lastName === 'Changed', answered]).toEqual([done, false]);

      await sandbox.close();
      await asking;
      expect(answered).toBe(false);
    });
  });

  test('has the body that it promises', async () => {
    const bodyOf = async (fault: GotoFault): Promise<Said> => {
      const { said } = await withFault(fault);
      if (said === 'cut') throw new Error('the connection was cut');
      return said;
    };

    expect(await bodyOf({ kind: 'htmlAfter' })).toMatchObject({ text: expect.stringContaining('<html>') });
    expect((await bodyOf({ kind: 'htmlAfter' })).headers.get('content-type')).toContain('text/html');
    expect(await bodyOf({ kind: 'emptyBody' })).toMatchObject({ text: '' });
    expect((await bodyOf({ kind: 'truncated' })).text).toMatch(/^\{"key":/);
    expect((await bodyOf({ kind: 'truncated' })).body).toBeNull();
    expect((await bodyOf({ kind: 'http429' })).headers.get('retry-after')).toBeNull();
    expect((await bodyOf({ kind: 'http429', retryAfter: '7' })).headers.get('retry-after')).toBe('7');
    expect(codeOf(await bodyOf({ kind: 'unauthorized' }))).toBe('not.authenticated');
    expect(codeOf(await bodyOf({ kind: 'forbidden' }))).toBe('not.authorized');
  });

  test('swaps 401 and 403', async () => {
    await withGoto({ faults: [{ kind: 'swapped' }] }, async ({ ask, sandbox }) => {
      expect(await ask('GET', 'users', undefined, 'wrong')).toMatchObject({ status: 403 });
      await ask('GET', 'users');
      Object.assign(sandbox.account.users[0] ?? {}, { adminRoles: ['RUN_REPORTS'] });
      expect(await ask('PUT', `users/${BOB}`, {})).toMatchObject({ status: 401 });
    });
  });

  test('delays an answer', async () => {
    const waits: number[] = [];
    const sleep = (milliseconds: number): Promise<void> => {
      waits.push(milliseconds);
      return Promise.resolve();
    };
    const faults: GotoFault[] = [
      { kind: 'slow', delay: 70, nth: 2 },
      { kind: 'slow', nth: 3 },
    ];
    await withGoto({ faults, sleep, switches: { latency: 30 } }, async ({ ask }) => {
      await ask('GET', 'users');
      await ask('GET', 'users');

      expect(waits).toEqual([30, 100, 1030]);
    });
  });
});

describe('a spoilt page', () => {
  test.each<[GotoFaultKind, string, string[] | undefined, number, number]>([
    ['emptyPage', 'offset=2', undefined, 2, 5],
    ['shortPage', 'offset=2', ['bob'], 3, 5],
    ['repeatedPage', 'offset=0', ['owner', 'ada'], 2, 5],
    ['repeatedPage', 'offset=2', ['owner', 'ada'], 4, 5],
    ['lostRow', 'offset=2', ['bob'], 4, 5],
    ['wrongTotal', 'offset=2', ['bob', 'cy'], 4, 6],
    ['changingTotal', 'offset=0', ['owner', 'ada'], 2, 5],
    ['changingTotal', 'offset=2', ['bob', 'cy'], 4, 6],
  ])('%s at %s: %j', async (kind, offset, names, toIndex, total) => {
    const account = testAccount();
    account.users.push(person('8', 'cy@corp.example'), person('9', 'dee@corp.example'));
    await withGoto({ account, faults: [{ kind, path: '/users\\?' }] }, async ({ ask }) => {
      const body = (await ask('GET', `users?pageSize=2&${offset}`)).body as { results?: { firstName: string }[] };

      expect(body.results?.map(({ firstName }) => firstName)).toEqual(names);
      expect(body).toMatchObject({ toIndex, total });
    });
  });
});

describe('when a fault strikes', () => {
  const put = ['PUT', '/users/7'] as const;
  const list = ['GET', '/users?offset=2'] as const;

  test.each<[Omit<GotoFault, 'kind'>, (readonly [string, string])[], boolean[]]>([
    [{}, [put, list], [true, true]],
    [{ method: 'put' }, [put, list], [true, false]],
    [{ path: 'offset=2$' }, [put, list], [false, true]],
    [{ nth: 2 }, [list, list, list], [false, true, false]],
    [{ nth: [2, 3] }, [list, list, list, list], [false, true, true, false]],
    [{ method: 'GET', nth: 1 }, [put, list, list], [false, true, false]],
    [{ probability: 0 }, [put], [false]],
    [{ probability: 1 }, [put], [true]],
  ])('%j', (when, requests, struck) => {
    const pick = gotoFaultPicker([{ kind: 'error500', ...when }], seededRandom(1));

    expect(requests.map(([method, url]) => pick(method, url) !== null)).toEqual(struck);
  });

  test('dice fall by the seed, and the first fault of the list counts', () => {
    const faults: GotoFault[] = [{ kind: 'error500', probability: 0.5 }, { kind: 'error502' }];
    const kinds = (seed: number): unknown[] => {
      const pick = gotoFaultPicker(faults, seededRandom(seed));
      return Array.from({ length: 20 }, () => pick('GET', '/')?.kind);
    };

    expect(kinds(1)).toEqual(kinds(1));
    expect(kinds(1)).not.toEqual(kinds(2));
    expect(new Set(kinds(1))).toEqual(new Set(['error500', 'error502']));
  });

  test('no kind is listed twice', () => {
    expect(new Set(gotoFaultKinds).size).toBe(gotoFaultKinds.length);
  });
});

describe('the rate', () => {
  test('is limited for each API, within a second', async () => {
    let now = 0;
    await withGoto({ now: () => now, switches: { rateLimit: 2 } }, async ({ ask, sign, sandbox }) => {
      const status = async (): Promise<number> => (await ask('GET', 'users')).status;
      const seen = [await status(), await status(), await status()];
      now = 999;
      seen.push(await status(), (await sign({})).status);
      now = 1000;
      seen.push(await status());

      expect(seen).toEqual([200, 200, 429, 429, 400, 200]);
      expect(sandbox.log[3]).toMatchObject({ status: 429, wrote: false, fault: null });
    });
  });

  test.each([
    [false, null],
    [true, '1'],
  ])('is refused with Retry-After: %j', async (retryAfter, value) => {
    await withGoto({ now: () => 0, switches: { rateLimit: 0, retryAfter } }, async ({ sign }) => {
      const said = await sign({});

      expect([said.status, said.text, said.headers.get('retry-after')]).toEqual([429, '', value]);
    });
  });
});

test.each([
  [{}, 'Thu, 01 Jan 1970 00:00:10 GMT'],
  [{ clockSkew: -4000 }, 'Thu, 01 Jan 1970 00:00:06 GMT'],
  [{ dateHeader: false }, null],
])('the clock with %j shows %j', async (switches, date) => {
  await withGoto({ now: () => 10_000, switches }, async ({ ask }) => {
    expect((await ask('GET', 'users')).headers.get('date')).toBe(date);
  });
});
