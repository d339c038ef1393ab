import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Plan } from '../../src/core/model.ts';
import { loadSandboxAccount, type RescueSandbox, startRescueSandbox } from '../../src/sandbox/index.ts';
import { adsync, type Ended, EXAMPLES, newFolder } from './adsync.ts';

/** An approval lets one set of people through; once the set is another, it says by how much. More of them: test/cli/approved.test.ts. */

let sandbox: RescueSandbox;
let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  sandbox = await startRescueSandbox({ account: await loadSandboxAccount(join(EXAMPLES, 'account.json')) });
  const example = await readFile(join(EXAMPLES, 'sync.yaml'), 'utf8');
  folder = await newFolder({
    'sync.yaml': example
      .replace('sandbox:account.json', sandbox.url)
      .replace(/requests: \{.*\}/, 'requests: { concurrent: 4, perSecond: 1000 }')
      .replace('version: 1', 'version: 1\nlimits: {disable: 1}'),
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

async function heldId(): Promise<string> {
  const { stdout } = await run('plan', '--json');
  return (JSON.parse(stdout) as Plan).changes.find(({ held }) => held !== null)?.held?.id ?? '';
}

/** One who was to be disabled is so by hand meanwhile. */
function settleByHand(): void {
  const gina = sandbox.account.nodes.find(({ email }) => email === 'gina.gone@corp.example');
  if (gina !== undefined) gina.status = 'Disabled';
}

test('--approve of a set that has shrunk is refused, and names who is no longer in it', async () => {
  const id = await heldId();
  settleByHand();
  const before = JSON.stringify(sandbox.account.nodes);

  const ended = await run('apply', '--yes', '--approve', id);

  expect(ended.code).toBe(4);
  expect(ended.stderr).toMatch(
    /^error APPROVAL_STALE The approval 3-\w+ stood for 3 users\. Held now is 2-\w+, 2 users; no longer in it: Gina Gone <gina\.gone@corp\.example>\.$/m,
  );
  expect(JSON.stringify(sandbox.account.nodes)).toBe(before);
});
