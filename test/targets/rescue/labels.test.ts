import { labelsFrom } from '../../../src/run/chosen-targets.ts';
import { rescueKind } from '../../../src/targets/rescue/kind.ts';
import { describe, expect, test } from '@jest/globals';
import { RESCUE_LABELS } from '../../../src/targets/rescue/labels.ts';

describe('the labels of a Rescue account', () => {
  test('order groups as the Admin Center does: root by root, parents before children', () => {
    const sorted = [
      'Elsewhere/A',
      'Master Administrators',
      'administrators/Leads',
      'Technicians/a',
      'technicians/A/b',
      'Technicians/a\\/b',
      'Technicians/B',
    ];

    expect(sorted.toReversed().sort(RESCUE_LABELS.compareGroups)).toEqual(sorted);
  });

  test('tell two spellings of one place apart, so that the order never hangs on chance', () => {
    expect(RESCUE_LABELS.compareGroups('Technicians/a', 'Technicians/A')).not.toBe(0);
    expect(RESCUE_LABELS.compareGroups('Technicians/a', 'Technicians/a')).toBe(0);
  });

  test('never show a password', () => {
    const password = RESCUE_LABELS.fields.find(({ field }) => field === 'password');

    expect(password?.words?.('new', undefined, 'user')).toBe('a new one is set');
  });
});

test('labels are found by the type of a target', () => {
  const labelsOf = labelsFrom([rescueKind]);

  expect(labelsOf('rescue')).toBe(RESCUE_LABELS);
  expect(() => labelsOf('toString')).toThrow('no target of the type toString');
});
