import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { planIdOf } from '../../src/core/plan.ts';
import type { Plan } from '../../src/core/model.ts';
import { loadSandboxAccount, type RescueSandbox, startRescueSandbox } from '../../src/sandbox/index.ts';
import { adsync, type Ended, EXAMPLES, newFolder } from './adsync.ts';

/** A plan reviewed at noon is applied exactly as it was, or not at all. */

let sandbox: RescueSandbox;
let folder: Awaited<ReturnType<typeof newFolder>>;
let files: Readonly<Record<string, string>>;

/** The plan of the example is the same for every test, whatever port its stand-in has. */
beforeAll(async () => {
  const example = await readFile(join(EXAMPLES, 'sync.yaml'), 'utf8');
  files = {
    'sync.yaml': example.replace('sandbox:account.json', '${RESCUE_URL}'),
    'directory.ldif': await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8'),
  };
  await open();
  await run('plan', '--out', 'plan.json');
  files = { ...files, 'plan.json': await readFile(join(folder.path, 'plan.json'), 'utf8') };
  await close();
});

beforeEach(open);

afterEach(close);

async function open(): Promise<void> {
  sandbox = await startRescueSandbox({ account: await loadSandboxAccount(join(EXAMPLES, 'account.json')) });
  folder = await newFolder(files);
}

async function close(): Promise<void> {
  await sandbox.close();
  await folder.remove();
}

function run(...args: string[]): Promise<Ended> {
  return adsync(args, { cwd: folder.path, env: { RESCUE_URL: sandbox.url } });
}

function apply(...args: string[]): Promise<Ended> {
  return run('apply', 'plan.json', '--yes', ...args);
}

async function edit(change: (plan: Plan) => Partial<Plan>, sign: boolean): Promise<void> {
  const path = join(folder.path, 'plan.json');
  const plan = JSON.parse(await readFile(path, 'utf8')) as Plan;
  const edited = { ...plan, ...change(plan) };
  const planId = sign ? planIdOf({ ...edited }) : plan.planId;
  await writeFile(path, JSON.stringify({ ...edited, planId }));
}

function nodeOf(email: string) {
  const node = sandbox.account.nodes.find((one) => one.email.toLowerCase() === email);
  if (node === undefined) throw new Error(`nobody has ${email}`);
  return node;
}

test('it is executed without looking at the directory again, and leaves nothing to do', async () => {
  await writeFile(join(folder.path, 'directory.ldif'), 'this is no directory any more');

  const ended = await apply();

  expect(ended.stderr).toBe('');
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain('29 of 29 changes made');
});

test('it is spent once', async () => {
  await apply();
  const before = JSON.stringify(sandbox.account.nodes);

  const again = await apply();

  expect(again.code).toBe(4);
  expect(again.stderr).toContain('PLAN_SPENT');
  expect(JSON.stringify(sandbox.account.nodes)).toBe(before);
});

test('of two runs with one plan only one goes on', async () => {
  const codes = (await Promise.all([apply(), apply(), apply()])).map(({ code }) => code);

  expect(codes.sort()).toEqual([0, 4, 4]);
});

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
      () => edit(() => ({ format: 'adsync.plan/2' as 'adsync.plan/1' }), true),
      'PLAN_VERSION',
    ],
    [
      'when it was made for another account',
      () => edit(({ targets: [target] }) => ({ targets: [{ ...target, account: '1' }] }), true),
      'PLAN_OTHER_ACCOUNT',
    ],
    [
      'when the YAML file has changed since',
      async () => {
        const path = join(folder.path, 'sync.yaml');
        await writeFile(path, `${await readFile(path, 'utf8')}\n# changed\n`);
      },
      'PLAN_OTHER_FILE',
    ],
  ])('%s', async (_when, prepare, code) => {
    await prepare();
    const before = JSON.stringify(sandbox.account.nodes);

    const ended = await apply();

    expect(ended.code).toBe(4);
    expect(ended.stderr).toContain(code);
    expect(JSON.stringify(sandbox.account.nodes)).toBe(before);
  });

  test.each([
    ['a missing file', 'nowhere.json', 'PLAN_UNREADABLE'],
    ['something else', 'directory.ldif', 'PLAN_NOT_A_PLAN'],
  ])('%s is no plan', async (_what, name, code) => {
    const ended = await run('apply', name, '--yes');

    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(code);
  });
});

describe('held disables in a saved plan', () => {
  beforeEach(async () => {
    const path = join(folder.path, 'sync.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('version: 1', 'version: 1\nlimits: {disable: 1}'));
    await run('plan', '--out', 'plan.json');
  });

  test('are not made, and the rest is', async () => {
    const ended = await apply();

    expect(ended.code).toBe(3);
    expect(ended.stdout).toContain('26 of 29 changes made');
    expect(nodeOf('gina.gone@corp.example').status).toBe('Away');
  });

  test('are made once exactly this set is approved', async () => {
    const { changes } = JSON.parse(await readFile(join(folder.path, 'plan.json'), 'utf8')) as Plan;
    const id = changes.find(({ held }) => held !== null)?.held?.id ?? '';

    const wrong = await apply('--approve', '3-000000000000');
    const right = await apply('--approve', id);

    expect(wrong.code).toBe(4);
    expect(wrong.stderr).toContain('APPROVAL_STALE');
    expect(right.stdout).toContain('29 of 29 changes made');
    expect(right.stdout).not.toMatch(/HELD|held back|not made unless approved/i);
    expect(nodeOf('gina.gone@corp.example').status).toBe('Disabled');
  });
});
