import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { adsync, EXAMPLES, newFolder } from '../e2e/adsync.ts';

let folder: Awaited<ReturnType<typeof newFolder>>;

beforeEach(async () => {
  folder = await newFolder({});
});

afterEach(async () => {
  await folder.remove();
});

function plan(env: Readonly<Record<string, string>> = {}): ReturnType<typeof adsync> {
  const outputs = ['--out', 'plan.json', '--excel', 'plan.xlsx', '--html', 'plan.html', '--markdown', 'plan.md'];
  return adsync(['plan', '-f', join(EXAMPLES, 'sync.yaml'), ...outputs], {
    cwd: folder.path,
    env,
  });
}

// The same holds for every run in test/e2e/.
test('no version of Node warns users of what a plan and its files make use of', async () => {
  expect((await plan()).code).toBe(0);
});

test('a warning would be seen', async () => {
  const script = 'process.emitWarning("It is old.", "DeprecationWarning", "DEP0000")';
  const warned = plan({ NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(script)}"` });

  await expect(warned).rejects.toThrow('[DEP0000] DeprecationWarning: It is old.');
});
