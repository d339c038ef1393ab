import { expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import { applyPlan } from '../../src/run/apply-plan.ts';
import { FAILURES_IN_A_ROW } from '../../src/run/breaker.ts';
import type { SandboxFault } from '../../src/sandbox/index.ts';
import { creation, withBench } from '../targets/rescue/support.ts';

const MANY = 3 * FAILURES_IN_A_ROW;

async function run(faults: readonly SandboxFault[], emailOf: (index: number) => string) {
  const changes = Array.from({ length: MANY }, (_, index) => creation(emailOf(index), 'Technicians/Day'));
  const plan = { changes } as unknown as Plan;
  const results: string[] = [];
  let code: string | null = null;
  await withBench({ faults }, async ({ target }) => {
    const account = await target.read();
    const { signal } = new AbortController();
    const ended = await applyPlan({
      plan,
      concurrent: 1,
      begin: (options) => target.begin(account, options),
      signal,
      onOutcome() {},
    });
    results.push(...ended.outcomes.map(({ result, text }) => (result === 'skipped' ? text : result)));
    code = ended.failure?.code ?? null;
  });
  const count = (word: string): number => results.filter((result) => result === word).length;
  return { code, done: count('done'), failed: count('failed'), given: count('the run was given up before') };
}

test('a service that keeps failing ends the run, and the rest is left alone', async () => {
  const ended = await run([{ kind: 'errorBefore', method: 'setUser_v2' }], (index) => `p${index}@corp.example`);

  expect(ended).toEqual({
    code: 'SERVICE_KEEPS_FAILING',
    done: 0,
    failed: FAILURES_IN_A_ROW,
    given: MANY - FAILURES_IN_A_ROW,
  });
});

test('refusals of single changes show that the service works: the run goes on', async () => {
  const ended = await run([], () => 'not an address');

  expect(ended).toEqual({ code: null, done: 0, failed: MANY, given: 0 });
});

test('one success in between starts the count anew', async () => {
  const failing = (from: number): SandboxFault => ({
    kind: 'errorBefore',
    method: 'setUser_v2',
    nth: [from, from + 53],
  });
  // Nine changes fail with six attempts each, the tenth is made; and once more.
  const ended = await run([failing(1), failing(56)], (index) => `p${index}@corp.example`);

  expect(ended).toEqual({ code: null, done: MANY - 18, failed: 18, given: 0 });
});
