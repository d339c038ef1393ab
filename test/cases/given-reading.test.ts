import { describe, expect, test } from '@jest/globals';
import { givenReading } from '../../src/cases/given-reading.ts';
import type { Given, GivenGroup, GivenPerson } from '../../src/cases/model.ts';

/** The directory of a case. */

function person(name: string, more: Partial<GivenPerson> = {}): GivenPerson {
  return { name, mail: null, upn: null, id: null, state: 'enabled', attributes: {}, line: 1, ...more };
}

function group(name: string, members: string, groups = '', more: Partial<GivenGroup> = {}): GivenGroup {
  const placed = (text: string) =>
    text
      .split(' ')
      .filter(Boolean)
      .map((value) => ({ value, line: 9 }));
  const whole = {
    name,
    dn: null,
    id: null,
    members: placed(members),
    groups: placed(groups),
    unmapped: false,
    line: 5,
  };
  return { ...whole, ...more };
}

function read(given: Given, ...refs: string[]) {
  const { reading, faults } = givenReading(
    given,
    refs.map((ref) => ({ ref, nested: true })),
    'tests/a.yaml',
  );
  const names = (id: string): string[] => {
    const found = reading.groups.get(id as never);
    const people = found?.people.map((one) => reading.people.get(one)?.name ?? '?') ?? [];
    return [...people, ...(found?.groups.flatMap((inside) => names(inside)) ?? [])];
  };
  return { faults: faults.map(({ text }) => text), roots: reading.roots.map((root) => names(root.group)) };
}

const ADA = person('Ada', {
  mail: 'ada@corp.example',
  upn: 'ada@corp.local',
  id: 'a0000000-0000-4000-8000-000000000001',
});

describe('a mapping finds its group', () => {
  test.each([
    ['by its name', 'helpdesk', {}],
    ['by its DN', 'CN=Helpdesk,OU=Groups,DC=corp', { name: 'x', dn: 'cn=helpdesk,ou=groups,dc=corp' }],
    ['by the name in its DN', 'CN=Helpdesk,OU=Groups,DC=corp', {}],
    ['by its id', 'B0000000-0000-4000-8000-000000000001', { name: 'x', id: 'b0000000-0000-4000-8000-000000000001' }],
  ])('%s', (_how, ref, more) => {
    expect(read({ people: [ADA], groups: [group('Helpdesk', 'Ada', '', more)] }, ref)).toEqual({
      faults: [],
      roots: [['Ada']],
    });
  });

  test('but not by the name in a DN where the group says another DN', () => {
    const other = group('Helpdesk', 'Ada', '', { dn: 'CN=Helpdesk,OU=Other,DC=corp', unmapped: true });

    expect(read({ people: [ADA], groups: [other] }, 'CN=Helpdesk,OU=Groups,DC=corp')).toEqual({
      faults: [],
      roots: [[]],
    });
  });

  test('and one that is not given is empty', () => {
    expect(read({ people: [], groups: [] }, 'Helpdesk', 'Other')).toEqual({ faults: [], roots: [[], []] });
  });
});

test.each(['Ada', 'ADA@corp.example', 'ada@CORP.local', 'A0000000-0000-4000-8000-000000000001'])(
  'a member is found by %s',
  (ref) => {
    expect(read({ people: [ADA], groups: [group('G', ref)] }, 'G').roots).toEqual([['Ada']]);
  },
);

test('groups stand in groups', () => {
  const groups = [group('G', '', 'Inner'), group('Inner', 'Ada')];

  expect(read({ people: [ADA], groups }, 'G')).toEqual({ faults: [], roots: [['Ada']] });
});

describe('what does not fit together is a fault', () => {
  test.each<[string, Given, string]>([
    ['no such person', { people: [ADA], groups: [group('G', 'Adam')] }, 'The case gives no person "Adam".'],
    [
      'a person misspelt',
      { people: [person('Ada-Lovelace')], groups: [group('G', 'AdaLovelase')] },
      'The case gives no person "AdaLovelase". Did you mean "Ada-Lovelace"?',
    ],
    ['no such group', { people: [], groups: [group('G', '', 'H')] }, 'The case gives no group "H".'],
    [
      'a member of two people',
      { people: [ADA, person('Ada', { mail: 'b@x.example' })], groups: [group('G', 'Ada')] },
      '"Ada" may mean several people. Name an id or an address.',
    ],
    [
      'the same person twice',
      { people: [person('Bo'), person('Bo')], groups: [group('G', '')] },
      '"Bo" is given twice. Two people with one name and no address need an id each.',
    ],
    [
      'a group to which no mapping leads',
      { people: [], groups: [group('G', ''), group('Gg', '')] },
      'No mapping leads to "Gg". Correct its name, or say unmapped: true.',
    ],
    [
      'a mapped group that is said to be unmapped',
      { people: [], groups: [group('G', '', '', { unmapped: true })] },
      '"G" says unmapped: true, and a mapping leads to it.',
    ],
    [
      'two groups that one mapping may mean',
      {
        people: [],
        groups: [group('G', '', '', { dn: 'CN=G,DC=a' }), group('G', '', '', { dn: 'CN=G,DC=b', unmapped: true })],
      },
      '"G" may mean several of the given groups. Give each its dn or id.',
    ],
  ])('%s', (_what, given, fault) => {
    expect(read(given, 'G').faults).toEqual([fault]);
  });
});
