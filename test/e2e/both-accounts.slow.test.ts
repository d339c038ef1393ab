import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type BothAccounts, expectOtherGoesOn, expectSavedPlanWaits, openBoth, WORDS } from './both-accounts.ts';

/** One file with Rescue and GoTo, one of which does not answer: every call is tried again for a while. */

let both: BothAccounts;

beforeEach(async () => {
  both = await openBoth();
});

afterEach(async () => {
  await both.close();
});

describe.each(['rescue', 'goto'] as const)('%s cannot be reached', (lost) => {
  test('the other is planned and applied', async () => {
    await both[lost].close();
    await expectOtherGoesOn(both, lost, /could not be reached/);
  });

  test('a plan that was saved before is not begun; the other can be had by itself', async () => {
    await both.here('plan', '--out', 'plan.json');
    await both[lost].close();
    await expectSavedPlanWaits(both, lost);
  });

  test('it fails at every new user: the other is made, and the next apply makes the rest once it works', async () => {
    both.rescue.faults.push(...(lost === 'rescue' ? [{ kind: 'http503', method: 'createUser' } as const] : []));
    both.goto.faults.push(...(lost === 'goto' ? [{ kind: 'error500', method: 'POST', path: '/users' } as const] : []));
    const broken = await both.here('apply', '--yes');
    const after = both.enabled();
    both[lost].faults.splice(0);
    const again = await both.here('apply', '--yes');

    expect(broken.code).toBe(3);
    expect(after).toEqual({ rescue: lost === 'rescue' ? [] : WORDS, goto: lost === 'goto' ? [] : WORDS });
    expect(again.code).toBe(0);
    expect(both.enabled()).toEqual({ rescue: WORDS, goto: WORDS });
  });
});
