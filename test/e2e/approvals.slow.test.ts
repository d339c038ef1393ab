import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import { serveExample, type Served } from './served.ts';

/** An approval lets one set of people through; once the set is another, it says by how much. More of them: test/cli/approved.slow.test.ts. */

let served: Served;

beforeEach(async () => {
  served = await serveExample({ yaml: 'limits: {disable: 1}' });
});

afterEach(async () => {
  await served.close();
});

async function heldId(): Promise<string> {
  const { stdout } = await served.here(['plan', '--json']);
  return (JSON.parse(stdout) as Plan).changes.find(({ held }) => held !== null)?.held?.id ?? '';
}

/** One who was to be disabled is so by hand meanwhile. */
function settleByHand(): void {
  const gina = served.sandbox.account.nodes.find(({ email }) => email === 'gina.gone@corp.example');
  if (gina !== undefined) gina.status = 'Disabled';
}

test('--approve of a set that has shrunk is refused, and names who is no longer in it', async () => {
  const id = await heldId();
  settleByHand();
  const before = JSON.stringify(served.sandbox.account.nodes);

  const ended = await served.run('apply', '--yes', '--approve', id);

  expect(ended.code).toBe(4);
  expect(ended.stderr).toMatch(
    /^error APPROVAL_STALE The approval d2-\w+ stood for 2 users\. Held now is d1-\w+, 1 user; no longer in it: Gina Gone <gina\.gone@corp\.example>\.$/m,
  );
  expect(JSON.stringify(served.sandbox.account.nodes)).toBe(before);
});
