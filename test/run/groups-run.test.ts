import type { Settings } from '../../src/core/settings.ts';
import { type ChosenTarget, chooseTargets } from '../../src/run/chosen-targets.ts';
import { rescueKind } from '../../src/targets/rescue/kind.ts';
import { describe, expect, test } from '@jest/globals';
import type { DirectoryGroupId, FoundGroup, WantedGroup } from '../../src/core/people.ts';
import type { Directory, SearchOptions } from '../../src/directory/directory.ts';
import { countGroups, searchGroups } from '../../src/run/groups-run.ts';
import { groupId, mapping, readingOf, settingsOf } from '../targets/rescue/planner/builders.ts';

const ID = '5cdd3231-c66c-46e7-a074-3702c4c64a69';

const GROUP: FoundGroup = {
  id: ID as DirectoryGroupId,
  name: 'Sales, EMEA',
  names: ['Sales, EMEA', 'grp-sales'],
  label: 'CN=Sales\\, EMEA,OU=Groups,DC=corp,DC=example',
  kind: 'security',
  members: 3,
  mail: null,
};

const OPTIONS: SearchOptions = {
  limit: 20,
  base: null,
  signal: new AbortController().signal,
  progress: () => undefined,
};

function directoryWith(groups: readonly FoundGroup[], asked: (readonly WantedGroup[])[] = []): Directory {
  return {
    read: (wanted) => {
      asked.push(wanted);
      return Promise.resolve(
        readingOf({ groups: { A: ['ada'], B: [] } }, [mapping('A', 'Technicians/A'), mapping('B', 'Technicians/B')]),
      );
    },
    whereabouts: () => Promise.resolve(new Map()),
    findPeople: () => Promise.resolve([]),
    search: () => Promise.resolve({ groups, more: 0, similar: [], compared: 'parts' }),
    refersTo: (ref, { id, names }) => ref === id || names.includes(ref),
  };
}

function targets(settings: Settings): ChosenTarget[] {
  return chooseTargets(settings, [rescueKind], []);
}

describe('a group that was found is mapped', () => {
  test('where the directory says that the mapping refers to it', async () => {
    const mappings = [mapping('Other', 'Technicians/X'), mapping('grp-sales', 'Technicians/A', { line: 27 })];

    const { groups } = await searchGroups(targets(settingsOf(mappings)), directoryWith([GROUP]), 'sales', OPTIONS);

    expect(groups[0]?.mappings).toEqual([{ target: 'rescue', line: 27, group: 'Technicians/A' }]);
  });

  test('nowhere when no mapping refers to it', async () => {
    const settings = settingsOf([mapping('Other', 'Technicians/X')]);

    const { groups } = await searchGroups(targets(settings), directoryWith([GROUP]), 'sales', OPTIONS);

    expect(groups[0]?.mappings).toEqual([]);
  });

  test('by every line that names it', async () => {
    const settings = settingsOf([
      mapping(ID, 'Technicians/A', { line: 7 }),
      mapping('grp-sales', 'Administrators/B', { line: 9 }),
    ]);

    const { groups } = await searchGroups(targets(settings), directoryWith([GROUP]), 'sales', OPTIONS);

    expect(groups[0]?.mappings.map(({ line }) => line)).toEqual([7, 9]);
  });

  test('in a list of several directory groups by its own line', async () => {
    const settings = settingsOf([mapping(['Other', 'grp-sales'], 'Technicians/A')]);

    const { groups } = await searchGroups(targets(settings), directoryWith([GROUP]), 'sales', OPTIONS);

    expect(groups[0]?.mappings).toEqual([{ target: 'rescue', line: 21, group: 'Technicians/A' }]);
  });
});

test('counting reads nested groups only where the mapping wants them', async () => {
  const asked: (readonly WantedGroup[])[] = [];
  const mappings = [mapping('A', 'Technicians/A'), mapping('B', 'Technicians/B', { subgroups: 'ignore' })];

  const [counts] = await countGroups(targets(settingsOf(mappings)), directoryWith([], asked), {
    ...OPTIONS,
    now: new Date(0),
  });

  expect(asked).toEqual([
    [
      { ref: 'A', nested: true },
      { ref: 'B', nested: false },
    ],
  ]);
  expect(counts?.mappings.map(({ direct }) => direct)).toEqual([1, 0]);
  expect(counts?.mappings[0]?.name).toBe('A');
  expect(groupId('A')).not.toBe(groupId('B'));
});
