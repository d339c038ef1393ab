import { describe, expect, test } from '@jest/globals';
import { readAccount, readAccountId } from '../../../../src/targets/goto/wire/read-account.ts';
import type { Rule } from '../../../../src/targets/goto/settings.ts';
import { ACCOUNT, CONNECT, counts, HELPDESK, MEETING, OWNER, SALES, testAccount, user, withBench } from './support.ts';

const told: string[] = [];
const thorough = { thorough: true, progress: (text: string) => void told.push(text) };
const quick = { ...thorough, thorough: false };

test('an account is read with everything that is in it', async () => {
  await withBench({}, async ({ client, settings }) => {
    const reading = await readAccount(client, settings, thorough);

    expect(reading).toMatchObject({
      account: ACCOUNT,
      organization: 'Corp',
      url: settings.url,
      self: { key: OWNER, email: 'owner@corp.example' },
      licences: [
        { key: MEETING, description: 'Meeting', products: ['G2M'], enabled: true, seats: 2, inUse: 1 },
        { key: CONNECT, description: 'Connect', products: ['JIVE'], enabled: true, seats: 9, inUse: 0 },
      ],
      groups: [{ key: SALES, name: 'Sales', path: ['Sales'] }],
      roleSets: [{ id: HELPDESK, name: 'Helpdesk' }],
      attributes: [],
    });
    expect(reading.users.map(({ email, status }) => [email, status])).toEqual([
      ['owner@corp.example', 'ACTIVE'],
      ['ada@corp.example', 'ACTIVE'],
      ['bob@corp.example', 'SUSPENDED'],
    ]);
    expect(told.at(-1)).toBe('reading the users of the account: 3 of 3');
  });
});

describe('what it costs', () => {
  const plain = (count: number): ReturnType<typeof testAccount> => {
    const account = testAccount();
    account.users = [
      ...account.users.slice(0, 1),
      ...Array.from({ length: count - 1 }, (_none, at) =>
        user(String(8_000_000_000 + at), `u${at}@corp.example`, { licenseKeys: at < 5 ? [CONNECT] : [] }),
      ),
    ];
    return account;
  };

  test('an account of 20,000 users takes its pages and two requests, besides that of a token', async () => {
    const options = { account: plain(20_000), settings: { requests: { pageSize: 1000 } } };
    await withBench(options, async ({ client, settings, sandbox }) => {
      await readAccountId(client, settings);
      const reading = await readAccount(client, settings, quick);

      expect(reading.users).toHaveLength(20_000);
      expect(counts(sandbox)).toEqual({
        'POST token': 1,
        'GET /admin/rest/v1/me': 1,
        'GET /users': 20,
        'GET /licenses': 1,
      });
    });
  });

  test.each<[string, Partial<Rule>, Record<string, number>]>([
    ['a user group', { userGroup: 'Sales' }, { 'GET /groups': 1 }],
    ['a custom role', { role: { kind: 'custom', name: 'Helpdesk' } }, { 'GET /rolesets': 1 }],
    [
      'a manager of groups',
      { role: { kind: 'manager', permissions: [], userGroups: ['Sales'] } },
      { 'GET /groups': 1 },
    ],
    ['a manager of all', { role: { kind: 'manager', permissions: [], userGroups: [] } }, {}],
  ])('a rule with %s takes the list of these as well', async (_what, rule, more) => {
    const whole: Rule = {
      directoryGroup: 'G',
      note: null,
      products: [],
      role: null,
      userGroup: null,
      language: null,
      line: 1,
      ...rule,
    };
    await withBench({ account: plain(2), settings: { mappings: [whole] } }, async ({ client, settings, sandbox }) => {
      await readAccount(client, settings, quick);

      const { 'GET /groups': groups, 'GET /rolesets': roles } = counts(sandbox);
      expect({ groups, roles }).toEqual({ groups: more['GET /groups'], roles: more['GET /rolesets'] });
    });
  });

  test('users with groups and custom roles take these lists, attributes of the file theirs', async () => {
    const account = testAccount(user('1', 'x@corp.example', { roleSets: [HELPDESK] }));
    await withBench({ account, settings: { linkAttribute: 'department' } }, async ({ client, settings, sandbox }) => {
      const reading = await readAccount(client, settings, quick);

      expect(reading).toMatchObject({ groups: [{ name: 'Sales' }], roleSets: [{ id: HELPDESK }] });
      expect(reading.attributes.map(({ name }) => name)).toEqual(['department']);
      expect(counts(sandbox)['GET /attributes']).toBe(1);
    });
  });
});

describe('the account of the file', () => {
  test.each([
    ['one of several', { meAccountKey: 'other' }, 'Corp'],
    ['beside the list', { meAccounts: 0 }, ''],
  ] as const)('may be %s', async (_what, switches, organization) => {
    await withBench({ switches }, async ({ client, settings }) => {
      expect(await readAccount(client, settings, quick)).toMatchObject({ account: ACCOUNT, organization });
    });
  });

  test('must be one of those that the token is good for; these are named', async () => {
    await withBench({ settings: { account: '4711' } }, async ({ client, settings, sandbox }) => {
      await expect(readAccount(client, settings, quick)).rejects.toMatchObject({
        code: 'GOTO_ACCOUNT',
        message: `The token is not good for the account 4711. It is good for ${ACCOUNT} (Corp), 99 (Other).`,
      });
      expect(Object.keys(counts(sandbox))).toEqual(['POST token', 'GET /admin/rest/v1/me']);
    });
  });
});

test('a caller whose roles lack MANAGE_USERS is told so before anything is planned', async () => {
  const account = testAccount();
  for (const one of account.users.slice(0, 1)) one.adminRoles = ['ADD_USERS', 'RUN_REPORTS'];
  await withBench({ account }, async ({ client, settings }) => {
    await expect(readAccountId(client, settings)).rejects.toMatchObject({
      code: 'GOTO_NOT_AUTHORIZED',
      message:
        'The user of the token (owner@corp.example) lacks the admin role MANAGE_USERS. It has ADD_USERS, RUN_REPORTS.',
    });
  });
});
