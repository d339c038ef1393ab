import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Plan } from '../../src/core/model.ts';
import { loadSandboxAccount, type RescueSandbox, startRescueSandbox } from '../../src/sandbox/index.ts';
import { adsync, type Ended, EXAMPLES, newFolder } from './adsync.ts';

/** Runners that share nothing but the saved plan and the account: the mark in the account tells that it is spent. More: test/cli/spent.test.ts. */

let sandbox: RescueSandbox;
let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  sandbox = await startRescueSandbox({ account: await loadSandboxAccount(join(EXAMPLES, 'account.json')) });
  const example = await readFile(join(EXAMPLES, 'sync.yaml'), 'utf8');
  folder = await newFolder({
    'sync.yaml': example
      .replace('sandbox:account.json', sandbox.url)
      .replace(/requests: \{.*\}/, 'requests: { concurrent: 4, perSecond: 1000 }'),
    'directory.ldif': await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8'),
  });
});

afterEach(async () => {
  await sandbox.close();
  await folder.remove();
});

function run(...args: string[]): Promise<Ended> {
  return adsync(args, { cwd: folder.path });
}

async function savedPlan(): Promise<Plan> {
  return JSON.parse(await readFile(join(folder.path, 'plan.json'), 'utf8')) as Plan;
}

test('a plan that another runner has applied is refused, although its state folder is not there', async () => {
  await run('plan', '--out', 'plan.json');
  const first = await run('apply', 'plan.json', '--yes', '--state-dir', 'one');
  // Somebody undoes what the plan got wrong; applied again, it would disable her once more.
  const undone = sandbox.account.nodes.find(({ email }) => email === 'gina.gone@corp.example');
  if (undone !== undefined) undone.status = 'Offline';
  const before = JSON.stringify(sandbox.account.nodes);

  const second = await run('apply', 'plan.json', '--yes', '--state-dir', 'two');

  expect(first.code).toBe(0);
  expect(undone?.description).toContain(`[adsync-plan ${(await savedPlan()).planId.slice(0, 12)} `);
  expect(second.code).toBe(4);
  expect(second.stderr).toMatch(/PLAN_SPENT The plan .* was applied before, for its mark is in the description of /);
  expect(JSON.stringify(sandbox.account.nodes)).toBe(before);
});
