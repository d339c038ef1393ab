import { appendFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/model.ts';
import { type Example, openExample } from './example.ts';

/** Of the three leavers of the example one is disabled in the directory and two are gone from it. */

let example: Example;

afterEach(async () => {
  await example.close();
});

async function heldAfterOneRun(yaml: string, between: () => Promise<void> = () => Promise.resolve()): Promise<Plan> {
  example = await openExample({ yaml });
  await example.run(['apply', '--yes']);
  await between();
  const { stdout } = await example.run(['plan', '--json']);
  return JSON.parse(stdout) as Plan;
}

function runs(): string {
  return join(example.path, '.adsync', 'runs');
}

describe('what an earlier run disabled counts against the limit of the next one', () => {
  test('so that the rest goes on waiting, and the plan says why', async () => {
    const plan = await heldAfterOneRun('limits: { disable: 2 }');

    expect(plan.summary).toMatchObject({ disable: 2, held: 2 });
    expect(plan.notices.find(({ code }) => code === 'HELD')?.text).toContain(
      'besides 1 whom earlier runs of the last 24 hours changed in this way; limits.disable allows 2',
    );
  });

  test('but not where the file says so', async () => {
    const plan = await heldAfterOneRun('limits: { disable: 2, window: 0 }');

    expect(plan.summary).toMatchObject({ disable: 2, held: 0 });
    expect(plan.notices.map(({ code }) => code)).toContain('GUARD_RAILS');
  });

  test('nor where the state folder remembers nothing', async () => {
    const plan = await heldAfterOneRun('limits: { disable: 2 }', () => rm(runs(), { recursive: true }));

    expect(plan.summary).toMatchObject({ disable: 2, held: 0 });
  });

  test('where it is known in part only, that is a warning', async () => {
    const plan = await heldAfterOneRun('limits: { disable: 2 }', async () => {
      const [name = ''] = await readdir(runs());
      await appendFile(join(runs(), name), '{"type":"beg\n');
    });

    expect(plan.notices).toContainEqual(expect.objectContaining({ code: 'WINDOW_UNCERTAIN', severity: 'warning' }));
    expect(plan.summary.held).toBe(2);
  });
});
