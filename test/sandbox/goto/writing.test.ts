import { describe, expect, test } from '@jest/globals';
import type { GotoSandboxOptions } from '../../../src/sandbox/goto/index.ts';
import { ADA, BOB, codeOf, DEPARTMENT, HELPDESK, OWNER, SALES, testAccount, withGoto } from './ask.ts';

type Switches = GotoSandboxOptions['switches'];

const ofAda = `filter=${encodeURIComponent('email eq "ada@corp.example"')}`;

describe('groups', () => {
  test('a user stands in one at most', async () => {
    await withGoto({}, async ({ ask, sandbox }) => {
      sandbox.account.groups.push({ key: '5', name: 'East', parent: null });
      const groupOfAda = (): unknown => sandbox.account.users[1]?.groupKey;

      expect(await ask('PUT', `groups/${SALES}/users/${ADA}`)).toMatchObject({ status: 200, text: '' });
      expect(groupOfAda()).toBe(SALES);
      await ask('PUT', `groups/5/users/${ADA}`);
      expect(groupOfAda()).toBe('5');
      expect(await ask('DELETE', `users/${ADA}/groups`)).toMatchObject({ status: 200, text: '' });
      expect(groupOfAda()).toBeNull();
    });
  });

  test.each<[string, string, unknown, number, string]>([
    ['PUT', `groups/6/users/${ADA}`, undefined, 404, 'group.not.found'],
    ['PUT', `groups/${SALES}/users/6`, undefined, 404, 'user.not.found'],
    ['DELETE', 'users/6/groups', undefined, 404, 'user.not.found'],
    ['POST', 'groups', {}, 400, 'group.name.required'],
    ['POST', 'groups', { name: 'Sales' }, 409, 'group.name.conflict'],
    ['POST', 'groups', { name: 'New', key: '1' }, 400, 'field.unknown'],
    ['PUT', 'groups/6', { name: 'New' }, 404, 'group.not.found'],
    ['PUT', `groups/${SALES}`, { name: 'Sales' }, 409, 'group.name.conflict'],
    ['DELETE', 'groups/6', undefined, 404, 'group.not.found'],
    ['POST', 'attributes', { name: 'department' }, 400, 'attribute.name.invalid'],
    ['PUT', `users/${ADA}/attributes`, {}, 400, 'body.invalid'],
    ['PUT', `users/${ADA}/attributes`, [{ attributeKey: '6', value: 'x' }], 404, 'attribute.not.found'],
    ['PUT', `rolesets/6/users?${ofAda}`, {}, 404, 'roleset.not.found'],
    ['PUT', `rolesets/${HELPDESK}/users`, {}, 400, 'filter.required'],
    ['PUT', `rolesets/${HELPDESK}/users?filter=%20`, {}, 400, 'filter.required'],
    ['DELETE', 'users/rolesets', undefined, 400, 'filter.required'],
    ['DELETE', 'users/rolesets?filter=x', undefined, 400, 'filter.invalid'],
  ])('%s %s %j is refused: %d', async (method, path, body, status, code) => {
    await withGoto({}, async ({ ask, sandbox }) => {
      const said = await ask(method, path, body);

      expect([said.status, codeOf(said)]).toEqual([status, code]);
      expect(sandbox.account).toEqual(testAccount());
    });
  });

  test.each<[Switches, unknown]>([
    [{}, { key: '7000000000000000402' }],
    [{ groupPostAnswer: 'bare' }, '7000000000000000402'],
  ])('a new one, with %j, answers with its key', async (switches, body) => {
    await withGoto({ switches: switches ?? {} }, async ({ ask }) => {
      expect(await ask('POST', 'groups', { name: 'New' })).toMatchObject({ status: 200, body });
      const filter = encodeURIComponent('(name="New")');
      expect((await ask('GET', `groups?filter=${filter}`)).body).toMatchObject({
        total: 1,
        results: [{ name: 'New' }],
      });
    });
  });

  test('are renamed, and taken away from their users', async () => {
    await withGoto({}, async ({ ask, sandbox }) => {
      sandbox.account.groups.push({ key: '5', name: 'East', parent: SALES });
      await ask('PUT', `groups/${SALES}/users/${ADA}`);
      await ask('PUT', `groups/${SALES}`, { name: 'Selling' });
      expect(sandbox.account.groups[0]?.name).toBe('Selling');

      await ask('DELETE', `groups/${SALES}`);

      expect(sandbox.account.groups).toEqual([{ key: '5', name: 'East', parent: null }]);
      expect(sandbox.account.users[1]?.groupKey).toBeNull();
    });
  });
});

describe('custom roles', () => {
  test.each<[Switches, string[]]>([
    [{}, []],
    [{ roleSetClearsAdminRoles: false }, ['MANAGE_USERS']],
  ])('are given to whom the filter matches; with %j admin roles are %j', async (switches, adminRoles) => {
    await withGoto({ switches: switches ?? {} }, async ({ ask, sandbox }) => {
      const { users } = sandbox.account;
      Object.assign(users[1] ?? {}, { adminRoles: ['MANAGE_USERS'], roleSets: ['8'] });

      expect(await ask('PUT', `rolesets/${HELPDESK}/users?${ofAda}`, {})).toMatchObject({ status: 200, text: '' });
      expect(users.map(({ roleSets }) => roleSets)).toEqual([[], [HELPDESK], [], []]);
      expect(users[1]?.adminRoles).toEqual(adminRoles);
      expect(users[0]?.adminRoles).toEqual(['SUPER_USER']);
      expect((await ask('GET', `users/${ADA}`)).body).toMatchObject({ roleSets: [HELPDESK] });

      expect(await ask('DELETE', `users/rolesets?${ofAda}`)).toMatchObject({ status: 200, text: '' });
      expect(users[1]?.roleSets).toEqual([]);
    });
  });

  test.each<[Switches, string[]]>([
    [{ roleSetWrites: 'replace' }, [HELPDESK]],
    [{ roleSetWrites: 'add' }, ['8', HELPDESK]],
  ])('with %j leave %j', async (switches, roleSets) => {
    await withGoto({ switches: switches ?? {} }, async ({ ask, sandbox }) => {
      Object.assign(sandbox.account.users[1] ?? {}, { roleSets: ['8'] });
      await ask('PUT', `rolesets/${HELPDESK}/users?${ofAda}`, {});

      expect(sandbox.account.users[1]?.roleSets).toEqual(roleSets);
    });
  });

  test.each([
    [true, 400, [[], [], [], []]],
    [false, 200, [[HELPDESK], [HELPDESK], [HELPDESK], []]],
  ])('without a filter, where one is needed: %j', async (roleSetNeedsFilter, status, roleSets) => {
    await withGoto({ switches: { roleSetNeedsFilter } }, async ({ ask, sandbox }) => {
      expect(await ask('PUT', `rolesets/${HELPDESK}/users`, {})).toMatchObject({ status });
      expect(sandbox.account.users.map((user) => user.roleSets)).toEqual(roleSets);
    });
  });

  test('of nobody, and of who is not here, change nothing', async () => {
    await withGoto({}, async ({ ask, sandbox }) => {
      const eve = encodeURIComponent('email eq "eve@corp.example"');
      await ask('PUT', `rolesets/${HELPDESK}/users?filter=${eve}`, {});

      expect(sandbox.account).toEqual(testAccount());
    });
  });
});

describe('attributes', () => {
  test('are made, and set for a user', async () => {
    await withGoto({}, async ({ ask, sandbox }) => {
      expect((await ask('POST', 'attributes', { name: 'costCenter' })).body).toEqual({ key: '7000000000000000402' });
      const values = [
        { attributeKey: DEPARTMENT, value: 'Sales' },
        { attributeKey: '7000000000000000402', value: '17' },
      ];

      expect(await ask('PUT', `users/${ADA}/attributes`, values)).toMatchObject({ status: 200, text: '' });
      expect((await ask('GET', `users/${ADA}`)).body).toMatchObject({ attributes: values });
      expect(sandbox.account.users[1]?.attributes).toEqual({ department: 'Sales', costCenter: '17' });
    });
  });

  test.each<[Switches, unknown[], Record<string, string>]>([
    [{ attributeWrites: 'merge' }, [], { department: 'Sales' }],
    [{ attributeWrites: 'replace' }, [], {}],
    [{ attributeWrites: 'merge' }, [{ attributeKey: DEPARTMENT, value: '' }], {}],
    [{ attributeWrites: 'merge' }, [{ attributeKey: DEPARTMENT, value: 'IT' }], { department: 'IT' }],
  ])('with %j, %j leaves %j', async (switches, values, left) => {
    await withGoto({ switches: switches ?? {} }, async ({ ask, sandbox }) => {
      Object.assign(sandbox.account.users[1] ?? {}, { attributes: { department: 'Sales' } });
      await ask('PUT', `users/${ADA}/attributes`, values);

      expect(sandbox.account.users[1]?.attributes).toEqual(left);
    });
  });
});

test('a deletion is in the log', async () => {
  await withGoto({ switches: { putStatus: 204 } }, async ({ ask, sandbox }) => {
    expect(await ask('DELETE', `users/${BOB}`)).toMatchObject({ status: 204, text: '' });

    expect(sandbox.log.filter(({ method }) => method === 'DELETE')).toMatchObject([
      { path: expect.stringContaining(`/users/${BOB}`), status: 204, wrote: true, body: null },
    ]);
  });
});

test('somebody else may change the account right before a call', async () => {
  const calls: unknown[] = [];
  const account = testAccount();
  const during: GotoSandboxOptions['during'] = async (call) => {
    calls.push(call);
    await Promise.resolve();
    if (call.writes) Object.assign(account.users[0] ?? {}, { adminRoles: ['RUN_REPORTS'] });
  };
  await withGoto({ account, during }, async ({ ask }) => {
    expect(await ask('GET', `users/${OWNER}`)).toMatchObject({ status: 200 });
    expect(await ask('PUT', `users/${BOB}`, { lastName: 'x' })).toMatchObject({ status: 403 });

    expect(calls).toMatchObject([
      { method: 'POST', path: '/oauth/token', writes: false },
      { method: 'GET', body: null, writes: false },
      { method: 'PUT', body: { lastName: 'x' }, writes: true },
    ]);
  });
});
