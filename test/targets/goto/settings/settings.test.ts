import { describe, expect, test } from '@jest/globals';
import { CA_PEM } from '../../../config/files.ts';
import { found, GOTO_FILE, gotoFile, loadRules, loadWith, settingsWith } from './goto-file.ts';

const LONG = '12345678901234567890123456';

test('a file that says as little as it can has the defaults of the documentation', async () => {
  const { clientSecret, credential, ...settings } = await settingsWith({});

  expect(settings).toEqual({
    type: 'goto',
    url: 'https://api.getgo.com',
    authUrl: 'https://authentication.logmeininc.com',
    ca: null,
    account: '1234567890123456789',
    clientId: 'client-1',
    requests: {
      concurrent: 4,
      perSecond: 8,
      timeout: 60_000,
      consistencyDelay: 5_000,
      pageSize: 100,
      keys: 'text',
      filter: 'eq',
    },
    domains: ['corp.example'],
    domainLines: [10],
    welcomeMail: false,
    language: null,
    products: [
      { name: 'Meeting', licence: '71', line: 12 },
      { name: 'Connect', licence: '72', line: 12 },
    ],
    protect: [],
    protectLines: [],
    adopt: 'held',
    linkAttribute: null,
    attributes: [],
    mappings: [
      {
        directoryGroup: 'Sales',
        note: null,
        products: ['Meeting', 'Connect'],
        role: null,
        userGroup: null,
        language: null,
        line: 14,
      },
    ],
  });
  expect(clientSecret.reveal()).toBe('client-secret-value');
  expect(credential.kind === 'personalAccessToken' && credential.token.reveal()).toBe('pat-value');
});

test('everything that is written is taken over', async () => {
  const settings = await settingsWith(
    {
      5: 'goto:\n  url: https://api.goto.example\n  authUrl: https://auth.goto.example/\n  tls: { ca: ca.pem }',
      10: '  domains: [Corp.Example, sub.corp.example]',
      11: `  welcomeMail: true
  language: en_US
  protect:
    - Owner@Corp.Example
    - x@sub.corp.example
  adopt: account
  linkAttribute: adsyncId
  attributes:
    department: department
    costCenter: extensionAttribute3
  requests:
    { concurrent: 2, perSecond: 0.5, timeout: 5s, consistencyDelay: 0s, pageSize: 1000, keys: numbers, filter: regex }`,
    },
    { files: { '/etc/adsync/ca.pem': CA_PEM } },
  );

  expect(settings).toMatchObject({
    url: 'https://api.goto.example',
    authUrl: 'https://auth.goto.example',
    ca: { from: 'file', pem: CA_PEM },
    requests: {
      concurrent: 2,
      perSecond: 0.5,
      timeout: 5_000,
      consistencyDelay: 0,
      pageSize: 1000,
      keys: 'numbers',
      filter: 'regex',
    },
    domains: ['corp.example', 'sub.corp.example'],
    welcomeMail: true,
    language: 'en_US',
    protect: ['owner@corp.example', 'x@sub.corp.example'],
    protectLines: [17, 18],
    adopt: 'account',
    linkAttribute: 'adsyncId',
    attributes: [
      { name: 'department', from: 'department', line: 22 },
      { name: 'costCenter', from: 'extensionAttribute3', line: 23 },
    ],
  });
});

describe('keys of an account', () => {
  test.each([
    ['a text', `"${LONG}"`],
    ['a text with blanks around it', `" ${LONG} "`],
    ['a bare number', LONG],
  ])('keep all digits as %s', async (_name, written) => {
    const settings = await settingsWith({
      6: `  account: ${written}`,
      12: `  products: { Meeting: ${written}, Connect: 1${LONG} }`,
    });

    expect(settings.account).toBe(LONG);
    expect(settings.products.map(({ licence }) => licence)).toEqual([LONG, `1${LONG}`]);
  });

  test('keep zeros before them', async () => {
    expect((await settingsWith({ 6: '  account: 0071' })).account).toBe('0071');
  });
});

describe('the file of a stand-in', () => {
  test('is found from where the YAML file lies', async () => {
    expect((await settingsWith({ 5: 'goto:\n  url: "sandbox: goto.json"' })).url).toBe('sandbox:/etc/adsync/goto.json');
  });

  test('may stand with secrets in clear, and so may a server on this machine', async () => {
    const clear = { 8: '  clientSecret: abcdefghi', 9: '  personalAccessToken: jklmnopqr' };
    const local = 'goto:\n  url: http://127.0.0.1:4711\n  authUrl: http://localhost:4712';

    expect(found(await loadWith({ ...clear, 5: 'goto:\n  url: sandbox:goto.json' }))).toEqual([]);
    expect(found(await loadWith({ ...clear, 5: local }))).toEqual([]);
    expect(found(await loadWith(clear))).toEqual([
      expect.stringContaining('warning SECRET_IN_FILE 8:17'),
      expect.stringContaining('warning SECRET_IN_FILE 9:24'),
    ]);
  });
});

describe('a refresh token', () => {
  test('comes with the file that it is kept in', async () => {
    const files = { '/etc/adsync/secrets/refresh': 'from-file\n' };
    const { credential } = await settingsWith({ 9: '  refreshToken: ${file:secrets/refresh}' }, { files });

    expect(credential).toMatchObject({ kind: 'refreshToken', path: '/etc/adsync/secrets/refresh' });
    expect(credential.token.reveal()).toBe('from-file');
  });
});

test('secrets are known to whoever masks them, and so is the id of the client where it comes from outside', async () => {
  const loaded = await loadWith({ 7: '  clientId: ${ID}' });

  expect(loaded.secrets.map((one) => one.reveal()).toSorted()).toEqual([
    'client-2',
    'client-secret-value',
    'pat-value',
  ]);
});

test('a file in which a secret is missing never says another one', async () => {
  const loaded = await loadWith({ 9: '  personalAccessToken: ${MISSING}', 6: '  account: ${PAT}' });

  expect(loaded.ok).toBe(false);
  expect(JSON.stringify(loaded.ok ? [] : loaded.diagnostics)).not.toMatch(/pat-value|client-secret-value/);
});

describe('what a rule gives', () => {
  test.each([
    ['member', { kind: 'member' }],
    ['{ permissions: [RUN_REPORTS, MANAGE_USERS] }', { permissions: ['MANAGE_USERS', 'RUN_REPORTS'], userGroups: [] }],
    ['{ permissions: [RUN_REPORTS], userGroups: [West, " East"] }', { kind: 'manager', userGroups: ['East', 'West'] }],
    ['{ custom: " Helpdesk " }', { kind: 'custom', name: 'Helpdesk' }],
    ['admin', { kind: 'admin' }],
    ['superAdmin', { kind: 'superAdmin' }],
  ])('is the role %s', async (written, role) => {
    const dn = 'CN=Sales,OU=Groups,DC=corp,DC=example';
    const loaded = await loadRules(`{ directoryGroup: "${dn}", products: [Meeting, Connect], role: ${written} }`);

    expect(gotoFile(loaded).goto.mappings).toMatchObject([{ directoryGroup: dn, role }]);
    expect(found(loaded)).toEqual([]);
  });

  test('keeps the order of the rules, and their lines', async () => {
    const loaded = await loadRules(
      '{ directoryGroup: B, note: first, products: [Connect, Meeting], userGroup: " East " }',
      '{ directoryGroup: " A ", language: de_DE }',
    );

    expect(gotoFile(loaded).goto.mappings).toEqual([
      {
        directoryGroup: 'B',
        note: 'first',
        products: ['Connect', 'Meeting'],
        role: null,
        userGroup: 'East',
        language: null,
        line: 14,
      },
      { directoryGroup: ' A ', note: null, products: [], role: null, userGroup: null, language: 'de_DE', line: 15 },
    ]);
  });

  test('may be the same list by an alias', async () => {
    const loaded = await loadRules(
      '{ directoryGroup: A, products: &all [Meeting, Connect] }',
      '{ directoryGroup: B, products: *all }',
    );

    expect(gotoFile(loaded).goto.mappings.map(({ products }) => products.length)).toEqual([2, 2]);
  });
});

test('trust in addresses and protected people are listed among the guards', async () => {
  const text = '  domains: [corp.example]\n  adopt: account\n  protect: [a@corp.example, b@corp.example]';
  const { guardRails } = gotoFile(await loadWith({ 10: text }));

  expect(guardRails).toEqual([
    { key: 'goto.adopt', value: 'account', line: 11 },
    { key: 'goto.protect', value: 'a@corp.example, b@corp.example', line: 12 },
  ]);
});

test('the file of the tests leaves nothing out that is needed', async () => {
  for (const line of [6, 7, 8, 9, 10, 11, 13]) {
    const text = { [line]: '', ...(line === 13 ? { 14: '' } : {}) };

    expect([GOTO_FILE[line - 1], (await loadWith(text)).ok]).toEqual([GOTO_FILE[line - 1], false]);
  }
});
