import { describe, expect, test } from '@jest/globals';
import { lowerFirst } from '../../src/config/role-order.ts';

describe('items before higher ones', () => {
  test.each<[ranks: readonly number[], found: readonly [first: number, higher: number, more: number] | null]>([
    [[], null],
    [[1], null],
    [[2, 2, 1, 1, 0], null],
    [
      [1, 2],
      [0, 1, 0],
    ],
    [
      [2, 1, 1, 2],
      [1, 3, 1],
    ],
    [
      [1, 1, 3, 2],
      [0, 2, 1],
    ],
    [
      [3, 1, 2, 0, 1],
      [1, 2, 1],
    ],
  ])('of %j are %j', (ranks, expected) => {
    const items = ranks.map((rank, index) => ({ rank, index }));

    const found = lowerFirst(items, (a, b) => a.rank < b.rank);

    expect(found && [found.first.index, found.higher.index, found.more]).toEqual(expected);
  });

  test('are found with few comparisons, however many items there are', () => {
    const items = Array.from({ length: 50_000 }, (_, index) => 50_000 - index);
    let compared = 0;
    const isLower = (a: number, b: number): boolean => {
      compared += 1;
      return a < b;
    };

    expect([lowerFirst(items, isLower), lowerFirst([...items, 2], isLower)?.more]).toEqual([null, 0]);
    expect(compared).toBeLessThan(4 * items.length);
  });
});
