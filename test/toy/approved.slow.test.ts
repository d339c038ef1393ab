import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type ExcelJS from 'exceljs';
import { historyLines } from '../../src/cli/history-text.ts';
import { runLines } from '../../src/cli/run-text.ts';
import type { Settings } from '../../src/core/settings.ts';
import { runExitCode, type RunResult } from '../../src/plan/exit.ts';
import type { SavedPlan } from '../../src/plan/model.ts';
import { outcomesOf } from '../../src/plan/view/outcomes.ts';
import { savePlan } from '../../src/planfile/save.ts';
import { RENDERERS } from '../../src/render/renderers.ts';
import { activitiesOf } from '../../src/run/activities.ts';
import { runApplySaved } from '../../src/run/apply-saved.ts';
import { labelsFrom } from '../../src/run/chosen-targets.ts';
import { readHistory } from '../../src/run/history.ts';
import { isForeign, listRuns, readJournal, type RunRecord } from '../../src/run/journal-read.ts';
import { runPlan } from '../../src/run/plan.ts';
import { runRetry } from '../../src/run/retry.ts';
import { summaryOfRun } from '../../src/run/run-summary.ts';
import { answer, editWorkbook } from '../planfile/workbooks.ts';
import { NO_LIMITS } from '../targets/rescue/planner/builders.ts';
import { openWorld, WISHES, type World } from './world.ts';

/** A plan is saved with its workbook, somebody approves in it, and only that is made. */

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

const STRANGERS = ['eve', 'joe', 'sue'];

function limited(): Settings {
  return world.settings({ limits: { ...NO_LIMITS, disable: { kind: 'count', count: 1 } } });
}

function addStrangers(): void {
  for (const name of STRANGERS) world.toy.users.set(`${name}@corp.example`, ['red']);
}

/** Saves the plan with its workbook. */
async function planned(given?: Settings): Promise<SavedPlan> {
  const job = await world.job(given);
  const saved = await savePlan(await runPlan(job, WISHES), join(world.folder, 'plan.json'), null);
  await RENDERERS.xlsx(saved, labelsFrom(job.kinds), join(world.folder, 'plan.xlsx'), saved);
  return saved;
}

async function approve(ids: readonly string[], also: (workbook: ExcelJS.Workbook) => void = nothing): Promise<void> {
  const path = join(world.folder, 'plan.xlsx');
  await editWorkbook(path, path, (workbook) => {
    answer(workbook, new Set(ids));
    also(workbook);
  });
}

async function apply(given?: Settings, only: readonly string[] = []): Promise<RunResult> {
  return await runApplySaved(await world.job(given, only), join(world.folder, 'plan.json'), WISHES, 'plan.xlsx');
}

function nothing(): void {
  // Nothing else is done.
}

function idsOf(plan: SavedPlan, ...names: readonly string[]): string[] {
  return plan.changes.filter(({ email }) => names.some((name) => email === `${name}@corp.example`)).map(({ id }) => id);
}

function ended(): string[] {
  return STRANGERS.filter((name) => world.toy.users.get(`${name}@corp.example`)?.length === 0);
}

async function lastRecord(): Promise<RunRecord> {
  const state = join(world.folder, 'state');
  const [name = ''] = await listRuns(state);
  const record = await readJournal(state, name);
  if (record === null || isForeign(record)) throw new Error('there is no run');
  return record;
}

describe('what is approved in the workbook', () => {
  test('is made, and nothing else; the rest is no failure, and said in the last line', async () => {
    const plan = await planned();
    await approve(idsOf(plan, 'dan'));

    const done = await apply();

    expect([...world.toy.users.keys()]).toEqual(['dan@corp.example']);
    expect(runExitCode(done)).toBe(0);
    expect(world.heard).toContain('1 of 2 changes is approved in plan.xlsx; the others are left out.');
    expect(done.plan === null ? '' : outcomesOf(done.plan, done.outcomes, 9).lastLine).toBe(
      'Apply: 1 of 1 approved change made, 1 not approved and left out.',
    );
    await expect(apply()).rejects.toMatchObject({ code: 'PLAN_SPENT' });
  });

  test('is in the history, with the workbook; what is not approved is listed as such', async () => {
    const plan = await planned();
    await approve(idsOf(plan, 'dan'));
    await apply();

    const record = await lastRecord();
    const summary = summaryOfRun(record, false);
    const text = runLines(record, summary).join('\n');

    expect(summary).toMatchObject({ done: 1, notApproved: 1, notReached: 0, workbook: { file: 'plan.xlsx' } });
    expect(
      activitiesOf(record)
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['done', 'notApproved']);
    expect(text).toMatch(/Approved one by one in plan\.xlsx \(SHA-256 [0-9a-f]{12}\)/);
    expect(text).toMatch(/not approved {2}create {2}Cleo .*: not approved in plan\.xlsx/);
    const { runs } = await readHistory(await world.job(), 9);
    expect(historyLines(runs)[0]).toContain('not approved');
  });

  test('is tried again when it fails, and what is not approved is not', async () => {
    const plan = await planned();
    await approve(idsOf(plan, 'dan'));
    world.toy = { ...world.toy, during: () => Promise.reject(new Error('the toy is broken')) };
    await apply().catch(nothing);
    world.toy = { ...world.toy, during: () => Promise.resolve() };

    await runRetry(await world.job(), WISHES);

    expect([...world.toy.users.keys()]).toEqual(['dan@corp.example']);
  });

  test('keeps an account in which nothing is approved out of it', async () => {
    const plan = await planned();
    await approve(idsOf(plan, 'dan'));

    const done = await apply(undefined, ['toy']);

    expect(done.outcomes).toHaveLength(2);
  });
});

describe('a held row', () => {
  test('that is approved is let through alone, by the workbook', async () => {
    addStrangers();
    const plan = await planned(limited());
    await approve(idsOf(plan, 'joe'));

    const done = await apply(limited());

    expect(plan.summary.held).toBe(3);
    expect(ended()).toEqual(['joe']);
    expect(runExitCode(done)).toBe(0);
    const record = await lastRecord();
    const [held] = plan.changes.flatMap((change) => (change.held === null ? [] : [change.held.id]));
    expect(record.head.approved).toEqual([held]);
    expect(record.head.only).toEqual(['joe@corp.example']);
    expect(record.changes.find(({ name }) => name.startsWith('joe'))?.letThrough).toEqual([
      { limit: 'limits.disable', id: held, by: 'plan.xlsx', part: true },
    ]);
  });

  test('of a set that is approved as a whole says so', async () => {
    addStrangers();
    const plan = await planned(limited());
    await approve(idsOf(plan, ...STRANGERS));

    const done = await apply(limited());

    expect(ended()).toEqual(STRANGERS);
    expect(done.plan?.changes.flatMap(({ letThrough }) => letThrough.map(({ part }) => part))).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('is refused when its id was shown for other people', async () => {
    addStrangers();
    const plan = await planned(limited());
    const id = plan.changes.find(({ held }) => held !== null)?.held?.id ?? '';
    const users = [{ key: 'eve@corp.example', name: 'eve', email: 'eve@corp.example' }];
    await writeFile(join(world.folder, 'state', 'holds', `${id}.json`), JSON.stringify({ id, users }));
    await approve(idsOf(plan, 'joe'));

    await expect(apply(limited())).rejects.toMatchObject({ code: 'APPROVAL_STALE' });
    expect(ended()).toEqual([]);
  });

  test('that only the limits of today hold stays held, and the plan is not made as a whole', async () => {
    const plan = await planned();
    await approve(idsOf(plan, 'dan', 'cleo'));
    const today = world.settings({ limits: { ...NO_LIMITS, create: 1 } });

    const done = await apply(today);

    expect(world.toy.users.size).toBe(0);
    expect(runExitCode(done)).toBe(3);
  });

  test('that an approval of the file lets through is not made when it is not approved here', async () => {
    addStrangers();
    const first = await planned(limited());
    const id = first.changes.find(({ held }) => held !== null)?.held?.id ?? '';
    const given = { ...limited(), approve: [{ id, line: 3 }] };
    const plan = await planned(given);
    await approve(idsOf(plan, 'dan'));

    const done = await apply(given);

    expect(ended()).toEqual([]);
    expect([...world.toy.users.keys()]).toContain('dan@corp.example');
    expect((await lastRecord()).head.approved).toEqual([]);
    expect(done.plan === null ? [] : outcomesOf(done.plan, done.outcomes, 9).letThrough).toEqual([]);
  });
});

describe('nothing is read or changed', () => {
  test.each<[string, (workbook: ExcelJS.Workbook) => void, string]>([
    ['nothing is approved', nothing, 'WORKBOOK_NOTHING_APPROVED'],
    [
      'a name was changed',
      (workbook) => {
        const cell = workbook.getWorksheet('Changes')?.getCell('C2');
        if (cell !== undefined) cell.value = 'Mallory';
      },
      'WORKBOOK_CHANGED',
    ],
    [
      'the answer is not understood',
      (workbook) => {
        const cell = workbook.getWorksheet('Changes')?.getCell('A2');
        if (cell !== undefined) cell.value = 'perhaps';
      },
      'WORKBOOK_ANSWER',
    ],
  ])('when %s', async (_what, edit, code) => {
    await planned();
    await approve([], edit);
    let read = 0;
    world.toy = {
      ...world.toy,
      reading: () => {
        read += 1;
        return Promise.resolve();
      },
    };

    await expect(apply()).rejects.toMatchObject({ code });
    expect(world.toy.users.size).toBe(0);
    expect(read).toBe(0);
  });

  test('when the workbook is that of another plan', async () => {
    const plan = await planned();
    await approve(idsOf(plan, 'dan'));
    await savePlan(await runPlan(await world.job(), WISHES), join(world.folder, 'plan.json'), null);

    await expect(apply()).rejects.toMatchObject({ code: 'WORKBOOK_OTHER_PLAN' });
  });
});
