import { markedBy } from '../../src/targets/rescue/planner/plan-mark.ts';
import { describe, expect, test } from '@jest/globals';
import { cannotApply } from '../../src/plan/can-apply.ts';
import type { SavedPlan } from '../../src/plan/model.ts';
import type { Settings } from '../../src/core/settings.ts';
import {
  type AccountLiteral,
  accountOf,
  codes,
  heldAgain,
  mapping,
  noticesOf,
  planOf,
  readingOf,
  settingsOf,
  budgetOf,
} from '../targets/rescue/planner/builders.ts';

const RED = mapping('Red', 'Technicians/Red');
const BLUE = mapping('Blue', 'Technicians/Blue', { line: 20 });
const both = [RED, BLUE];
const HOUR = 3_600_000;
const MADE = Date.parse('2026-01-31T09:00:00.000Z');

function linked(...words: readonly string[]): AccountLiteral[string] {
  return Object.fromEntries(words.map((word) => [word, { link: word }]));
}

/** Two leave Red and two leave Blue, more than either may lose; one comes. */
function planned(): { plan: SavedPlan; settings: Settings; account: ReturnType<typeof accountOf> } {
  const none = { kind: 'count', count: 1 } as const;
  const base = settingsOf(both);
  const settings = {
    ...base,
    limits: { ...base.limits, disable: { kind: 'percent', percent: 100 } as const, disablePerGroup: none, minimum: 0 },
  };
  const account = accountOf({
    'Technicians/Red': linked('ada', 'bob', 'cy'),
    'Technicians/Blue': linked('dan', 'eve', 'fay'),
  });
  const reading = readingOf({ groups: { Red: ['cy', 'new'], Blue: ['fay'] } }, both);
  const { plan } = planOf(settings, reading, account);
  return { plan: { ...plan, savedId: '1'.repeat(32), digest: '2'.repeat(64) }, settings, account };
}

describe('a saved plan', () => {
  test.each<[string, string | null, Partial<Settings>, number]>([
    ['may be applied at once', null, {}, 0],
    ['may be applied until it is as old as plans may be', null, { maxPlanAge: HOUR }, HOUR],
    ['is too old after that', 'PLAN_TOO_OLD', { maxPlanAge: HOUR }, HOUR + 1],
    ['may come from a clock that is five minutes ahead', null, {}, -5 * 60_000],
    ['may not come from the future', 'PLAN_FROM_FUTURE', {}, -5 * 60_000 - 1],
    ['of another file is refused', 'PLAN_OTHER_FILE', { sha256: '1'.repeat(64) }, 0],
  ])('%s', (_name, code, fields, age) => {
    const { plan, settings, account } = planned();

    const refusal = cannotApply(plan, {
      settings: { ...settings, ...fields },
      marked: markedBy(plan, account.reading),
      now: new Date(MADE + age),
    });

    expect(refusal?.code ?? null).toBe(code);
  });

  test.each([
    [90 * 60_000, '90 minutes'],
    [119 * 60_000, '119 minutes'],
    [120 * 60_000, '2 hours'],
    [50 * HOUR, '50 hours'],
  ])('that is %i ms old is called %s old', (age, words) => {
    const { plan, settings } = planned();
    const circumstances = { settings: { ...settings, maxPlanAge: 1 }, marked: [] };

    const refusal = cannotApply(plan, { ...circumstances, now: new Date(MADE + age) });

    expect(refusal?.message).toContain(`is ${words} old`);
  });
});

describe('an approval of a saved plan', () => {
  test('lets through whom it stands for, and nobody else', () => {
    const { plan, settings, account } = planned();
    const red = plan.changes.find(({ email }) => email === 'ada@corp.example')?.held?.id ?? '';

    const passed = heldAgain(plan, settings, account, { ids: [red] });

    const held = passed.changes.filter((change) => change.held !== null);
    expect(plan.summary.held).toBe(4);
    expect(passed.summary.held).toBe(2);
    expect(held.map(({ email }) => email).sort()).toEqual(['dan@corp.example', 'eve@corp.example']);
    expect(codes(plan)).toEqual(['HELD', 'HELD']);
    expect(noticesOf(passed).map(({ code, subject }) => [code, subject])).toEqual([
      ['HELD', 'Technicians/Blue'],
      ['LET_THROUGH', 'Technicians/Red'],
    ]);
    expect(passed.notices.find(({ code }) => code === 'LET_THROUGH')?.text).toContain(red);
    expect(passed.summary.notices).toBe(passed.notices.length);
    expect(budgetOf(passed, 'technicians')?.after).toBe((budgetOf(plan, 'technicians')?.after ?? 0) - 2);
  });

  test('that stands for nothing in it is refused as a whole', () => {
    const { plan, settings, account } = planned();
    const red = plan.changes.find(({ email }) => email === 'ada@corp.example')?.held?.id ?? '';

    expect(() => heldAgain(plan, settings, account, { ids: [red, '9-abc'] })).toThrow(
      expect.objectContaining({ code: 'APPROVAL_STALE' }),
    );
  });
});
