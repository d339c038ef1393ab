import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import { type Example, openExample } from './example.ts';

/** The heart of it; the rest is in snapshot.slow.test.ts. */

let example: Example;

beforeEach(async () => {
  example = await openExample();
});

afterEach(async () => {
  await example.close();
});

/** A plan as it is printed, without the moment at which it was made. */
function undated(json: string): string {
  return json.replace(/"createdAt": "[^"]*"/, '');
}

test('a plan from a snapshot is the plan that was made live, byte by byte, without secrets, and when the account is gone', async () => {
  await example.edit('sync.yaml', (text) => text.replace('sandbox-token', '${RESCUE_API_TOKEN}'));
  const env = { RESCUE_API_TOKEN: 'sandbox-token' };
  const live = await example.run(['plan', '--json'], { env });
  const taken = await example.run(['snapshot', 's.json'], { env });
  await example.sandbox.close();
  const offline = await example.run(['plan', '--json', '--from', 's.json']);

  expect(taken).toEqual({
    code: 0,
    stdout: '',
    stderr: 'The snapshot was written to s.json (41 people, 5 directory groups).\n',
  });
  expect(undated(offline.stdout)).toBe(undated(live.stdout));
  const { takenAt } = JSON.parse(await readFile(join(example.path, 's.json'), 'utf8')) as { takenAt: string };
  expect((JSON.parse(offline.stdout) as Plan).createdAt).toBe(takenAt);
  expect((await stat(join(example.path, 's.json'))).mode & 0o777).toBe(0o600);
  expect(await readFile(join(example.path, 's.json'), 'utf8')).not.toContain('sandbox-token');
});
