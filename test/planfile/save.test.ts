import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { savePlan } from '../../src/planfile/save.ts';
import { renderJson } from '../../src/render/json.ts';
import { largePlan, variedPlan } from '../render/sample-plan.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adsync-plan-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('savePlan', () => {
  test('saves the bytes that --json shows, for the owner only', async () => {
    const path = join(folder, 'plan.json');

    await savePlan(variedPlan(), path);

    expect(await readFile(path, 'utf8')).toBe(renderJson(variedPlan()));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('leaves one whole plan when two are saved under one name at once', async () => {
    const path = join(folder, 'plan.json');

    await Promise.all([savePlan(variedPlan(), path), savePlan(largePlan(2_000), path)]);

    expect([renderJson(variedPlan()), renderJson(largePlan(2_000))]).toContain(await readFile(path, 'utf8'));
  });

  test('tells the user what to do when the folder is missing', async () => {
    const saved = savePlan(variedPlan(), join(folder, 'nowhere', 'plan.json'));

    await expect(saved).rejects.toMatchObject({
      code: 'OUTPUT_FOLDER_MISSING',
      advice: expect.stringContaining('Create'),
    });
  });
});
