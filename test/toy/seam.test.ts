import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Failure } from '../../src/core/failure.ts';
import type { Settings } from '../../src/core/settings.ts';
import { runExitCode } from '../../src/plan/exit.ts';
import type { Change, Plan } from '../../src/plan/model.ts';
import { savePlan } from '../../src/planfile/save.ts';
import { renderJson } from '../../src/render/json.ts';
import { RENDERERS } from '../../src/render/renderers.ts';
import { runApply } from '../../src/run/apply.ts';
import { runApplySaved } from '../../src/run/apply-saved.ts';
import { chooseTargets, labelsFrom } from '../../src/run/chosen-targets.ts';
import { runPlan } from '../../src/run/plan.ts';
import { runRetry } from '../../src/run/retry.ts';
import { rescueKind } from '../../src/targets/rescue/kind.ts';
import { until } from '../until.ts';
import { mapping, NO_LIMITS, settingsOf } from '../targets/rescue/planner/builders.ts';
import { testAccount, testSettings, withBench } from '../targets/rescue/support.ts';
import { openWorld, toySettings, WISHES, type World } from './world.ts';

/** A second kind of target goes all ways that Rescue goes, and nothing but the list of kinds knows of it. */

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

function names(plan: Plan): string[] {
  return plan.changes.map(
    ({ operations, email, after }) => `${operations.join('+')} ${email ?? ''} ${String(after['rules'])}`,
  );
}

describe('a target with one field that holds a set', () => {
  test('is planned, and has nothing left after an apply', async () => {
    const plan = await runPlan(await world.job(), WISHES);
    const done = await runApply(await world.job(), WISHES);
    const again = await runPlan(await world.job(), WISHES);

    expect(names(plan)).toEqual(['create cleo@corp.example red,blue', 'create dan@corp.example red']);
    expect(plan.targets).toMatchObject([{ id: 'toy:T1', type: 'toy', account: 'T1', summary: { create: 2 } }]);
    expect(runExitCode(done)).toBe(0);
    expect([...world.toy.users]).toEqual([
      ['cleo@corp.example', ['red', 'blue']],
      ['dan@corp.example', ['red']],
    ]);
    expect(again.changes).toEqual([]);
    expect(again.summary.unchanged).toBe(2);
  });

  test('is held by the limits, and let through by the id that the plan names', async () => {
    for (const name of ['eve', 'joe', 'sue']) world.toy.users.set(`${name}@corp.example`, ['red']);
    const limited = world.settings({ limits: { ...NO_LIMITS, disable: { kind: 'count', count: 1 } } });

    const held = await runApply(await world.job(limited), WISHES);
    const id = held.plan?.changes.find((change) => change.held !== null)?.held?.id ?? '';
    const through = await runApply(await world.job(limited), { ...WISHES, approved: [id] });

    expect(runExitCode(held)).toBe(3);
    expect(held.plan?.summary.held).toBe(3);
    expect(id).toMatch(/^d3-/);
    expect(runExitCode(through)).toBe(0);
    expect(world.toy.users.get('eve@corp.example')).toEqual([]);
    await expect(runApply(await world.job(limited), { ...WISHES, approved: [id] })).rejects.toMatchObject({
      code: 'APPROVAL_STALE',
    });
  });

  test('is saved, applied once, and refused the second time', async () => {
    const path = join(world.folder, 'plan.json');
    await savePlan(await runPlan(await world.job(), WISHES), path, null);

    const done = await runApplySaved(await world.job(), path, WISHES);

    expect(runExitCode(done)).toBe(0);
    expect(world.toy.users.size).toBe(2);
    await expect(runApplySaved(await world.job(), path, WISHES)).rejects.toMatchObject({ code: 'PLAN_SPENT' });
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
      format: 'adsync.plan/2',
      targets: [{ id: 'toy:T1' }],
    });
  });

  test('is killed in the middle, settled by the next run, and tried again', async () => {
    let hanging = 0;
    let goOn: () => void = () => undefined;
    world.toy = {
      ...world.toy,
      during: (change: Change) => {
        if (change.email !== 'dan@corp.example') return Promise.resolve();
        hanging += 1;
        return new Promise((resolve) => {
          goOn = resolve;
        });
      },
    };
    const killed = runApply(await world.job(), WISHES);
    await until(() => hanging === 1);
    world.isRunning = false;
    world.toy = { ...world.toy, during: () => Promise.resolve() };
    world.toy.users.delete('dan@corp.example');

    const tried = await runRetry(await world.job(), WISHES);

    expect(world.heard.find((text) => text.includes('broke off'))).toMatch(
      /after 1 of 2 changes; 1 call was under way: paint for Dan/,
    );
    expect(runExitCode(tried)).toBe(0);
    expect(names(tried.plan ?? (await runPlan(await world.job(), WISHES)))).toEqual(['create dan@corp.example red']);
    expect(world.toy.users.get('dan@corp.example')).toEqual(['red']);

    // Of a process that is killed the system closes the files.
    goOn();
    await killed.catch(() => undefined);
  });

  test('is shown by every renderer', async () => {
    world.toy.users.set('cleo@corp.example', ['green']);
    const given = await world.job();
    const plan = await runPlan(given, WISHES);
    const labelsOf = labelsFrom(given.kinds);
    let text = '';
    const out = {
      write: (more: string) => void (text += more),
      writeJson() {},
      isTTY: false,
      columns: 0,
      color: false,
    };

    await RENDERERS.text(plan, labelsOf, out, '');
    await RENDERERS.xlsx(plan, labelsOf, join(world.folder, 'plan.xlsx'));

    expect(text).toContain('Toy account T1');
    expect(text).toContain('rules: green → red, blue');
    expect((await readFile(join(world.folder, 'plan.xlsx'))).subarray(0, 2).toString()).toBe('PK');
    expect(JSON.parse(renderJson(plan))).toMatchObject({
      changes: [{ before: { rules: ['green'] }, after: { rules: ['red', 'blue'] } }, {}],
    });
  });
});

describe('a file with two targets', () => {
  test('gives one plan with a section each, is applied account by account, and can be narrowed', async () => {
    await withBench({ account: testAccount() }, async ({ sandbox }) => {
      const mappings = [mapping('Red', 'Technicians/Day', { fullGroup: false })];
      const rescue = settingsOf(mappings, testSettings(sandbox.url, { mappings }));
      const both = world.settings({ targets: [...rescue.targets, toySettings()] });

      const plan = await runPlan(await world.job(both), WISHES);
      const narrow = await runPlan(await world.job(both, ['toy']), WISHES);
      const done = await runApply(await world.job(both), WISHES);

      const [first, second] = plan.targets;
      expect(plan.targets.map(({ type }) => type)).toEqual(['rescue', 'toy']);
      expect(plan.summary.create).toBe((first?.summary.create ?? 0) + (second?.summary.create ?? 0));
      expect(first?.summary.create).toBe(2);
      expect(plan.changes.filter(({ target }) => target === second?.id)).toHaveLength(2);
      expect(new Set(plan.changes.map(({ id }) => id)).size).toBe(plan.changes.length);
      expect(narrow.targets.map(({ id }) => id)).toEqual(['toy:T1']);
      expect(done.outcomes.map(({ change }) => change)).toEqual(plan.changes.map(({ id }) => id));
      expect(runExitCode(done)).toBe(0);
      expect((await runPlan(await world.job(both), WISHES)).changes).toEqual([]);
    });
  });

  test('is planned and applied without the one that does not answer, and says so', async () => {
    const rescue = settingsOf([mapping('Red', 'Technicians/Day')], { url: 'http://127.0.0.1:9' });
    const gone = { ...rescue.targets[0], type: 'rescue', url: 'ftp://nowhere.example' } as Settings['targets'][number];
    const both = world.settings({ targets: [gone, toySettings()] });

    const plan = await runPlan(await world.job(both), WISHES);
    const done = await runApply(await world.job(both), WISHES);

    expect(plan.targets.map(({ id }) => id)).toEqual(['toy:T1']);
    expect(plan.notices).toMatchObject([{ code: 'TARGET_LOST', severity: 'error', subject: 'rescue' }]);
    expect(runExitCode(done)).toBe(3);
    expect(world.toy.users.size).toBe(2);
  });

  test('fails where none of them answers', async () => {
    const rescue = settingsOf([mapping('Red', 'Technicians/Day')], {});
    const gone = { ...rescue.targets[0], url: 'ftp://nowhere.example' } as Settings['targets'][number];

    await expect(runPlan(await world.job(world.settings({ targets: [gone] })), WISHES)).rejects.toBeInstanceOf(Failure);
  });

  test('is asked for a section that it does not have', () => {
    expect(() => chooseTargets(world.settings(), [rescueKind], ['rescue'])).toThrow(
      expect.objectContaining({ code: 'TARGET_NOT_IN_FILE' }),
    );
  });
});
