import { describe, expect, test } from '@jest/globals';
import type { GotoSandboxOptions } from '../../../src/sandbox/goto/index.ts';
import { ADA, BASIC, BOB, codeOf, OWNER, PAT, testAccount, tokenOf, type World, withGoto } from './ask.ts';

type Switches = GotoSandboxOptions['switches'];

const byPat = { grant_type: 'personal_access_token', pat: PAT };
const byRefresh = { grant_type: 'refresh_token', refresh_token: 'refresh-of-the-test' };
const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('a token', () => {
  test('is given for a personal access token, again and again, and says whose it is', async () => {
    await withGoto({}, async ({ sign, ask }) => {
      const said = [await sign(byPat), await sign(byPat)];

      for (const one of said) {
        expect(one).toMatchObject({ status: 200 });
        expect(one.body).toEqual({
          access_token: expect.any(String),
          token_type: 'Bearer',
          expires_in: 3600,
          scope: 'identity:',
          principal: 'owner@corp.example',
        });
        expect(await ask('GET', `users/${ADA}`, undefined, tokenOf(one))).toMatchObject({ status: 200 });
      }
      expect(new Set(said.map(tokenOf)).size).toBe(2);
    });
  });

  test.each<[string, Record<string, string>, string, number, string]>([
    ['without a client', byPat, '', 401, 'invalid_client'],
    ['with a wrong secret', byPat, basic('client-1:wrong'), 401, 'invalid_client'],
    ['of an unknown client', byPat, basic('client-2:secret-1'), 401, 'invalid_client'],
    ['without a grant', { pat: PAT }, BASIC, 400, 'invalid_request'],
    ['of another grant', { grant_type: 'client_credentials' }, BASIC, 400, 'unsupported_grant_type'],
    ['without its PAT', { grant_type: 'personal_access_token' }, BASIC, 400, 'invalid_request'],
    ['with a wrong PAT', { ...byPat, pat: 'wrong' }, BASIC, 400, 'invalid_grant'],
    ['with a wrong refresh token', { ...byRefresh, refresh_token: PAT }, BASIC, 400, 'invalid_grant'],
  ])('%s is refused', async (_what, form, authorization, status, error) => {
    await withGoto({}, async ({ sign }) => {
      expect(await sign(form, authorization)).toMatchObject({ status, body: { error } });
    });
  });

  test('is refused where the client lacks the grant, or the user cannot sign in', async () => {
    await withGoto({}, async ({ sign, sandbox }) => {
      sandbox.account.tokens.push({ pat: 'of-bob', userKey: BOB, scopes: [] });
      expect(await sign({ ...byPat, pat: 'of-bob' })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      sandbox.account.clients[0]?.grants.shift();
      expect(await sign(byPat)).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
      expect(await sign(byRefresh)).toMatchObject({ status: 200 });
    });
  });

  test.each<[Switches, Record<string, string>, unknown, number]>([
    [{}, byRefresh, undefined, 200],
    [{ refreshRepeats: true }, byRefresh, 'refresh-of-the-test', 200],
    [{ refreshRotates: true }, byRefresh, expect.stringMatching(/^refresh-\w{36}$/), 400],
    [{ patGivesRefreshToken: true }, byPat, expect.stringMatching(/^refresh-\w{36}$/), 200],
  ])('with %j comes with a refresh token or not', async (switches, form, refresh, again) => {
    await withGoto({ switches: switches ?? {} }, async ({ sign }) => {
      const { body } = await sign(form);
      const fresh = (body as Record<string, unknown>)['refresh_token'];

      expect(fresh).toEqual(refresh);
      expect(await sign(form)).toMatchObject({ status: again });
      if (typeof fresh === 'string')
        expect(await sign({ ...byRefresh, refresh_token: fresh })).toMatchObject({ status: 200 });
    });
  });

  test('ends after its seconds', async () => {
    let now = 0;
    await withGoto({ now: () => now, switches: { accessTokenSeconds: 60 } }, async ({ ask }) => {
      expect(await ask('GET', 'users')).toMatchObject({ status: 200 });
      now = 59_999;
      expect(await ask('GET', 'users')).toMatchObject({ status: 200 });
      now = 60_000;
      expect(codeOf(await ask('GET', 'users'))).toBe('not.authenticated');
    });
  });

  test('ends with its user', async () => {
    await withGoto({}, async ({ ask, sandbox }) => {
      await ask('GET', 'users');
      Object.assign(sandbox.account.users[0] ?? {}, { deleted: true });

      expect(await ask('GET', 'users')).toMatchObject({ status: 401 });
    });
  });
});

/** A token for Ada with these roles and scopes. */
async function adas({ sandbox, sign }: World, adminRoles: string[], scopes = ['identity:']): Promise<string> {
  Object.assign(sandbox.account.users[1] ?? {}, { adminRoles });
  sandbox.account.tokens.push({ pat: 'of-ada', userKey: ADA, scopes });
  return tokenOf(await sign({ ...byPat, pat: 'of-ada' }));
}

describe('who may', () => {
  test.each<[string, Switches, number]>([
    ['wrong', {}, 401],
    ['wrong', { noTokenStatus: 403 }, 403],
  ])('the token %s with %j: %d', async (token, switches, status) => {
    await withGoto({ switches: switches ?? {} }, async ({ ask }) => {
      const said = await ask('GET', 'users', undefined, token);

      expect([said.status, codeOf(said)]).toEqual([status, 'not.authenticated']);
    });
  });

  test.each<[Switches, number]>([
    [{}, 401],
    [{ noScopeStatus: 403 }, 403],
  ])('a token without the scope, with %j: %d', async (switches, status) => {
    await withGoto({ switches: switches ?? {} }, async (world) => {
      const token = await adas(world, ['SUPER_USER'], ['identity:scim.me']);

      expect(await world.ask('GET', '/admin/rest/v1/me', undefined, token)).toMatchObject({ status });
    });
  });

  const add = { users: [{ email: 'c@x.y', firstName: 'C', lastName: 'D' }], adminRoles: ['MANAGE_USERS'] };
  const name = { name: 'New' };
  test.each<[string, string, unknown, string]>([
    ['GET', 'users', undefined, 'RUN_REPORTS'],
    ['GET', `users/${BOB}`, undefined, 'RUN_REPORTS'],
    ['GET', '', undefined, 'RUN_REPORTS'],
    ['GET', 'licenses', undefined, 'RUN_REPORTS'],
    ['GET', 'groups', undefined, 'RUN_REPORTS'],
    ['GET', 'groups/7000000000000000201', undefined, 'RUN_REPORTS'],
    ['GET', 'rolesets', undefined, 'RUN_REPORTS'],
    ['GET', 'attributes', undefined, 'MANAGE_USERS'],
    ['POST', 'users', add, 'ADD_USERS'],
    ['PUT', `users/${BOB}`, { lastName: 'x' }, 'MANAGE_USERS'],
    ['DELETE', `users/${BOB}`, undefined, 'MANAGE_USERS'],
    ['PUT', `users/${BOB}/attributes`, [], 'MANAGE_USERS'],
    ['POST', 'attributes', name, 'MANAGE_USERS'],
    ['POST', 'groups', name, 'MANAGE_GROUPS'],
    ['PUT', 'groups/7000000000000000201', name, 'MANAGE_GROUPS'],
    ['DELETE', 'groups/7000000000000000201', undefined, 'MANAGE_GROUPS'],
    ['PUT', `groups/7000000000000000201/users/${BOB}`, undefined, 'MANAGE_GROUPS'],
    ['PUT', `groups/7000000000000000201/users/${BOB}`, undefined, 'MANAGE_USERS'],
    ['DELETE', `users/${BOB}/groups`, undefined, 'MANAGE_USERS'],
    ['PUT', 'rolesets/7000000000000000301/users?filter=email%20eq%20%22b%22', {}, 'SUPER_USER'],
    ['DELETE', 'users/rolesets?filter=email%20eq%20%22b%22', undefined, 'SUPER_USER'],
  ])('%s %s takes a role, as %s', async (method, path, body, role) => {
    await withGoto({ switches: { noRightsStatus: 403 } }, async (world) => {
      const other = role === 'RUN_REPORTS' ? [] : ['MANAGE_SEATS', 'RUN_REPORTS'];
      const token = await adas(world, other);
      const refused = await world.ask(method, path, body, token);
      expect([refused.status, codeOf(refused)]).toEqual([403, 'not.authorized']);
      expect(world.sandbox.log.at(-1)).toMatchObject({ wrote: false });

      for (const enough of [role, 'SUPER_USER']) {
        Object.assign(world.sandbox.account.users[1] ?? {}, { adminRoles: [enough] });
        const said = await world.ask(method, path, body, token);
        expect(['not.authorized', 'not.authenticated']).not.toContain(codeOf(said));
      }
    });
  });

  test('another account is none of ours', async () => {
    await withGoto({ switches: { noRightsStatus: 401 } }, async ({ ask }) => {
      expect(await ask('GET', '/admin/rest/v1/accounts/99/users')).toMatchObject({ status: 401 });
    });
  });
});

test('secrets never reach the log', async () => {
  await withGoto({ switches: { refreshRotates: true } }, async ({ ask, sign, sandbox }) => {
    await ask('GET', '/admin/rest/v1/me');
    const { body } = await sign(byRefresh);

    expect(JSON.stringify(sandbox.log)).not.toMatch(/of-the-test|secret-1|access-|refresh-/);
    expect(JSON.stringify(sandbox.log)).not.toContain(String((body as Record<string, unknown>)['access_token']));
    expect(sandbox.log[0]).toEqual({
      method: 'POST',
      path: '/oauth/token',
      query: {},
      body: { grant_type: 'personal_access_token', pat: '***' },
      status: 200,
      wrote: false,
      fault: null,
    });
    expect(sandbox.log.map(({ wrote }) => wrote)).toEqual([false, false, true]);
  });
});

test('a token is asked for by POST', async () => {
  await withGoto({ account: testAccount() }, async ({ ask }) => {
    expect(await ask('GET', '/oauth/token')).toMatchObject({ status: 405 });
    expect(await ask('GET', '/admin/rest/v2/me')).toMatchObject({ status: 404 });
    expect(await ask('GET', '/admin/rest/v1/you')).toMatchObject({ status: 404 });
    expect(await ask('PATCH', `users/${OWNER}`)).toMatchObject({ status: 405 });
    expect(await ask('GET', 'templates')).toMatchObject({ status: 404 });
  });
});
