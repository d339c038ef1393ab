import { describe, expect, test } from '@jest/globals';
import { CA_PEM, withLine } from './files.ts';
import { codes, load } from './memory-inputs.ts';

type Case = readonly [name: string, line: number, text: string, ...expected: string[]];

const keys: readonly Case[] = [
  ['an unknown key at the top', 1, 'version: 1\nintervall: 15m', 'UNKNOWN_KEY 2:1'],
  ['an unknown key in a nested map', 7, '  bindPassword: ${BIND}\n  tls: { startTls: true }', 'UNKNOWN_KEY 8:10'],
  ['an unknown key of a mapping', 13, '      rescueGroup: Technicians/A\n      ssoID: upn', 'UNKNOWN_KEY 14:7'],
  ['a misspelt key once, not also as missing', 5, '  baseDn: DC=corp,DC=example', 'UNKNOWN_KEY 5:3'],
  ['a missing key at the key of its map', 5, '', 'MISSING_KEY 2:1'],
  ['a missing key of a mapping at its entry', 13, '', 'MISSING_KEY 12:7'],
  ['a missing kind of directory', 3, '', 'MISSING_KEY 2:1'],
  ['a missing version', 1, '', 'MISSING_KEY 2:1'],
  ['a key of another kind of directory', 3, '  type: ldap\n  path: a.ldif', 'UNKNOWN_KEY 4:3'],
  ['a prototype key', 1, 'version: 1\n__proto__: { version: 2 }', 'UNKNOWN_KEY 2:1'],
];

const values: readonly Case[] = [
  ['another version', 1, 'version: 2', 'VERSION_UNSUPPORTED 1:10'],
  ['a kind of directory that does not exist', 3, '  type: ldp', 'WRONG_VALUE 3:9'],
  ['an empty value', 6, '  bindDN:', 'WRONG_TYPE 6:3'],
  ['an empty text', 6, "  bindDN: ''", 'EMPTY 6:11'],
  ['a number where a text must be', 12, '    - directoryGroup: 12', 'WRONG_TYPE 12:23'],
  ['yes instead of true', 7, '  bindPassword: ${BIND}\n  tls: { startTLS: yes }', 'WRONG_TYPE 8:20'],
  ['a text where a list must be', 4, '  urls: ldaps://dc1.corp.example', 'WRONG_TYPE 4:9'],
  ['an empty list', 4, '  urls: []', 'EMPTY 4:9'],
  ['the same entry twice', 4, '  urls: [ldaps://a.example, ldaps://a.example]', 'DUPLICATE_ITEM 4:29'],
  ['a wrong choice', 9, '  region: uss', 'WRONG_VALUE 9:11'],
  ['a wrong attribute', 13, '      rescueGroup: Technicians/A\n      attributes: [nam]', 'WRONG_VALUE 14:20'],
  ['a base that is no DN', 5, '  baseDN: corp.example', 'WRONG_VALUE 5:11'],
  ['too many requests at once', 9, '  region: us\n  requests: { concurrent: 65 }', 'OUT_OF_RANGE 10:27'],
  ['no requests at once', 9, '  region: us\n  requests: { concurrent: 0 }', 'OUT_OF_RANGE 10:27'],
  ['half a request at once', 9, '  region: us\n  requests: { concurrent: 1.5 }', 'WRONG_TYPE 10:27'],
  ['infinitely many requests', 9, '  region: us\n  requests: { perSecond: .inf }', 'WRONG_TYPE 10:26'],
  ['a duration without unit', 7, '  bindPassword: ${BIND}\n  timeouts: { connect: 10 }', 'WRONG_TYPE 8:24'],
  ['a duration with a blank', 7, '  bindPassword: ${BIND}\n  timeouts: { connect: 10 s }', 'WRONG_VALUE 8:24'],
  ['a duration that is too short', 7, '  bindPassword: ${BIND}\n  timeouts: { request: 0s }', 'OUT_OF_RANGE 8:24'],
  ['a duration that is too long', 9, '  region: us\n  requests: { timeout: 2h }', 'OUT_OF_RANGE 10:24'],
  ['a protected address that is none', 9, '  region: us\n  protect: [a@b, "*"]', 'WRONG_VALUE 10:18'],
];

const addresses: readonly Case[] = [
  ['ldap:// without StartTLS', 4, '  urls: [ldaps://a.example, ldap://b.example]', 'STARTTLS_REQUIRED 4:29'],
  [
    'ldaps:// with StartTLS',
    4,
    '  urls: [ldap://a.example, ldaps://b.example]\n  tls: { startTLS: true }',
    'STARTTLS_NOT_ALLOWED 4:28',
  ],
  ['an LDAP address with a path', 4, '  urls: [ldaps://a.example/DC=corp]', 'WRONG_URL 4:10'],
  ['an LDAP address without a host', 4, '  urls: ["ldaps://"]', 'WRONG_URL 4:10'],
  ['another protocol', 4, '  urls: [https://a.example]', 'WRONG_URL 4:10'],
];

const later: readonly Case[] = [
  ['an interval that is too short', 1, 'version: 1\ninterval: 5s', 'OUT_OF_RANGE 2:11'],
  ['a full reading in no round', 1, 'version: 1\nfullReadingEvery: 0', 'OUT_OF_RANGE 2:19'],
  ['a full reading in too few rounds', 1, 'version: 1\nfullReadingEvery: 1001', 'OUT_OF_RANGE 2:19'],
  ['a part of a round', 1, 'version: 1\nfullReadingEvery: 1.5', 'WRONG_TYPE 2:19'],
  ['a retention that is too short', 1, 'version: 1\nretention: 23h', 'OUT_OF_RANGE 2:12'],
];

describe('every fault is found with its code and its place', () => {
  test.each([...keys, ...values, ...addresses])('%s', async (_name, line, text, ...expected) => {
    const loaded = await load(withLine(line, text));

    expect(codes(loaded)).toEqual(expected);
  });
});

test.each([
  ['1.5', 'is 1.5.', 'Write digits only.'],
  ['.inf', 'is Infinity.', 'Write digits only.'],
  ['"8"', 'is a text.', 'Write digits without quotation marks.'],
  ['true', 'is true or false.', 'Write digits without quotation marks.'],
  ['[8]', 'is a list.', 'Write digits without quotation marks.'],
])('the sentence on a whole number that is %s says what it is', async (written, end, advice) => {
  const loaded = await load(withLine(1, `version: 1\nfullReadingEvery: ${written}`));

  const message = `fullReadingEvery must be a whole number, but ${end}`;
  expect(loaded).toMatchObject({ ok: false, diagnostics: [{ message, advice }] });
});

const LEADS = '    - directoryGroup: CN=Leads,DC=corp,DC=example';
/** The mapping of {@link GOOD_FILE}, after one of a higher role. */
const LAST = '    - directoryGroup: Tier 1';

const now: readonly Case[] = [
  ['licences', 9, '  region: us\n  licenses: { technicians: 5, mobile: 2 }'],
  ['ceilings', 1, 'version: 1\nlimits: { groups: 2000, membersPerGroup: 5 }'],
  ['limits', 1, 'version: 1\nlimits: { disable: 10%, disablePerGroup: 20, minimum: 0 }'],
  ['limits of other changes', 1, 'version: 1\nlimits: { move: 40%, readdress: 3, create: 100, window: 36h }'],
  ['a window of nothing', 1, 'version: 1\nlimits: { window: 0 }'],
  ['an age of plans', 1, 'version: 1\nmaxPlanAge: 8h'],
  ['approvals', 1, 'version: 1\napprove: [d12-4f0e8b6a2f6f41c09b3d7a5e8c1f2d60]'],
  ['a limit of one mapping', 13, '      rescueGroup: Technicians/A\n      disableLimit: 80%'],
  ['a share over the whole', 1, 'version: 1\nlimits: { disable: 110% }', 'WRONG_VALUE 2:20'],
  ['a window without a unit', 1, 'version: 1\nlimits: { window: 24 }', 'WRONG_TYPE 2:19'],
  ['a window of a year', 1, 'version: 1\nlimits: { window: 365d }', 'OUT_OF_RANGE 2:19'],
  ['a share of creates', 1, 'version: 1\nlimits: { create: 10% }', 'WRONG_TYPE 2:19'],
  ['a share that is a text', 1, 'version: 1\nlimits: { disable: many }', 'WRONG_VALUE 2:20'],
  ['protected patterns', 9, '  region: us\n  protect: ["*@partner.example"]'],
  ['administrators', 12, `${LEADS}\n      rescueGroup: Administrators/Leads\n${LAST}`],
  ['the root of the administrators', 12, `${LEADS}\n      rescueGroup: Administrators\n${LAST}`],
  ['master administrators', 12, `${LEADS}\n      rescueGroup: Master Administrators\n${LAST}`],
  [
    'flattened master administrators',
    12,
    `${LEADS}\n      rescueGroup: Master Administrators\n      subgroups: flatten\n${LAST}`,
  ],
  ['fullGroup: false', 13, '      rescueGroup: Technicians/A\n      fullGroup: false'],
  ['mobileLicense: true', 13, '      rescueGroup: Technicians/A\n      mobileLicense: true'],
  [
    'mirrored master administrators, which cannot be',
    12,
    `${LEADS}\n      rescueGroup: Master Administrators\n      subgroups: mirror\n${LAST}`,
    'SUBGROUPS_IMPOSSIBLE 14:18',
  ],
];

describe('every option of the organization tree', () => {
  test.each(now)('%s', async (_name, line, text, ...expected) => {
    const loaded = await load(withLine(line, text));

    expect(codes(loaded)).toEqual(expected);
  });
});

describe('what this version cannot do is refused at its line', () => {
  test.each(later)('%s', async (_name, line, text, ...expected) => {
    const loaded = await load(withLine(line, text));

    expect(codes(loaded)).toEqual(expected);
  });

  test('snapshots', async () => {
    const directory = 'directory: { type: file, path: people.JSON }';
    const rescue =
      'rescue: { region: us, apiToken: "${TOKEN}", groups: [{ directoryGroup: A, rescueGroup: Technicians/A }] }';

    const loaded = await load(`version: 1\n${directory}\n${rescue}\n`);

    expect(codes(loaded)).toEqual(['NOT_AVAILABLE 2:32']);
  });
});

describe('certificate authorities', () => {
  const text = withLine(7, '  bindPassword: ${BIND}\n  tls: { ca: ca.pem }');

  test.each([
    ['a missing file', {}, ['CA_UNREADABLE 8:14']],
    ['a file without certificates', { '/etc/adsync/ca.pem': 'hello' }, ['CA_NOT_PEM 8:14']],
    ['a broken certificate', { '/etc/adsync/ca.pem': CA_PEM.replace(/MII/, 'AAA') }, ['CA_NOT_PEM 8:14']],
    ['a DER file', { '/etc/adsync/ca.pem': Uint8Array.of(0x30, 0x82, 0xff, 0xfe) }, ['CA_NOT_PEM 8:14']],
    ['a good file', { '/etc/adsync/ca.pem': CA_PEM }, []],
  ])('%s', async (_name, files, expected) => {
    const loaded = await load(text, files);

    expect(codes(loaded)).toEqual(expected);
  });
});

describe('hints', () => {
  test.each([
    ['a near key', 1, 'version: 1\nintervall: 15m', 'Did you mean "interval"?'],
    ['a key in other capitals', 5, '  basedn: DC=x', 'Did you mean "baseDN"?'],
    ['two letters swapped', 9, '  regoin: us', 'Did you mean "region"?'],
    ['a key that belongs elsewhere', 1, 'version: 1\napiToken: x', 'It belongs under rescue.'],
    ['a near value', 3, '  type: ldpa', 'Did you mean "ldap"?'],
    ['a near root', 13, '      rescueGroup: Tecnicians/A', 'Did you mean "Technicians"?'],
    [
      'the other line',
      13,
      '      rescueGroup: Technicians/A\n    - { directoryGroup: tier 1, rescueGroup: Technicians/B }',
      'in line 12',
    ],
    ['a near variable', 10, '  apiToken: ${TOKN}', 'There is "TOKEN".'],
  ])('%s', async (_name, line, text, expected) => {
    const loaded = await load(withLine(line, text));

    expect(loaded.ok ? [] : loaded.diagnostics.map(({ message }) => message)).toContainEqual(
      expect.stringContaining(expected),
    );
  });
});
