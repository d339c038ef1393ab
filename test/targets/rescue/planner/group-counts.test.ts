import { describe, expect, test } from '@jest/globals';
import { checkCeilings } from '../../../../src/targets/rescue/planner/ceilings.ts';
import type { GroupCounts } from '../../../../src/plan/view/group-counts.ts';
import { countMappings } from '../../../../src/targets/rescue/planner/group-counts.ts';
import { assignmentsOf } from '../../../../src/targets/rescue/planner/assignments.ts';
import type { Mapping, RescueSettings } from '../../../../src/targets/rescue/settings.ts';
import { treeOf } from '../../../../src/targets/rescue/planner/tree.ts';
import { accountOf, type DirectoryLiteral, mapping, readingOf, settingsOf } from './builders.ts';

const GROUPS = { Outer: ['ada', 'bo', '@Inner'], Inner: ['bo', 'cleo', '@Outer', '@Deep'], Deep: ['dan'], Empty: [] };

function count(
  mappings: readonly Mapping[],
  literal: Partial<DirectoryLiteral> = {},
  fields: Partial<RescueSettings> = {},
): GroupCounts {
  const { rescue } = settingsOf(mappings, fields);
  return countMappings(rescue, readingOf({ groups: GROUPS, ...literal }, mappings));
}

/** `direct/nested: place people, …` */
function shown({ mappings }: GroupCounts): string[] {
  return mappings.map(({ direct, nested, groups }) => {
    const fed = groups.map(({ group, people, over }) => `${group} ${people}${over ? '!' : ''}`);
    return `${String(direct)}/${String(nested)}: ${fed.join(', ')}`;
  });
}

const ADA_DISABLED = { ada: { state: 'disabled' } } as const;

describe('members are counted', () => {
  test.each<[string, Mapping[], Partial<DirectoryLiteral>, string[]]>([
    [
      'group by group where subgroups are mirrored, everybody in the nearest',
      [mapping('Outer', 'Technicians/A')],
      {},
      ['2/4: Technicians/A 2, Technicians/A/Inner 1, Technicians/A/Inner/Deep 1'],
    ],
    [
      'in one group when flattened',
      [mapping('Outer', 'Technicians/A', { subgroups: 'flatten' })],
      {},
      ['2/4: Technicians/A 4'],
    ],
    [
      'without those inside when ignored',
      [mapping('Outer', 'Technicians/A', { subgroups: 'ignore' })],
      {},
      ['2/null: Technicians/A 2'],
    ],
    ['of an empty group', [mapping('Empty', 'Technicians/A')], {}, ['0/0: Technicians/A 0']],
    [
      'without the disabled where they would stand, but with them in the directory group',
      [mapping('Outer', 'Technicians/A', { subgroups: 'ignore' })],
      { people: ADA_DISABLED },
      ['2/null: Technicians/A 1'],
    ],
    [
      'once: the first mapping keeps them',
      [
        mapping('Inner', 'Technicians/A', { subgroups: 'ignore' }),
        mapping('Outer', 'Technicians/B', { subgroups: 'flatten' }),
      ],
      {},
      ['2/null: Technicians/A 2', '2/4: Technicians/B 2'],
    ],
    [
      'for two mappings that feed one group together',
      [mapping('Deep', 'Technicians/A'), mapping('Outer', 'technicians/a', { subgroups: 'ignore' })],
      {},
      ['1/1: Technicians/A 3', '2/null: '],
    ],
    ['as unknown for a group that is missing', [mapping('Nobody', 'Technicians/A')], {}, ['null/null: ']],
    [
      'as far as they were read for half a group',
      [mapping('Outer', 'Technicians/A', { subgroups: 'ignore' })],
      { incomplete: ['Outer'] },
      ['2/null: Technicians/A 2'],
    ],
  ])('%s', (_rule, mappings, literal, expected) => {
    expect(shown(count(mappings, literal))).toEqual(expected);
  });
});

describe('the ceilings', () => {
  const both = [mapping('Outer', 'Technicians/A'), mapping('Deep', 'Technicians/B', { line: 20 })];

  test.each([
    [{ groups: 4, membersPerGroup: 2 }, false, []],
    [{ groups: 3, membersPerGroup: 2 }, true, []],
    [{ groups: 4, membersPerGroup: 1 }, true, ['Technicians/A']],
  ])('%j are exceeded: %s', (ceilings, over, marked) => {
    const counts = count(both, {}, { ceilings });

    expect(counts).toMatchObject({ groups: 4, over, ceilings });
    expect(counts.mappings.flatMap(({ groups }) => groups.filter((one) => one.over).map(({ group }) => group))).toEqual(
      marked,
    );
  });

  test.each([1, 2, 3, 4, 5])('are the same as those of a plan: %d groups and members', (size) => {
    const { rescue } = settingsOf(both, { ceilings: { groups: size, membersPerGroup: size } });
    const reading = readingOf({ groups: GROUPS }, both);
    const plan = (): void => {
      checkCeilings(assignmentsOf(rescue, reading, treeOf(accountOf({}).reading)), rescue);
    };

    const { over } = countMappings(rescue, reading);

    if (over) expect(plan).toThrow(/groups of the account|members would stand/);
    else expect(plan).not.toThrow();
  });
});

test('a group that is missing comes with its error and line', () => {
  const [counted] = count([mapping('Nobody', 'Technicians/A', { line: 17 })]).mappings;

  expect(counted).toMatchObject({ line: 17, name: null, error: { code: 'GROUP_NOT_FOUND', text: 'no Nobody' } });
});

describe('several directory groups of one mapping', () => {
  const list = mapping(['Outer', 'Inner'], 'Technicians/A', { subgroups: 'flatten' });

  test('people of several count once, and each group by itself besides', () => {
    const counts = count([list]);

    expect(shown(counts)).toEqual(['3/4: Technicians/A 4']);
    expect(counts.mappings[0]).toMatchObject({
      line: 10,
      directoryGroup: 'Outer and Inner',
      name: 'Outer and Inner',
      error: null,
      parts: [
        { line: 20, directoryGroup: 'Outer', name: 'Outer', direct: 2 },
        { line: 21, directoryGroup: 'Inner', name: 'Inner', direct: 2 },
      ],
    });
    expect(count([mapping('Outer', 'Technicians/A')]).mappings[0]).not.toHaveProperty('parts');
  });

  test('those that are wanting are all told, with their places', () => {
    const [gone] = count([mapping(['Gone', 'Outer', 'Lost'], 'Technicians/A')]).mappings;

    expect(gone).toMatchObject({
      name: 'Outer',
      direct: 2,
      error: { code: 'GROUP_NOT_FOUND', text: '(20:9) no Gone (22:9) no Lost' },
      parts: [{ name: null, direct: null }, { name: 'Outer' }, { name: null }],
    });
    expect(count([mapping(['Gone', 'Lost'], 'Technicians/A')]).mappings[0]).toMatchObject({ name: null, nested: null });
  });

  test('are over the ceiling together', () => {
    expect(count([list], {}, { ceilings: { groups: 999, membersPerGroup: 3 } }).over).toBe(true);
  });
});
