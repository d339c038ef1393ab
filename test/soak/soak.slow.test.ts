import { expect, test } from '@jest/globals';
import { soak } from './soak.ts';

test('rounds leave nothing behind: neither memory, handles and listeners nor files', async () => {
  const rounds = 40;

  const { first, last, ends } = await soak(rounds);

  expect(ends).toEqual({ done: 36, failed: 4 });
  expect(last.round).toBe(rounds);
  expect(last.virtualDays).toBeGreaterThan(9);
  // 36 journals were written; those of the last day or two are there.
  expect(last.journals).toBeLessThan(16);
  expect(last.locks).toBe(first.locks);
  expect(last.states).toBe(1);
  expect(last.resources).toBeLessThanOrEqual(first.resources + 1);
  expect(last.descriptors).toBeLessThanOrEqual(first.descriptors + 1);
  expect(last.listeners).toBeLessThanOrEqual(first.listeners);
  expect(last.heap - first.heap).toBeLessThan(5_000_000);
});
