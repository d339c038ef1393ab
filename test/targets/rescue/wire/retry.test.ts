import { describe, expect, test } from '@jest/globals';
import type { FaultKind } from '../../../../src/sandbox/index.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { ADA, apply, calls, change, creation, withBench, withEmail } from '../support.ts';
import { PATIENCE } from '../../../patience.ts';

/** The waits of this policy when chance says one half. */
const WAITS = [375, 750, 1500, 3000, 6000];
const NEW = 'new@corp.example';

/** The service hangs up on nobody here: only a test of silence needs little patience. */
function requestsFor(kind: FaultKind): { concurrent: number; perSecond: number; timeout: number } {
  return { concurrent: 4, perSecond: 1000, timeout: kind.startsWith('hang') ? 500 : PATIENCE };
}

describe('a reading', () => {
  test.each<[FaultKind, number, number[]]>([
    ['http503', 2, [375]],
    ['http429', 2, [375]],
    ['errorBefore', 2, [375]],
    ['html', 2, [375]],
    ['redirect', 2, [375]],
    ['truncated', 2, [375]],
    ['dropBefore', 2, [375]],
    ['hangBefore', 2, [375]],
  ])('is made again after %s', async (kind, made, waits) => {
    const faults = [{ kind, method: 'getUser_v3', nth: 1 }];
    await withBench({ faults, settings: { requests: requestsFor(kind) } }, async ({ target, sandbox, world }) => {
      await target.readDetails([String(ADA) as NodeId], () => undefined);

      expect(calls(sandbox)).toEqual({ getUser_v3: made });
      expect(world.slept).toEqual(waits);
    });
  });

  test.each<[FaultKind, string | undefined, number[]]>([
    ['http429', undefined, WAITS],
    ['http429', '7', [7000, 7000, 7000, 7000, 7000]],
    ['http429', '1', [1000, 1000, 1500, 3000, 6000]],
    ['http503', undefined, WAITS],
    ['http503', '7', [7000, 7000, 7000, 7000, 7000]],
    // Two waits of this length fit into the three minutes of one call.
    ['http503', '80', [80_000, 80_000]],
    ['http503', '3600', []],
  ])('that meets %s with Retry-After %j again and again is given up after these waits: %j', async (...row) => {
    const [kind, retryAfter, waits] = row;
    const faults = [{ kind, method: 'getUser_v3', ...(retryAfter === undefined ? {} : { retryAfter }) }];
    await withBench({ faults }, async ({ target, sandbox, world }) => {
      const reading = target.readDetails([String(ADA) as NodeId], () => undefined);

      await expect(reading).rejects.toMatchObject({ code: 'RESCUE_BUSY' });
      expect(calls(sandbox)).toEqual({ getUser_v3: waits.length + 1 });
      // A pause holds for all requests, so the pace waits out what a clock with fractions leaves of it.
      expect(world.slept.filter((ms) => ms >= 1)).toEqual(waits);
    });
  });
});

describe('a creation is looked for before it is made again, and never made twice', () => {
  test.each<[FaultKind, { created: number; looks: boolean }]>([
    // Certainly not carried out: no look.
    ['http429', { created: 2, looks: false }],
    // Not carried out, but nobody can know.
    ['http503', { created: 2, looks: true }],
    ['errorBefore', { created: 2, looks: true }],
    ['dropBefore', { created: 2, looks: true }],
    ['hangBefore', { created: 2, looks: true }],
    // Carried out.
    ['http503After', { created: 1, looks: true }],
    ['errorAfter', { created: 1, looks: true }],
    ['dropAfter', { created: 1, looks: true }],
    ['htmlAfter', { created: 1, looks: true }],
    ['cutShort', { created: 1, looks: true }],
  ])('after %s: %j', async (kind, { created, looks }) => {
    const trees = async (faults: { kind: FaultKind; method: string; nth: number }[]): Promise<number> => {
      let read = 0;
      await withBench({ faults, settings: { requests: requestsFor(kind) } }, async (bench) => {
        const done = await apply(bench, [creation(NEW, 'Technicians/Night')]);

        expect(done).toEqual(['done']);
        expect(withEmail(bench.sandbox, NEW)).toHaveLength(1);
        expect(calls(bench.sandbox)['createUser']).toBe(faults.length === 0 ? 1 : created);
        read = calls(bench.sandbox)['getHierarchy_v2'] ?? 0;
      });
      return read;
    };

    const plain = await trees([]);
    const faulty = await trees([{ kind, method: 'createUser', nth: 1 }]);

    expect(faulty > plain).toBe(looks);
  });
});

describe('a write is looked at before it is made again', () => {
  test.each<[FaultKind, number]>([
    ['http429', 2],
    ['http503', 2],
    ['http503After', 1],
    ['dropBefore', 2],
    ['dropAfter', 1],
  ])('after %s it was sent %d times', async (kind, sent) => {
    const faults = [{ kind, method: 'setUser_v2', nth: 1 }];
    await withBench({ faults }, async (bench) => {
      const rename = change({ before: { name: 'Ada Lovelace' }, after: { name: 'Ada King' } });

      expect(await apply(bench, [rename])).toEqual(['done']);
      expect(calls(bench.sandbox)['setUser_v2']).toBe(sent);
    });
  });
});
