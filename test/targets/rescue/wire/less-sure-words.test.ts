import { describe, expect, test } from '@jest/globals';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { ADA, apply, BOB, calls, change, creation, nodeOf, testAccount, withBench, withEmail } from '../support.ts';

const ids = [ADA, BOB].map((id) => String(id) as NodeId);
const ignore = (): void => undefined;

/** Words that only clients know of, for other calls: POLLRATEEXCEEDED and USER_IS_DELETED. */
describe('POLLRATEEXCEEDED', () => {
  test.each([
    [null, []],
    [3, [60_000]],
    [1, [60_000, 60_000, 60_000]],
  ])('with %j calls a minute a reading ends well, after these waits: %j', async (pollLimit, waits) => {
    await withBench({ switches: { pollLimit } }, async ({ target, world }) => {
      const reading = await target.read();
      const details = await target.readDetails(ids.slice(0, 1), ignore);
      const more = await target.readDetails(ids.slice(1), ignore);

      expect([reading.users.length, details.size, more.size]).toEqual([3, 1, 1]);
      // A pause holds for all requests, so the pace waits out what a clock with fractions leaves of it.
      expect(world.slept.filter((ms) => ms >= 1)).toEqual(waits);
    });
  });

  test('that stays ends the run as any other call for fewer requests, after long waits', async () => {
    await withBench({ switches: { pollLimit: 0 } }, async ({ target, sandbox, world }) => {
      await expect(target.read()).rejects.toMatchObject({
        code: 'RESCUE_BUSY',
        message: expect.stringMatching(/asks for fewer requests \(POLLRATEEXCEEDED\) \(4 times\)\.$/),
      });

      expect(calls(sandbox)).toEqual({ getAccount: 4 });
      expect(world.slept.filter((ms) => ms >= 1)).toEqual([60_000, 60_000, 60_000]);
    });
  });

  test.each([null, 4])('with %j calls a minute a creation makes one user', async (pollLimit) => {
    await withBench({ switches: { pollLimit } }, async (bench) => {
      expect(await apply(bench, [creation('new@corp.example', 'Technicians/Night')])).toEqual(['done']);

      expect(withEmail(bench.sandbox, 'new@corp.example')).toHaveLength(1);
      expect(bench.sandbox.account.nodes).toHaveLength(testAccount().nodes.length + 1);
    });
  });

  test('may have been answered after the work was done: a lost creation is looked for', async () => {
    const world = { fetch: polledAfter('createUser') };
    await withBench({ world }, async (bench) => {
      expect(await apply(bench, [creation('new@corp.example', 'Technicians/Night')])).toEqual(['done']);

      expect(calls(bench.sandbox)['createUser']).toBe(1);
    });
  });
});

/** The first call of a method is carried out, and answered with the word all the same. */
function polledAfter(method: string): typeof fetch {
  let isFirst = true;
  return async (...given) => {
    const response = await fetch(...given);
    if (!isFirst || !(given[0] as string).includes(`/${method}.`)) return response;
    isFirst = false;
    await response.text();
    return new Response('POLLRATEEXCEEDED', { headers: { 'content-length': '16' } });
  };
}

describe.each(['INVALIDPARAM_NODE', 'USER_IS_DELETED'] as const)('a user who is gone is %s', (goneUserWord) => {
  const rename = change({ before: { name: 'Ada Lovelace' }, after: { name: 'Ada King' } });

  test('to a reading: left out, and the other one is read', async () => {
    await withBench({ switches: { goneUserWord } }, async ({ target, sandbox }) => {
      sandbox.account.nodes = sandbox.account.nodes.filter(({ id }) => id !== ADA);

      expect([...(await target.readDetails(ids, ignore)).keys()]).toEqual([String(BOB)]);
      expect(sandbox.log.map(({ answer }) => answer)).toEqual([goneUserWord, 'OK']);
    });
  });

  test.each([
    ['setUser_v2', rename],
    ['moveNode', change({ before: { group: 'Technicians/Day' }, after: { group: 'Technicians/Night' } })],
  ])('to a %s, at the last moment', async (method, given) => {
    const account = testAccount();
    const faultFor = (called: string): null => {
      if (called === method) account.nodes = account.nodes.filter(({ id }) => id !== ADA);
      return null;
    };
    await withBench({ account, switches: { goneUserWord }, faultFor }, async (bench) => {
      const [end] = await apply(bench, [given]);

      const words = {
        INVALIDPARAM_NODE: /^failed: The user or group is not in/,
        USER_IS_DELETED: /^stale: The user is/,
      };
      expect(end).toMatch(words[goneUserWord]);
      expect(calls(bench.sandbox)[method]).toBe(1);
      expect(nodeOf(bench.sandbox, BOB).name).toBe('Bob');
    });
  });
});
