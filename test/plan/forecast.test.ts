import { expect, test } from '@jest/globals';
import { forecastOf, forecastWords, wholeForecast, withForecasts } from '../../src/plan/forecast.ts';
import { spentWords } from '../../src/plan/view/spent.ts';
import type { Change } from '../../src/plan/model.ts';
import { planOf, userChange } from '../render/sample-plan.ts';

const changeOf = (given: Partial<Change>): Change => userChange({ operations: ['update'], ...given });

test.each([
  // Twenty calls in two seconds: one look is good for all.
  [10, 2, false, { calls: 20, seconds: 2 }],
  [10, 2, true, { calls: 21, seconds: 3 }],
  // Two hundred take twenty seconds: a look for every five.
  [100, 2, true, { calls: 205, seconds: 21 }],
  [0, 2, true, { calls: 0, seconds: 0 }],
] as const)('%p changes of %p calls that share a look: %p', (count, calls, shares, expected) => {
  const changes = Array.from({ length: count }, (_, index) => changeOf({ id: String(index) }));

  expect(forecastOf(changes, () => ({ calls, shares }), { perSecond: 10, fresh: 5, look: 1 })).toEqual(expected);
});

test('changes that are held or blocked, and those that wait for them, take nothing', () => {
  const changes = [
    changeOf({ id: 'held', held: { limit: 'limits.create', id: 'c1-00', also: [] } }),
    changeOf({ id: 'waits', needs: ['held'] }),
    changeOf({ id: 'waits too', needs: ['waits'] }),
    changeOf({ id: 'blocked', blocked: { kind: 'unknown', text: '' } }),
    changeOf({ id: 'free' }),
  ];

  const made: string[] = [];
  forecastOf(
    changes,
    ({ id }) => {
      made.push(id);
      return { calls: 1, shares: false };
    },
    { perSecond: 1, fresh: 1, look: 1 },
  );

  expect(made).toEqual(['free']);
});

test('a plan says what its accounts take together, one after the other', () => {
  const plan = planOf([changeOf({})]);

  expect(wholeForecast(plan)).toBeNull();
  expect(wholeForecast(withForecasts(plan, () => null))).toBeNull();
  expect(wholeForecast(withForecasts(plan, (_, own) => ({ calls: own.length, seconds: 3 })))).toEqual({
    calls: 1,
    seconds: 3,
  });
});

test.each([
  [{ calls: 1, seconds: 1 }, '1 call, 1 second'],
  [{ calls: 1200, seconds: 119 }, '1,200 calls, 119 seconds'],
  [{ calls: 1200, seconds: 150 }, '1,200 calls, 3 minutes'],
] as const)('%j is: %s', (forecast, words) => {
  expect(forecastWords(forecast)).toBe(words);
});

test('what it took stands beside the forecast, where there was one', () => {
  const actual = { calls: 14, seconds: 3 };
  expect(spentWords({ ...actual, forecast: { calls: 12, seconds: 2 } })).toBe(
    'It took 14 calls, 3 seconds; forecast: 12 calls, 2 seconds.',
  );
  expect(spentWords({ ...actual, forecast: null })).toBe('It took 14 calls, 3 seconds.');
});
