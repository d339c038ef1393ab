import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadCases } from '../../src/cases/load-cases.ts';
import type { CaseFile, Given } from '../../src/cases/model.ts';
import { callOf, groupsTo, type NamedGroup, writeCase } from '../../src/cases/write-case.ts';
import type { Person } from '../../src/core/people.ts';
import { hostileText, INVISIBLE } from '../render/hostile-text.ts';
import { runs } from '../runs.ts';
import { groupId, mapping, person, personId, readingOf } from '../targets/rescue/planner/builders.ts';

/** Cases in YAML, as they are read again. */

const KNOWN = { targets: new Map([['rescue', ['group', 'role', 'ssoId']]]), operations: [] };

async function read(text: string): Promise<CaseFile> {
  const bytes = new TextEncoder().encode(text);
  const loaded = await loadCases('', 'a.yaml', () => Promise.resolve(bytes), KNOWN);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded.cases;
}

function givenIn({ cases: [one] }: CaseFile): Given {
  if (one?.world.kind !== 'given') throw new Error('nothing is given');
  return one.world.given;
}

test('a text of whatever characters is the same text again, and none of it can be seen as anything else', async () => {
  const text = hostileText().filter((one) => one.trim() !== '');
  const texts = fc.record({ name: text, mail: text, upn: text, attribute: text, group: text, ssoId: text });
  await fc.assert(
    fc.asyncProperty(texts, async ({ name, mail, upn, attribute, group, ssoId }) => {
      const somebody: Person = {
        ...person('ada'),
        name,
        mail,
        upn,
        state: 'expired',
        attributes: { title: attribute },
      };
      const written = writeCase({
        person: somebody,
        groups: [{ name: group, dn: `CN=${group}`, id: group, members: [callOf(somebody)], groups: [group] }],
        expected: new Map([['rescue', { ssoId }]]),
      });
      const file = await read(written);
      const { people, groups } = givenIn(file);

      expect(written.replaceAll('\n', '')).not.toMatch(INVISIBLE);
      expect(people).toMatchObject([{ name, mail, upn, state: 'expired', attributes: { title: attribute } }]);
      expect(groups).toMatchObject([
        { name: group, dn: `CN=${group}`, members: [{ value: mail }], groups: [{ value: group }] },
      ]);
      expect(file.cases[0]?.expect).toMatchObject([{ person: mail, target: 'rescue', wanted: { ssoId } }]);
    }),
    runs(300),
  );
});

test('nobody without a name is called by their place, and without a user by none', async () => {
  const somebody: Person = { ...person('ada'), name: ' ', mail: null, upn: null, label: 'CN=ada' };
  const file = await read(writeCase({ person: somebody, groups: [], expected: new Map([['rescue', null]]) }));

  expect(givenIn(file).people).toMatchObject([{ name: 'CN=ada', mail: null, upn: null, state: 'enabled' }]);
  expect(file.cases[0]?.expect).toMatchObject([{ person: 'CN=ada', wanted: null }]);
});

describe('groups', () => {
  const literal = { groups: { Top: ['@In', '@Other'], In: ['ada', 'bob', '@Top'], Other: ['bob'], Loose: ['ada'] } };
  const reading = readingOf(literal, [mapping('Top', 'Technicians/Top')]);
  const ada = reading.people.get(personId('ada')) ?? person('ada');
  const call = callOf(ada);
  const named = (ref: string, kind: NamedGroup['kind'], group = 'Top'): NamedGroup => ({
    ref,
    kind,
    group: groupId(group),
  });
  const inside = { name: 'In', members: [call], groups: ['Top'] };

  test.each<[string, NamedGroup[], unknown[]]>([
    [
      'by name: the way to the person, without others, also in a circle',
      [named('Top', 'name')],
      [inside, { name: 'Top', groups: ['In'] }],
    ],
    ['by DN', [named('CN=Top,DC=x', 'dn')], [inside, { name: 'Top', dn: 'CN=Top,DC=x', groups: ['In'] }]],
    [
      'by two spellings of a DN',
      [named('CN=Top,DC=x', 'dn'), named('CN=Top, DC=x', 'dn')],
      [inside, { name: 'Top', groups: ['In'] }],
    ],
    [
      'by id',
      [named('ABC', 'guid')],
      [
        { ...inside, groups: ['ABC'] },
        { name: 'Top', id: 'ABC', groups: ['In'] },
      ],
    ],
    [
      'by another name',
      [named('top-logon', 'name')],
      [
        { ...inside, groups: ['top-logon'] },
        { name: 'top-logon', groups: ['In'] },
      ],
    ],
    ['that are mapped, and do not hold the person', [named('Other', 'name', 'Other')], []],
    ['that no mapping leads to', [], []],
  ])('%s', (_what, mapped, expected) => {
    expect(groupsTo(ada, reading, mapped)).toEqual(expected);
  });

  test('of one name get their ids', () => {
    const groups = new Map([...reading.groups].map(([id, one]) => [id, { ...one, name: 'Same' }]));
    const written = groupsTo(ada, { ...reading, groups }, [named('CN=Top,DC=x', 'dn')]);

    expect(written.map(({ id }) => id).sort()).toEqual([groupId('In'), groupId('Top')].sort());
    expect(written.flatMap((one) => one.groups ?? []).sort()).toEqual([groupId('In'), groupId('Top')].sort());
  });
});
