import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { targetId } from '../../src/core/target-id.ts';
import type { SavedPlan } from '../../src/plan/model.ts';
import { type Ledger, refuseSpent, spend } from '../../src/planfile/ledger.ts';
import { sealed } from '../../src/planfile/seal.ts';
import { variedPlan } from '../render/sample-plan.ts';

const NOW = new Date('2026-11-22T09:00:00Z');
const ID = new Uint8Array(16).fill(0xab);
const SPENT = { code: 'PLAN_SPENT' };

let plan: SavedPlan;
let ledger: Ledger;

beforeEach(async () => {
  plan = sealed(variedPlan(), ID, null);
  ledger = { stateDir: await mkdtemp(join(tmpdir(), 'adsync-ledger-')), target: targetId('rescue', '560961') };
});

afterEach(async () => {
  await rm(ledger.stateDir, { recursive: true, force: true });
});

test('a plan is spent once for each account', async () => {
  const other = { ...ledger, target: targetId('goto', '560961') };

  await refuseSpent(plan, ledger);
  await spend(plan, ledger, NOW);

  await expect(refuseSpent(plan, ledger)).rejects.toMatchObject(SPENT);
  await expect(spend(plan, ledger, NOW)).rejects.toMatchObject(SPENT);
  await expect(refuseSpent(plan, other)).resolves.toBeUndefined();
  expect(await readdir(join(ledger.stateDir, 'spent'))).toEqual([`${'ab'.repeat(16)}.rescue-560961`]);
});

test('of two runs that spend a plan at once only one may go on', async () => {
  const ends = await Promise.allSettled([spend(plan, ledger, NOW), spend(plan, ledger, NOW)]);

  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a plan that a former version has spent is spent', async () => {
  await mkdir(join(ledger.stateDir, 'spent'));
  await writeFile(join(ledger.stateDir, 'spent', plan.savedId), `${NOW.toISOString()}\n`);

  await expect(refuseSpent(plan, ledger)).rejects.toMatchObject(SPENT);
});
