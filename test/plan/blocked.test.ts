import { describe, expect, test } from '@jest/globals';
import { refuseContradictions } from '../../src/plan/consistent.ts';
import type { Change, Plan } from '../../src/plan/model.ts';
import { withChanges } from '../../src/plan/section.ts';
import { talliesAfter } from '../../src/plan/summary.ts';
import { SAVED_RULES } from '../../src/targets/goto/planner/consistent-change.ts';
import { inputOf, planOf, rule } from '../targets/goto/planner/builders.ts';

/** Ada gets one product and waits for another. */
const PLAN: Plan = planOf(
  inputOf({
    rules: [rule('Sales', { products: ['Meeting', 'Connect'] })],
    directory: { groups: { Sales: ['ada'] } },
    account: { users: { ada: {} }, seats: { Connect: 0 } },
  }),
);

function refusal(changes: readonly Change[]): string {
  try {
    refuseContradictions(withChanges(PLAN, changes, PLAN.notices), () => ({
      ...SAVED_RULES,
      contradiction: () => null,
    }));
    return '';
  } catch (error) {
    return String(error);
  }
}

describe('a blocked change', () => {
  const [made, blocked] = PLAN.changes;
  if (made === undefined || blocked === undefined) throw new Error('two changes were expected');

  test('may stand beside the one that is made', () => {
    expect(refusal([made, blocked])).toBe('');
  });

  test('stands there once', () => {
    expect(refusal([made, blocked, { ...blocked, id: 'f'.repeat(12) }])).toMatch(/is about the same one as the change/);
  });

  test('is held with it', () => {
    const held = { limit: 'limits.disable', id: `d1-${'0'.repeat(32)}`, also: [] };

    expect(refusal([made, { ...blocked, held }])).toMatch(/is about the same one as the change/);
  });

  test('makes no second free change possible', () => {
    expect(refusal([made, { ...made, id: 'f'.repeat(12) }])).toMatch(/is about the same one|another place/);
  });

  test('moves nobody in the tallies', () => {
    const tally = { group: 'Rule 1: Sales', line: 10, wanted: 1, present: 0 };

    expect(talliesAfter([tally], [made])).toEqual([{ ...tally, after: 1 }]);
    expect(talliesAfter([tally], [{ ...made, blocked: { kind: 'unknown', text: 'why' } }])).toEqual([
      { ...tally, after: 0 },
    ]);
  });
});
