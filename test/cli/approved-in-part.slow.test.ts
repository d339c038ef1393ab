import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Change, Plan } from '../../src/plan/model.ts';
import { type Example, openExample } from './example.ts';

/** A part of a held set is let through, and every output says by which approval. */

let example: Example;
let held: Change[] = [];
let id = '';
let who = '';

beforeEach(async () => {
  example = await openExample({ yaml: 'limits: { disable: 0 }' });
  const { stdout } = await example.run(['plan', '--json', '--out', 'plan.json']);
  const { changes } = JSON.parse(stdout) as Plan;
  held = changes.filter((change) => change.held !== null && change.reason.code !== 'PERSON_DISABLED');
  id = held[0]?.held?.id ?? '';
  who = held[0]?.email ?? '';
});

afterEach(async () => {
  await example.close();
});

function statusOf(change: Change | undefined): string {
  return example.sandbox.account.nodes.find(({ id: node }) => String(node) === change?.node)?.status ?? '';
}

describe('--only', () => {
  test.each([
    ['a new plan', []],
    ['a saved one', ['plan.json']],
  ])('lets one of the set through in %s, by e-mail address, and the run keeps whom', async (_, plan) => {
    const ended = await example.run(['apply', '--yes', '--approve', id, '--only', who, ...plan]);
    const shown = await example.run(['history', '2']);
    const listed = await example.run(['history', '2', '--json']);

    expect(ended.code).toBe(3);
    expect(statusOf(held[0])).toBe('Disabled');
    expect(held.slice(1).map(statusOf)).not.toContain('Disabled');
    expect(ended.stdout).toContain(`Let through by approvals:\n  1 change by --approve: limits.disable (${id})\n`);
    expect(shown.stdout).toContain(`\nApproved: ${id} (only ${who})\n`);
    expect(shown.stdout).toMatch(/ {2}disable .*\(let through by --approve \(limits\.disable, in part\)\)/);
    expect(JSON.parse(listed.stdout)).toMatchObject({ approved: [id], only: [who] });
  });

  test('takes nodes, and several of them', async () => {
    const nodes = held.map(({ node }) => node ?? '').join(', ');

    const { stdout } = await example.run(['plan', '--json', '--approve', id, '--only', nodes]);

    const through = (JSON.parse(stdout) as Plan).changes.filter(({ letThrough }) => letThrough.length > 0);
    expect(through.map(({ node }) => node)).toEqual(held.map(({ node }) => node));
    expect(through.map(({ letThrough: [one] }) => one?.part)).toEqual(held.map(() => false));
  });

  test.each([
    ['a new plan', []],
    ['a saved one', ['plan.json']],
  ])('that names somebody else changes nothing, and says who is in the set (%s)', async (_, plan) => {
    const ended = await example.run(['apply', '--yes', '--approve', id, '--only', 'eve@corp.example', ...plan]);

    expect(ended.code).toBe(4);
    expect(ended.stderr).toContain(`error APPROVAL_ONLY eve@corp.example is not in the held set ${id}. In it: `);
    for (const { email } of held) expect(ended.stderr).toContain(`<${email ?? ''}>`);
    expect(example.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
  });

  test.each([
    ['no', []],
    ['two', ['--approve', `d1-${'0'.repeat(32)}`, '--approve', `d2-${'0'.repeat(32)}`]],
  ])('with %s --approve is refused', async (_, given) => {
    const ended = await example.run(['plan', ...given, '--only', 'ada@corp.example']);

    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('error ONLY_NEEDS_APPROVE');
  });

  test.each(['', ',', 'ada@corp.example,', '--json'])('of "%s" is refused', async (text) => {
    const ended = await example.run(['plan', '--approve', id, '--only', text]);

    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain("option '--only <who>'");
  });
});

describe('every output says what was let through, and by which line', () => {
  let line = 0;

  beforeEach(async () => {
    const path = join(example.path, 'sync.yaml');
    const yaml = (await readFile(path, 'utf8')).replace('version: 1', `version: 1\napprove:\n  - ${id}`);
    line = yaml.split('\n').findIndex((text) => text.includes(id)) + 1;
    await writeFile(path, yaml);
  });

  test('plan as text and JSON, outcomes and history', async () => {
    const by = `sync.yaml:${line}`;

    const text = await example.run(['plan']);
    const json = await example.run(['plan', '--json']);
    const applied = await example.run(['apply', '--yes']);
    const shown = await example.run(['history', '2']);

    expect(text.stdout).toContain(`let through by ${by} (limits.disable)`);
    expect(text.stdout).toMatch(
      new RegExp(`LET_THROUGH +${by} .*users over limits\\.disable are let through by ${by}`),
    );
    const through = (JSON.parse(json.stdout) as Plan).changes.filter(({ letThrough }) => letThrough.length > 0);
    expect(through.map(({ node }) => node)).toEqual(held.map(({ node }) => node));
    expect(through[0]?.letThrough).toEqual([{ limit: 'limits.disable', id, by, part: false }]);
    expect(applied.stdout).toContain(`changes by ${by}: limits.disable (${id})`);
    expect(shown.stdout).toContain(`(let through by ${by} (limits.disable))`);
  });

  test('and once it is used up the same set is held again', async () => {
    const untouched = structuredClone(example.sandbox.account.nodes);
    await example.run(['apply', '--yes']);
    example.sandbox.account.nodes = untouched;

    const again = await example.run(['apply', '--yes']);
    const asked = await example.run(['apply', '--yes', '--approve', id]);

    expect(again.code).toBe(3);
    expect(again.stdout).toMatch(/warning +APPROVAL_USED .*used up on .* by the run .*The same set is held again/);
    expect(asked.stdout).toContain(`let through by --approve (limits.disable)`);
    expect(held.map(statusOf)).toEqual(held.map(() => 'Disabled'));
  });
});
