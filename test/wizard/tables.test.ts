import { describe, expect, test } from '@jest/globals';
import type { FoundGroup } from '../../src/core/people.ts';
import { NEW_FILE, withValue } from '../../src/wizard/draft.ts';
import { directoryFields } from '../../src/wizard/directory-fields.ts';
import { faultOf, type TextField, valueOf } from '../../src/wizard/fields.ts';
import { fitted, shortName, shortNames } from '../../src/wizard/fitted.ts';
import { menuOf, stepsOf } from '../../src/wizard/init.ts';
import {
  groupsToPair,
  hasHighRights,
  inAskedOrder,
  pathFault,
  placeFor,
  proposalFor,
  refOf,
  sharedNames,
} from '../../src/wizard/pairing.ts';
import { mappingsOf } from '../../src/wizard/mappings.ts';
import { envExample, freeVariable, variablesIn } from '../../src/wizard/variables.ts';
import { envFor } from '../../src/wizard/tries.ts';
import { withMapping, withRule } from '../../src/wizard/add-mapping.ts';

const ID = '00000000-0000-0000-0000-00000000000a';
const group = (name: string, id = ID): FoundGroup => {
  return {
    id: id as FoundGroup['id'],
    name,
    names: [name],
    label: `CN=${name},DC=corp,DC=example`,
    kind: 'security',
    members: 1,
    mail: null,
  };
};
const draftOf = (text: string): { text: string; secrets: ReadonlyMap<string, string> } => ({
  text,
  secrets: new Map(),
});

describe('the steps of a new file', () => {
  test.each([
    [['rescue'], 'directory rescue pairs options limits interval finish'],
    [['goto'], 'directory goto rules limits interval finish'],
    [['rescue', 'goto'], 'directory rescue pairs options goto rules limits interval finish'],
  ] as const)('with %j', (accounts, steps) => {
    expect(stepsOf(accounts).join(' ')).toBe(steps);
  });

  test('what can be changed in a file is what it has, and what it could have', () => {
    const labels = (rescue: boolean, goto: boolean): string[] => menuOf({ rescue, goto }).map(({ value }) => value);

    expect(labels(true, false)).toEqual([
      'pairs',
      'options',
      'directory',
      'rescue',
      'goto',
      'limits',
      'interval',
      'finish',
    ]);
    expect(labels(false, true)).toEqual(['rules', 'directory', 'rescue', 'goto', 'limits', 'interval', 'finish']);
  });
});

describe('an answer', () => {
  const field = (kind: TextField['kind'], rest: Partial<TextField> = {}): TextField => ({
    kind,
    path: ['a'],
    ask: '',
    example: '',
    ...rest,
  });

  test.each<[string, TextField, string, string | null]>([
    ['must be there', field('text'), ' ', 'Something must stand here.'],
    ['may be missing', field('text', { optional: true }), '', null],
    ['must be a number', field('number'), '12x', 'It must be a whole number.'],
    ['must have its form', field('list', { form: [/^a/, 'no'] }), 'a, b', 'no'],
    ['has its form', field('list', { form: [/^a/, 'no'] }), 'a1, a2', null],
  ])('%s', (_what, one, answer, fault) => {
    expect(faultOf(one, answer)).toBe(fault);
  });

  test.each<[TextField['kind'], string, unknown]>([
    ['text', '10', '10'],
    ['number', '10', 10],
    ['share', '10', 10],
    ['share', '10%', '10%'],
    ['list', 'a, b,,a', ['a', 'b']],
    ['text', '', null],
  ])('of the kind %s: %s', (kind, answer, value) => {
    expect(valueOf(field(kind), answer)).toEqual(value);
  });
});

describe('a directory group and a Rescue group', () => {
  test.each([
    ['Technicians/A', 'CN=A,DC=corp,DC=example'],
    ['Administrators/A', { text: ID, note: 'A' }],
    ['Master Administrators', { text: ID, note: 'A' }],
  ])('for %s the file says what nobody can take', (path, ref) => {
    expect(refOf(group('A'), 'ldap', hasHighRights(path))).toEqual(ref);
  });

  test('of Entra ID is named by its id, with its name made harmless', () => {
    const found = { ...group('Help\u202Edesk'), label: ID };

    expect(refOf(found, 'entra', false)).toEqual({ text: ID, note: 'Help<U+202E>desk' });
  });

  test.each([
    [[], 'Technicians/A', 0],
    [['Technicians/A'], 'Technicians/B', 1],
    [['Technicians/A'], 'Administrators', 0],
    [['Master Administrators', 'Administrators/X', 'Technicians/A'], 'Administrators/Y', 2],
  ])('after %j the mapping of %s stands at %i', (paths, path, place) => {
    expect(
      placeFor(
        paths.map((rescueGroup) => ({ rescueGroup })),
        path,
      ),
    ).toBe(place);
  });

  test.each([
    ['Technicians', 'Technicians/Helpdesk'],
    ['Helpdesk', 'begins with'],
    ['Master Administrators/A', 'no groups below'],
    ['Technicians//A', 'missing'],
  ])('%s is no path', (path, fault) => {
    expect(pathFault(path)).toContain(fault);
  });

  test.each(['Technicians/A', 'Administrators', 'Administrators/A', 'Master Administrators'])('%s is one', (path) => {
    expect(pathFault(path)).toBeNull();
  });

  test('high rights are the last that are offered', () => {
    const paths = ['Master Administrators', 'Administrators', 'Technicians/A'].map((one) => ({ group: one }));

    expect(inAskedOrder(paths).map((one) => one.group)).toEqual([
      'Technicians/A',
      'Administrators',
      'Master Administrators',
    ]);
  });
});

describe('pairs of equal names', () => {
  test('are looked for below the roots, among groups that no mapping has', () => {
    const read = [
      { group: 'Administrators', lines: [], below: null },
      { group: 'Technicians/A', lines: [], below: null },
      { group: 'Technicians/B', lines: [7], below: null },
      { group: 'Technicians/A/C', lines: [], below: 7 },
    ];

    expect(groupsToPair(read)).toEqual(['Technicians/A']);
  });

  test('are proposed for high rights last', () => {
    const read = ['Administrators/A', 'Technicians/B'].map((one) => ({ group: one, lines: [], below: null }));

    expect(groupsToPair(read)).toEqual(['Technicians/B', 'Administrators/A']);
  });

  test('are none where two groups of the account have the name', () => {
    const read = ['Administrators/Night', 'Technicians/NIGHT', 'Technicians/B'].map((one) => ({ group: one }));

    expect([...sharedNames(read)]).toEqual(['night']);
  });

  test.each([1, null])('are none where the search has left groups out (%j)', (more) => {
    expect(proposalFor('Technicians/Tier 1', { groups: [group('Tier 1')], more }, new Set())).toBeNull();
  });

  test.each([
    ['one has the name', [group('tier 1'), group('Tier 1 old', 'b')], [], true],
    ['one has it in part', [group('Tier 12')], [], false],
    ['two have it', [group('Tier 1'), group('TIER 1', 'b')], [], false],
    ['it is mapped already', [group('Tier 1')], [ID], false],
  ])('%s', (_what, found, used, proposed) => {
    expect(proposalFor('Technicians/Helpdesk/Tier 1', { groups: found, more: 0 }, new Set(used)) !== null).toBe(
      proposed,
    );
  });
});

describe('variables', () => {
  const draft = draftOf('directory: { bindPassword: "${A}" }\nrescue: { apiToken: "${B}", url: "$${C}" }\n');

  test('are those that the file refers to', () => {
    expect(variablesIn(draft, null)).toEqual(['A', 'B']);
    expect(variablesIn(draft, 'rescue')).toEqual(['B']);
  });

  test('of another section need no value for a try', () => {
    const env = envFor({ ...draft, secrets: new Map([['A', 'typed-secret']]) }, { X: '1' }, ['directory']);

    expect(env).toEqual({ X: '1', A: 'typed-secret', B: '00000000-0000-0000-0000-000000000000' });
  });

  test.each([
    ['a new file', null, ['RESCUE_API_TOKEN', 'OWN'], /^# What[^]*\n# API token.*\nRESCUE_API_TOKEN=\nOWN=\n$/],
    ['a file of Windows', '# mine\r\nA=\r\n', ['B'], /^# mine\r\nA=\r\nB=\r\n$/],
    ['a file that has some', '# mine\nexport A=\nB=x', ['A', 'B', 'C'], /^# mine\nexport A=\nB=x\nC=\n$/],
  ])('stand in %s', (_what, before, names, expected) => {
    expect(envExample(before, names)).toMatch(expected);
  });

  test.each([
    ['rescue: { apiToken: x }', 'RESCUE_PASSWORD'],
    ['directory: { bindPassword: "${RESCUE_PASSWORD}" }', 'RESCUE_PASSWORD_2'],
    ['a: "${RESCUE_PASSWORD}"\nb: "${RESCUE_PASSWORD_2}"', 'RESCUE_PASSWORD_3'],
  ])('of two secrets are two: %s', (text, name) => {
    expect(freeVariable(draftOf(text), 'RESCUE_PASSWORD')).toBe(name);
  });

  test('that are all there change nothing', () => {
    expect(envExample('A=\n', ['A'])).toBeNull();
  });
});

describe('the file', () => {
  test.each(['${HOME}', 'a $${X} b', '$$$${', '${file:/etc/passwd}'])(
    'never refers to anything by the name %s',
    (name) => {
      const draft = withMapping(draftOf('rescue:\n  url: a\n'), [name], `Technicians/${name}`);

      expect(variablesIn(draft, null)).toEqual([]);
      expect(mappingsOf(draft.text)).toMatchObject([{ directoryGroups: [name], rescueGroup: `Technicians/${name}` }]);
    },
  );

  test('gets its keys in the order of the documentation', () => {
    const paths = [
      ['limits', 'disable'],
      ['rescue', 'groups'],
      ['directory', 'type'],
      ['interval'],
      ['rescue', 'region'],
    ];
    const draft = paths.reduce((now, path) => withValue(now, path, path.join('-')), draftOf(NEW_FILE));

    expect(draft.text).toBe(
      'version: 1\ninterval: interval\n\ndirectory:\n  type: directory-type\n\nrescue:\n  groups: rescue-groups\n  region: rescue-region\n\nlimits:\n  disable: limits-disable\n',
    );
  });

  test('gets rules of high rights first', () => {
    const wishes = {
      note: null,
      products: null,
      role: 'admin',
      permissions: null,
      manages: null,
      customRole: null,
      userGroup: null,
      language: null,
    };
    const draft = withRule(draftOf('goto:\n  rules:\n    - directoryGroup: A\n'), ID, wishes, true);

    expect(draft.text).toBe(
      `goto:\n  rules:\n    - directoryGroup: ${ID}\n      role: admin\n    - directoryGroup: A\n`,
    );
  });

  test.each([
    ['ldap', 'urls: [ldaps://a]', 'urls baseDN bindDN bindPassword ca'],
    ['ldap', 'urls: [ldap://a]', 'urls baseDN bindDN bindPassword ca startTLS'],
    ['file', 'path: a', 'path'],
    ['entra', 'tenantId: a', 'tenantId clientId clientSecret'],
    ['entra', 'credential: azureCli', 'tenantId'],
    ['entra', 'certificate: a', 'tenantId clientId certificate'],
    ['entra', 'credential: azureDevOps', 'tenantId clientId serviceConnectionId'],
  ])('asks of %s, %s', (type, line, keys) => {
    const fields = directoryFields(draftOf(`directory:\n  type: ${type}\n  ${line}\n`));

    expect(fields.map(({ path }) => path.at(-1)).join(' ')).toBe(keys);
  });
});

test.each([
  ['short', 10, 'short'],
  ['CN=Helpdesk,OU=Groups', 11, 'CN=He…roups'],
  ['日本語日本語', 7, '日…語'],
])('%s in %i cells is %s', (text, width, expected) => {
  expect(fitted(text, width)).toBe(expected);
});

test.each([
  ['a name', ['A'], 'A'],
  ['many names', ['A', 'B', 'C', 'D', 'E'], 'A + B + C + 2 more'],
  ['what nobody sees', ['A\u200B\n'], 'A<U+200B>␊'],
])('%s in a question', (_what, names, expected) => {
  expect(shortNames(names)).toBe(expected);
});

test('a name of 10,000 characters leaves room for the answers', () => {
  for (const character of ['L', '\u200B', '\u0301', '日']) {
    expect(shortName(character.repeat(10_000)).length).toBeLessThan(500);
  }
});
