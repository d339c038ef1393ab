import { FIELDS } from '../../src/targets/rescue/planner/fields.ts';
import { expect, test } from '@jest/globals';
import type { Change, Plan } from '../../src/plan/model.ts';
import type { NodeId } from '../../src/targets/rescue/planner/account.ts';
import { narrowPlan } from '../../src/plan/narrow.ts';
import { orderChanges } from '../../src/plan/order.ts';
import { applyPlan } from '../../src/run/apply-plan.ts';
import { sandboxNode } from '../../src/sandbox/index.ts';
import { planOf, accountOf, HELPDESK, readingOf, settingsOf, groupId } from '../targets/rescue/planner/builders.ts';
import {
  creation,
  groupCreation,
  groupUpdate,
  TECHNICIANS,
  testAccount,
  withBench,
  withEmail,
} from '../targets/rescue/support.ts';

/** Who is planned for a group that the plan renames comes into that group, whenever and whether it can be renamed. */

const [ALPHA, BETA] = [500_001, 500_002];

function group(id: number, name: string, limits: [number, number, number] = [0, 0, 0]) {
  return sandboxNode({ id, parent: TECHNICIANS, type: 'TechnicianGroup', name, limits });
}

/** Alpha takes the name of Beta, which therefore needs another one first. */
function chain(): Change[] {
  return [
    groupUpdate(BETA, 'Technicians/Gamma', { before: { name: 'Beta' }, after: { name: 'Gamma' } }),
    groupUpdate(ALPHA, 'Technicians/Beta', { before: { name: 'Alpha' }, after: { name: 'Beta' } }),
  ];
}

const inAlpha = creation('new@corp.example', 'Technicians/Beta', { toNode: String(ALPHA) as NodeId });

async function run(changes: readonly Change[], limits: [number, number, number]) {
  let standsIn: number | null | undefined;
  const results: string[] = [];
  const account = testAccount(group(ALPHA, 'Alpha'), group(BETA, 'Beta', limits));
  await withBench({ account, settings: { groupsWithLimits: 'refuse' } }, async ({ target, sandbox }) => {
    const plan = { changes: orderChanges(changes, FIELDS) } as unknown as Plan;
    const { signal } = new AbortController();
    const reading = await target.read();
    const { outcomes } = await applyPlan({
      plan,
      concurrent: target.concurrent,
      begin: (options) => target.begin(reading, options),
      signal,
      journal: null,
      onOutcome() {},
    });
    results.push(...outcomes.map(({ result }) => result));
    const [user] = withEmail(sandbox, 'new@corp.example');
    standsIn = user?.parent;
  });
  return { results, standsIn };
}

test('a chain of renames takes a new user along', async () => {
  const { results, standsIn } = await run([...chain(), inAlpha], [0, 0, 0]);

  expect(results).toEqual(['done', 'done', 'done']);
  expect(standsIn).toBe(ALPHA);
});

test('a rename that waits for one that is refused keeps nobody out', async () => {
  const { results, standsIn } = await run([...chain(), inAlpha], [3, 0, 0]);

  expect(results).toEqual(['failed', 'skipped', 'done']);
  expect(standsIn).toBe(ALPHA);
});

test('a new group in one that is renamed, and its users, come to stand in that one', async () => {
  const child = groupCreation('Technicians/Beta/Child', { toNode: String(ALPHA) as NodeId });
  const inChild = creation('new@corp.example', 'Technicians/Beta/Child');

  const { results, standsIn } = await run([...chain(), child, inChild], [0, 0, 0]);

  expect(results).toEqual(['done', 'done', 'done', 'done']);
  expect(standsIn).not.toBe(ALPHA);
});

test('what is left of a plan for a retry keeps the renames of the groups it is about', () => {
  const groups = { Helpdesk: ['@Sub Two'], 'Sub Two': ['ada'] };
  const reading = readingOf({ groups }, [HELPDESK]);
  const account = accountOf({ 'Technicians/Helpdesk': {}, 'Technicians/Helpdesk/Sub': {} });
  const linked = account.reading.groups.map((one) =>
    one.path.at(-1) === 'Sub' ? { ...one, description: `[adsync ${groupId('Sub Two')} 00000000]` } : one,
  );
  const { plan } = planOf(settingsOf([HELPDESK]), reading, {
    ...account,
    reading: { ...account.reading, groups: linked },
  });

  const narrow = narrowPlan(plan, ({ kind }) => kind === 'user');

  expect(plan.summary).toMatchObject({ create: 1, updateGroup: 1 });
  expect(narrow.changes.map(({ kind, after }) => `${kind} ${after.name ?? ''}`)).toEqual(['group Sub Two', 'user Ada']);
});
