import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Example, openExample } from './example.ts';

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

const OFFLINE = { env: {} };

describe('adsync snapshot, and plan --from', () => {
  test('give the plan that is made live, byte by byte, without secrets and after the account is gone', async () => {
    const live = await example.run(['plan', '--json']);
    const taken = await example.run(['snapshot', 'snapshot.json']);
    await example.sandbox.close();
    const offline = await example.run(['plan', '--json', '--from', 'snapshot.json'], OFFLINE);

    expect(taken).toMatchObject({ code: 0, stdout: '' });
    expect(undated(offline.stdout)).toBe(undated(live.stdout));
    expect(offline.code).toBe(live.code);
  });
});
