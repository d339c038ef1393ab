import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sortedBy } from '../../src/core/collections.ts';
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
