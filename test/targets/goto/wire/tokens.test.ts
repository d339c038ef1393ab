import { describe, expect, test } from '@jest/globals';
import { Secret } from '../../../../src/core/secret.ts';
import type { GotoFaultKind, GotoSandboxOptions } from '../../../../src/sandbox/goto/index.ts';
import { ADA, type BenchOptions, counts, type GivenSettings, PAT, testAccount, withBench } from './support.ts';

const HOUR = 3_600_000;
const pat = (token: string): GivenSettings => ({
  credential: { kind: 'personalAccessToken', token: new Secret(token) },
});

describe('an access token', () => {
  test('is asked for with the personal access token and the credentials of the client, once for all calls', async () => {
    await withBench({}, async ({ client, sandbox }) => {
      await Promise.all([client.me(), client.listLicences(), client.readUser(ADA), client.listGroups()]);
      await client.readUser(ADA);

      expect(counts(sandbox)['POST token']).toBe(1);
      expect(sandbox.log[0]).toMatchObject({ body: { grant_type: 'personal_access_token', pat: '***' } });
    });
  });

  test.each<[number, number, number]>([
    // Five minutes before its end.
    [3600, 3299, 1],
    [3600, 3301, 2],
    // A short one at half of its life.
    [60, 29, 1],
    [60, 31, 2],
  ])('of %i s is renewed in time: after %i s it is the %i.', async (accessTokenSeconds, seconds, tokens) => {
    await withBench({ switches: { accessTokenSeconds } }, async ({ client, sandbox, world }) => {
      await client.readUser(ADA);
      await world.sleep(seconds * 1000, null);
      await client.readUser(ADA);

      expect(counts(sandbox)).toEqual({ 'POST token': tokens, 'GET /users/*': 2 });
    });
  });

  test.each([-5 * HOUR, 5 * HOUR])('is good for its time though the clocks differ by %i ms', async (clockSkew) => {
    await withBench({ switches: { clockSkew } }, async ({ client, sandbox, world }) => {
      await client.readUser(ADA);
      await world.sleep(3_000_000, null);
      await client.readUser(ADA);

      expect(counts(sandbox)['POST token']).toBe(1);
    });
  });

  test.each([401, 403] as const)('that ended before its time is replaced, with status %p', async (noTokenStatus) => {
    await withBench({ switches: { noTokenStatus } }, async ({ client, sandbox, world }) => {
      await client.readUser(ADA);
      // As the service has it, an hour is over.
      sandbox.switches.accessTokenSeconds = 1;
      await world.sleep(3_400_000, null);
      await client.readUser(ADA);
      await world.sleep(2000, null);
      expect(await client.readUser(ADA)).toMatchObject({ key: ADA });
    });
  });

  test('that is refused again and again is asked for once in a minute', async () => {
    await withBench({ faults: [{ kind: 'unauthorized', path: 'users' }] }, async ({ client, sandbox, world }) => {
      for (let calls = 0; calls < 5; calls += 1) {
        await expect(client.readUser(ADA)).rejects.toMatchObject({ code: 'GOTO_TOKEN' });
      }
      expect(counts(sandbox)['POST token']).toBe(2);

      sandbox.faults.length = 0;
      await world.sleep(61_000, null);
      expect(await client.readUser(ADA)).toMatchObject({ key: ADA });
      expect(counts(sandbox)['POST token']).toBe(2);
    });
  });

  test.each([
    'http429',
    'error500',
    'error502',
    'error504',
    'dropBefore',
    'hangBefore',
    'htmlBefore',
    'truncated',
  ] as const)('is asked for again after %s', async (kind) => {
    await withBench({ faults: [{ kind, path: 'oauth', nth: 1 }] }, async ({ client, sandbox }) => {
      expect(await client.readUser(ADA)).toMatchObject({ key: ADA });
      expect(counts(sandbox)['POST token']).toBe(2);
    });
  });

  test.each<[GotoFaultKind, string]>([
    ['http429', 'GOTO_BUSY'],
    ['error500', 'GOTO_ERROR'],
    ['dropBefore', 'GOTO_UNREACHABLE'],
    ['htmlBefore', 'GOTO_PAGE'],
    ['truncated', 'GOTO_PROTOCOL'],
  ])('cannot be had where %s stays: %s', async (kind, code) => {
    await withBench({ faults: [{ kind, path: 'oauth' }] }, async ({ client, sandbox }) => {
      await expect(client.readUser(ADA)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(/^No token for GoTo: .* \(6 times\)\.$/),
        advice: expect.stringContaining('goto.authUrl'),
      });
      expect(counts(sandbox)).toEqual({ 'POST token': 6 });
    });
  });

  test('must be one: an answer without it is not used', async () => {
    await withBench({ faults: [{ kind: 'emptyBody', path: 'oauth' }] }, async ({ client }) => {
      await expect(client.readUser(ADA)).rejects.toMatchObject({ code: 'GOTO_PROTOCOL' });
    });
  });
});

const without = (change: (account: ReturnType<typeof testAccount>) => void): Partial<GotoSandboxOptions> => {
  const account = testAccount();
  change(account);
  return { account };
};

describe('what the service says of credentials', () => {
  test.each<[string, BenchOptions, string, string]>([
    ['a wrong token', { settings: pat('wrong-token-0815') }, 'GOTO_TOKEN', 'Developer Tools'],
    [
      'a wrong secret of the client',
      { settings: { clientSecret: new Secret('wrong-secret-0815') } },
      'GOTO_CLIENT',
      'goto.clientSecret',
    ],
    [
      'a grant that is not switched on',
      without(({ clients }) => clients[0]?.grants.splice(0, 1)),
      'GOTO_GRANT',
      'Grant types',
    ],
    [
      'a token without the scope',
      without(({ tokens }) => tokens[0]?.scopes.splice(0, 1, 'collab:')),
      'GOTO_SCOPE',
      'Admin Center: manage users',
    ],
  ])('%s', async (_what, options, code, advice) => {
    await withBench(options, async ({ client, sandbox, world }) => {
      const error: unknown = await client.readUser(ADA).catch((reason: unknown) => reason);

      expect(error).toMatchObject({ name: 'Failure', code, advice: expect.stringContaining(advice) });
      expect(counts(sandbox)).toEqual({ 'POST token': 1 });
      expect(JSON.stringify([error, String(error), world.logged])).not.toMatch(/0815|secret-%1|pat-of/);
    });
  });

  test.each([401, 403] as const)(
    'a missing scope that only the Admin API tells of, with status %p',
    async (noScopeStatus) => {
      // Where the answer names no scopes, the calls say what is missing.
      const options = without(({ tokens }) => tokens[0]?.scopes.splice(0, 1));
      await withBench({ ...options, switches: { noScopeStatus } }, async ({ client }) => {
        await expect(client.readUser(ADA)).rejects.toMatchObject({
          code: 'GOTO_TOKEN',
          advice: expect.stringContaining('"identity:"'),
        });
      });
    },
  );

  test('secrets stand in no log and in no error, whatever goes wrong', async () => {
    const faults = (['error500', 'htmlBefore', 'dropBefore', 'unauthorized'] as const).map((kind, at) => ({
      kind,
      nth: [at * 3 + 1, at * 3 + 3] as const,
    }));
    await withBench({ faults }, async ({ client, world }) => {
      const ends = await Promise.allSettled([client.readUser(ADA), client.listUsers(() => undefined)]);

      const shown = JSON.stringify([ends, world.logged]);
      expect(shown).not.toContain(PAT);
      expect(shown).not.toMatch(/access-|secret-%1|Basic|Bearer/);
    });
  });
});
