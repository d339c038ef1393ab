import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SavedPlan } from '../../src/plan/model.ts';
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

async function saved(path: string): Promise<{ own: Partial<SavedPlan>; plan: unknown }> {
  const text = await readFile(path, 'utf8');
  const { savedId, digest, signature, ...plan } = JSON.parse(text) as SavedPlan;
  return { own: { savedId, digest, ...(signature === undefined ? {} : { signature }) }, plan };
}

describe('savePlan', () => {
  test('saves what --json shows, with an id of its own and a digest, for the owner only', async () => {
    const path = join(folder, 'plan.json');

    await savePlan(variedPlan(), path, null);

    const { own, plan } = await saved(path);
    expect(plan).toEqual(JSON.parse(renderJson(variedPlan())));
    expect(own).toEqual({
      savedId: expect.stringMatching(/^[0-9a-f]{32}$/),
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('gives each saving of one plan another id', async () => {
    const paths = ['one.json', 'two.json'].map((name) => join(folder, name));

    for (const path of paths) await savePlan(variedPlan(), path, null);

    const [one, two] = await Promise.all(paths.map(saved));
    expect(one?.plan).toEqual(two?.plan);
    expect(one?.own.savedId).not.toBe(two?.own.savedId);
    expect(one?.own.digest).not.toBe(two?.own.digest);
  });

  test('leaves one whole plan when two are saved under one name at once', async () => {
    const path = join(folder, 'plan.json');

    await Promise.all([savePlan(variedPlan(), path, null), savePlan(largePlan(2_000), path, null)]);

    expect([variedPlan(), largePlan(2_000)].map((plan) => JSON.parse(renderJson(plan)) as unknown)).toContainEqual(
      (await saved(path)).plan,
    );
  });

  test('tells the user what to do when the folder is missing', async () => {
    const failing = savePlan(variedPlan(), join(folder, 'nowhere', 'plan.json'), null);

    await expect(failing).rejects.toMatchObject({
      code: 'OUTPUT_FOLDER_MISSING',
      advice: expect.stringContaining('Create'),
    });
  });
});
