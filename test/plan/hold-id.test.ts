import { describe, expect, test } from '@jest/globals';
import { HOLD_ID, HOLD_ID_EXAMPLE, holdId } from '../../src/plan/hold-id.ts';

describe('the id of a held set', () => {
  test('has a letter, the count and 128 bits of digest', () => {
    const id = holdId('d', 12, ['account', 'limits.disable', 'said', ['1', '2']]);

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

    const ids = [parts, ...others].map((one) => holdId('d', 2, one));

    expect(new Set(ids).size).toBe(ids.length);
    expect(holdId('d', 2, [...parts])).toBe(ids[0]);
  });

  test.each(['12-4f0e8b6a2f6f', 'd12-4f0e8b6a2f6f', `d12-${'0'.repeat(31)}`, `D12-${'0'.repeat(32)}`, 'plan.json'])(
    'is nothing as short or strange as %s',
    (text) => {
      expect(text).not.toMatch(HOLD_ID);
    },
  );
});
