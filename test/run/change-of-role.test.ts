import { FIELDS } from '../../src/targets/rescue/planner/fields.ts';
import { expect, test } from '@jest/globals';
import type { Change, Plan } from '../../src/plan/model.ts';
import type { NodeId } from '../../src/targets/rescue/planner/account.ts';
import { orderChanges } from '../../src/plan/order.ts';
import { applyPlan } from '../../src/run/apply-plan.ts';
import type { SandboxFault } from '../../src/sandbox/index.ts';
import { ADA, ADMINISTRATORS, change, creation, DAY, nodeOf, PERSON, withBench } from '../targets/rescue/support.ts';

/** Nobody loses the user of a former role before the one of the new role is there, whatever happens on the way. */

const disable = change({
  operations: ['disable'],
  before: { status: 'enabled' },
  after: { status: 'disabled' },
  facts: { name: 'Ada Lovelace', email: 'ada@corp.example', status: 'enabled', link: PERSON },
  reason: { code: 'ROLE_CHANGED', text: '', line: null, path: [] },
  stage: 'former',
  person: null,
  fromNode: String(DAY) as NodeId,
});
const create = creation('ada.admin@corp.example', 'Administrators', {
  role: 'administrator',
  toNode: String(ADMINISTRATORS) as NodeId,
});

async function run(faults: readonly SandboxFault[]): Promise<{ results: string[]; status: string }> {
  const changes: readonly Change[] = orderChanges([disable, create], FIELDS);
  let status = '';
  const results: string[] = [];
  await withBench({ faults }, async ({ target, sandbox }) => {
    nodeOf(sandbox, ADA).description = `[adsync ${PERSON} 0a1b2c3d]`;
    const account = await target.read();
    const { signal } = new AbortController();
    const plan = { changes } as unknown as Plan;
    const ended = await applyPlan({
      plan,
      concurrent: target.concurrent,
      begin: (options) => target.begin(account, options),
      signal,
      journal: null,
      onOutcome() {},
    });
    results.push(...ended.outcomes.map(({ result, text }) => `${result} ${text}`.trim()));
    ({ status } = nodeOf(sandbox, ADA));
  });
  return { results, status };
}

test('the technician is disabled once the administrator is there', async () => {
  const { results, status } = await run([]);

  expect(results).toEqual(['done', 'done']);
  expect(status).toBe('Disabled');
});

test('the technician is kept where the administrator could not be created', async () => {
  const { results, status } = await run([{ kind: 'errorBefore', method: 'createUser' }]);

  expect(results[0]).toMatch(/^failed /);
  expect(results[1]).toMatch(/^skipped needs a change that was not made/);
  expect(status).toBe('Online');
});
