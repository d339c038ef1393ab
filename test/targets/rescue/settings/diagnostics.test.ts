import { describe, expect, test } from '@jest/globals';
import { withLine } from '../../../config/files.ts';
import { codes, load } from '../../../config/memory-inputs.ts';

type Case = readonly [name: string, line: number, text: string, ...expected: string[]];

const addresses: readonly Case[] = [
  ['http:// to another machine', 9, '  url: http://rescue.example', 'INSECURE_URL 9:8'],
  ['http:// to a name that only begins like loopback', 9, '  url: http://127.0.0.1.evil.example', 'INSECURE_URL 9:8'],
  ['a password in the address', 9, '  url: https://me:geheim@rescue.example', 'WRONG_URL 9:8'],
  ['a path in the address', 9, '  url: https://rescue.example/API', 'WRONG_URL 9:8'],
  ['no address at all', 9, '  url: rescue.example', 'WRONG_URL 9:8'],
  ['a stand-in without its file', 9, '  url: "sandbox:"', 'WRONG_URL 9:8'],
  ['neither url nor region', 9, '', 'ADDRESS_MISSING 8:1'],
  ['url and region', 9, '  url: https://a.example\n  region: us', 'ADDRESS_TWICE 10:3'],
];

const credentials: readonly Case[] = [
  ['no credentials', 10, '', 'CREDENTIALS_MISSING 8:1'],
  ['token and password', 10, '  apiToken: ${TOKEN}\n  email: a@b.c\n  password: ${BIND}', 'CREDENTIALS_TWICE 11:3'],
  ['an e-mail without password', 10, '  email: a@b.c', 'CREDENTIALS_INCOMPLETE 10:3'],
  ['a password without e-mail', 10, '  password: ${BIND}', 'CREDENTIALS_INCOMPLETE 10:3'],
  ['an e-mail that is none', 10, '  email: me\n  password: ${BIND}', 'WRONG_VALUE 10:10'],
  ['an empty secret', 10, '  apiToken: ""', 'SECRET_EMPTY 10:13'],
  ['a number as secret', 10, '  apiToken: 12345', 'WRONG_TYPE 10:13'],
];

const mappings: readonly Case[] = [
  ['an unknown root', 13, '      rescueGroup: Technician/A', 'RESCUE_ROOT_UNKNOWN 13:20'],
  ['a root in other capitals', 13, '      rescueGroup: technicians/A', 'RESCUE_ROOT_UNKNOWN 13:20'],
  ['technicians in the root', 13, '      rescueGroup: Technicians', 'RESCUE_PATH 13:20'],
  ['an empty name', 13, '      rescueGroup: Technicians/A//B', 'RESCUE_PATH 13:20'],
  ['a slash at the end', 13, '      rescueGroup: Technicians/A/', 'RESCUE_PATH 13:20'],
  ['a line break in a path', 13, '      rescueGroup: "Technicians/A\\nB"', 'RESCUE_PATH 13:20'],
  ['a group below the master administrators', 13, '      rescueGroup: Master Administrators/A', 'RESCUE_PATH 13:20'],
  [
    'two mappings for one Rescue group',
    13,
    '      rescueGroup: Technicians/A\n    - { directoryGroup: B, rescueGroup: technicians/a }\n    - { directoryGroup: C, rescueGroup: Technicians/ a }',
    'RESCUE_ROOT_UNKNOWN 14:41',
    'DUPLICATE_RESCUE_GROUP 15:41',
  ],
  [
    'one directory group mapped twice',
    13,
    '      rescueGroup: Technicians/A\n    - { directoryGroup: TIER 1, rescueGroup: Technicians/B }',
    'DUPLICATE_DIRECTORY_GROUP 14:25',
  ],
  [
    'one directory group mapped twice by a merge, at the mapping',
    12,
    '    - &first\n      directoryGroup: A\n      rescueGroup: Technicians/Z\n    - <<: *first',
    'DUPLICATE_DIRECTORY_GROUP 15:7',
  ],
  ['an empty list of directory groups', 12, '    - directoryGroup: []', 'EMPTY 12:23'],
  ['an empty text in a list', 12, '    - directoryGroup: [A, ""]', 'EMPTY 12:27'],
  ['a number in a list', 12, '    - directoryGroup: [A, 7]', 'WRONG_TYPE 12:27'],
  ['a list in a list', 12, '    - directoryGroup: [A, [B]]', 'WRONG_TYPE 12:27'],
  ['a number for a directory group', 12, '    - directoryGroup: 7', 'WRONG_TYPE 12:23'],
  ['a directory group twice in a list', 12, '    - directoryGroup: [A, B, A]', 'DUPLICATE_ITEM 12:30'],
  ['a DN in a list without quotation marks', 12, '    - directoryGroup: [CN=A, OU=B, DC=c]', 'DN_IN_PIECES 12:30'],
  ['two such DNs', 12, '    - directoryGroup: [CN=A, OU=B, CN=D, OU=B]', 'DN_IN_PIECES 12:30', 'DUPLICATE_ITEM 12:42'],
  [
    'a directory group twice in a list, in other capitals',
    12,
    '    - directoryGroup:\n        - Tier 1\n        - TIER 1',
    'DUPLICATE_DIRECTORY_GROUP 14:11',
  ],
  [
    'a directory group of a list in another mapping',
    13,
    '      rescueGroup: Technicians/A\n    - { directoryGroup: [B, TIER 1], rescueGroup: Technicians/B }',
    'DUPLICATE_DIRECTORY_GROUP 14:29',
  ],
  [
    'names in a list of a higher role',
    12,
    '    - directoryGroup: ["CN=A,DC=corp", Leads, Owners]\n      rescueGroup: Administrators/Leads\n    - directoryGroup: B',
    'GROUP_BY_NAME 12:40',
    'GROUP_BY_NAME 12:47',
  ],
  ['a reference in a list', 12, '    - directoryGroup: [A, "${TOKEN}"]', 'REFERENCE_NOT_ALLOWED 12:28'],
  [
    'an SSO attribute without SSO option (a warning)',
    13,
    '      rescueGroup: Technicians/A\n      attributes: [name, ssoId]',
    'ATTRIBUTE_WITHOUT_SOURCE 14:26',
  ],
  [
    'a lower role before a higher one (a warning)',
    13,
    '      rescueGroup: Technicians/A\n    - { directoryGroup: "CN=B,DC=corp", rescueGroup: Administrators/B }\n    - { directoryGroup: "CN=C,DC=corp", rescueGroup: Master Administrators }',
    'LOWER_ROLE_FIRST 13:20',
  ],
  [
    'higher roles before lower ones',
    12,
    '    - { directoryGroup: "CN=A,DC=corp", rescueGroup: Master Administrators }\n    - { directoryGroup: "CN=B,DC=corp", rescueGroup: Administrators/B }\n    - directoryGroup: C',
  ],
  ['an unknown trust in addresses', 9, '  region: us\n  adopt: everywhere', 'WRONG_VALUE 10:10'],
];

describe('every fault of the section is found with its code and its place', () => {
  test.each([...addresses, ...credentials, ...mappings])('%s', async (_name, line, text, ...expected) => {
    const loaded = await load(withLine(line, text));

    expect(codes(loaded)).toEqual(expected);
  });
});

test('the authority for the account must be one, too', async () => {
  const loaded = await load(withLine(9, '  region: us\n  tls: { ca: ca.pem }'), { '/etc/adsync/ca.pem': 'hello' });

  expect(codes(loaded)).toEqual(['CA_NOT_PEM 10:14']);
});

test('a list that names a group twice says where, and what may stand there else', async () => {
  const twice = await load(withLine(12, '    - directoryGroup:\n        - Tier 1\n        - TIER 1'));
  const number = await load(withLine(12, '    - directoryGroup: 7'));

  expect(twice.ok ? null : twice.diagnostics[0]).toMatchObject({
    message: 'This directory group stands in the list already (line 13).',
    advice: 'Remove one of the two.',
  });
  expect(number.ok ? null : number.diagnostics[0]).toMatchObject({
    message: 'rescue.groups[0].directoryGroup must be a text or a list, but is a number.',
    advice: 'Put it in quotation marks.',
  });
});
