import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type BothAccounts, openBoth, WORDS } from './both-accounts.ts';

/** The built program explains everybody of two accounts as its plan and its apply have it. */

interface Told {
  readonly targets: readonly {
    readonly target: string;
    readonly decision: { readonly kind: string; readonly text: string };
    readonly changes: readonly { readonly id: string }[];
  }[];
}

let both: BothAccounts;

beforeEach(async () => {
  both = await openBoth();
});

afterEach(async () => {
  await both.close();
});

async function told(word: string): Promise<Told['targets']> {
  const { code, stdout, stderr } = await both.run('explain', `${word}@corp.example`, '--json', '--quiet');
  expect([code, stderr]).toEqual([0, '']);
  return (JSON.parse(stdout) as Told).targets;
}

test('before an apply with the changes of the plan, and afterwards as in step', async () => {
  const plan = JSON.parse((await both.here('plan', '--json')).stdout) as {
    readonly changes: readonly { readonly id: string; readonly kind: string }[];
  };

  const before = [];
  for (const word of WORDS) before.push(...(await told(word)));

  expect(before.map(({ decision }) => decision.text)).toEqual(before.map(() => '1 change planned'));
  expect(before.flatMap(({ changes }) => changes.map(({ id }) => id)).sort()).toEqual(
    plan.changes.flatMap(({ id, kind }) => (kind === 'user' ? [id] : [])).sort(),
  );

  await both.here('apply', '--yes');
  for (const word of WORDS) {
    expect((await told(word)).map(({ decision }) => decision.text)).toEqual([
      'in step, nothing to do',
      'in step, nothing to do',
    ]);
  }
});

test('with an account that does not answer it tells of the other, and fails', async () => {
  both.goto.faults.push({ kind: 'error500', method: 'GET', path: '/users' });

  const { code, stdout } = await both.run('explain', 'ada@corp.example');

  expect(code).toBe(1);
  expect(stdout).toContain('Decision: 1 change planned');
  expect(stdout).toContain('Nothing is planned for the GoTo account');
});
