import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { SavedPlan } from '../../src/plan/model.ts';
import { serveExample, type Served } from './served.ts';

/** Runners that share nothing but the saved plan and the account: the mark in the account tells that it is spent. More: test/cli/spent.slow.test.ts. */

let served: Served;

beforeEach(async () => {
  served = await serveExample();
});

afterEach(async () => {
  await served.close();
});

async function savedPlan(): Promise<SavedPlan> {
  return JSON.parse(await readFile(join(served.path, 'plan.json'), 'utf8')) as SavedPlan;
}

test('a plan that another runner has applied is refused, although its state folder is not there', async () => {
  await served.here(['plan', '--out', 'plan.json']);
  const first = await served.here(['apply', 'plan.json', '--yes', '--state-dir', 'one']);
  // Somebody undoes what the plan got wrong; applied again, it would disable her once more.
  const undone = served.sandbox.account.nodes.find(({ email }) => email === 'gina.gone@corp.example');
  if (undone !== undefined) undone.status = 'Offline';
  const before = JSON.stringify(served.sandbox.account.nodes);

  const second = await served.run('apply', 'plan.json', '--yes', '--state-dir', 'two');

  expect(first.code).toBe(0);
  expect(undone?.description).toContain(`[adsync-plan ${(await savedPlan()).savedId.slice(0, 12)} `);
  expect(second.code).toBe(4);
  expect(second.stderr).toMatch(/PLAN_SPENT The plan .* was applied before, for its mark is in the description of /);
  expect(JSON.stringify(served.sandbox.account.nodes)).toBe(before);
});
