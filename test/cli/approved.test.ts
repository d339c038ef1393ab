import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Plan } from '../../src/core/model.ts';
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
  await writeFile(path, yaml.replace('version: 1', `version: 1\napprove: [${id}, 7-0123456789ab]`));

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
  const ended = await example.run(['apply', '--yes', '--approve', '7-0123456789ab', '--approve', id]);
  const other = await example.run(['apply', '--yes', '--approve', id, '--approve', '7-0123456789ab']);

  expect([ended.code, other.code]).toEqual([4, 4]);
  expect(ended.stderr).toContain('The approval 7-0123456789ab stood for 7 users');
  expect(other.stderr).toContain('The approval 7-0123456789ab stood for 7 users');
  expect(example.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
});

test.each(['plan', 'apply', 'retry'])('what is no id is refused by %s before anything is read', async (command) => {
  const before = example.sandbox.log.length;

  const ended = await example.run([command, '--approve', 'plan.json']);

  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toMatch(
    /^error: option '--approve <id>' argument 'plan.json' is invalid\. An id looks like 12-4f/,
  );
  expect(example.sandbox.log).toHaveLength(before);
});
