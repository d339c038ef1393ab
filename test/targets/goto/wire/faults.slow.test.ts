import { describe, expect, test } from '@jest/globals';
import { type GotoFault, type GotoFaultKind, gotoFaultKinds } from '../../../../src/sandbox/goto/index.ts';
import { until } from '../../../until.ts';
import { ADA, BOB, CONNECT, counts, GRACE, inAccount, withBench } from './support.ts';

const PAGES = new Set<GotoFaultKind>([
  'emptyPage',
  'shortPage',
  'repeatedPage',
  'lostRow',
  'wrongTotal',
  'changingTotal',
]);
const kinds = gotoFaultKinds.filter((kind) => !PAGES.has(kind) && kind !== 'swapped');

describe('one fault', () => {
  test.each(kinds)('%s: a reading is made again, and succeeds', async (kind) => {
    const faults = [{ kind, path: `users/${ADA}`, nth: 1 }];
    await withBench({ faults }, async ({ client, sandbox }) => {
      expect(await client.readUser(ADA)).toMatchObject({ email: 'ada@corp.example' });

      expect(counts(sandbox)['GET /users/*']).toBe(kind === 'slow' ? 1 : 2);
    });
  });

  test.each(kinds)('%s: a user is added once, and not twice', async (kind) => {
    const faults = [{ kind, method: 'POST', path: 'users', nth: 1 }];
    await withBench({ faults }, async ({ client, sandbox }) => {
      const result = await client.addUser(GRACE);

      const [grace, ...others] = inAccount(sandbox, GRACE.email);
      expect(others).toEqual([]);
      expect(result).toEqual({ ok: true, value: { kind: 'added', key: grace?.key } });
      expect(grace?.licenseKeys).toEqual([CONNECT]);
    });
  });

  test.each(kinds)('%s: a change is made all the same', async (kind) => {
    const faults = [{ kind, method: 'PUT', nth: 1 }];
    await withBench({ faults }, async ({ client, sandbox }) => {
      const result = await client.updateUser(BOB, { licences: [CONNECT] });

      expect(result).toEqual({ ok: true, value: null });
      expect(inAccount(sandbox, 'bob@corp.example')).toMatchObject([{ licenseKeys: [CONNECT] }]);
    });
  });
});

describe('a fault that stays', () => {
  test.each<[GotoFaultKind, string, number]>([
    ['http429', 'GOTO_BUSY', 6],
    ['error500', 'GOTO_ERROR', 6],
    ['error502', 'GOTO_BUSY', 6],
    ['error504', 'GOTO_BUSY', 6],
    ['hangBefore', 'GOTO_UNREACHABLE', 6],
    ['dropBefore', 'GOTO_UNREACHABLE', 6],
    ['cutShort', 'GOTO_UNREACHABLE', 6],
    ['htmlBefore', 'GOTO_PAGE', 6],
    ['truncated', 'GOTO_PROTOCOL', 6],
    ['emptyBody', 'GOTO_PROTOCOL', 6],
    ['unauthorized', 'GOTO_TOKEN', 2],
    ['forbidden', 'GOTO_NOT_AUTHORIZED', 2],
  ])('%s: a reading ends in %s', async (kind, code, times) => {
    await withBench({ faults: [{ kind, path: 'licenses' }] }, async ({ client, sandbox }) => {
      await expect(client.listLicences()).rejects.toMatchObject({ name: 'Failure', code });

      expect(counts(sandbox)['GET /licenses']).toBe(times);
    });
  });

  test.each<[GotoFaultKind, boolean, string]>([
    ['http429', false, 'rate-limited'],
    ['error500', true, 'transient'],
    ['error502', true, 'transient'],
    ['error504After', true, 'transient'],
    ['hangAfter', true, 'transient'],
    ['dropBefore', true, 'transient'],
    ['htmlBefore', true, 'transient'],
    ['unauthorized', false, 'not-authorized'],
    ['forbidden', false, 'not-authorized'],
  ])('%s: a change may have been made (%p), and failed as %s', async (kind, maybe, failure) => {
    await withBench({ faults: [{ kind, method: 'PUT' }] }, async ({ client }) => {
      const result = await client.updateUser(BOB, { adminRoles: ['RUN_REPORTS'] });

      expect(result).toMatchObject({ ok: false, maybe, refusal: { kind: failure } });
    });
  });

  test('an addition of which nothing is heard is looked for before each repetition, and at the end', async () => {
    await withBench({ faults: [{ kind: 'error502', method: 'POST', path: 'users' }] }, async ({ client, sandbox }) => {
      const result = await client.addUser(GRACE);

      expect(result).toMatchObject({ ok: false, maybe: true, refusal: { kind: 'transient', status: 502 } });
      expect(counts(sandbox)).toMatchObject({ 'POST /users': 6, 'GET /users': 6 });
    });
  });

  test('an addition that was surely not made is made again without a look', async () => {
    const faults = [{ kind: 'http429', method: 'POST', path: 'users', nth: [1, 3] } as const];
    await withBench({ faults }, async ({ client, sandbox }) => {
      expect(await client.addUser(GRACE)).toMatchObject({ ok: true });
      expect(counts(sandbox)).toEqual({ 'POST token': 1, 'POST /users': 4 });
    });
  });

  test('a change that is refused after an attempt of which nothing is known may have been made', async () => {
    const faults: GotoFault[] = [
      { kind: 'dropAfter', method: 'PUT', nth: 1 },
      { kind: 'forbidden', method: 'PUT' },
    ];
    await withBench({ faults }, async ({ client }) => {
      const result = await client.updateUser(BOB, { licences: [CONNECT] });

      expect(result).toMatchObject({ ok: false, maybe: true, refusal: { kind: 'not-authorized' } });
    });
  });

  test('an addition that cannot be looked for is not made again', async () => {
    const faults: GotoFault[] = [
      { kind: 'dropAfter', method: 'POST', path: 'users', nth: 1 },
      { kind: 'error500', method: 'GET', path: 'users' },
    ];
    await withBench({ faults }, async ({ client, sandbox }) => {
      await expect(client.addUser(GRACE)).rejects.toMatchObject({ code: 'GOTO_ERROR' });

      expect(counts(sandbox)['POST /users']).toBe(1);
      expect(inAccount(sandbox, GRACE.email)).toHaveLength(1);
    });
  });
});

describe('429', () => {
  test('with Retry-After is waited for, by all calls', async () => {
    const faults = [{ kind: 'http429', path: 'licenses', nth: 1, retryAfter: '42' } as const];
    let time = 0;
    const waits: { readonly ms: number; readonly end: () => void }[] = [];
    const world = {
      now: () => time,
      sleep: (ms: number) =>
        new Promise<void>((end) => {
          if (ms < 1000) end();
          else waits.push({ ms, end });
        }),
    };
    await withBench({ faults, world }, async ({ client, sandbox }) => {
      const licences = client.listLicences();
      await until(() => waits.length === 1);
      const groups = client.listGroups();
      await until(() => waits.length === 2 || counts(sandbox)['GET /groups'] !== undefined);

      expect(waits.map(({ ms }) => ms)).toEqual([42_000, 42_000]);
      expect(counts(sandbox)['GET /groups']).toBeUndefined();
      time = 42_000;
      for (const { end } of waits) end();
      expect([await licences, await groups]).toMatchObject([{ length: 2 }, { length: 1 }]);
    });
  });

  test('without it is waited for a little longer each time', async () => {
    const faults = [{ kind: 'http429', path: 'licenses', nth: [1, 4] } as const];
    await withBench({ faults }, async ({ client, world }) => {
      await client.listLicences();

      expect(world.slept).toEqual([375, 750, 1500, 3000]);
    });
  });

  test('that asks for more patience than there is ends the call', async () => {
    const faults = [{ kind: 'http429', path: 'licenses', retryAfter: '3600' } as const];
    await withBench({ faults }, async ({ client, sandbox }) => {
      await expect(client.listLicences()).rejects.toThrow('asks to wait 3600 s');

      expect(counts(sandbox)['GET /licenses']).toBe(1);
    });
  });
});

test('no second has more requests than the pace allows, and hardly fewer', async () => {
  await withBench({ settings: { requests: { perSecond: 8 } }, switches: { rateLimit: 8 } }, async (bench) => {
    const { client, sandbox, world } = bench;
    const begun = world.now();
    for (let calls = 0; calls < 41; calls += 1) await client.readUser(ADA);

    expect(sandbox.log.filter(({ status }) => status === 429)).toEqual([]);
    expect(world.now() - begun).toBe(5000);
  });
});

test('the end of the run ends a reading, and lets a change come to its end', async () => {
  const stop = new AbortController();
  const during = (): void => {
    stop.abort(new Error('stopped'));
  };
  await withBench({ world: { signal: stop.signal }, during }, async ({ client, sandbox }) => {
    await expect(client.listLicences()).rejects.toThrow('stopped');
    expect(await client.updateUser(BOB, { licences: [CONNECT] })).toMatchObject({ ok: true });
    expect(inAccount(sandbox, 'bob@corp.example')).toMatchObject([{ licenseKeys: [CONNECT] }]);

    sandbox.faults.push({ kind: 'error502', method: 'PUT' });
    expect(await client.updateUser(BOB, { licences: [] })).toMatchObject({ ok: false, maybe: true });
    expect(counts(sandbox)['PUT /users/*']).toBe(2);
  });
});
