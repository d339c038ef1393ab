import { describe, expect, test } from '@jest/globals';
import type { GroupCounts } from '../../src/plan/view/group-counts.ts';
import { RESCUE_LABELS } from '../../src/targets/rescue/labels.ts';
import type { DirectoryGroupId } from '../../src/core/people.ts';
import { renderCounts } from '../../src/render/groups-counted.ts';
import { type Listed, foundDocument, renderFound } from '../../src/render/groups-found.ts';
import { displayWidth } from '../../src/render/width.ts';
import { INVISIBLE } from './hostile-text.ts';

const PIPE = { color: false, columns: 0 };
const HOSTILE = 'A\u001b[31m\r\nB\u202eC\u200b';

function listed(fields: Partial<Listed['groups'][number]> = {}): Listed['groups'][number] {
  return {
    id: '00000000-0000-4000-8000-000000000001' as DirectoryGroupId,
    name: 'Sales',
    names: ['Sales'],
    label: 'CN=Sales,OU=Groups,DC=corp,DC=example',
    kind: 'security',
    members: 1204,
    mail: 'sales@corp.example',
    mappings: [],
    ...fields,
  };
}

function found(...groups: Listed['groups']): Listed {
  return { groups, more: 0, similar: [], compared: 'parts' };
}

describe('groups that were found', () => {
  test('stand in a table, with the lines that map them', () => {
    const mappings = [
      { target: 'rescue', line: 7, group: 'Technicians/A' },
      { target: 'rescue', line: 9, group: 'Administrators/B' },
    ];

    const text = renderFound(
      found(listed({ mappings }), listed({ name: 'Sales EMEA', members: null, mail: null })),
      'sales',
      PIPE,
    );

    expect(text).toBe(
      [
        '  name        kind      members  mail                mapped          DN or object id',
        '  Sales       security    1,204  sales@corp.example  line 7, line 9  CN=Sales,OU=Groups,DC=corp,DC=example',
        '  Sales EMEA  security        ?                                      CN=Sales,OU=Groups,DC=corp,DC=example',
        '',
        '2 groups found.',
        '',
      ].join('\n'),
    );
  });

  test.each([
    [1234, '… and 1,234 more; --all shows them, a longer term finds fewer.'],
    [null, '… and more that were not counted; a longer term finds fewer.'],
  ])('say that there are more: %s', (more, expected) => {
    const text = renderFound({ ...found(listed()), more }, 'sales', PIPE);

    expect(text).toContain(expected);
  });

  test('fit the terminal', () => {
    const label = 'CN=Sales of the Whole Company with a Long Name,OU=Groups,OU=Company,DC=corp,DC=example';

    const text = renderFound(found(listed({ label, name: '営業'.repeat(20) })), 'sales', {
      color: false,
      columns: 120,
    });

    expect(Math.max(...text.split('\n').map(displayWidth))).toBeLessThanOrEqual(120);
  });

  test('cannot steer the terminal', () => {
    const text = renderFound(found(listed({ name: HOSTILE, mail: HOSTILE, label: HOSTILE })), HOSTILE, PIPE);

    expect(text.replaceAll('\n', '')).not.toMatch(INVISIBLE);
    expect(text.split('\n')).toHaveLength(5);
  });

  test('that are none are a clear sentence', () => {
    const none: Listed = { groups: [], more: 0, similar: [], compared: 'parts' };

    expect(renderFound(none, 'xyz', PIPE)).toBe(
      'No directory group has "xyz" in its name. Nothing similar was found either.\n',
    );
    expect(renderFound({ ...none, similar: ['Sales', 'Sailors'] }, 'Salez', PIPE)).toBe(
      'No directory group has "Salez" in its name. Similar: Sales; Sailors.\n',
    );
    expect(renderFound(none, 'Sal*', PIPE)).toContain(' The term is any part of a name; * stands for itself.');
  });

  test('that are none in Entra ID say what Graph looks for', () => {
    const none: Listed = { groups: [], more: 0, similar: [], compared: 'words' };

    expect(renderFound(none, 'desk', PIPE)).toBe(
      'No directory group was found for "desk": Entra ID looks for the beginning of a display name, and for words of it, ' +
        'not for any other part. Nothing similar was found either.\n',
    );
    expect(renderFound(none, 'Sal*', PIPE)).toMatch(/either\. \* stands for itself\.\n$/);
  });

  test('have stable names for programs', () => {
    const document = foundDocument({ ...found(listed({ name: HOSTILE })), more: null }, HOSTILE, () => RESCUE_LABELS);

    expect(document).toEqual({
      term: HOSTILE,
      groups: [
        {
          id: '00000000-0000-4000-8000-000000000001',
          name: HOSTILE,
          kind: 'security',
          members: 1204,
          mail: 'sales@corp.example',
          label: 'CN=Sales,OU=Groups,DC=corp,DC=example',
          mappings: [],
        },
      ],
      more: null,
      similar: [],
    });
  });
});

const COUNTS: GroupCounts = {
  mappings: [
    {
      line: 7,
      directoryGroup: 'Sales',
      name: 'Sales',
      group: 'Technicians/Sales',
      direct: 1204,
      nested: 1300,
      groups: [
        { group: 'Technicians/Sales', people: 1200, over: true },
        { group: 'Technicians/Sales/EMEA', people: 96, over: false },
      ],
      error: null,
    },
    {
      line: 12,
      directoryGroup: 'Half',
      name: 'Half',
      group: 'Technicians/Half',
      direct: 3,
      nested: null,
      groups: [{ group: 'Technicians/Half', people: 3, over: false }],
      error: { code: 'GROUP_READ_PARTLY', text: 'half of it' },
    },
    {
      line: 15,
      directoryGroup: 'Gone',
      name: null,
      group: 'Technicians/Gone',
      direct: null,
      nested: null,
      groups: [],
      error: { code: 'GROUP_NOT_FOUND', text: 'No directory group is called "Gone".' },
    },
  ],
  groups: 3,
  ceilings: { groups: 999, membersPerGroup: 999 },
  over: true,
};

describe('counts', () => {
  test('mark what is over a ceiling, and what is not whole', () => {
    expect(renderCounts(COUNTS, RESCUE_LABELS, PIPE)).toBe(
      [
        '  line  directory group  direct  nested  Rescue group            people',
        '  7     Sales             1,204   1,300  Technicians/Sales        1,200  over 999',
        '                                         Technicians/Sales/EMEA      96',
        '  12    Half             ≥ 3          –  Technicians/Half             3',
        '  15    Gone             error        –  Technicians/Gone',
        '',
        'error GROUP_READ_PARTLY  line 12: half of it',
        'error GROUP_NOT_FOUND  line 15: No directory group is called "Gone".',
        '',
        '3 mappings feed 3 Rescue groups of at most 999, with at most 999 members each. A plan would be refused: split groups, use "subgroups: flatten", or raise limits.',
        '',
      ].join('\n'),
    );
  });

  test('say when there are too many groups', () => {
    const text = renderCounts({ ...COUNTS, groups: 1000 }, RESCUE_LABELS, PIPE);

    expect(text).toContain('1,000 Rescue groups of at most 999');
    expect(text).toContain('That is too many groups.');
  });

  test('cannot steer the terminal', () => {
    const [first] = COUNTS.mappings;
    const mapping = { ...(first ?? COUNTS.mappings[0]), name: HOSTILE, error: { code: 'X', text: HOSTILE } };

    const text = renderCounts(
      { ...COUNTS, mappings: [mapping as GroupCounts['mappings'][number]] },
      RESCUE_LABELS,
      PIPE,
    );

    expect(text.replaceAll('\n', '')).not.toMatch(INVISIBLE);
  });
});
