import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { append, greatest, smallest, sortedBy } from '../../src/core/collections.ts';
import { compareText } from '../../src/core/text.ts';

test('sorts as comparing the keys at each step does, and keeps the order of equal ones', () => {
  const item = fc.record({ text: fc.constantFrom('a', 'b', 'B', 'é', ''), count: fc.nat(3), at: fc.nat() });
  fc.assert(
    fc.property(fc.array(item), (items) => {
      const naive = items.toSorted((a, b) => compareText(a.text, b.text) || a.count - b.count);
      expect(sortedBy(items, ({ text, count }) => [text, count])).toEqual(naive);
    }),
  );
});

test('a list may be longer than a function takes arguments', () => {
  const many = Array.from({ length: 200_000 }, (_, index) => index - 100_000);
  const list: number[] = [];
  append(list, many);

  expect([list.length, greatest(many, 0), smallest(many, 0)]).toEqual([200_000, 99_999, -100_000]);
  expect([greatest([], 3), greatest([1], 3), smallest([], 3), smallest([5], 3)]).toEqual([3, 3, 3, 3]);
});
