import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type BothAccounts, openBoth, WORDS } from './both-accounts.ts';

/** One file with Rescue and GoTo, one of which does not answer: every call is tried again for a while. */

let both: BothAccounts;

beforeEach(async () => {
  both = await openBoth();
});

afterEach(async () => {
  await both.close();
});

test.each(['rescue', 'goto'] as const)(
  '%s fails at every new user: the other is made, and the next apply makes the rest once it works',
  async (lost) => {
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
  },
);
