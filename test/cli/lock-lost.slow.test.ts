import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { type Example, openExample } from './example.ts';

/** Somebody clears the state folder away while an apply goes on. */

let example: Example;

afterEach(async () => {
  await example.close();
});

/** Done when the service is at the first call of a method; the service takes `latency` for each from then on. */
async function applyClearedAt(
  wanted: string,
  latency: number,
): Promise<{ code: number; stderr: string; wrote: number }> {
  let done = false;
  example = await openExample({
    faultFor(method) {
      if (method !== wanted || done) return null;
      done = true;
      example.sandbox.switches.latency = latency;
      rmSync(join(example.path, '.adsync', 'locks'), { recursive: true });
      return null;
    },
  });
  const { code, stderr } = await example.run(['apply', '--yes']);
  return { code, stderr, wrote: example.sandbox.log.filter((entry) => entry.wrote).length };
}

test('before the first change: nothing is changed, and the exit code is 1', async () => {
  const ended = await applyClearedAt('getHierarchy_v2', 0);

  expect(ended).toEqual({
    code: 1,
    wrote: 0,
    stderr: expect.stringMatching(/^error LOCK_LOST This run no longer holds/),
  });
});

test('among the changes: the run gives up before the next one, and the exit code is 3', async () => {
  // Slow enough for the next look at the lock to come before the end.
  const ended = await applyClearedAt('createGroup', 300);

  expect(ended).toMatchObject({ code: 3, stderr: expect.stringMatching(/^error LOCK_LOST This run no longer holds/) });
  expect(ended.wrote).toBeGreaterThan(0);
  expect(ended.wrote).toBeLessThan(20);
});
