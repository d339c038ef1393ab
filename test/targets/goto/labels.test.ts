import { expect, test } from '@jest/globals';
import { GOTO_LABELS } from '../../../src/targets/goto/labels.ts';
import { FIELDS } from '../../../src/targets/goto/planner/fields.ts';
import { countRules } from '../../../src/targets/goto/planner/group-counts.ts';
import { gotoSettings, readingOf, rule, SALES } from './planner/builders.ts';

test('rules are listed in their order, and users without one last', () => {
  const headings = ['No rule', 'Rule 10: A', 'Rule 2: B', 'Rule 1: Sales'];

  expect(headings.sort(GOTO_LABELS.compareGroups)).toEqual(['Rule 1: Sales', 'Rule 2: B', 'Rule 10: A', 'No rule']);
});

test('every field of a change has a label, but for the status, which its operation says', () => {
  expect(['status', ...GOTO_LABELS.fields.map(({ field }) => field)]).toEqual(Object.keys(FIELDS));
});

test('a person counts in every rule that has them', () => {
  const settings = gotoSettings([SALES, rule('Staff'), rule('Gone')]);
  const directory = {
    groups: { Sales: ['ada', 'bob'], Staff: ['@Sales', 'cleo'] },
    people: { bob: { state: 'disabled' as const }, cleo: { mail: null } },
  };
  const counts = countRules(settings, readingOf(directory, settings.mappings));

  expect(counts.mappings).toEqual([
    {
      line: 10,
      directoryGroup: 'Sales',
      name: 'Sales',
      group: 'Rule 1: Sales',
      direct: 2,
      nested: 2,
      groups: [{ group: 'Rule 1: Sales', people: 1, over: false }],
      error: null,
    },
    {
      line: 20,
      directoryGroup: 'Staff',
      name: 'Staff',
      group: 'Rule 2: Staff',
      direct: 1,
      nested: 3,
      groups: [{ group: 'Rule 2: Staff', people: 1, over: false }],
      error: null,
    },
    {
      line: 30,
      directoryGroup: 'Gone',
      name: null,
      group: 'Rule 3: Gone',
      direct: null,
      nested: null,
      groups: [{ group: 'Rule 3: Gone', people: 0, over: false }],
      error: { code: 'GROUP_NOT_FOUND', text: 'no Gone' },
    },
  ]);
  expect(counts.over).toBe(false);
});
