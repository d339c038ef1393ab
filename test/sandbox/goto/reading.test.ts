import { describe, expect, test } from '@jest/globals';
import type { GotoSandboxOptions } from '../../../src/sandbox/goto/index.ts';
import { parseExactJson } from '../../../src/core/exact-json.ts';
import { ACCOUNT, ADA, BOB, codeOf, MEETING, OWNER, person, SALES, testAccount, withGoto } from './ask.ts';

type Switches = GotoSandboxOptions['switches'];

interface Page {
  readonly results?: readonly Record<string, unknown>[];
  readonly fromIndex: number;
  readonly toIndex: number;
  readonly total: number;
}

/** Five users: owner, ada, bob, cy, dee. */
function five(): ReturnType<typeof testAccount> {
  const account = testAccount();
  account.users.push(person('8', 'cy@corp.example'), person('9', 'dee@corp.example', { lastName: 'Zed' }));
  return account;
}

function firstNames(body: unknown): unknown[] | undefined {
  return (body as Page).results?.map(({ firstName }) => firstName);
}

describe('a list', () => {
  test.each<[string, Switches, string[] | undefined, number, number]>([
    ['', {}, ['owner', 'ada', 'bob', 'cy', 'dee'], 0, 5],
    ['?pageSize=2', {}, ['owner', 'ada'], 0, 2],
    ['?pageSize=2&offset=2', {}, ['bob', 'cy'], 2, 4],
    ['?pageSize=2&offset=4', {}, ['dee'], 4, 5],
    ['?offset=5', {}, undefined, 5, 5],
    ['?offset=5', { missingResultsWhenEmpty: false }, [], 5, 5],
    ['', { pageSizeDefault: 1 }, ['owner'], 0, 1],
    ['?pageSize=3', { pageSizeMax: 2 }, ['owner', 'ada'], 0, 2],
    ['?descending=firstName&pageSize=2', {}, ['owner', 'dee'], 0, 2],
    ['?ascending=firstName&pageSize=3', {}, ['ada', 'bob', 'cy'], 0, 3],
  ])('users%s with %j: %j', async (query, switches, names, fromIndex, toIndex) => {
    await withGoto({ account: five(), switches: switches ?? {} }, async ({ ask }) => {
      const { status, body } = await ask('GET', `users${query}`);

      expect([status, firstNames(body)]).toEqual([200, names]);
      expect(body).toMatchObject({ fromIndex, toIndex, total: 5 });
    });
  });

  test.each<[string, Switches, string]>([
    ['pageSize=0', {}, 'query.invalid'],
    ['pageSize=x', {}, 'query.invalid'],
    ['offset=-1', {}, 'query.invalid'],
    ['pageSize=3', { pageSizeMax: 2, pageSizeOver: 'refuse' }, 'query.invalid'],
    ['filter=email+eq+%22a%22', {}, 'query.invalid'],
    ['filter=%zz', {}, 'query.invalid'],
    ['filter=email', {}, 'filter.invalid'],
  ])('users?%s with %j is refused', async (query, switches, code) => {
    await withGoto({ switches: switches ?? {} }, async ({ ask }) => {
      const said = await ask('GET', `users?${query}`);

      expect([said.status, codeOf(said)]).toEqual([400, code]);
    });
  });

  test.each(['attributeNames', 'attributes'])('has only the fields that %s names', async (name) => {
    await withGoto({}, async ({ ask }) => {
      expect((await ask('GET', `users?${name}=key,email&pageSize=1`)).body).toMatchObject({
        results: [{ key: OWNER, email: 'owner@corp.example' }],
      });
      expect((await ask('GET', `users?${name}=key&pageSize=1`)).text).not.toContain('owner');
    });
  });

  test.each<[string, unknown]>([
    ['licenses', [{ key: MEETING, userCount: 1 }, {}]],
    ['groups', [{ key: SALES, name: 'Sales', keyPath: [SALES], namePath: ['Sales'], userKeys: [ADA], memberCount: 1 }]],
    ['rolesets', [{ id: '7000000000000000301', name: 'Helpdesk' }]],
    ['attributes', [{ key: '7000000000000000401', name: 'department' }]],
  ])('of %s has the same form', async (path, results) => {
    await withGoto({}, async ({ ask, sandbox }) => {
      Object.assign(sandbox.account.users[1] ?? {}, { groupKey: SALES });
      const { body } = await ask('GET', path);

      expect(body).toMatchObject({ results, fromIndex: 0, total: (results as unknown[]).length });
    });
  });

  test('counts the members of a group and of those below it', async () => {
    await withGoto({}, async ({ ask, sandbox }) => {
      sandbox.account.groups.push({ key: '5', name: 'East', parent: SALES });
      Object.assign(sandbox.account.users[1] ?? {}, { groupKey: SALES });
      Object.assign(sandbox.account.users[2] ?? {}, { groupKey: '5' });

      expect((await ask('GET', `groups/${SALES}`)).body).toMatchObject({ memberCount: 1, totalMemberCount: 2 });
      expect((await ask('GET', 'groups/5')).body).toMatchObject({ keyPath: [SALES, '5'], namePath: ['Sales', 'East'] });
      expect(codeOf(await ask('GET', 'groups/6'))).toBe('group.not.found');
    });
  });

  test('the account has a name', async () => {
    await withGoto({}, async ({ ask }) => {
      expect((await ask('GET', '')).body).toEqual({ key: ACCOUNT, name: 'Corp' });
    });
  });
});

describe('a filter', () => {
  test.each<[string, Switches, string[] | undefined]>([
    ['email eq "ADA@corp.example"', {}, ['ada']],
    ['email eq "ada@corp.example" or firstName eq "bob"', {}, ['ada', 'bob']],
    ['lastName eq "Example" and (firstName eq "bob" or firstName eq "dee")', {}, ['bob']],
    ['email eq "ada@corp"', {}, undefined],
    ['firstName eq "ADA"', {}, undefined],
    ['email eq "a\\"da"', {}, undefined],
    ['(email="(?i).*DA@corp.*") | (firstName="b.b")', {}, ['ada', 'bob']],
    ['(email=".*DA@corp.*")', {}, undefined],
    ['(lastName="Ex.*") & (firstName="(?i)C.")', {}, ['cy']],
    [`(key="${BOB}")`, {}, ['bob']],
    ['email eq "ada@corp.example"', { filterForm: 'eq' }, ['ada']],
    ['(firstName="ada")', { filterForm: 'regex' }, ['ada']],
    ['status="SUSPENDED"', {}, ['bob', 'cy', 'dee']],
  ])('%s with %j finds %j', async (filter, switches, names) => {
    await withGoto({ account: five(), switches: switches ?? {} }, async ({ ask }) => {
      const { status, body } = await ask('GET', `users?filter=${encodeURIComponent(filter)}`);

      expect([status, firstNames(body)]).toEqual([200, names]);
      expect(body).toMatchObject({ total: names?.length ?? 0 });
    });
  });

  test.each<[string, Switches]>([
    ['email eq "ada@corp.example"', { filterForm: 'regex' }],
    ['(email="x")', { filterForm: 'eq' }],
    ['', {}],
    ['email eq ada', {}],
    ['email ne "ada"', {}],
    ['"email" eq "ada"', {}],
    ['(email="x"', {}],
    ['email="x" email="y"', {}],
    ['email="("', {}],
    ['email="x', {}],
    ['email eq "x" %', {}],
  ])('%s with %j is refused', async (filter, switches) => {
    await withGoto({ switches: switches ?? {} }, async ({ ask }) => {
      expect(codeOf(await ask('GET', `users?filter=${encodeURIComponent(filter)}`))).toBe('filter.invalid');
    });
  });
});

describe('keys', () => {
  const long = '12345678901234567890123456';

  test('come out as bare numbers of any length', async () => {
    const account = testAccount();
    account.users.push(person(long, 'z@x.y', { licenseKeys: [MEETING] }), person('k-1', 'y@x.y'));
    await withGoto({ account, switches: { keysAsNumbers: true } }, async ({ ask }) => {
      const { text } = await ask('GET', 'users?attributes=key,licenseKeys,email');

      expect(text).toContain(`{"key":${long},"email":"z@x.y","licenseKeys":[${MEETING}]}`);
      expect(text).toContain('{"key":"k-1","email":"y@x.y"}');
      expect(parseExactJson(text)).toMatchObject({ results: [{}, {}, {}, { key: long }, {}] });
    });
  });

  test.each<[Switches, string, number]>([
    [{}, `"${MEETING}"`, 200],
    [{}, MEETING, 200],
    [{ keysInRequests: 'text' }, `"${MEETING}"`, 200],
    [{ keysInRequests: 'text' }, MEETING, 400],
    [{ keysInRequests: 'numbers' }, `"${MEETING}"`, 400],
    [{ keysInRequests: 'numbers' }, MEETING, 200],
    [{ keysInRequests: 'numbers' }, '5', 200],
    [{}, '5.5', 400],
  ])('with %j are taken as %s: %d', async (switches, key, status) => {
    const account = testAccount();
    account.licences.push({ key: '5', description: 'Small', seats: 1, products: [], enabled: true });
    await withGoto({ account, switches: switches ?? {} }, async ({ ask, sandbox }) => {
      const said = await ask('PUT', `users/${BOB}`, `{"lastName":"${MEETING} 7","licenseKeys":[${key}]}`);

      expect(said.status).toBe(status);
      if (status === 200) expect(sandbox.account.users[2]?.licenseKeys).toEqual([key.replaceAll('"', '')]);
    });
  });

  test('that are fresh follow the longest', async () => {
    const account = testAccount();
    account.users.push(person(long, 'z@x.y'));
    await withGoto({ account }, async ({ ask }) => {
      const users = [{ email: 'c@x.y', firstName: 'C', lastName: 'D' }];

      expect((await ask('POST', 'users', { users, licenseKeys: [MEETING] })).body).toMatchObject([
        { key: '12345678901234567890123457' },
      ]);
    });
  });
});

describe('a reading that is behind', () => {
  test('shows the state of then: after a change, a new user, a group', async () => {
    let now = 0;
    await withGoto({ now: () => now, switches: { consistencyDelay: 5000 } }, async ({ ask }) => {
      const lastName = async (): Promise<unknown> =>
        ((await ask('GET', `users/${BOB}`)).body as { lastName: unknown }).lastName;
      const groups = async (): Promise<unknown> => ((await ask('GET', 'groups')).body as Page).total;
      now = 1000;
      await ask('PUT', `users/${BOB}`, { lastName: 'Second' });
      now = 3000;
      await ask('PUT', `users/${BOB}`, { lastName: 'Third' });
      await ask('POST', 'groups', { name: 'New' });

      const seen: unknown[] = [];
      for (now of [3000, 5999, 6000, 7999, 8000]) seen.push([await lastName(), await groups()]);

      expect(seen).toEqual([
        ['Example', 1],
        ['Example', 1],
        ['Second', 1],
        ['Second', 1],
        ['Third', 2],
      ]);
    });
  });

  test('does not hold a write back: it finds the state of now', async () => {
    await withGoto({ now: () => 0, switches: { consistencyDelay: 5000 } }, async ({ ask, sandbox }) => {
      await ask('PUT', `users/${BOB}`, { licenseKeys: [MEETING] });
      await ask('PUT', `users/${BOB}`, { lastName: 'Second' });

      expect(sandbox.account.users[2]).toMatchObject({ licenseKeys: [MEETING], lastName: 'Second' });
    });
  });
});
