import { type TestSettings } from '../targets/rescue/planner/builders.ts';
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { CA_PEM, ENV, GOOD_FILE } from './files.ts';
import { load } from './memory-inputs.ts';

const good = GOOD_FILE.join('\n');

async function settingsOf(text: string, files = {}): Promise<TestSettings> {
  const loaded = await load(text, files);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded.settings;
}

describe('defaults', () => {
  test('are those of the documentation', async () => {
    const settings = await settingsOf(good);

    expect(settings).toMatchObject({
      file: 'sync.yaml',
      sha256: createHash('sha256').update(good).digest('hex'),
      directory: {
        type: 'ldap',
        urls: ['ldaps://dc1.corp.example'],
        baseDN: 'DC=corp,DC=example',
        bindDN: 'adsync@corp.example',
        tls: { ca: null, startTLS: false, serverName: null },
        timeouts: { connect: 10_000, request: 60_000 },
      },
      rescue: {
        url: 'https://secure.logmeinrescue.com',
        requests: { concurrent: 4, perSecond: 10, timeout: 60_000 },
        newUserPassword: null,
        groupsWithLimits: 'refuse',
        adopt: 'mapped',
        loginId: 'email',
        ssoId: 'none',
        protect: [],
        mappings: [
          {
            parts: [{ directoryGroup: 'Tier 1' }],
            rescueGroup: ['Technicians', 'Tier 1'],
            subgroups: 'mirror',
            ssoId: 'none',
            attributes: ['name', 'email', 'status'],
            line: 12,
          },
        ],
      },
    });
  });

  test('secrets arrive, wrapped up', async () => {
    const { directory, rescue } = await settingsOf(good);

    expect(directory.type === 'ldap' && directory.bindPassword.reveal()).toBe(ENV.BIND);
    expect(rescue.credentials.kind === 'token' && rescue.credentials.token.reveal()).toBe(ENV.TOKEN);
  });
});

describe('the hash of the file', () => {
  test.each([
    ['CRLF', good.replaceAll('\n', '\r\n')],
    ['CRLF on some lines', good.replace('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${good}`],
    ['both', `\uFEFF${good.replaceAll('\n', '\r\n')}`],
  ])('is the same with %s', async (_name, text) => {
    const { sha256 } = await settingsOf(text);

    expect(sha256).toBe((await settingsOf(good)).sha256);
  });

  test.each([
    ['a comment more', `${good}\n# changed`],
    ['another line break at the end', `${good}\n`],
    ['a lone carriage return', `${good} # a\rb`],
  ])('is another one with %s', async (_name, text) => {
    const { sha256 } = await settingsOf(text);

    expect(sha256).not.toBe((await settingsOf(good)).sha256);
  });

  test('can leave line ends out, for a file with CRLF means the same, also inside of texts', async () => {
    const lines = [
      '      rescueGroup: Technicians/A',
      '    - { directoryGroup: "a\n        b \\\n        c\n\n        d", rescueGroup: Technicians/B }',
      '    - directoryGroup: |\n        a\n        b\n      rescueGroup: Technicians/C',
      '    - directoryGroup: >-\n        a\n        b\n      rescueGroup: Technicians/D',
      "    - { directoryGroup: 'a\n\n        e', rescueGroup: Technicians/E }",
      '    - directoryGroup: a\n        f\n      rescueGroup: Technicians/F',
    ];
    const text = [...GOOD_FILE.slice(0, 12), ...lines].join('\n');

    const [lf, crlf] = [await settingsOf(text), await settingsOf(text.replaceAll('\n', '\r\n'))];

    expect(lf.rescue.mappings.map(({ parts }) => parts[0]?.directoryGroup)).toEqual([
      'Tier 1',
      'a b c\nd',
      'a\nb',
      'a b',
      'a\ne',
      'a f',
    ]);
    expect(crlf).toEqual(lf);
  });
});

describe('what is set', () => {
  test('for the directory arrives', async () => {
    const text = good.replace(
      '  bindPassword: ${BIND}',
      '  bindPassword: ${BIND}\n  tls: { ca: tls/ca.pem, serverName: dc1 }\n  timeouts: { connect: 250ms, request: 2m }',
    );

    const { directory } = await settingsOf(text, { '/etc/adsync/tls/ca.pem': CA_PEM });

    expect(directory).toMatchObject({
      tls: { ca: CA_PEM, startTLS: false, serverName: 'dc1' },
      timeouts: { connect: 250, request: 120_000 },
    });
  });

  test('as the authority for the account arrives, apart from that for the directory', async () => {
    const text = good.replace('  region: us', '  region: us\n  tls: { ca: proxy.pem }');

    const { directory, rescue } = await settingsOf(text, { '/etc/adsync/proxy.pem': CA_PEM });

    expect(rescue.ca).toEqual({ from: 'file', pem: CA_PEM });
    expect(directory).toMatchObject({ tls: { ca: null } });
  });

  test('for the account arrives', async () => {
    const text = good.replace(
      '  apiToken: ${TOKEN}',
      [
        '  email: owner@corp.example',
        '  password: ${TOKEN}',
        '  newUsers: { password: "${BIND}" }',
        '  adopt: account',
        '  loginId: upn',
        '  ssoId: email',
        '  protect: [owner@corp.example]',
        '  requests: { concurrent: 2, perSecond: 0.5, timeout: 5s }',
      ].join('\n'),
    );

    const { rescue } = await settingsOf(text);

    expect(rescue).toMatchObject({
      credentials: { kind: 'password', email: 'owner@corp.example' },
      adopt: 'account',
      loginId: 'upn',
      ssoId: 'email',
      protect: ['owner@corp.example'],
      requests: { concurrent: 2, perSecond: 0.5, timeout: 5000 },
    });
    expect(rescue.newUserPassword?.reveal()).toBe(ENV.BIND);
  });

  test('a directory file is found beside the YAML file', async () => {
    const text = ['version: 1', 'directory: { type: file, path: export/ad.ldif }', ...GOOD_FILE.slice(7)].join('\n');

    const { directory } = await settingsOf(text);

    expect(directory).toEqual({ type: 'file', path: '/etc/adsync/export/ad.ldif' });
  });
});

describe('limits', () => {
  test('have careful defaults', async () => {
    const { limits, guardRails } = await settingsOf(good);

    expect(limits).toEqual({
      disable: { kind: 'percent', percent: 10 },
      disablePerGroup: { kind: 'percent', percent: 50 },
      move: { kind: 'percent', percent: 30 },
      readdress: { kind: 'percent', percent: 30 },
      create: null,
      minimum: 5,
      window: 86_400_000,
    });
    expect(guardRails).toEqual([]);
  });

  test.each([
    ['window: 0', { window: 0 }],
    ['window: 36h', { window: 129_600_000 }],
    ['move: 12', { move: { kind: 'count', count: 12 } }],
    ['readdress: 5%', { readdress: { kind: 'percent', percent: 5 } }],
    ['create: 100', { create: 100 }],
  ])('%s', async (yaml, expected) => {
    const { limits } = await settingsOf(`${good}\nlimits: { ${yaml} }`);

    expect(limits).toMatchObject(expected);
  });

  test('and whatever else guards are known with their lines, as they stand in the file', async () => {
    const text = `${good}\napprove: [d1-0, d2-0]\nlimits:\n  disable: 100%\n  window: 1h`;
    const first = good.split('\n').length + 1;

    const { guardRails } = await settingsOf(text);

    expect(guardRails).toEqual([
      { key: 'approve', value: 'd1-0, d2-0', line: first },
      { key: 'limits.disable', value: '100%', line: first + 2 },
      { key: 'limits.window', value: '1h', line: first + 3 },
    ]);
  });
});
