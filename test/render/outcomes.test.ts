import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newMasker } from '../../src/cli/mask.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Outcome, Plan } from '../../src/plan/model.ts';
import { renderOutcomes } from '../../src/render/outcomes.ts';
import { displayWidth } from '../../src/render/width.ts';
import { expectGolden } from './golden.ts';
import { hostileText, INVISIBLE } from './hostile-text.ts';
import { entitlementPlan, largePlan, planWith, variedPlan } from './sample-plan.ts';

const PLAIN = { color: false, columns: 0 };

describe('renderOutcomes', () => {
  test.each([
    ['outcomes-pipe.txt', { color: false, columns: 0 }],
    ['outcomes-80-colour.txt', { color: true, columns: 80 }],
    ['outcomes-40.txt', { color: false, columns: 40 }],
  ])('looks as in %s', (name, options) => {
    const plan = variedPlan();

    const text = renderOutcomes(plan, mixed(plan), options);

    expectGolden(name, text);
  });

  test.each([
    ['outcomes-kinds-pipe.txt', { color: false, columns: 0 }],
    ['outcomes-kinds-80.txt', { color: true, columns: 80 }],
    ['outcomes-kinds-40.txt', { color: false, columns: 40 }],
  ])('tells failures apart, and who is waited for, as in %s', (name, options) => {
    const plan = entitlementPlan();

    const text = renderOutcomes(plan, ofKinds(plan), options);

    expectGolden(name, text);
  });

  test('lists nothing when all went well', () => {
    const plan = largePlan(5);

    const text = renderOutcomes(plan, all(plan, 'done'), PLAIN);

    expect(text).not.toMatch(/Failed|Stale|Skipped/);
    expect(text.endsWith('\nApply: 5 of 5 changes made.\n')).toBe(true);
  });

  test('lists what was made, but not without a remark, after what was not made', () => {
    const plan = largePlan(3);
    const [first, second, third] = all(plan, 'done');
    const remark = 'No mobile licence was left; everything else is as planned.';
    const outcomes = [{ ...first, text: remark }, { ...second, result: 'failed', text: 'No.' }, third] as Outcome[];

    const text = renderOutcomes(plan, outcomes, PLAIN);

    expect(text).toMatch(
      /\nFailed:\n {2}[^\n]*: No\.\n\nRemarks on what was made:\n {2}[^\n]*: No mobile licence was left; everything else is as planned\.\n\nApply: 2 of 3 changes made, 1 failed\.\n$/,
    );
  });

  test.each([40, 59, 60, 80, 120])('stays within %d columns', (columns) => {
    const plan = variedPlan();

    const lines = renderOutcomes(plan, mixed(plan), { color: false, columns }).split('\n');

    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
  });

  test('shows no part of a secret, however lines are wrapped', () => {
    const plan = largePlan(2);
    const secret = 'a-token of-three words-and-more';
    const outcomes = all(plan, 'failed').map((outcome) => ({ ...outcome, text: `The service said ${secret}.` }));
    const masker = newMasker([new Secret(secret)]);

    const text = renderOutcomes(plan, outcomes, { color: false, columns: 30 }, { mask: (view) => masker.value(view) });

    expect(text).toContain('The service said ***.');
    expect(text).not.toMatch(/a-token|of-three|words-and-more/);
  });

  test('counts changes that were never tried', () => {
    const plan = largePlan(5);

    const text = renderOutcomes(plan, all(plan, 'done').slice(0, 2), PLAIN);

    expect(text).toContain('Apply: 2 of 5 changes made, 3 not tried.');
  });

  test('cuts a long list of failures, but no disable, and counts the rest', () => {
    const plan = largePlan(70);

    const text = renderOutcomes(plan, all(plan, 'failed'), PLAIN);

    expect(text.match(/: The service is not available\./g)).toHaveLength(54);
    expect(text).toContain('  … and 16 more; see adsync history\n');
  });

  test('lets nothing hostile out of a name or an answer of the service', () => {
    fc.assert(
      fc.property(hostileText(), fc.constantFrom(0, 40, 80), (text, columns) => {
        const plan = planWith(text);
        const outcomes = plan.changes.map(({ id }): Outcome => ({ change: id, result: 'failed', text }));

        const lines = renderOutcomes(plan, outcomes, { color: false, columns }).split('\n');

        expect(lines.join('')).not.toMatch(INVISIBLE);
      }),
    );
  });
});

function all(plan: Plan, result: Outcome['result']): Outcome[] {
  const text = result === 'done' ? '' : 'The service is not available.';
  return plan.changes.map(({ id }) => ({ change: id, result, text }));
}

function mixed(plan: Plan): Outcome[] {
  const texts = {
    done: '',
    pending: 'Invited.',
    failed:
      'The service says USERALREADYEXISTS: another user has this e-mail address. Change one of them, then apply again.',
    stale: 'The name is no longer "Zoe ONeill". Plan again.',
    skipped: 'The group it belongs in could not be created.',
    notApproved: 'not approved in plan.xlsx',
  } as const;
  const results: readonly Outcome['result'][] = ['done', 'failed', 'done', 'stale', 'skipped', 'done', 'done'];
  return plan.changes.slice(0, 11).map(({ id }, index) => {
    const result = results[index % results.length] ?? 'done';
    return { change: id, result, text: texts[result] };
  });
}

/** In the order of the plan. */
function ofKinds({ changes }: Plan): Outcome[] {
  const ends: readonly Omit<Outcome, 'change'>[] = [
    { result: 'failed', kind: 'out-of-licences', text: 'No licence of Meeting is free.' },
    { result: 'pending', text: 'Ada has to accept the invitation.' },
    { result: 'failed', kind: 'transient', text: 'The service answered 502 (incident 77).' },
    { result: 'done', text: '' },
    { result: 'failed', text: 'The service said something that nobody knows.' },
    { result: 'stale', text: 'Fay holds Connect now.' },
  ];
  return ends.map((end, index) => ({ change: changes[index]?.id ?? '', ...end }));
}
