import { describe, expect, test } from '@jest/globals';
import {
  addGroup,
  expectName,
  groupAt,
  groupsBelow,
  type KnownGroups,
  newKnownGroups,
  renameGroup,
} from '../../../../src/targets/rescue/apply/known-groups.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { accountOf } from '../planner/builders.ts';

const TECHNICIANS = '102' as NodeId;
const id = (text: string): NodeId => text as NodeId;

/** Groups right below Technicians, numbered from 200. */
function groupsWith(...names: readonly string[]): KnownGroups {
  const groups = newKnownGroups(accountOf({}).reading.groups);
  for (const [index, name] of names.entries()) {
    addGroup(groups, { id: id(String(200 + index)), parent: TECHNICIANS, role: 'technician', name });
  }
  return groups;
}

describe('the group at a path', () => {
  test.each<[string, readonly string[], string, string | null]>([
    ['is found in any case', ['NIGHT'], 'Night', '200'],
    ['is the one of the very spelling, where others differ in case only', ['NIGHT', 'Night'], 'Night', '201'],
    ['is none of several that cannot be told apart', ['NIGHT', 'night'], 'Night', null],
    ['is none of two of the very spelling', ['Night', 'Night'], 'Night', null],
    ['is none where there is none', ['Day'], 'Night', null],
  ])('%s', (_name, names, wanted, found) => {
    expect(groupAt(groupsWith(...names), ['Technicians', wanted])).toBe(found);
  });

  test('goes by the name that the plan gives, so that an old name is free for another group', () => {
    const groups = groupsWith('Night', 'Late');
    expectName(groups, id('200'), 'Evening');
    expectName(groups, id('201'), 'Night');

    expect(groupAt(groups, ['Technicians', 'Night'])).toBe('201');
    expect(groupAt(groups, ['Technicians', 'Evening'])).toBe('200');
    expect(groupAt(groups, ['Technicians', 'Late'])).toBeNull();
    expect(groupsBelow(groups, TECHNICIANS, 'Night')).toEqual(['200']);
  });

  test('goes by the names that groups have by now', () => {
    const groups = groupsWith('Night', 'Late');

    renameGroup(groups, id('200'), 'Evening');
    renameGroup(groups, id('201'), 'Night');
    renameGroup(groups, id('200'), 'LATE');

    expect(groupAt(groups, ['Technicians', 'Night'])).toBe('201');
    expect(groupAt(groups, ['Technicians', 'Evening'])).toBeNull();
    expect(groupAt(groups, ['Technicians', 'late'])).toBe('200');
  });

  test('is found without a look at every other group there', () => {
    const groups = groupsWith();
    let looks = 0;
    for (let index = 0; index < 1_000; index++) {
      addGroup(groups, {
        id: id(String(200 + index)),
        parent: TECHNICIANS,
        role: 'technician',
        get name() {
          looks += 1;
          return `Group ${index}`;
        },
      });
    }
    looks = 0;

    expect(groupAt(groups, ['Technicians', 'Group 500'])).toBe('700');
    expect(looks).toBeLessThan(10);
  });
});
