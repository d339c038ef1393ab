import { describe, expect, test } from '@jest/globals';
import type { GotoSandboxOptions, GotoSandboxUser } from '../../../src/sandbox/goto/index.ts';
import {
  ADA,
  BOB,
  codeOf,
  CONNECT,
  EVE,
  HELPDESK,
  MEETING,
  OWNER,
  person,
  SALES,
  testAccount,
  type World,
  withGoto,
} from './ask.ts';

type Switches = GotoSandboxOptions['switches'];

function userIn({ sandbox }: World, key: string): GotoSandboxUser | undefined {
  return sandbox.account.users.find((user) => user.key === key);
}

const cy = { email: 'cy@corp.example', firstName: 'Cy', lastName: 'Example' };

describe('a user', () => {
  test('shows what it has, and leaves out what it has not', async () => {
    await withGoto({}, async ({ ask, sandbox }) => {
      Object.assign(sandbox.account.users[1] ?? {}, { groupKey: SALES, invitedDate: 17, managedGroupKeys: [SALES] });

      expect((await ask('GET', `users/${ADA}`)).body).toEqual({
        key: ADA,
        email: 'ada@corp.example',
        firstName: 'ada',
        lastName: 'Example',
        locale: 'en_US',
        timeZone: 'America/Los_Angeles',
        licenseKeys: [MEETING],
        products: ['G2M'],
        managedGroupKeys: [SALES],
        groupKey: SALES,
        groupName: 'Sales',
        groupKeyPath: [SALES],
        groupNamePath: ['Sales'],
        passwordCreated: true,
        invitedDate: 17,
        inviteCount: 0,
        nameLocked: false,
        emailLocked: false,
        identityReadOnly: false,
        canAuthenticate: true,
        status: 'ACTIVE',
      });
      expect(Object.keys((await ask('GET', `users/${BOB}`)).body as object)).not.toContain('licenseKeys');
    });
  });

  test.each<[string, Partial<GotoSandboxUser>, string]>([
    ['nothing', {}, 'SUSPENDED'],
    ['nothing, though signed in', { activated: true }, 'SUSPENDED'],
    ['a licence', { licenseKeys: [MEETING] }, 'INVITED'],
    ['a licence, signed in', { licenseKeys: [MEETING], activated: true }, 'ACTIVE'],
    ['a licence, long ago', { licenseKeys: [MEETING], activated: true, inactive: true }, 'INACTIVE'],
    ['a role', { adminRoles: ['MANAGE_USERS'] }, 'INVITED'],
    ['a custom role', { roleSets: [HELPDESK], activated: true }, 'ACTIVE'],
    ['a licence, declined', { licenseKeys: [MEETING], activated: true, declined: true }, 'SUSPENDED'],
  ])('with %s is %j: %s', async (_what, fields, status) => {
    await withGoto({}, async ({ ask, sandbox }) => {
      sandbox.account.users.push(person('7', 'zed@corp.example', fields));

      expect((await ask('GET', 'users/7')).body).toMatchObject({ status });
    });
  });

  test.each<[string, Switches, number, string]>([
    ['7', {}, 404, '"user.not.found"'],
    [EVE, {}, 404, '"user.not.found"'],
    ['x7', {}, 502, '<html>'],
    ['x7', { malformedId502: false }, 404, '"user.not.found"'],
  ])('with the key %s and %j is not there: %d', async (key, switches, status, text) => {
    await withGoto({ switches: switches ?? {} }, async ({ ask }) => {
      expect(await ask('GET', `users/${key}`)).toMatchObject({ status, text: expect.stringContaining(text) });
    });
  });

  test.each<[Switches, Record<string, unknown>]>([
    [{}, { managedGroupKeys: [SALES], attributes: [{ attributeKey: expect.any(String), value: 'X' }] }],
    [{ showManagedGroups: false }, { managedGroupKeys: undefined }],
    [{ showsAttributes: false }, { attributes: undefined }],
  ])('with %j shows %j', async (switches, shown) => {
    await withGoto({ switches: switches ?? {} }, async ({ ask, sandbox }) => {
      const fields = { managedGroupKeys: [SALES], attributes: { department: 'X' } };
      sandbox.account.users.push(person('7', 'zed@corp.example', fields));
      const body = (await ask('GET', 'users/7')).body as Record<string, unknown>;

      for (const [name, value] of Object.entries(shown)) {
        if (value === undefined) expect(body).not.toHaveProperty(name);
        else expect(body).toMatchObject({ [name]: value });
      }
    });
  });
});

describe('POST users', () => {
  test('adds somebody with a fresh key, who is invited and takes a seat', async () => {
    await withGoto({ now: () => 99 }, async (world) => {
      const { ask } = world;
      const said = await ask('POST', 'users?allOrNothing=false', {
        users: [cy],
        licenseKeys: [MEETING],
        groupKey: SALES,
      });
      const key = '7000000000000000402';

      expect(said).toMatchObject({ status: 200, body: [{ key, email: 'cy@corp.example' }] });
      expect((await ask('GET', `users/${key}`)).body).toMatchObject({
        status: 'INVITED',
        groupKey: SALES,
        inviteCount: 1,
        invitedDate: 99,
      });
      expect((await ask('GET', 'licenses')).body).toMatchObject({
        results: [{ userCount: 2, seats: 2 }, {}],
        total: 2,
      });
      await ask('PUT', `users/${key}`, { licenseKeys: [] });
      expect(userIn(world, key)).toMatchObject({ licenseKeys: [] });
    });
  });

  test('sends no mail where that is suppressed', async () => {
    await withGoto({}, async ({ ask, sandbox }) => {
      await ask('POST', 'users', { users: [cy], adminRoles: ['MANAGE_USERS'], suppressEmail: true });

      expect(sandbox.account.users.at(-1)).toMatchObject({ inviteCount: 0, invitedDate: null });
    });
  });

  const meeting = { licenseKeys: [MEETING] };
  test.each<[string, unknown, Switches, number, string | undefined]>([
    ['nothing given', { users: [cy] }, {}, 400, 'license.or.role.required'],
    ['nothing given, allowed', { users: [cy] }, { createNeedsLicenceOrRole: false }, 200, undefined],
    ['a role', { users: [cy], adminRoles: ['MANAGE_USERS'] }, {}, 200, undefined],
    ['201', { users: [cy], ...meeting }, { postStatus: 201 }, 201, undefined],
    ['no users', { users: [], ...meeting }, {}, 400, 'field.invalid'],
    [
      'two of at most one',
      { users: [cy, { ...cy, email: 'd@x.y' }], ...meeting },
      { maxUsersPerPost: 1 },
      400,
      'field.invalid',
    ],
    ['no body', undefined, {}, 400, 'body.invalid'],
    ['broken JSON', '{"users":', {}, 400, 'body.invalid'],
    ['an unknown field', { users: [cy], ...meeting, key: '1' }, {}, 400, 'field.unknown'],
    ['an unknown field of a user', { users: [{ ...cy, key: '1' }], ...meeting }, {}, 400, 'field.unknown'],
    ['no e-mail', { users: [{ ...cy, email: undefined }], ...meeting }, {}, 400, 'field.required'],
    ['no name', { users: [{ ...cy, lastName: undefined }], ...meeting }, {}, 400, 'field.required'],
    ['a bad e-mail', { users: [{ ...cy, email: 'cy' }], ...meeting }, {}, 400, 'field.invalid'],
    ['a name of 33', { users: [{ ...cy, firstName: 'x'.repeat(33) }], ...meeting }, {}, 400, 'field.invalid'],
    ['a name of 32', { users: [{ ...cy, firstName: 'x'.repeat(32) }], ...meeting }, {}, 200, undefined],
    [
      'an e-mail of 129',
      { users: [{ ...cy, email: `${'x'.repeat(117)}@corp.example` }], ...meeting },
      {},
      400,
      'field.invalid',
    ],
    [
      'an e-mail of 128',
      { users: [{ ...cy, email: `${'x'.repeat(115)}@corp.example` }], ...meeting },
      {},
      200,
      undefined,
    ],
    ['a bad locale', { users: [{ ...cy, locale: 'german' }], ...meeting }, {}, 400, 'field.invalid'],
    ['suppressEmail as text', { users: [cy], ...meeting, suppressEmail: 'true' }, {}, 400, 'field.invalid'],
    ['an unknown licence', { users: [cy], licenseKeys: ['7'] }, {}, 400, 'license.not.found'],
    ['an unknown role', { users: [cy], adminRoles: ['BOSS'] }, {}, 400, 'role.invalid'],
    ['an unknown group', { users: [cy], ...meeting, groupKey: '7' }, {}, 404, 'group.not.found'],
    ['an unknown managed group', { users: [cy], ...meeting, managedGroupKeys: ['7'] }, {}, 404, 'group.not.found'],
  ])('with %s: %j %j: %d', async (_what, body, switches, status, code) => {
    await withGoto({ switches: switches ?? {} }, async ({ ask, sandbox }) => {
      const said = await ask('POST', 'users', body);

      expect([said.status, codeOf(said)]).toEqual([status, code]);
      expect(sandbox.account.users).toHaveLength(status < 300 ? 5 : 4);
    });
  });

  test('of several is refused as a whole', async () => {
    await withGoto({}, async ({ ask, sandbox }) => {
      const people = ['c@x.y', 'd@x.y'].map((email) => ({ ...cy, email }));

      expect(await ask('POST', 'users?allOrNothing=false', { users: people, ...meeting })).toMatchObject({
        status: 409,
      });
      expect(sandbox.account.users).toHaveLength(4);
      expect(await ask('POST', 'users?allOrNothing=false', { users: people, licenseKeys: [CONNECT] })).toMatchObject({
        body: [{ email: 'c@x.y' }, { email: 'd@x.y' }],
      });
      expect(new Set(sandbox.account.users.map(({ key }) => key)).size).toBe(6);
    });
  });

  test.each<[string[], string, number, string | undefined]>([
    [[], 'cy@else.example', 200, undefined],
    [['Corp.example'], 'cy@corp.EXAMPLE', 200, undefined],
    [['corp.example'], 'cy@else.example', 403, 'no.such.domain'],
  ])('with the domains %j takes %s: %d', async (validatedDomains, email, status, code) => {
    const switches: Switches = { domainRefusalStatus: 403, domainRefusalCode: 'no.such.domain' };
    await withGoto({ account: { ...testAccount(), validatedDomains }, switches }, async ({ ask }) => {
      const said = await ask('POST', 'users', { users: [{ ...cy, email }], ...meeting });

      expect([said.status, codeOf(said)]).toEqual([status, code]);
    });
  });

  test('keeps the e-mail as it was written, or in lower case', async () => {
    await withGoto({}, async ({ ask, sandbox }) => {
      await ask('POST', 'users', { users: [{ ...cy, email: 'Cy@Corp.example' }], licenseKeys: [CONNECT] });
      sandbox.switches.emailCase = 'lower';
      await ask('POST', 'users', { users: [{ ...cy, email: 'Dee@Corp.example' }], licenseKeys: [CONNECT] });

      expect(sandbox.account.users.slice(-2).map(({ email }) => email)).toEqual([
        'Cy@Corp.example',
        'dee@corp.example',
      ]);
    });
  });
});

describe('a conflict', () => {
  const eve = { email: 'EVE@corp.example', firstName: 'Eve', lastName: 'Example' };
  const ada = { email: 'ADA@corp.example', firstName: 'Ada', lastName: 'Example' };

  test.each<[string, Switches, unknown, number, unknown]>([
    ['false', { conflictMode: 'keyless' }, eve, 200, [{ email: eve.email }]],
    ['false', { conflictMode: 'keyed' }, eve, 200, [{ key: EVE, email: 'eve@corp.example' }]],
    ['false', { conflictMode: '409' }, eve, 409, expect.anything()],
    ['true', { conflictMode: 'keyless' }, eve, 409, expect.anything()],
    ['true', { conflictMode: 'keyed' }, eve, 409, expect.anything()],
    ['false', {}, ada, 200, [{ key: ADA, email: ada.email }]],
    ['false', { sameAccountConflict: 'keyless' }, ada, 200, [{ email: ada.email }]],
    ['false', { sameAccountConflict: '409' }, ada, 409, expect.anything()],
    ['true', {}, ada, 409, expect.anything()],
  ])('with allOrNothing=%s, %j and %j: %d', async (allOrNothing, switches, user, status, body) => {
    await withGoto({ switches: switches ?? {} }, async ({ ask }) => {
      const query = allOrNothing === 'true' ? '' : '?allOrNothing=false';
      const said = await ask('POST', `users${query}`, { users: [user], licenseKeys: [CONNECT] });

      expect(said).toEqual(expect.objectContaining({ status, body }));
    });
  });

  test('of an unanswered transfer shows as invited and takes the licence, as suspended, or is not there', async () => {
    const body = { users: [eve], licenseKeys: [CONNECT] };
    await withGoto({ switches: { conflictMode: 'keyed' } }, async ({ ask }) => {
      await ask('POST', 'users?allOrNothing=false', body);

      expect((await ask('GET', `users/${EVE}`)).body).toMatchObject({ status: 'INVITED', licenseKeys: [CONNECT] });
      expect((await ask('GET', 'licenses')).body).toMatchObject({ results: [{ userCount: 1 }, { userCount: 1 }] });
    });
    await withGoto({ switches: { conflictMode: 'keyed', transferShows: 'suspended' } }, async ({ ask }) => {
      await ask('POST', 'users?allOrNothing=false', body);
      const shown = (await ask('GET', `users/${EVE}`)).body as Record<string, unknown>;

      expect([shown['status'], shown['licenseKeys']]).toEqual(['SUSPENDED', undefined]);
    });
    await withGoto({ switches: { conflictMode: 'keyed', transferWaits: false } }, async ({ ask }) => {
      await ask('POST', 'users?allOrNothing=false', body);

      expect(await ask('GET', `users/${EVE}`)).toMatchObject({ status: 404 });
    });
  });

  test.each([
    [true, { userCount: 1 }, [CONNECT]],
    [false, { userCount: 0 }, undefined],
  ])('of a declined transfer takes a seat: %j', async (declineTakesSeat, licence, licenseKeys) => {
    await withGoto({ switches: { declineTakesSeat } }, async ({ ask, sandbox }) => {
      sandbox.account.users.push(person('7', 'zed@corp.example', { licenseKeys: [CONNECT], declined: true }));
      const shown = (await ask('GET', 'users/7')).body as Record<string, unknown>;

      expect([shown['status'], shown['licenseKeys']]).toEqual(['SUSPENDED', licenseKeys]);
      expect((await ask('GET', 'licenses')).body).toMatchObject({ results: [{}, licence] });
    });
  });

  test.each([
    [true, ADA],
    [false, '7000000000000000402'],
  ])('with a deleted user brings it back: %j', async (deletedUserReturns, key) => {
    await withGoto({ switches: { deletedUserReturns } }, async ({ ask }) => {
      expect(await ask('DELETE', `users/${ADA}`)).toMatchObject({ status: 200 });
      expect(await ask('GET', `users/${ADA}`)).toMatchObject({ status: 404 });
      const said = await ask('POST', 'users', { users: [ada], licenseKeys: [CONNECT] });

      expect(said.body).toEqual([{ key, email: ada.email }]);
      expect((await ask('GET', `users/${key}`)).body).toMatchObject({ firstName: 'Ada', licenseKeys: [CONNECT] });
    });
  });
});

describe('PUT users', () => {
  test.each<[Switches, number, Record<string, string> | null]>([
    [{}, 200, null],
    [{ putStatus: 204 }, 204, null],
    [{ putBody: 'user' }, 200, { key: ADA, lastName: 'L' }],
    [{ putStatus: 204, putBody: 'user' }, 204, null],
  ])('with %j answers %d', async (switches, status, body) => {
    await withGoto({ switches: switches ?? {} }, async (world) => {
      const said = await world.ask('PUT', `users/${ADA}?allOrNothing=true`, { lastName: 'L' });

      expect(said.status).toBe(status);
      if (body === null) expect(said.text).toBe('');
      else expect(said.body).toMatchObject(body);
      expect(userIn(world, ADA)).toMatchObject({ firstName: 'ada', lastName: 'L', licenseKeys: [MEETING] });
    });
  });

  test.each<[Switches, string[]]>([
    [{ licenceWrites: 'replace' }, [CONNECT]],
    [{ licenceWrites: 'add' }, [MEETING, CONNECT]],
  ])('with %j leaves %j', async (switches, licenseKeys) => {
    await withGoto({ switches: switches ?? {} }, async (world) => {
      await world.ask('PUT', `users/${ADA}`, { licenseKeys: [CONNECT], adminRoles: ['MANAGE_USERS'] });

      expect(userIn(world, ADA)).toMatchObject({ licenseKeys, adminRoles: ['MANAGE_USERS'] });
    });
  });

  test.each<[Switches, number]>([
    [{ suppressEmailOnPut: 'ignored' }, 200],
    [{ suppressEmailOnPut: 'refused' }, 400],
  ])('with %j and suppressEmail gives %d', async (switches, status) => {
    await withGoto({ switches: switches ?? {} }, async ({ ask }) => {
      expect(await ask('PUT', `users/${ADA}`, { lastName: 'L', suppressEmail: true })).toMatchObject({ status });
    });
  });

  test('with empty lists suspends', async () => {
    await withGoto({}, async ({ ask }) => {
      await ask('PUT', `users/${ADA}`, { licenseKeys: [], adminRoles: [] });

      expect((await ask('GET', `users/${ADA}`)).body).toMatchObject({ status: 'SUSPENDED' });
    });
  });

  test.each<[string, unknown, number, string]>([
    ['a key', { key: ADA }, 400, 'field.unknown'],
    ['a list', [], 400, 'body.invalid'],
    ['a number as name', { lastName: 7 }, 400, 'field.invalid'],
    ['an empty name', { lastName: '' }, 400, 'field.invalid'],
    ['no list of licences', { licenseKeys: MEETING }, 400, 'field.invalid'],
    ['no list of roles', { adminRoles: [7] }, 400, 'field.invalid'],
    ['the address of another', { email: 'Bob@corp.example' }, 409, 'user.name.conflict'],
    ['the address of another account', { email: 'eve@corp.example' }, 409, 'user.name.conflict'],
  ])('with %s is refused: %j', async (_what, body, status, code) => {
    await withGoto({}, async (world) => {
      const said = await world.ask('PUT', `users/${ADA}`, body);

      expect([said.status, codeOf(said)]).toEqual([status, code]);
      expect(userIn(world, ADA)).toEqual(testAccount().users[1]);
    });
  });

  test.each<[unknown, number]>([
    [{ firstName: 'x' }, 403],
    [{ lastName: 'x' }, 403],
    [{ email: 'x@corp.example' }, 403],
    [{ locale: 'de_DE' }, 403],
    [{ licenseKeys: [], adminRoles: [], managedGroupKeys: [SALES], timeZone: 'Europe/Berlin' }, 200],
  ])('of a person of another account: %j gives %d', async (body, status) => {
    await withGoto({}, async ({ ask, sandbox }) => {
      Object.assign(sandbox.account.users[1] ?? {}, { identityReadOnly: true });

      expect(await ask('PUT', `users/${ADA}`, body)).toMatchObject({ status });
    });
  });
});

describe('seats', () => {
  test.each<[Switches, number, string | undefined, string[]]>([
    [{}, 409, 'license.seats.exceeded', []],
    [{ seatRefusal: '400', seatRefusalCode: 'full' }, 400, 'full', []],
    [{ seatRefusal: '403' }, 403, 'license.seats.exceeded', []],
    [{ seatRefusal: 'silent' }, 200, undefined, [CONNECT]],
    [{ invitedCountsAsSeat: false }, 200, undefined, [MEETING, CONNECT]],
  ])('with %j the third of two: %d', async (switches, status, code, licenseKeys) => {
    await withGoto({ switches: switches ?? {} }, async (world) => {
      await world.ask('POST', 'users', { users: [cy], licenseKeys: [MEETING] });
      const said = await world.ask('PUT', `users/${BOB}`, { licenseKeys: [MEETING, CONNECT] });

      expect([said.status, codeOf(said)]).toEqual([status, code]);
      expect(userIn(world, BOB)).toMatchObject({ licenseKeys });
    });
  });

  test('of a licence that is switched off are given to nobody, and whoever has one keeps it', async () => {
    await withGoto({}, async ({ ask, sandbox }) => {
      Object.assign(sandbox.account.licences[0] ?? {}, { enabled: false });

      expect(codeOf(await ask('PUT', `users/${BOB}`, { licenseKeys: [MEETING] }))).toBe('license.disabled');
      expect(await ask('PUT', `users/${ADA}`, { licenseKeys: [MEETING, CONNECT] })).toMatchObject({ status: 200 });
    });
  });

  test('are shown with their users', async () => {
    await withGoto({}, async ({ ask }) => {
      await ask('POST', 'users', { users: [cy], licenseKeys: [MEETING] });

      expect((await ask('GET', 'licenses')).body).toMatchObject({
        results: [
          { key: MEETING, userKeys: [ADA], invitedUserKeys: ['7000000000000000402'], products: ['G2M'] },
          { key: CONNECT, userKeys: [] },
        ],
      });
    });
  });
});

test('the owner is who /me shows', async () => {
  await withGoto({}, async ({ ask, sandbox }) => {
    const me = async (): Promise<unknown> => (await ask('GET', '/admin/rest/v1/me')).body;
    const accounts = [
      { key: '1234567890123456789', name: 'Corp' },
      { key: '99', name: 'Other' },
    ];

    expect(await me()).toMatchObject({
      key: OWNER,
      accountKey: accounts[0]?.key,
      adminRoles: ['SUPER_USER'],
      accounts,
    });
    Object.assign(sandbox.switches, { meAccounts: 1, meAccountKey: 'other', superUserListsAllRoles: true });
    expect(await me()).toMatchObject({
      accountKey: '99',
      accounts: accounts.slice(0, 1),
      adminRoles: expect.arrayContaining(['SUPER_USER', 'ADD_USERS']),
    });
    sandbox.switches.meAccounts = 0;
    expect(await me()).not.toHaveProperty('accounts');
  });
});
