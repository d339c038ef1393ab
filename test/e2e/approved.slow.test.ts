import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Plan } from '../../src/plan/model.ts';
import { narrowPlan } from '../../src/plan/narrow.ts';
import { answer, editWorkbook } from '../planfile/workbooks.ts';
import { type BothAccounts, openBoth, type TargetType, WORDS } from './both-accounts.ts';
import { serveExample, type Served } from './served.ts';

/** The administrator plans, the manager approves in the workbook, and the administrator applies: with both accounts. */

async function planIn(path: string): Promise<Plan> {
  return JSON.parse(await readFile(join(path, 'plan.json'), 'utf8')) as Plan;
}

async function approve(path: string, ids: readonly string[]): Promise<void> {
  const file = join(path, 'plan.xlsx');
  await editWorkbook(file, file, (workbook) => {
    answer(workbook, new Set(ids));
  });
}

const PLAN = ['plan', '--out', 'plan.json', '--excel', 'plan.xlsx'] as const;
const APPLY = ['apply', 'plan.json', '--approved', 'plan.xlsx', '--yes'] as const;

describe('with Rescue and GoTo', () => {
  async function withBoth(work: (both: BothAccounts) => Promise<void>): Promise<void> {
    const both = await openBoth();
    try {
      await work(both);
    } finally {
      await both.close();
    }
  }

  test('exactly what is approved is made in each account, for any choice', async () => {
    const pairs = WORDS.flatMap((word) => (['rescue', 'goto'] as const).map((type) => [type, word] as const));
    await fc.assert(
      fc.asyncProperty(fc.subarray([...pairs], { minLength: 1 }), async (chosen) => {
        await withBoth(async (both) => {
          await both.here(...PLAN);
          const plan = await planIn(both.path);
          const wanted = narrowPlan(plan, ({ target, email }) =>
            chosen.some(([type, word]) => target.startsWith(type) && email?.startsWith(word) === true),
          ).changes.map(({ id }) => id);
          await approve(both.path, wanted);

          const applied = await both.here(...APPLY);

          const names = (of: TargetType): string[] => chosen.filter(([type]) => type === of).map(([, word]) => word);
          expect(applied.stderr).not.toContain('error');
          expect(both.enabled()).toEqual({ rescue: names('rescue'), goto: names('goto') });
          expect(applied.code).toBe(0);
          expect(applied.stdout).toMatch(new RegExp(`of ${wanted.length} (approved )?changes? made`));
        });
      }),
      { numRuns: 6 },
    );
  });

  test('an account in which nothing was approved can be approved, and applied, later', async () => {
    await withBoth(async (both) => {
      await both.here(...PLAN);
      const { changes } = await planIn(both.path);
      const of = (type: TargetType): string[] =>
        changes.filter(({ target }) => target.startsWith(type)).map(({ id }) => id);
      await approve(both.path, of('rescue'));
      const first = await both.run(...APPLY);
      await approve(both.path, of('goto'));

      const again = await both.run(...APPLY, '--target', 'goto');

      expect(first.code).toBe(0);
      expect(again.stderr).not.toContain('error');
      expect(again.code).toBe(0);
      expect(both.enabled()).toEqual({ rescue: [...WORDS], goto: [...WORDS] });
    });
  });
});

describe('with the example', () => {
  let served: Served;

  beforeEach(async () => {
    served = await serveExample({ yaml: 'limits: {disable: 1}' });
    await served.here(PLAN);
  });

  afterEach(async () => {
    await served.close();
  });

  test('one of three held leavers is let through, and the document for programs says what was left out', async () => {
    const { changes } = await planIn(served.path);
    const held = changes.filter((change) => change.held !== null);
    await approve(served.path, [held[0]?.id ?? '']);

    const applied = await served.run(...APPLY, '--json');

    const disabled = served.sandbox.account.nodes.filter(({ email }) =>
      held.some((one) => one.email === email.toLowerCase()),
    );
    expect(disabled.filter(({ status }) => status === 'Disabled')).toHaveLength(1);
    expect(JSON.parse(applied.stdout)).toMatchObject({
      exitCode: 0,
      results: { done: 1, notApproved: changes.length - 1, notTried: 0 },
      text: `Apply: 1 of 1 approved change made, ${changes.length - 1} not approved and left out.`,
    });
    expect(applied.code).toBe(0);
    expect((await served.history())[0]).toMatchObject({ done: 1, notApproved: changes.length - 1 });
    const listed = await served.here(['history', '--changes', '--status', 'notApproved', '--json']);
    expect(listed.stdout).toContain('not approved in plan.xlsx');
  });

  test('a person without their new group is refused, the plan stays, and both together are made', async () => {
    const plan = await planIn(served.path);
    const person = plan.changes.find(({ kind, needs }) => kind === 'user' && needs.length > 0);
    await approve(served.path, [person?.id ?? '']);
    const refused = await served.run(...APPLY);
    await approve(
      served.path,
      narrowPlan(plan, ({ id }) => id === person?.id).changes.map(({ id }) => id),
    );

    const applied = await served.run(...APPLY);

    expect(refused.code).toBe(4);
    expect(refused.stderr).toMatch(/WORKBOOK_PART.*Changes!A\d+ \(move: .*needs Changes!A\d+ \(create: the group/);
    expect(applied.code).toBe(0);
  });

  test.each([
    [['apply', '--approved', 'plan.xlsx', '--yes'], 'APPROVED_NEEDS_PLAN', 1],
    [[...APPLY, '--approve', 'd3-00000000000000000000000000000000'], 'APPROVED_OR_APPROVE', 1],
    [[...APPLY], 'WORKBOOK_NOTHING_APPROVED', 4],
    [['apply', 'plan.json', '--approved', 'none.xlsx', '--yes'], 'WORKBOOK_UNREADABLE', 1],
    [['apply', 'plan.json', '--approved', 'plan.xlsm', '--yes'], 'WORKBOOK_MACROS', 4],
  ])('%j is refused with %s', async (args, code, exit) => {
    const ended = await served.here(args);

    expect(ended.stderr).toContain(`error ${code} `);
    expect(ended.code).toBe(exit);
  });

  test('a workbook that was written alone is for reading only', async () => {
    await served.here(['plan', '--excel', 'plan.xlsx']);

    const ended = await served.here(APPLY);

    expect(ended.stderr).toContain('error WORKBOOK_NOT_FOR_APPROVAL plan.xlsx names no saved plan');
    expect(ended.code).toBe(4);
  });
});
