import { describe, expect, test } from '@jest/globals';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import { newPlaces, type Places } from '../../../../src/targets/rescue/apply/known-tree.ts';
import { accountOf } from '../planner/builders.ts';

const TECHNICIANS = '102' as NodeId;
const id = (text: string): NodeId => text as NodeId;

/** Groups right below Technicians, numbered from 200. */
function placesWith(...names: readonly string[]): Places {
  const places = newPlaces(accountOf({}).reading);
  for (const [index, name] of names.entries()) {
    places.addGroup(id(String(200 + index)), TECHNICIANS, 'technician', name);
  }
  return places;
}

describe('the group at a path', () => {
  test.each<[string, readonly string[], string, string | null]>([
    ['is found in any case', ['NIGHT'], 'Night', '200'],
    ['is the one of the very spelling, where others differ in case only', ['NIGHT', 'Night'], 'Night', '201'],
    ['is none of several that cannot be told apart', ['NIGHT', 'night'], 'Night', null],
    ['is none of two of the very spelling', ['Night', 'Night'], 'Night', null],
    ['is none where there is none', ['Day'], 'Night', null],
  ])('%s', (_name, names, wanted, found) => {
    expect(placesWith(...names).group(['Technicians', wanted])).toBe(found);
  });

  test('goes by the name that the plan gives, so that an old name is free for another group', () => {
    const places = placesWith('Night', 'Late');
    places.expectName(id('200'), 'Evening');
    places.expectName(id('201'), 'Night');

    expect(places.group(['Technicians', 'Night'])).toBe('201');
    expect(places.group(['Technicians', 'Evening'])).toBe('200');
    expect(places.group(['Technicians', 'Late'])).toBeNull();
    expect(places.below(TECHNICIANS, 'Night')).toEqual(['200']);
  });
});
