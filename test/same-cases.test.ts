import { expect, test } from '@jest/globals';
import fc from 'fast-check';

test('properties try the same cases every time', () => {
  const cases = (): number[] => {
    const seen: number[] = [];
    fc.assert(fc.property(fc.integer(), (number) => void seen.push(number)));
    return seen;
  };

  expect(fc.readConfigureGlobal()).toEqual({ seed: 20260131 });
  expect(cases()).toEqual(cases());
});
