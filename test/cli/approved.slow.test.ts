import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import { type Example, openExample } from './example.ts';

/** How approvals are given, and that a run keeps which it was given. */

let example: Example;
let id = '';

beforeEach(async () => {
  example = await openExample({ yaml: 'limits: { disable: 1 }' });
  const { stdout } = await example.run(['plan', '--json', '--out', 'plan.json']);
  id = (JSON.parse(stdout) as Plan).changes.find(({ held }) => held !== null)?.held?.id ?? '';
});

afterEach(async () => {
  await example.close();
});

async function lastApproved(): Promise<unknown> {
  const { stdout } = await example.run(['history', '--json']);
  return (JSON.parse(stdout) as { runs: { approved: unknown }[] }).runs[0]?.approved;
}

test('an id before the plan file leaves the file alone, and the run keeps the id', async () => {
  const ended = await example.run(['apply', '--yes', '--approve', id, 'plan.json']);
  const shown = await example.run(['history', '2']);

  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toContain('29 of 29 changes made');
  expect(shown.stdout).toContain(`\nApproved: ${id}\n`);
  expect(await lastApproved()).toEqual([id]);
});

test('of the ids in the file a run keeps those that let something through', async () => {
  const path = join(example.path, 'sync.yaml');
  const yaml = await readFile(path, 'utf8');
  await writeFile(
    path,
    yaml.replace('version: 1', `version: 1\napprove: [${id}, d7-0123456789abcdef0123456789abcdef]`),
  );

  await example.run(['apply', '--yes']);

  expect(await lastApproved()).toEqual([id]);
});

test('a run that was approved nothing keeps nothing', async () => {
  await example.run(['apply', '--yes']);
  const shown = await example.run(['history', '2']);

  expect(await lastApproved()).toEqual([]);
  expect(shown.stdout).not.toContain('Approved');
});

test('several are given one by one, and each counts', async () => {
  const ended = await example.run([
    'apply',
    '--yes',
    '--approve',
    'd7-0123456789abcdef0123456789abcdef',
    '--approve',
    id,
  ]);
  const other = await example.run([
    'apply',
    '--yes',
    '--approve',
    id,
    '--approve',
    'd7-0123456789abcdef0123456789abcdef',
  ]);

  expect([ended.code, other.code]).toEqual([4, 4]);
  expect(ended.stderr).toContain('The approval d7-0123456789abcdef0123456789abcdef stood for 7 users');
  expect(other.stderr).toContain('The approval d7-0123456789abcdef0123456789abcdef stood for 7 users');
  expect(example.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
});

test.each(['plan', 'apply', 'retry'])('what is no id is refused by %s before anything is read', async (command) => {
  const before = example.sandbox.log.length;

  const ended = await example.run([command, '--approve', 'plan.json']);

  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toMatch(
    /^error: option '--approve <id>' argument 'plan.json' is invalid\. An id looks like d12-4f/,
  );
  expect(example.sandbox.log).toHaveLength(before);
});

/** One who was to be disabled is so by hand meanwhile. */
function settleByHand(): void {
  const gina = example.sandbox.account.nodes.find(({ email }) => email === 'gina.gone@corp.example');
  if (gina !== undefined) gina.status = 'Disabled';
}

test('approve: in the file lets the set through, is then called used up, and names who makes a set another one', async () => {
  const path = join(example.path, 'sync.yaml');
  await writeFile(path, (await readFile(path, 'utf8')).replace('version: 1', `version: 1\napprove: [${id}]`));
  const untouched = structuredClone(example.sandbox.account.nodes);

  const applied = await example.run(['apply', '--yes']);
  const usedUp = await example.run(['plan', '--detailed-exitcode']);
  example.sandbox.account.nodes = untouched;
  settleByHand();
  // Without the journal nobody knows that it was used up.
  await rm(join(example.path, '.adsync', 'runs'), { recursive: true });
  const another = await example.run(['plan', '--quiet']);
  const said = await example.run(['plan']);

  expect(applied.code).toBe(0);
  expect(usedUp.code).toBe(0);
  expect(usedUp.stdout).toMatch(
    /note\s+APPROVAL_USED .*d2-\w+: The approval was used up on .* UTC by the run \S+, and lets nobody through/,
  );
  expect(another.stdout).toMatch(/warning\s+APPROVAL_STALE .*another set of users than is held now \(d1-\w+\)/);
  expect(another.stderr).toBe('');
  expect(said.stderr).toMatch(/1 user; no longer in it: .*<gina\.gone@corp\.example>\.\n$/);
});

test('where nobody can be remembered the plan is made all the same', async () => {
  await mkdir(join(example.path, 'state'), { mode: 0o700 });
  await writeFile(join(example.path, 'state', 'holds'), 'a file in the way');

  const ended = await example.run(['plan', '--state-dir', 'state', '--verbose']);

  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain('not made unless approved');
  expect(ended.stderr).toMatch(/Cannot write .*state.holds/);
});
