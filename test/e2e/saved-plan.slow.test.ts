import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import type { Ended } from './adsync.ts';
import { serveExample, type Served } from './served.ts';

/** A plan reviewed at noon is applied exactly as it was, or not at all. What it meets that no longer fits: test/cli/saved-plan.slow.test.ts. */

let served: Served;

/** The plan is made in this process, and applied by the built program. */
beforeEach(async () => {
  served = await serveExample();
  await served.here(['plan', '--out', 'plan.json']);
});

afterEach(async () => {
  await served.close();
});

function apply(...args: string[]): Promise<Ended> {
  return served.run('apply', 'plan.json', '--yes', ...args);
}

function nodeOf(email: string) {
  const node = served.sandbox.account.nodes.find((one) => one.email.toLowerCase() === email);
  if (node === undefined) throw new Error(`nobody has ${email}`);
  return node;
}

test('it is executed without looking at the directory again, and leaves nothing to do', async () => {
  await writeFile(join(served.path, 'directory.ldif'), 'this is no directory any more');

  const ended = await apply();

  expect(ended.stderr).toBe('');
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain('29 of 29 changes made');
});

test('it is spent once', async () => {
  await served.here(['apply', 'plan.json', '--yes']);
  const before = JSON.stringify(served.sandbox.account.nodes);

  const again = await apply();

  expect(again.code).toBe(4);
  expect(again.stderr).toContain('PLAN_SPENT');
  expect(JSON.stringify(served.sandbox.account.nodes)).toBe(before);
});

test('of two runs with one plan only one goes on', async () => {
  const codes = (await Promise.all([apply(), apply(), apply()])).map(({ code }) => code);

  expect(codes.sort()).toEqual([0, 4, 4]);
});

test('a change whose facts no longer hold is stale, and the others are made', async () => {
  nodeOf('ivan.petrov@corp.example').name = 'I. Petrov';

  const ended = await apply();

  expect(ended.stdout).toMatch(/ivan\.petrov.*name is "I\. Petrov" by now/);
  expect(ended.stdout).toContain('28 of 29 changes made');
  expect(ended.code).toBe(3);
});

test('it is refused when a byte was altered', async () => {
  const path = join(served.path, 'plan.json');
  await writeFile(path, (await readFile(path, 'utf8')).replace('Gina Gone', 'Gina Gine'));
  const before = JSON.stringify(served.sandbox.account.nodes);

  const ended = await apply();

  expect(ended.code).toBe(4);
  expect(ended.stderr).toContain('PLAN_ALTERED');
  expect(JSON.stringify(served.sandbox.account.nodes)).toBe(before);
});

test('held disables are made once exactly this set is approved', async () => {
  const path = join(served.path, 'sync.yaml');
  await writeFile(path, (await readFile(path, 'utf8')).replace('version: 1', 'version: 1\nlimits: {disable: 1}'));
  await served.here(['plan', '--out', 'plan.json']);
  const { changes } = JSON.parse(await readFile(join(served.path, 'plan.json'), 'utf8')) as Plan;
  const id = changes.find(({ held }) => held !== null)?.held?.id ?? '';

  const wrong = await apply('--approve', 'd3-00000000000000000000000000000000');
  const right = await apply('--approve', id);

  expect(wrong.code).toBe(4);
  expect(wrong.stderr).toContain('APPROVAL_STALE');
  expect(right.stdout).toContain('29 of 29 changes made');
  expect(right.stdout).not.toMatch(/HELD|held back|not made unless approved/i);
  expect(nodeOf('gina.gone@corp.example').status).toBe('Disabled');
});
