import { describe, expect, test } from '@jest/globals';
import { walkGroups } from '../../src/core/walk-groups.ts';
import { groupId, readingOf } from '../targets/rescue/planner/builders.ts';

/** Groups by name with their members; the walk begins in `Top`. */
function paths(groups: Readonly<Record<string, readonly string[]>>, nested = true): string[] {
  return [...walkGroups(readingOf({ groups }, []), [groupId('Top')], nested)].map(({ path }) => path.join('/'));
}

describe('a walk comes to', () => {
  test('the nearest groups first, and those beside one another by name', () => {
    expect(paths({ Top: ['@B', '@A'], A: [], B: ['@C'], C: [] })).toEqual(['Top', 'Top/A', 'Top/B', 'Top/B/C']);
  });

  test('each group once, also in a circle', () => {
    expect(paths({ Top: ['@A'], A: ['@Top', '@B'], B: ['@A'] })).toEqual(['Top', 'Top/A', 'Top/A/B']);
  });

  test('no group inside where those are not asked for', () => {
    expect(paths({ Top: ['@A'], A: [] }, false)).toEqual(['Top']);
  });

  test('nothing where the group was not read', () => {
    expect(paths({ A: [] })).toEqual([]);
  });
});
