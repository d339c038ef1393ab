import { expect, test } from '@jest/globals';
import { listed, readParts } from '../../../../src/targets/rescue/planner/parts.ts';
import { groupId, mapping } from './builders.ts';

test.each([
  [['A'], 'A'],
  [['A', 'B'], 'A or B'],
  [['A', 'B', 'C', 'D'], 'A, B, C or D'],
  [['A', 'B', 'C', 'D', 'E'], 'A, B, C or 2 more'],
])('%j are listed as %s', (names, expected) => {
  expect(listed(names, 'or')).toBe(expected);
});

test('a reading without an answer for every group of the file is none of it', () => {
  const roots = [{ kind: 'complete', group: groupId('A') }] as const;

  expect(() => readParts([mapping(['A', 'B'], 'Technicians/T')], { roots })).toThrow(
    'no answer for the mapping at line 10',
  );
});
