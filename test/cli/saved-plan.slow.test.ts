import { withId } from '../../src/plan/change.ts';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SavedRescuePlan as SavedPlan } from '../../src/targets/rescue/planner/change.ts';
import { planIdOf } from '../../src/plan/assemble.ts';
import { digestOf } from '../../src/planfile/seal.ts';
import { type Example, openExample } from './example.ts';
import type { Said } from './fake-host.ts';

/** What a saved plan meets that no longer fits. The built program applies saved plans in test/e2e/saved-plan.slow.test.ts. */

let example: Example;

beforeEach(() => open());

afterEach(() => example.close());

async function open(yaml = ''): Promise<void> {
  example = await openExample({ yaml });
  await example.run(['plan', '--out', 'plan.json']);
}

function apply(...args: string[]): Promise<Said> {
  return example.run(['apply', 'plan.json', '--yes', ...args]);
}

async function edit(change: (plan: SavedPlan) => Partial<SavedPlan>, sign: boolean): Promise<void> {
  const path = join(example.path, 'plan.json');
  const plan = JSON.parse(await readFile(path, 'utf8')) as SavedPlan;
  const edited = { ...plan, ...change(plan) };
  const named = sign ? { ...edited, planId: planIdOf({ ...edited }) } : edited;
  await writeFile(path, JSON.stringify(sign ? { ...named, digest: digestOf(named) } : named));
}

/** The plan for another account, with everything made to fit. */
function ofAccount({ targets, changes }: SavedPlan, account: string): Partial<SavedPlan> {
  const target = `rescue:${account}`;
  const moved = new Map(changes.map((change) => [change.id, withId({ ...change, target })]));
  const idOf = (id: string): string => moved.get(id)?.id ?? id;
  return {
    targets: targets.map((section) => ({ ...section, id: target, account })),
    changes: [...moved.values()].map((change) => ({ ...change, needs: change.needs.map(idOf).sort() })),
  };
}

function nodeOf(email: string) {
  const node = example.sandbox.account.nodes.find((one) => one.email.toLowerCase() === email);
  if (node === undefined) throw new Error(`nobody has ${email}`);
  return node;
}

describe('a change whose facts no longer hold is stale, and the others are made', () => {
  test.each<[string, string, () => void, RegExp]>([
    [
      'renamed by hand',
      'ivan.petrov',
      () => (nodeOf('ivan.petrov@corp.example').name = 'I. Petrov'),
      /name is "I. Petrov"/,
    ],
    [
      'disabled by hand',
      'wei.chen',
      () => (nodeOf('wei.chen@corp.example').status = 'Disabled'),
      /status is "disabled"/,
    ],
    [
      'moved by hand, and to be disabled',
      'gina.gone',
      () => (nodeOf('gina.gone@corp.example').parent = nodeOf('jose.nunez@corp.example').parent),
      /stands in .* by now, not where it stood/,
    ],
    [
      'moved by hand',
      'jose.nunez',
      () => (nodeOf('jose.nunez@corp.example').parent = nodeOf('tom.trainee@corp.example').parent),
      /^$/,
    ],
    ['linked to somebody else', 'gina.gone', () => (nodeOf('gina.gone@corp.example').description = ''), /link is none/],
  ])('%s', async (_what, who, byHand, says) => {
    byHand();

    const ended = await apply();

    const stale = ended.stdout.split('\n').filter((line) => line.includes('by now'));
    if (says.source === '^$') {
      expect(ended.stdout).toContain('29 of 29 changes made');
    } else {
      expect(stale.join('\n')).toMatch(says);
      expect(stale.join('\n')).toContain(who);
      expect(ended.stdout).toContain('28 of 29 changes made');
      expect(ended.code).toBe(3);
    }
  });
});

describe('it is refused', () => {
  test.each<[string, () => Promise<void>, string]>([
    ['when a byte was altered', () => edit(({ changes }) => ({ changes: changes.slice(1) }), false), 'PLAN_ALTERED'],
    ['when it is too old', () => edit(() => ({ createdAt: '2020-01-01T00:00:00.000Z' }), true), 'PLAN_TOO_OLD'],
    [
      'when it comes from the future',
      () => edit(() => ({ createdAt: '2199-01-01T00:00:00.000Z' }), true),
      'PLAN_FROM_FUTURE',
    ],
    [
      'when it has another format',
      () => edit(() => ({ format: 'adsync.plan/1' as 'adsync.plan/2' }), true),
      'PLAN_VERSION',
    ],
    ['when it was made for another account', () => edit((plan) => ofAccount(plan, '1'), true), 'PLAN_OTHER_ACCOUNT'],
    [
      'when the YAML file has changed since',
      async () => {
        const path = join(example.path, 'sync.yaml');
        await writeFile(path, `${await readFile(path, 'utf8')}\n# changed\n`);
      },
      'PLAN_OTHER_FILE',
    ],
  ])('%s', async (_when, prepare, code) => {
    await prepare();
    const before = JSON.stringify(example.sandbox.account.nodes);

    const ended = await apply();

    expect(ended.code).toBe(4);
    expect(ended.stderr).toContain(code);
    expect(JSON.stringify(example.sandbox.account.nodes)).toBe(before);
  });

  test('another machine may check the YAML file out with other line ends', async () => {
    const path = join(example.path, 'sync.yaml');
    const text = await readFile(path, 'utf8');
    await writeFile(path, `\uFEFF${text.replaceAll('\n', '\r\n')}`);

    const ended = await apply();

    expect(text).not.toContain('\r');
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('29 of 29 changes made');
  });

  test.each([
    ['UTF-16 of PowerShell', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-8 with a byte order mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
  ])('another program may have written the plan anew in %s', async (_encoding, encode) => {
    const path = join(example.path, 'plan.json');
    await writeFile(path, encode(await readFile(path, 'utf8')));

    const ended = await apply();

    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('29 of 29 changes made');
  });

  test.each([
    ['a missing file', 'nowhere.json', 'PLAN_UNREADABLE'],
    ['something else', 'directory.ldif', 'PLAN_NOT_A_PLAN'],
  ])('%s is no plan', async (_what, name, code) => {
    const ended = await example.run(['apply', name, '--yes']);

    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(code);
  });
});

describe('held disables in a saved plan', () => {
  beforeEach(async () => {
    await example.close();
    await open('limits: {disable: 1}');
  });

  test('are not made, and the rest is', async () => {
    const ended = await apply();

    expect(ended.code).toBe(3);
    expect(ended.stdout).toContain('27 of 29 changes made');
    expect(nodeOf('gina.gone@corp.example').status).toBe('Away');
  });
});
