import { rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { SavedRescuePlan as SavedPlan } from '../../src/targets/rescue/planner/change.ts';
import type { Plan } from '../../src/plan/model.ts';
import { type Example, openExample } from './example.ts';

/** A plan is spent by what was done with it, and by nothing else. */

let example: Example;

afterEach(async () => {
  await example.close();
});

function wrote(): boolean {
  return example.sandbox.log.some((entry) => entry.wrote);
}

test('a run whose journal cannot be begun leaves the plan as good as new', async () => {
  let broken = false;
  example = await openExample({
    // After the lock was taken, and before anything is changed.
    faultFor(method) {
      if (method !== 'getHierarchy_v2' || !broken) return null;
      const runs = join(example.path, '.adsync', 'runs');
      rmSync(runs, { recursive: true, force: true });
      writeFileSync(runs, 'a file in the way');
      return null;
    },
  });
  await example.run(['plan', '--out', 'plan.json']);
  broken = true;

  const ended = await example.run(['apply', 'plan.json', '--yes']);
  const wroteThen = wrote();
  broken = false;
  await rm(join(example.path, '.adsync', 'runs'));
  const again = await example.run(['apply', 'plan.json', '--yes']);

  expect(ended.stderr).toContain('error STATE_UNWRITABLE');
  expect([ended.code, wroteThen]).toEqual([1, false]);
  expect(again).toMatchObject({ code: 0, stderr: '' });
});

test('a ledger that cannot be read ends the run before it changes anything', async () => {
  example = await openExample();
  await example.run(['plan', '--out', 'plan.json']);
  writeFileSync(join(example.path, 'spent'), 'a file where the folder should be');

  const ended = await example.run(['apply', 'plan.json', '--yes', '--state-dir', example.path]);

  expect(ended.stderr).toContain('spent cannot be read, so nobody can tell whether the plan is spent.');
  expect([ended.code, wrote()]).toEqual([1, false]);
});

test('a plan that is spent is refused before it is shown and anybody is asked', async () => {
  example = await openExample();
  const untouched = structuredClone(example.sandbox.account.nodes);
  await example.run(['plan', '--out', 'plan.json']);
  await example.run(['apply', 'plan.json', '--yes']);
  const runs = await readdir(join(example.path, '.adsync', 'runs'));
  // Without the marks in the account only the state folder knows.
  example.sandbox.account.nodes = untouched;

  const again = await example.run(['apply', 'plan.json'], { isTTY: true });

  expect(again.code).toBe(4);
  expect(again.stderr).toContain('PLAN_SPENT');
  expect(again.stderr).not.toContain('Type yes');
  expect(again.stdout).toBe('');
  expect(await readdir(join(example.path, '.adsync', 'runs'))).toEqual(runs);
});

async function savedPlan(): Promise<SavedPlan> {
  return JSON.parse(await readFile(join(example.path, 'plan.json'), 'utf8')) as SavedPlan;
}

test('a plan that was undone by hand can be made anew and applied, though it is the same plan', async () => {
  example = await openExample();
  const untouched = structuredClone(example.sandbox.account.nodes);
  await example.run(['plan', '--out', 'plan.json']);
  const { planId, savedId } = await savedPlan();
  await example.run(['apply', 'plan.json', '--yes']);
  example.sandbox.account.nodes = untouched;
  await example.run(['plan', '--out', 'plan.json']);

  const again = await example.run(['apply', 'plan.json', '--yes']);

  expect((await savedPlan()).planId).toBe(planId);
  expect((await savedPlan()).savedId).not.toBe(savedId);
  expect(again.stderr).toBe('');
  expect(again.code).toBe(0);
});

test('marks of plans leave nothing to do', async () => {
  example = await openExample();
  await example.run(['plan', '--out', 'plan.json']);
  await example.run(['apply', 'plan.json', '--yes']);

  const next = await example.run(['plan', '--json']);

  expect((JSON.parse(next.stdout) as Plan).changes).toEqual([]);
  expect(
    example.sandbox.account.nodes.filter(({ description }) => description.includes('[adsync-plan ')).length,
  ).toBeGreaterThan(20);
});
