import { withChanges } from '../../src/plan/section.ts';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RescueChange as Change, SavedRescuePlan as SavedPlan } from '../../src/targets/rescue/planner/change.ts';
import type { PersonId } from '../../src/core/people.ts';
import { type Example, openExample } from './example.ts';
import { forger, readPlan, tidied } from './forge.ts';

/** A saved plan in the hands of somebody who has no key (more: forged-plan.slow.test.ts): what is over a limit, or needs an approval, waits for it. */

let example: Example;
let plan: SavedPlan;

afterEach(() => example.close());

async function open(yaml = ''): Promise<void> {
  example = await openExample({ yaml });
  await example.run(['plan', '--out', 'plan.json']);
  plan = await readPlan(join(example.path, 'plan.json'));
}

const { apply, nodeOf, of, changeFor, edited } = forger(() => ({ example, plan }));

function withMore(...more: readonly Change[]): SavedPlan {
  return tidied(plan, [...plan.changes, ...more]);
}

const GINA = 'gina.gone@corp.example';
const ADA = 'Ada.Lovelace@corp.example';

describe('what a plan holds back stays held, whatever the file says', () => {
  beforeEach(() => open('limits: {disable: 1}'));

  const free = (): SavedPlan =>
    tidied(
      plan,
      plan.changes.map((change) => ({ ...change, held: null })),
    );

  test('where the hold is taken out', async () => {
    const ended = await apply(withChanges(free(), free().changes, []));

    expect(ended.code).toBe(3);
    expect(ended.stdout).toMatch(
      /HELD .*2 of \d+ enabled users in all groups would be disabled .*, besides 1 whose accounts have ended; limits.disable allows 1/,
    );
    expect(ended.stdout).toContain('27 of 29 changes made');
    expect(nodeOf(GINA).status).toBe('Away');
  });

  test('and its approval, given now, lets exactly what the plan showed through', async () => {
    const id = changeFor(GINA).held?.id ?? '';

    const ended = await apply(free(), '--approve', id);

    expect(ended.stdout).toContain('29 of 29 changes made');
    expect(nodeOf(GINA).status).toBe('Disabled');
  });

  test('where others are put under an id that somebody has approved', async () => {
    const held = changeFor(GINA).held;
    const { reason, evidence } = changeFor(GINA);
    const more = { ...of('oskar.lind@corp.example', { status: 'disabled' }), held, reason, evidence };

    const ended = await apply(withMore(more), '--approve', held?.id ?? '');

    expect(ended.code).toBe(4);
    expect(ended.stderr).toContain('APPROVAL_STALE');
    expect(ended.stderr).toContain('new in it: Oskar Lind');
    expect(example.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
  });

  test('where a notice tells another tale of it', async () => {
    const notices = plan.notices.map((notice) =>
      notice.code === 'HELD' ? { ...notice, text: `Nothing to see here: ${changeFor(GINA).held?.id ?? ''}.` } : notice,
    );

    const ended = await apply({ ...plan, notices });

    expect(ended.stdout).not.toContain('Nothing to see here');
    expect(ended.stdout).toMatch(/HELD .*2 of \d+ enabled users in all groups would be disabled/);
  });

  test('where the file holds more than the limits do', async () => {
    await example.close();
    await open();
    const ended = await apply(
      edited(GINA, () => ({ held: { limit: 'limits.disable', id: `d3-${'0123'.repeat(8)}`, also: [] } })),
    );

    expect(ended.stdout).toContain('28 of 29 changes made');
    expect(nodeOf(GINA).status).toBe('Away');
  });
});

test('ten times as many disables are held by the limits of the file', async () => {
  await open();
  const names = ['bjorn.andersson', 'chloe.dubois', 'dmitri.volkov', 'elena.conti', 'fatima.zahra', 'goran.horvat'];
  const more = names.map((name) => of(`${name}@corp.example`, { status: 'disabled' }));

  const ended = await apply(withMore(...more));

  expect(ended.code).toBe(3);
  expect(ended.stdout).toContain(
    '7 of 20 enabled users in all groups would be disabled because the directory says that their accounts have ended; limits.disable allows 2',
  );
  expect(example.sandbox.account.nodes.filter(({ status }) => status === 'Disabled').length).toBe(1);
});

test('nobody raises a share by what they write of users who are not managed', async () => {
  example = await openExample({ yaml: 'limits: {disable: 10%, minimum: 0}' });
  const loose = Array.from({ length: 40 }, (_, index) => ({
    ...nodeOf('tom.trainee@corp.example'),
    id: 400000 + index,
    parent: 337373,
    name: `Loose ${index}`,
    email: `loose.${index}@corp.example`,
  }));
  example.sandbox.account.nodes.push(...loose);
  await example.run(['plan', '--out', 'plan.json']);
  plan = await readPlan(join(example.path, 'plan.json'));
  const links = loose.map(({ email }, index) =>
    of(email, { link: `6f1d2c00-5a3b-4c7e-9d10-0000000${10_000 + index}` }),
  );
  const unheld = { ...plan, changes: plan.changes.map((change) => ({ ...change, held: null })) };

  const ended = await apply(tidied(unheld, [...unheld.changes, ...links]));

  expect(ended.stdout).toMatch(
    /2 of 20 enabled users in all groups would be disabled .*, besides 1 whose accounts have ended; limits.disable allows 2/,
  );
  expect(nodeOf(GINA).status).toBe('Away');
});

test('an approval stands for the set that the plan shows, also when one of them was moved by hand since', async () => {
  await open('limits: {disable: 100%, disablePerGroup: 1}');
  const id = changeFor(GINA).held?.id ?? '';
  nodeOf(GINA).parent = 337372;

  const ended = await apply(plan, '--approve', id);

  expect(ended.stdout).toContain('28 of 29 changes made');
  expect(nodeOf(GINA).status).toBe('Away');
  expect(nodeOf('tom.trainee@corp.example').status).toBe('Disabled');
});

describe('a user who would pass to another person is held, whatever the file says', () => {
  beforeEach(() => open());

  const EVE = '6f1d2c00-5a3b-4c7e-9d10-00000000eeee' as PersonId;
  const NEW = { link: EVE, password: 'new' } as const;

  test.each<[string, () => Change]>([
    ['with another address', () => of('oskar.lind@corp.example', { email: 'eve@corp.example', ...NEW })],
    ['and be enabled', () => of('jana.kral@corp.example', { status: 'enabled', ...NEW })],
    ['from an unlinked user in no mapped group', () => of('loose@corp.example', { name: 'Eve', link: EVE })],
    ['as an unlinked user who is enabled', () => of('closed@corp.example', { status: 'enabled', ...NEW })],
  ])('%s', async (_how, forge) => {
    const [loose, closed] = ['tom.trainee@corp.example', ADA.toLowerCase()].map((email) => ({ ...nodeOf(email) }));
    if (loose === undefined || closed === undefined) throw new Error('nobody there');
    Object.assign(loose, { id: 400001, parent: 337373, email: 'loose@corp.example', name: 'Loose' });
    Object.assign(closed, { id: 400002, email: 'closed@corp.example', name: 'Closed', status: 'Disabled' });
    example.sandbox.account.nodes.push(loose, closed);
    const change = forge();
    const before = { ...example.sandbox.account.nodes.find(({ id }) => String(id) === change.node) };

    const ended = await apply(withMore(change));

    expect(ended.stdout).toMatch(/Held back by the limit rescue.adopt \(a1-/);
    expect(ended.stdout).toContain('29 of 30 changes made');
    expect(example.sandbox.account.nodes.find(({ id }) => String(id) === change.node)).toEqual(before);
  });
});

describe('whoever had a user before cannot log in any more, or the plan is refused', () => {
  beforeEach(() => open());

  const LINK = { link: '6f1d2c00-5a3b-4c7e-9d10-00000000eeee' };

  test.each<[string, () => Change, RegExp]>([
    [
      'where a user passes on',
      () => of('oskar.lind@corp.example', { name: 'Eve', ...LINK }),
      /leaves the former password/,
    ],
    [
      'where no user passes on',
      () => of('oskar.lind@corp.example', { name: 'Eve', password: 'new' }),
      /sets a password for/,
    ],
  ])('%s', async (_how, forge, says) => {
    const ended = await apply(withMore(forge()));

    expect(ended.stderr).toContain('PLAN_INCONSISTENT');
    expect(ended.stderr.replace(/\n {2}/g, ' ')).toMatch(says);
  });
});
