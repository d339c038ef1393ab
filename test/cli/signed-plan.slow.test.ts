import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SavedRescuePlan as SavedPlan } from '../../src/targets/rescue/planner/change.ts';
import { Secret } from '../../src/core/secret.ts';
import { renderJson } from '../../src/render/json.ts';
import { checkSignature, sealed } from '../../src/planfile/seal.ts';
import { variedPlan } from '../render/sample-plan.ts';
import { type Example, openExample } from './example.ts';
import type { HostOptions, Said } from './fake-host.ts';
import { readPlan, writeForged } from './forge.ts';

/** With ADSYNC_PLAN_KEY in the environment a plan that is saved is signed, and no other is applied. */

const KEY = 'a key of thirty-two characters..';

let example: Example;

beforeEach(async () => {
  example = await openExample();
});

afterEach(() => example.close());

function keyed(key: string): HostOptions {
  return { env: { ADSYNC_PLAN_KEY: key } };
}

async function save(key: string | null): Promise<SavedPlan> {
  await example.run(['plan', '--out', 'plan.json'], key === null ? {} : keyed(key));
  return await readPlan(join(example.path, 'plan.json'));
}

function apply(key: string | null): Promise<Said> {
  return example.run(['apply', 'plan.json', '--yes'], key === null ? {} : keyed(key));
}

function written(): unknown[] {
  return example.sandbox.log.filter(({ wrote }) => wrote);
}

test('a signed plan is applied where the same key is set', async () => {
  const plan = await save(KEY);

  const ended = await apply(KEY);

  expect(plan.signature).toMatch(/^[0-9a-f]{64}$/);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
});

describe('with a key nothing is applied', () => {
  test.each<[string, (plan: SavedPlan) => Partial<SavedPlan>, string]>([
    ['that was altered', ({ changes }) => ({ changes: changes.slice(1) }), 'PLAN_SIGNATURE'],
    ['that was dated anew', () => ({ createdAt: new Date(Date.now() + 60_000).toISOString() }), 'PLAN_SIGNATURE'],
    ['that got the id of another saving', () => ({ savedId: '0123456789abcdef0123456789abcdef' }), 'PLAN_SIGNATURE'],
    ['with something added that nobody knows', () => ({ more: 'than is shown' }) as object, 'PLAN_SIGNATURE'],
    ['with the signature of another', () => ({ signature: '0'.repeat(64) }), 'PLAN_SIGNATURE'],
  ])('%s', async (_what, edit, code) => {
    const plan = await save(KEY);
    await writeForged(join(example.path, 'plan.json'), { ...plan, ...edit(plan) });

    const ended = await apply(KEY);

    expect(ended.stderr).toContain(code);
    expect(ended.code).toBe(4);
    expect(written()).toEqual([]);
  });

  test.each<[string, string | null, string]>([
    ['that was saved without one', null, 'PLAN_UNSIGNED'],
    ['that was signed with another', `${KEY} too`, 'PLAN_SIGNATURE'],
  ])('%s', async (_what, key, code) => {
    await save(key);

    const ended = await apply(KEY);

    expect(ended.stderr).toContain(code);
    expect(ended.code).toBe(4);
    expect(written()).toEqual([]);
  });
});

test('without a key a signed plan is applied, and it is said that nobody looked at the signature', async () => {
  await save(KEY);

  const ended = await apply(null);

  expect(ended.stderr).toBe('The plan is signed. Its signature was not checked, for ADSYNC_PLAN_KEY is not set.\n');
  expect(ended.code).toBe(0);
});

describe('a key that is unfit is refused before anything is read, and is never shown', () => {
  test.each([
    ['empty, as where a job may not see the secret', '', 'is set, but empty'],
    ['short', 'fifteen letters', 'has fewer than 16 characters'],
    ['with a line break at its end', `${KEY}\n`, 'has blanks or a line break at one end'],
  ])('%s', async (_what, key, says) => {
    await save(null);
    const asked = example.sandbox.log.length;

    const saved = await example.run(['plan', '--out', 'other.json'], keyed(key));
    const applied = await apply(key);

    for (const ended of [saved, applied]) {
      expect(ended.stderr).toMatch(new RegExp(`PLAN_KEY_UNFIT ADSYNC_PLAN_KEY ${says}`));
      expect(ended.code).toBe(1);
    }
    expect(key === '' || !saved.stderr.includes(key.trim())).toBe(true);
    expect(example.sandbox.log.slice(asked).filter(({ method }) => method === 'getHierarchy_v2')).toEqual([]);
    expect(written()).toEqual([]);
  });
});

test('the key is blotted out of whatever would show it, and does not stand in the plan', async () => {
  const key = 'Technicians/Helpdesk';

  const ended = await example.run(['plan', '--out', 'plan.json'], keyed(key));

  expect(ended.stdout).toContain('***/Tier 1');
  expect(ended.stdout).not.toContain(key);
  expect((await readFile(join(example.path, 'plan.json'), 'utf8')).includes(`"${key}"`)).toBe(false);
});

test('a key that is not needed is not looked at', async () => {
  const ended = await example.run(['plan'], keyed('short'));

  expect(ended.code).toBe(0);
});

describe('what is signed', () => {
  const key = new Secret(KEY);
  const id = new Uint8Array(16).fill(7);

  test('is the document as it is read again, in any order of keys', () => {
    const { signature, digest } = sealed(variedPlan(), id, key);
    const read = JSON.parse(renderJson(variedPlan())) as object;
    const turned = Object.fromEntries(
      Object.entries({ ...read, savedId: '07'.repeat(16), digest, signature }).reverse(),
    );

    expect(() => {
      checkSignature(turned, key, 'plan.json');
    }).not.toThrow();
  });

  test('is the same for the same plan, id and key, and another for another id', () => {
    const one = sealed(variedPlan(), id, key);

    expect(sealed(variedPlan(), id, key)).toEqual(one);
    expect(sealed(variedPlan(), new Uint8Array(16), key).signature).not.toBe(one.signature);
  });
});

function without(plan: SavedPlan, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(plan).filter(([key]) => !keys.includes(key)));
}

describe('a plan that has no id of its own is refused', () => {
  test.each<[string, (plan: SavedPlan) => object]>([
    ['one that plan --json printed', (plan) => without(plan, ['savedId', 'digest'])],
    ['one that lost its digest', (plan) => without(plan, ['digest'])],
  ])('%s', async (_what, cut) => {
    const plan = await save(null);
    await writeFile(join(example.path, 'plan.json'), JSON.stringify(cut(plan)));

    const ended = await apply(null);

    expect(ended.stderr).toMatch(
      /PLAN_VERSION .*plan.json has no id of its own: it was printed by plan --json, or saved by a former version/,
    );
    expect(ended.code).toBe(4);
    expect(written()).toEqual([]);
  });
});
