import { describe, expect, test } from '@jest/globals';
import type { GotoSandbox } from '../../../../src/sandbox/goto/index.ts';
import type { UserKey } from '../../../../src/targets/goto/planner/account.ts';
import type { GotoClient } from '../../../../src/targets/goto/wire/calls.ts';
import {
  ADA,
  BOB,
  type BenchOptions,
  CONNECT,
  counts,
  EVE,
  GRACE,
  HELPDESK,
  inAccount,
  MEETING,
  OWNER,
  requests,
  SALES,
  testAccount,
  user,
  withBench,
} from './support.ts';

const department = { settings: { attributes: [{ name: 'department', from: 'department', line: 1 }] } };

describe('what is read of a user', () => {
  test.each<[string, BenchOptions]>([
    ['keys as texts', {}],
    ['keys as bare numbers', { switches: { keysAsNumbers: true } }],
  ])('%s', async (_what, options) => {
    await withBench({ ...options, ...department }, async ({ client }) => {
      expect(await client.readUser(ADA)).toEqual({
        key: ADA,
        email: 'ada@corp.example',
        firstName: 'Some',
        lastName: 'Body',
        locale: 'en_US',
        licences: [MEETING],
        adminRoles: [],
        roleSets: [],
        managedGroups: null,
        group: SALES,
        status: 'ACTIVE',
        identityReadOnly: false,
        attributes: { department: 'Sales' },
      });
    });
  });

  test('a list that any user shows is empty for the others, and not unknown', async () => {
    const leader = user('7000000000000000000000110', 'lea@corp.example', {
      adminRoles: ['MANAGE_USERS'],
      managedGroupKeys: [SALES],
    });
    await withBench({ account: testAccount(leader), ...department }, async ({ client }) => {
      const users = await client.listUsers(() => undefined);

      expect(users.map(({ email, managedGroups, attributes }) => [email, managedGroups, attributes])).toEqual([
        ['owner@corp.example', [], {}],
        ['ada@corp.example', [], { department: 'Sales' }],
        ['bob@corp.example', [], {}],
        ['lea@corp.example', [SALES], {}],
      ]);
    });
  });

  test('attributes are not asked for where the file uses none', async () => {
    await withBench({}, async ({ client, sandbox }) => {
      expect(await client.readUser(ADA)).toMatchObject({ attributes: null });
      expect(await client.listAttributes()).toEqual([]);
      expect(requests(sandbox)).toEqual(['POST token', `GET /users/${ADA}`]);
    });
  });

  test('that there is none is said by its code alone', async () => {
    await withBench({}, async ({ client, sandbox }) => {
      expect(await client.readUser('7000000000000000000000999' as UserKey)).toBeNull();
      sandbox.account.accountKey = '1';
      await expect(client.readUser(ADA)).rejects.toMatchObject({ code: 'GOTO_NOT_AUTHORIZED' });
    });
  });
});

describe.each(['eq', 'regex'] as const)('a search for an address in the form %s', (filter) => {
  const options: BenchOptions = { settings: { requests: { filter } }, switches: { filterForm: filter } };
  const hostile = [
    user('7000000000000000000000120', `o'neil+a.b@corp.example`),
    user('7000000000000000000000121', 'o"neil@corp.example'),
    user('7000000000000000000000122', 'xada@corp.example'),
    user('7000000000000000000000123', 'adaxcorp.example'),
    user('7000000000000000000000124', 'a b@corp.example'),
    user('7000000000000000000000125', 'ä%&#@corp.example'),
    user('7000000000000000000000126', 'back\\slash@corp.example'),
  ];

  test.each(hostile.map(({ key, email }) => [email, key]))('finds %s', async (email, key) => {
    await withBench({ ...options, account: testAccount(...hostile) }, async ({ client }) => {
      expect(await client.findUser(email)).toMatchObject({ key, email });
    });
  });

  test('finds users whatever the case, and nobody else', async () => {
    await withBench({ ...options, account: testAccount(...hostile) }, async ({ client }) => {
      expect(await client.findUser('ADA@corp.example')).toMatchObject({ key: ADA });
      expect(await client.findUser('ada@corp')).toBeNull();
      expect(await client.findUser('.*@corp.example')).toBeNull();
    });
  });
});

test('two users with one address are an answer that cannot be right', async () => {
  await withBench({ account: testAccount(user('1', 'ADA@corp.example')) }, async ({ client }) => {
    await expect(client.findUser('ada@corp.example')).rejects.toMatchObject({ code: 'GOTO_PROTOCOL' });
  });
});

describe('an addition', () => {
  test('is one user a call with allOrNothing=false, and says everything about it', async () => {
    await withBench({}, async ({ client, sandbox }) => {
      const grace = {
        ...GRACE,
        locale: 'de_DE',
        adminRoles: ['MANAGE_USERS'],
        managedGroups: [SALES],
        group: SALES,
        welcomeMail: true,
      };
      const result = await client.addUser(grace);

      const { key } = inAccount(sandbox, GRACE.email)[0] ?? {};
      expect(result).toEqual({ ok: true, value: { kind: 'added', key } });
      expect(sandbox.log.at(-1)).toMatchObject({
        query: { allOrNothing: 'false' },
        body: {
          users: [{ email: GRACE.email, firstName: 'Grace', lastName: 'Hopper', locale: 'de_DE' }],
          licenseKeys: [CONNECT],
          adminRoles: ['MANAGE_USERS'],
          managedGroupKeys: [SALES],
          groupKey: SALES,
          suppressEmail: false,
        },
      });
    });
  });

  test.each(['text', 'numbers'] as const)('writes keys as %s', async (keys) => {
    const options: BenchOptions = { settings: { requests: { keys } }, switches: { keysInRequests: keys } };
    await withBench(options, async ({ client, sandbox }) => {
      expect(await client.addUser({ ...GRACE, group: SALES })).toMatchObject({ ok: true });
      expect(inAccount(sandbox, GRACE.email)).toMatchObject([{ licenseKeys: [CONNECT], groupKey: SALES }]);
    });
  });

  test.each([200, 201] as const)('may be answered with %p', async (postStatus) => {
    await withBench({ switches: { postStatus } }, async ({ client }) => {
      expect(await client.addUser(GRACE)).toMatchObject({ ok: true, value: { kind: 'added' } });
    });
  });

  test.each([
    ['409', { kind: 'conflict', refusal: { status: 409, codes: ['user.name.conflict'], kind: 'account-exists' } }],
    ['keyless', { kind: 'conflict', refusal: null }],
    ['keyed', { kind: 'added', key: EVE }],
  ] as const)('of an address of another account, answered in the way %s', async (conflictMode, value) => {
    await withBench({ switches: { conflictMode } }, async ({ client }) => {
      expect(await client.addUser({ ...GRACE, email: 'eve@corp.example' })).toMatchObject({ ok: true, value });
    });
  });

  test.each([
    ['409', { kind: 'conflict' }],
    ['keyless', { kind: 'conflict' }],
    ['keyed', { kind: 'added', key: ADA }],
  ] as const)('of an address of this account, answered in the way %s', async (sameAccountConflict, value) => {
    await withBench({ switches: { sameAccountConflict } }, async ({ client, sandbox }) => {
      expect(await client.addUser({ ...GRACE, email: 'Ada@corp.example' })).toMatchObject({ ok: true, value });
      expect(sandbox.account.users).toHaveLength(4);
    });
  });

  test('whose first try was carried out unheard is found, though a repetition says that the address is in use', async () => {
    const options: BenchOptions = {
      faults: [{ kind: 'error502After', method: 'POST', path: 'users', nth: 1 }],
      // The search right after it does not show the user yet.
      switches: { consistencyDelay: 1400, sameAccountConflict: '409' },
      settings: { requests: { consistencyDelay: 900 } },
    };
    await withBench(options, async ({ client, sandbox }) => {
      const result = await client.addUser(GRACE);

      expect(result).toEqual({ ok: true, value: { kind: 'added', key: inAccount(sandbox, GRACE.email)[0]?.key } });
      expect(counts(sandbox)['POST /users']).toBe(2);
    });
  });
});

describe('a change', () => {
  test.each([
    ['200 without a body', { putStatus: 200, putBody: 'empty' }],
    ['200 with the user', { putStatus: 200, putBody: 'user' }],
    ['204', { putStatus: 204 }],
  ] as const)('may be answered with %s', async (_what, switches) => {
    await withBench({ switches }, async ({ client, sandbox }) => {
      const write = {
        email: 'adele@corp.example',
        firstName: 'Adele',
        lastName: 'Goldberg',
        licences: [CONNECT, MEETING],
        adminRoles: ['MANAGE_USERS'],
        managedGroups: [SALES],
        gains: [CONNECT],
      };

      expect(await client.updateUser(ADA, write)).toEqual({ ok: true, value: null });
      expect(inAccount(sandbox, 'adele@corp.example')).toMatchObject([
        {
          key: ADA,
          firstName: 'Adele',
          lastName: 'Goldberg',
          licenseKeys: [CONNECT, MEETING],
          adminRoles: ['MANAGE_USERS'],
          managedGroupKeys: [SALES],
        },
      ]);
    });
  });

  test('names only what changes, without the key', async () => {
    await withBench({}, async ({ client, sandbox }) => {
      await client.updateUser(ADA, { licences: [], adminRoles: [] });

      expect(sandbox.log.at(-1)).toMatchObject({ method: 'PUT', body: { licenseKeys: [], adminRoles: [] } });
      expect(Object.keys(sandbox.log.at(-1)?.body ?? {})).toEqual(['licenseKeys', 'adminRoles']);
    });
  });

  test('of the group puts into one, and takes out of it', async () => {
    await withBench({}, async ({ client, sandbox }) => {
      expect(await client.joinGroup(SALES, BOB)).toEqual({ ok: true, value: null });
      expect(await client.leaveGroup(ADA)).toEqual({ ok: true, value: null });
      expect(sandbox.account.users.map(({ groupKey }) => groupKey)).toEqual([null, null, SALES, null]);
    });
  });

  test.each(['merge', 'replace'] as const)(
    'of attributes, where the service is to %s them',
    async (attributeWrites) => {
      await withBench({ ...department, switches: { attributeWrites } }, async ({ client, sandbox }) => {
        expect(await client.setAttributes(BOB, { department: 'Help' })).toEqual({ ok: true, value: null });
        expect(await client.readUser(BOB)).toMatchObject({ attributes: { department: 'Help' } });
        expect(await client.setAttributes(BOB, { other: 'x' })).toMatchObject({
          ok: false,
          refusal: { status: 0, kind: 'invalid-data' },
        });
        expect(counts(sandbox)['PUT /users/*/attributes']).toBe(1);
      });
    },
  );
});

describe.each(['eq', 'regex'] as const)('a custom role, by a filter in the form %s,', (filter) => {
  const options: BenchOptions = { settings: { requests: { filter } }, switches: { filterForm: filter } };
  const bob = { key: BOB, email: 'bob@corp.example' };

  test('is given to one user, and taken away', async () => {
    await withBench(options, async ({ client, sandbox }) => {
      const holders = (): string[] => sandbox.account.users.flatMap(({ key, roleSets }) => (roleSets[0] ? [key] : []));

      expect(await client.giveRoleSet(HELPDESK, bob)).toEqual({ ok: true, value: null });
      expect(holders()).toEqual([BOB]);
      expect(await client.takeRoleSet(bob)).toEqual({ ok: true, value: null });
      expect(holders()).toEqual([]);
    });
  });

  test.each<[string, string, string, string]>([
    ['nobody is found', BOB, 'gone@corp.example', 'transient'],
    ['another user is found', ADA, 'bob@corp.example', 'unknown'],
    ['the address cannot stand in a filter', BOB, 'bob"@corp.example', 'invalid-data'],
    ['there is no address', BOB, '', 'invalid-data'],
  ])('is not sent where %s', async (_what, key, email, kind) => {
    await withBench(options, async ({ client, sandbox }) => {
      const result = await client.giveRoleSet(HELPDESK, { key: key as UserKey, email });

      expect(result).toMatchObject({ ok: false, maybe: false, refusal: { status: 0, kind } });
      expect(sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
    });
  });
});

test('a custom role is not given where a filter finds two users', async () => {
  // A filter of the older form may find more than it says.
  await withBench({ account: testAccount(user('1', 'BOB@corp.example')) }, async ({ client, sandbox }) => {
    const result = await client.giveRoleSet(HELPDESK, { key: BOB, email: 'bob@corp.example' });

    expect(result).toMatchObject({ ok: false, refusal: { text: expect.stringContaining('finds 2 users') } });
    expect(sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
  });
});

/** Every call that a client has and that changes something. */
const WRITES: readonly ((client: GotoClient) => Promise<unknown>)[] = [
  (client) => client.addUser(GRACE),
  (client) => client.updateUser(ADA, { licences: [], adminRoles: [], managedGroups: [] }),
  (client) => client.giveRoleSet(HELPDESK, { key: BOB, email: 'bob@corp.example' }),
  (client) => client.takeRoleSet({ key: BOB, email: 'bob@corp.example' }),
  (client) => client.joinGroup(SALES, BOB),
  (client) => client.leaveGroup(ADA),
  (client) => client.setAttributes(ADA, { department: '' }),
];

test('nothing that a client can do deletes a user, a group or a custom role', async () => {
  const things = ({ account }: GotoSandbox): unknown => [
    account.users.map(({ key, deleted }) => [key, deleted]).slice(0, 4),
    account.groups,
    account.rolesets,
    account.attributes,
  ];
  await withBench(department, async ({ client, sandbox }) => {
    const before = structuredClone(things(sandbox));
    for (const write of WRITES) await write(client);

    expect(things(sandbox)).toEqual(before);
    expect(requests(sandbox).filter((one) => one.startsWith('DELETE'))).toEqual([
      'DELETE /users/rolesets',
      `DELETE /users/${ADA}/groups`,
    ]);
    expect(sandbox.account.users.find(({ key }) => key === OWNER)).toMatchObject({ adminRoles: ['SUPER_USER'] });
  });
});
