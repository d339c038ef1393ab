import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Holder, shareOut, takenBy } from '../../src/plan/budgets.ts';

const KEEPS: Holder = { ends: false, held: false };
const ENDS: Holder = { ends: true, held: false };
const HELD: Holder = { ends: true, held: true };

describe('a budget is shared out', () => {
  test.each<[string, number | null, readonly Holder[], string[], string[], string[], number]>([
    ['in the order of asking', 2, [], ['a', 'b', 'c'], ['a', 'b'], ['c'], 2],
    ['what is free beside those who have one', 3, [KEEPS, KEEPS], ['a', 'b'], ['a'], ['b'], 3],
    ['what is given back', 1, [ENDS], ['a', 'b'], ['a'], ['b'], 1],
    ['but not by somebody who is held', 1, [HELD], ['a'], [], ['a'], 1],
    ['nor by somebody who is held and stays in any case', 1, [{ ends: false, held: true }], ['a'], [], ['a'], 1],
    ['to nobody where nothing is free', 2, [KEEPS, KEEPS], ['a'], [], ['a'], 2],
    ['to nobody where more are in use than the contract holds', 1, [KEEPS, KEEPS, ENDS], ['a'], [], ['a'], 2],
    ['to nobody where the contract holds none', 0, [], ['a'], [], ['a'], 0],
    ['to everybody where nobody knows how many it holds', null, [KEEPS], ['a', 'b', 'c'], ['a', 'b', 'c'], [], 4],
    ['to nobody where nobody asks', 3, [KEEPS, ENDS], [], [], [], 1],
  ])('%s', (_, limit, holders, asking, granted, refused, after) => {
    const shares = shareOut({ limit, holders, asking });

    expect(shares).toEqual({ granted: new Set(granted), refused, before: holders.length, after });
  });

  const holder = fc.record({ ends: fc.boolean(), held: fc.boolean() });
  const demand = fc.record({
    limit: fc.option(fc.nat({ max: 12 })),
    holders: fc.array(holder, { maxLength: 10 }),
    asking: fc.uniqueArray(fc.nat({ max: 99 }), { maxLength: 10 }),
  });

  test('in every case by the same rules', () => {
    let short = 0;
    fc.assert(
      fc.property(demand, (one) => {
        const { limit, holders, asking } = one;
        const { granted, refused, before, after } = shareOut(one);

        // Everybody who asks gets one or is refused, and nobody is passed over for somebody who asks later.
        expect([...granted, ...refused]).toEqual(asking);
        // Nobody who has one loses it to another.
        const staying = holders.filter(({ ends, held }) => !ends || held).length;
        expect(after).toBe(staying + granted.size);
        // Never more than the contract holds, unless more were in use before.
        if (limit !== null) expect(after).toBeLessThanOrEqual(Math.max(limit, before));
        // Nobody is refused while one is free.
        if (refused.length > 0) expect(after).toBeGreaterThanOrEqual(limit ?? Infinity);
        // Somebody who is held gives nothing back.
        const free = shareOut({ ...one, holders: holders.map(({ held }) => ({ ends: false, held })) });
        const allHeld = shareOut({ ...one, holders: holders.map(({ ends }) => ({ ends, held: true })) });
        expect(allHeld).toEqual(free);
        short += Number(refused.length > 0 && granted.size > 0);
      }),
      { numRuns: 500, seed: 20260131 },
    );
    expect(short).toBeGreaterThan(50);
  });
});

describe('the use of a budget grows', () => {
  const hold = { limit: 'limits.disable', id: 'd1', also: [] };

  test.each<[string, Parameters<typeof takenBy>[0], number]>([
    [
      'by what changes take',
      [
        { held: null, takes: { seats: 1 } },
        { held: null, takes: { seats: 2 } },
      ],
      3,
    ],
    ['and shrinks by what they give back', [{ held: null, takes: { seats: -1 } }], -1],
    [
      'by nothing that is held',
      [
        { held: hold, takes: { seats: 1 } },
        { held: hold, takes: { seats: -1 } },
      ],
      0,
    ],
    [
      'by nothing that is blocked',
      [
        { held: null, blocked: { kind: 'out-of-licences', text: '' }, takes: { seats: 1 } },
        { held: null, takes: { seats: 2 } },
      ],
      2,
    ],
    [
      'by nothing of another budget',
      [
        { held: null, takes: { addOns: 1 } },
        { held: null, takes: {} },
      ],
      0,
    ],
  ])('%s', (_, changes, taken) => {
    expect(takenBy(changes, 'seats')).toBe(taken);
  });
});
