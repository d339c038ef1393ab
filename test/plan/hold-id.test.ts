import { describe, expect, test } from '@jest/globals';
import { canonicalJson, digest } from '../../src/core/digest.ts';
import { HOLD_ID, HOLD_ID_EXAMPLE, type HoldKind, holdId, readHoldId } from '../../src/plan/hold-id.ts';

const of = (kind: HoldKind, count: number, parts: unknown): string => holdId(kind, count, digest(canonicalJson(parts)));

describe('the id of a held set', () => {
  test('has a letter, the count and 128 bits of digest', () => {
    const id = of('disable', 12, ['account', 'limits.disable', 'said', ['1', '2']]);

    expect(id).toMatch(/^d12-[0-9a-f]{32}$/);
    expect(id).toMatch(HOLD_ID);
    expect(HOLD_ID_EXAMPLE).toMatch(HOLD_ID);
  });

  test('depends on each of its parts, and on nothing else', () => {
    const parts = ['account', 'limits.disable', 'said', ['1', '2']];
    const others = [
      ['other', 'limits.disable', 'said', ['1', '2']],
      ['account', 'limits.move', 'said', ['1', '2']],
      ['account', 'limits.disable', 'absence', ['1', '2']],
      ['account', 'limits.disable', 'said', ['1', '3']],
      ['account', 'limits.disable', 'said', ['12']],
    ];

    const ids = [parts, ...others].map((one) => of('disable', 2, one));

    expect(new Set(ids).size).toBe(ids.length);
    expect(of('disable', 2, [...parts])).toBe(ids[0]);
  });

  test.each(['12-4f0e8b6a2f6f', 'd12-4f0e8b6a2f6f', `d12-${'0'.repeat(31)}`, `D12-${'0'.repeat(32)}`, 'plan.json'])(
    'is nothing as short or strange as %s',
    (text) => {
      expect(text).not.toMatch(HOLD_ID);
    },
  );

  test.each<[HoldKind, string]>([
    ['doubt', 'a'],
    ['create', 'c'],
    ['disable', 'd'],
    ['move', 'm'],
    ['readdress', 'r'],
    ['meaning', 'g'],
  ])('says that it is about %s by the letter %s, and how many it holds', (kind, letter) => {
    const id = of(kind, 12, []);

    expect(id.charAt(0)).toBe(letter);
    expect(readHoldId(id)).toEqual({ kind, count: 12 });
  });

  test('may be of a kind that this version does not know; another text says nothing', () => {
    expect(readHoldId(`z3-${'0'.repeat(32)}`)).toEqual({ kind: null, count: 3 });
    expect(readHoldId('d3-0f')).toBeNull();
  });
});
