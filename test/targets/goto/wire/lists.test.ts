import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { GotoFaultKind, GotoSandboxUser } from '../../../../src/sandbox/goto/index.ts';
import { type BenchOptions, counts, requests, testAccount, user, withBench } from './support.ts';

const many = (count: number): GotoSandboxUser[] =>
  Array.from({ length: count }, (_none, index) => user(String(8_000_000 + index), `u${index}@corp.example`));
const ignore = (): void => undefined;
const pages: BenchOptions = { settings: { requests: { pageSize: 4 } } };

describe('a list', () => {
  test.each<[number, number, number]>([
    [3, 4, 1],
    [4, 4, 1],
    [5, 4, 2],
    [12, 4, 3],
    [12, 1000, 1],
  ])('of %i users in pages of %i comes in %i', async (count, pageSize, expected) => {
    const account = testAccount(...many(count - 3));
    await withBench({ account, settings: { requests: { pageSize } } }, async ({ client, sandbox }) => {
      const told: string[] = [];
      const users = await client.listUsers((done, of) => told.push(`${done}/${of}`));

      expect(users).toHaveLength(count);
      expect(counts(sandbox)['GET /users']).toBe(expected);
      expect(told.at(-1)).toBe(`${count}/${count}`);
    });
  });

  test('may have no results where it is empty', async () => {
    await withBench({ switches: { missingResultsWhenEmpty: true } }, async ({ client, sandbox }) => {
      sandbox.account.groups = [];
      expect(await client.listGroups()).toEqual([]);
      sandbox.switches.missingResultsWhenEmpty = false;
      expect(await client.listGroups()).toEqual([]);
    });
  });

  test('comes whole where the service sends smaller pages than were asked for', async () => {
    await withBench({ account: testAccount(...many(9)), switches: { pageSizeMax: 5 } }, async ({ client, sandbox }) => {
      expect(await client.listUsers(ignore)).toHaveLength(12);
      expect(counts(sandbox)['GET /users']).toBe(3);
    });
  });

  test('that is refused for its page size says what to lower', async () => {
    await withBench({ switches: { pageSizeMax: 5, pageSizeOver: 'refuse' } }, async ({ client }) => {
      await expect(client.listUsers(ignore)).rejects.toMatchObject({
        code: 'GOTO_HTTP',
        message: expect.stringContaining('HTTP 400, query.invalid; incident'),
        advice: expect.stringContaining('goto.requests.pageSize'),
      });
    });
  });
});

const SPOILT: readonly GotoFaultKind[] = ['emptyPage', 'repeatedPage', 'lostRow', 'wrongTotal', 'changingTotal'];

describe('a page that is spoilt', () => {
  test.each(SPOILT)('%s, once: the list is read again', async (kind) => {
    const faults = [{ kind, path: 'offset=4', nth: 1 }];
    await withBench({ ...pages, account: testAccount(...many(8)), faults }, async ({ client, world }) => {
      expect(await client.listUsers(ignore)).toHaveLength(11);
      expect(world.logged.join()).toContain('reading it once more');
    });
  });

  test.each(SPOILT)('%s, again and again: the account is not read', async (kind) => {
    const faults = [{ kind, path: 'offset=4' }];
    await withBench({ ...pages, account: testAccount(...many(8)), faults }, async ({ client, sandbox }) => {
      await expect(client.listUsers(ignore)).rejects.toMatchObject({
        code: 'GOTO_INCOMPLETE',
        message: expect.stringContaining('Nothing is concluded from a part of it'),
      });
      expect(requests(sandbox).length).toBeLessThanOrEqual(10);
    });
  });

  test('is only shorter than it could be: the rest comes with the next one', async () => {
    const faults = [{ kind: 'shortPage', path: 'offset=4', nth: 1 } as const];
    await withBench({ ...pages, account: testAccount(...many(8)), faults }, async ({ client, world }) => {
      expect(await client.listUsers(ignore)).toHaveLength(11);
      expect(world.logged).toEqual([]);
    });
  });

  test('in any way, at any place: the list comes whole, or not at all', async () => {
    const fault = fc.record({
      kind: fc.constantFrom<GotoFaultKind>(...SPOILT, 'shortPage', 'truncated', 'emptyBody', 'cutShort'),
      nth: fc.integer({ min: 1, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 6 }), fc.integer({ min: 0, max: 9 }), async (given, count) => {
        const faults = given.map((one) => ({ ...one, path: '/users' }));
        await withBench({ ...pages, account: testAccount(...many(count)), faults }, async ({ client }) => {
          const read = await client.listUsers(ignore).then(
            (users) => users.map(({ email }) => email),
            (error: unknown) => error,
          );

          if (Array.isArray(read)) {
            expect(read).toEqual(
              [...['owner', 'ada', 'bob'], ...many(count).map((_one, at) => `u${at}`)].map(
                (name) => `${name}@corp.example`,
              ),
            );
          } else expect(read).toMatchObject({ code: 'GOTO_INCOMPLETE' });
        });
      }),
      { numRuns: 60 },
    );
  });

  test('because somebody works in the account: it is read until it holds still', async () => {
    let changes = 0;
    const bench: BenchOptions = {
      ...pages,
      account: testAccount(...many(8)),
      during({ path }) {
        changes += 1;
        if (path.endsWith('/users') && changes === 2) account.users.splice(1, 1);
      },
    };
    const { account = testAccount() } = bench;
    await withBench(bench, async ({ client }) => {
      const users = await client.listUsers(ignore).catch((error: unknown) => error);
      expect(users).toHaveLength(10);
    });
  });
});
