import { describe, expect, test } from '@jest/globals';
import type { DirectoryGroupId, PersonId, RootRead, WantedGroup } from '../../../src/core/people.ts';
import { openSavedReading } from '../../../src/directory/snapshot/snapshot.ts';
import { recordDirectory } from '../../../src/directory/snapshot/recorder.ts';
import type { SavedReading } from '../../../src/directory/snapshot/saved-reading.ts';
import { serve } from '../../../src/directory/snapshot/serve.ts';
import { group, person, GROUPS, PEOPLE } from './literals.ts';

const DESK: WantedGroup = { ref: 'Desk', nested: true };

/** Desk holds ada and the group Night, which holds bob; Whole was read without what is inside it. */
const SAVED: SavedReading = {
  type: 'ldap',
  name: 'DC=corp',
  wanted: [DESK, { ref: 'Whole', nested: false }, { ref: 'Half', nested: true }],
  roots: [
    { kind: 'complete', group: GROUPS.desk },
    { kind: 'complete', group: GROUPS.whole },
    { kind: 'incomplete', group: GROUPS.half, code: 'GROUP_READ_PARTLY', text: 'half' },
  ],
  attributes: ['department'],
  people: [person('ada', { attributes: { department: 'A' } }), person('bob', { attributes: {} })],
  groups: [
    group('desk', ['ada'], ['night']),
    group('night', ['bob'], []),
    group('whole', [], ['inner']),
    group('half', [], []),
  ],
  outside: [{ id: PEOPLE.cy, is: 'gone' }],
  notices: [],
};

describe('a wanted group of a snapshot', () => {
  test.each<[string, WantedGroup, RootRead['kind'], DirectoryGroupId | null]>([
    ['as it was asked for', DESK, 'complete', GROUPS.desk],
    ['without what is inside it', { ref: 'Desk', nested: false }, 'complete', GROUPS.desk],
    ['inside another one, by its id', { ref: GROUPS.night, nested: true }, 'complete', GROUPS.night],
    ['inside another one, by its DN', { ref: 'cn=night, DC=corp, DC=example', nested: true }, 'complete', GROUPS.night],
    [
      'inside another one, by its name, which another group may have',
      { ref: 'Night', nested: true },
      'incomplete',
      null,
    ],
    ['of which only the group itself was read', { ref: GROUPS.whole, nested: true }, 'incomplete', GROUPS.whole],
    ['of which the group itself was read', { ref: GROUPS.whole, nested: false }, 'complete', GROUPS.whole],
    ['that was read in part', { ref: GROUPS.half, nested: false }, 'incomplete', GROUPS.half],
    ['that nobody asked for', { ref: 'Other', nested: true }, 'incomplete', null],
  ])('%s', (_what, wanted, kind, id) => {
    expect(serve(SAVED, [wanted], []).roots).toMatchObject([{ kind, group: id }]);
  });

  test('brings its own people, and no others', () => {
    const people = (wanted: WantedGroup): PersonId[] => [...serve(SAVED, [wanted], []).people.keys()];

    expect(people(DESK)).toEqual([PEOPLE.ada, PEOPLE.bob]);
    expect(people({ ref: 'Desk', nested: false })).toEqual([PEOPLE.ada]);
  });
});

describe('attributes of a snapshot', () => {
  test('that were not asked for when it was taken count as not read', () => {
    const { people, notices } = serve(SAVED, [DESK], ['department', 'costCenter']);

    expect(people.get(PEOPLE.ada)).toMatchObject({ attributes: { department: 'A' }, unread: ['costCenter'] });
    expect(notices).toMatchObject([{ code: 'SNAPSHOT_LACKS_ATTRIBUTE', subject: 'costCenter' }]);
  });

  test('are looked at anew for fewer people', () => {
    const { people, notices } = serve(SAVED, [{ ref: GROUPS.night, nested: true }], ['department']);

    expect(people.get(PEOPLE.bob)).toMatchObject({ unread: ['department'] });
    expect(notices).toMatchObject([{ code: 'ATTRIBUTE_OF_NOBODY', subject: 'department' }]);
  });

  test('are gone where nobody asks for them', () => {
    expect(serve(SAVED, [DESK], []).people.get(PEOPLE.ada)).not.toHaveProperty('attributes');
  });
});

describe('a directory of a snapshot', () => {
  const directory = openSavedReading(SAVED);
  const options = { signal: new AbortController().signal, now: new Date(0), progress: () => undefined };

  test('knows of people outside the groups what it was told, and of others nothing', async () => {
    const found = await directory.whereabouts([PEOPLE.ada, PEOPLE.cy, PEOPLE.dan], options);

    expect([...found.values()]).toEqual(['enabled', 'gone', 'unsure']);
  });

  test('SNAPSHOT_NO_SEARCH: cannot be searched', async () => {
    await expect(directory.search('Desk', { ...options, limit: 1, base: null })).rejects.toMatchObject({
      code: 'SNAPSHOT_NO_SEARCH',
    });
  });

  test('is recorded with everything inside its groups, and reads as it would without that', async () => {
    const recorder = recordDirectory(directory, [DESK]);
    const read = await recorder.directory.read([{ ref: 'Desk', nested: false }], { ...options, attributes: [] });
    await recorder.lookFor([PEOPLE.ada, PEOPLE.cy], options);

    expect([...read.people.keys()]).toEqual([PEOPLE.ada]);
    expect(recorder.saved()).toMatchObject({
      wanted: [{ nested: false }, { nested: true }],
      people: [{ id: PEOPLE.ada }, { id: PEOPLE.bob }],
      outside: [{ id: PEOPLE.cy, is: 'gone' }],
    });
  });
});
