import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import type { Plan } from '../../src/plan/model.ts';
import { gotoUser } from '../../src/sandbox/goto/index.ts';
import {
  type BothAccounts,
  expectOtherGoesOn,
  expectSavedPlanWaits,
  openBoth,
  type TargetType,
  WORDS,
} from './both-accounts.ts';

/** One file with Rescue and GoTo, and what becomes of the one when the other fails. */

let both: BothAccounts;

beforeEach(async () => {
  both = await openBoth();
});

afterEach(async () => {
  await both.close();
});

async function planned(): Promise<Plan> {
  const { stdout, stderr } = await both.here('plan', '--json');
  if (!stdout.startsWith('{')) throw new Error(`no plan: ${stderr}`);
  return JSON.parse(stdout) as Plan;
}

/** How an account comes to be lost. */
const LOSSES: readonly (readonly [
  what: string,
  lost: TargetType,
  lose: (both: BothAccounts) => unknown,
  says: RegExp,
])[] = [
  ['Rescue cannot be reached', 'rescue', ({ rescue }) => rescue.close(), /cannot be reached/],
  ['GoTo cannot be reached', 'goto', ({ goto }) => goto.close(), /cannot be reached/],
  ['the token of Rescue is replaced', 'rescue', ({ rescue }) => rescue.account.apiTokens.splice(0), /token/],
  ['the token of GoTo is revoked', 'goto', ({ goto }) => goto.account.tokens.splice(0), /token/],
];

test('planned, shown, saved, exported to Excel and applied in one run', async () => {
  const first = await both.run('plan', '--out', 'plan.json', '--excel', 'plan.xlsx', '--detailed-exitcode');
  const { changes, notices, targets } = await planned();
  const applied = await both.run('apply', 'plan.json', '--yes');
  const last = await both.here('plan', '--detailed-exitcode');

  expect(first.code).toBe(2);
  expect(targets.map(({ type, summary }) => [type, summary['create']])).toEqual([
    ['rescue', 4],
    ['goto', 4],
  ]);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(join(both.path, 'plan.xlsx'));
  expect(workbook.getWorksheet('Changes')?.actualRowCount).toBe(changes.length + 1);
  expect(workbook.getWorksheet('Notices')?.actualRowCount).toBe(notices.length + 1);
  expect(applied.stderr).toBe('');
  expect(applied.code).toBe(0);
  expect(both.enabled()).toEqual({ rescue: WORDS, goto: WORDS });
  expect(last.code).toBe(0);
  expect(last.stdout).toContain('No changes.');
});

describe.each(LOSSES)('%s', (_what, lost, lose, says) => {
  test('the other is planned and applied', async () => {
    await lose(both);
    await expectOtherGoesOn(both, lost, says);
  });

  test('a plan that was saved before is not begun; the other can be had by itself', async () => {
    await both.here('plan', '--out', 'plan.json');
    await lose(both);
    await expectSavedPlanWaits(both, lost);
  });
});

describe('half of an apply fails', () => {
  test('in Rescue: the rest of it, and GoTo, are made, and retry makes what is left', async () => {
    both.rescue.switches.nameMaxLength = 3;

    const applied = await both.here('apply', '--yes');
    const after = both.enabled();
    both.rescue.switches.nameMaxLength = 128;
    const retried = await both.here('retry', '--yes');

    expect(applied.code).toBe(3);
    expect(after).toEqual({ rescue: ['ada', 'bob', 'dan'], goto: WORDS });
    expect(retried.code).toBe(0);
    expect(both.enabled()).toEqual({ rescue: WORDS, goto: WORDS });
    expect((await planned()).changes).toEqual([]);
  });

  test('in GoTo: the rest of it, and Rescue, are made, and retry makes what is left', async () => {
    const elsewhere = gotoUser({ key: '70000000000000009001', email: 'cleo@corp.example', elsewhere: true });
    both.goto.account.users.push(elsewhere);

    const applied = await both.here('apply', '--yes');
    const after = both.enabled();
    both.goto.account.users.splice(both.goto.account.users.indexOf(elsewhere), 1);
    const retried = await both.here('retry', '--yes', '--kind', 'account-exists');

    expect(applied.code).toBe(3);
    expect(applied.stdout).toContain('Existing account elsewhere');
    expect(after).toEqual({ rescue: WORDS, goto: ['ada', 'bob', 'dan'] });
    expect(retried.code).toBe(0);
    expect(both.enabled()).toEqual({ rescue: WORDS, goto: WORDS });
    expect((await planned()).changes).toEqual([]);
  });
});
