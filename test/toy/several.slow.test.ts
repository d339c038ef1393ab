import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Failure } from '../../src/core/failure.ts';
import type { Settings } from '../../src/core/settings.ts';
import { targetId } from '../../src/core/target-id.ts';
import { historyLines } from '../../src/cli/history-text.ts';
import { runExitCode } from '../../src/plan/exit.ts';
import { viewOf } from '../../src/plan/view/view.ts';
import { outcomesOf } from '../../src/plan/view/outcomes.ts';
import { savePlan } from '../../src/planfile/save.ts';
import { renderText } from '../../src/render/text.ts';
import { wholeSheetsOf } from '../../src/render/sheets.ts';
import { runApply } from '../../src/run/apply.ts';
import { runApplySaved } from '../../src/run/apply-saved.ts';
import { readHistory } from '../../src/run/history.ts';
import { recallNames } from '../../src/run/names.ts';
import { labelsFrom } from '../../src/run/chosen-targets.ts';
import { runPlan } from '../../src/run/plan.ts';
import { runRetry } from '../../src/run/retry.ts';
import { groupId, mapping, NO_LIMITS, settingsOf } from '../targets/rescue/planner/builders.ts';
import { testAccount, testSettings, withBench } from '../targets/rescue/support.ts';
import { until } from '../until.ts';
import { openWorld, toySettings, WISHES, type World } from './world.ts';

/** A file with two accounts: what is about one of them is never taken for the other. */

const RESCUE = targetId('rescue', '560961');
const TOY = targetId('toy', 'T1');
const LIMITS = { ...NO_LIMITS, disable: { kind: 'count', count: 1 } } as const;

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

/** Red feeds a group of the Rescue account, and Red and Blue feed the toy. */
async function withBoth(work: (both: Settings) => Promise<void>): Promise<void> {
  await withBench({ account: testAccount() }, async ({ sandbox }) => {
    const mappings = [mapping('Red', 'Technicians/Day', { fullGroup: false })];
    const rescue = settingsOf(mappings, testSettings(sandbox.url, { mappings }));
    await work(world.settings({ targets: [...rescue.targets, toySettings()] }));
  });
}

function loseToy(): void {
  world.toy.reading = () => Promise.reject(new Failure('RESCUE_UNREACHABLE', 'The toy does not answer.', 'Wait.'));
}

/** Three users of the toy whom nobody in the directory accounts for: too many to be disabled at once. */
function addStrangers(): void {
  for (const name of ['eve', 'joe', 'sue']) world.toy.users.set(`${name}@corp.example`, ['red']);
}

async function heldId(given: Settings): Promise<string> {
  const { changes } = await runPlan(await world.job(given), WISHES);
  return changes.find(({ held }) => held !== null)?.held?.id ?? 'none';
}

test('guards that the section of one target weakens are not listed for the other', async () => {
  await withBoth(async (both) => {
    const guardRails = ['limits.window', 'rescue.protect', 'toy.loose', 'toys.loose'].map((key, index) => {
      return { key, value: 'x', line: index + 1 };
    });
    const limits = { ...both.limits, window: 0 };

    const { notices } = await runPlan(await world.job({ ...both, limits, guardRails }), WISHES);

    const listed = notices.filter(({ code }) => code === 'GUARD_RAILS').map(({ text }) => text.match(/\w+\.\w+(?=:)/g));
    expect(listed).toEqual([['limits.window', 'rescue.protect', 'toys.loose']]);
  });
});

describe('what a name means', () => {
  test('is remembered for the account alone whose mapping was let through', async () => {
    await withBoth(async (both) => {
      const meant = groupId('another');
      await world.job(both);
      await mkdir(join(world.folder, 'state', 'names'));
      const names = { format: 'adsync.names/1', target: RESCUE, account: '560961', names: { red: meant } };
      await writeFile(join(world.folder, 'state', 'names', 'rescue-560961.json'), JSON.stringify(names));

      const first = await runApply(await world.job(both), WISHES);
      const again = await runPlan(await world.job(both), WISHES);

      expect(runExitCode(first)).toBe(3);
      expect(first.plan?.changes.map(({ target }) => target)).toEqual([TOY, TOY]);
      expect((await recallNames(join(world.folder, 'state'), RESCUE)).get('red')).toBe(meant);
      expect((await recallNames(join(world.folder, 'state'), TOY)).get('red')).not.toBe(meant);
      expect(again.notices).toContainEqual(expect.objectContaining({ code: 'GROUP_IDENTITY_CHANGED', target: RESCUE }));
      expect(again.changes).toEqual([]);
    });
  });
});

describe('an approval', () => {
  test('of the file for an account that was lost, or not asked for, is not called stale', async () => {
    await withBoth(async (both) => {
      addStrangers();
      const id = await heldId({ ...both, limits: LIMITS });
      const approved = { ...both, limits: LIMITS, approve: [{ id, line: 3 }] };

      const narrow = await runPlan(await world.job(approved, ['rescue']), WISHES);
      loseToy();
      const lost = await runPlan(await world.job(approved), WISHES);

      expect(id).toMatch(/^d3-/);
      for (const { notices } of [narrow, lost]) {
        expect(notices.filter(({ code }) => code === 'APPROVAL_STALE')).toEqual([]);
      }
    });
  });

  test('of the command line for an account that was lost keeps nobody from the other, and lets nobody through', async () => {
    await withBoth(async (both) => {
      addStrangers();
      const limited = { ...both, limits: LIMITS };
      const id = await heldId(limited);
      loseToy();

      const done = await runApply(await world.job(limited), { ...WISHES, approved: [id] });

      expect(runExitCode(done)).toBe(3);
      expect(done.outcomes.map(({ result }) => result)).toEqual(['done', 'done']);
      expect(done.plan?.notices.map(({ code }) => code)).toEqual(
        expect.arrayContaining(['TARGET_LOST', 'APPROVAL_STALE']),
      );
      expect(world.toy.users.get('eve@corp.example')).toEqual(['red']);
    });
  });

  test('that fits nothing where all accounts were read is refused, and so is one of an account that is not asked for', async () => {
    await withBoth(async (both) => {
      addStrangers();
      const limited = { ...both, limits: LIMITS };
      const id = await heldId(limited);
      const wishes = { ...WISHES, approved: [id] };

      await expect(runPlan(await world.job(limited, ['rescue']), wishes)).rejects.toMatchObject({
        code: 'APPROVAL_STALE',
      });
      expect((await runPlan(await world.job(limited), wishes)).summary.held).toBe(0);
    });
  });

  test('for a part of a set refuses everything where it names somebody else', async () => {
    await withBoth(async (both) => {
      addStrangers();
      const limited = { ...both, limits: LIMITS };
      const id = await heldId(limited);
      const wishes = { ...WISHES, approved: [id], only: ['nobody@corp.example'] };

      await expect(runApply(await world.job(limited), wishes)).rejects.toMatchObject({ code: 'APPROVAL_ONLY' });
      expect((await runPlan(await world.job(limited), WISHES)).summary.create).toBe(4);
    });
  });
});

describe('a saved plan for two accounts', () => {
  test('is applied to one, then to the other, and to each of them once', async () => {
    await withBoth(async (both) => {
      const path = join(world.folder, 'plan.json');
      await savePlan(await runPlan(await world.job(both), WISHES), path, null);

      const first = await runApplySaved(await world.job(both, ['toy']), path, WISHES);
      const second = await runApplySaved(await world.job(both, ['rescue']), path, WISHES);

      expect(first.plan?.changes.map(({ target }) => target)).toEqual([TOY, TOY]);
      expect(second.plan?.changes.map(({ target }) => target)).toEqual([RESCUE, RESCUE]);
      expect([first, second].map(runExitCode)).toEqual([0, 0]);
      for (const only of [['toy'], ['rescue'], []]) {
        await expect(runApplySaved(await world.job(both, only), path, WISHES)).rejects.toMatchObject({
          code: 'PLAN_SPENT',
        });
      }
    });
  });

  test('that was interrupted in one account is not begun, nor spent, in the other', async () => {
    await withBoth(async (both) => {
      const toyFirst = { ...both, targets: both.targets.toReversed() };
      const path = join(world.folder, 'plan.json');
      await savePlan(await runPlan(await world.job(toyFirst), WISHES), path, null);
      world.toy.during = () => {
        world.stop.abort();
        return Promise.resolve();
      };

      const stopped = await runApplySaved(await world.job(toyFirst), path, WISHES);
      const { runs } = await readHistory(await world.job(toyFirst), 9);
      world.stop = new AbortController();
      const rest = await runApplySaved(await world.job(toyFirst, ['rescue']), path, WISHES);

      expect(stopped.outcomes.map(({ result }) => result)).toEqual(['done', 'skipped', 'skipped', 'skipped']);
      expect(runExitCode(stopped)).toBe('interrupted');
      expect(runs.map(({ target }) => target)).toEqual([TOY]);
      expect(runExitCode(rest)).toBe(0);
    });
  });

  test('is not begun where one of the accounts was lost meanwhile; the other can be had by itself', async () => {
    await withBoth(async (both) => {
      const path = join(world.folder, 'plan.json');
      await savePlan(await runPlan(await world.job(both), WISHES), path, null);
      loseToy();

      await expect(runApplySaved(await world.job(both), path, WISHES)).rejects.toMatchObject({
        code: 'RESCUE_UNREACHABLE',
      });
      const done = await runApplySaved(await world.job(both, ['rescue']), path, WISHES);

      expect(runExitCode(done)).toBe(0);
      expect(done.plan?.targets.map(({ id }) => id)).toEqual([RESCUE]);
    });
  });
});

describe('the accounts of a file', () => {
  test('are locked together, in whichever order a file names them', async () => {
    await withBoth(async (both) => {
      let hanging = false;
      let goOn = (): void => undefined;
      world.toy.during = () => {
        hanging = true;
        return new Promise((done) => {
          goOn = done;
        });
      };
      const first = runApply(await world.job(both), WISHES);
      await until(() => hanging);
      const reversed = { ...both, targets: [...both.targets].reverse() };

      await expect(runApply(await world.job(reversed), WISHES)).rejects.toMatchObject({ code: 'LOCKED' });
      world.toy.during = () => Promise.resolve();
      goOn();

      expect(runExitCode(await first)).toBe(0);
      expect(runExitCode(await runApply(await world.job(reversed), WISHES))).toBe(0);
    });
  });

  test('that a saved plan is not for are neither opened nor kept from others', async () => {
    await withBoth(async (both) => {
      const path = join(world.folder, 'plan.json');
      await savePlan(await runPlan(await world.job(both, ['rescue']), WISHES), path, null);
      world.toy.identify = () => Promise.reject(new Error('nobody asked for the toy'));

      await expect(runApplySaved(await world.job(both, ['toy']), path, WISHES)).rejects.toMatchObject({
        code: 'PLAN_OTHER_ACCOUNT',
        message: 'The plan is for the section rescue of a file, and the run is about toy.',
      });
      expect(runExitCode(await runApplySaved(await world.job(both), path, WISHES))).toBe(0);
    });
  });
});

describe('retry', () => {
  test('says that an account is lost, also where the other has nothing left', async () => {
    await withBoth(async (both) => {
      await runApply(await world.job(both), WISHES);
      const identify = new Failure('RESCUE_UNREACHABLE', 'The toy does not answer.', 'Wait.');
      world.toy.identify = () => Promise.reject(identify);

      await expect(runRetry(await world.job(both), WISHES)).rejects.toBe(identify);
    });
  });

  test('takes up the account that had a run, where the other had none', async () => {
    await withBoth(async (both) => {
      world.toy.during = () => Promise.reject(new Failure('RESCUE_UNREACHABLE', 'The toy is full.', 'Wait.'));
      await runApply(await world.job(both, ['toy']), WISHES);
      world.toy.during = () => Promise.resolve();

      const tried = await runRetry(await world.job(both), WISHES);

      expect(tried.plan?.changes.every(({ target }) => target === TOY)).toBe(true);
      expect(world.toy.users.size).toBe(2);
    });
  });
});

describe('whoever reads a plan for two accounts', () => {
  test('is told of each group, set, notice and row in which account it is', async () => {
    await withBoth(async (both) => {
      addStrangers();
      const given = await world.job({ ...both, limits: LIMITS });
      const plan = await runPlan(given, WISHES);
      const view = viewOf(plan, labelsFrom(given.kinds), { most: Infinity });

      const lines = renderText(view, { columns: Infinity, color: false }).split('\n');
      const sheets = wholeSheetsOf(view).slice(1);

      expect(lines.filter((line) => line.startsWith('Plan for'))).toEqual([
        expect.stringMatching(/Rescue account 560961 at .* \(rescue:560961\)$/),
        expect.stringMatching(/Toy account T1 at toy: \(toy:T1\)$/),
      ]);
      expect(lines.filter((line) => /^(?:rescue|toy):/.test(line))).toEqual([
        expect.stringMatching(/^rescue:560961: Technicians\/Day · /),
        'toy:T1: All',
        expect.stringMatching(/^toy:T1: Held back by the limit limits.disable/),
      ]);
      expect(lines.filter((line) => line.includes('HELD'))).toEqual([
        expect.stringContaining('HELD  toy:T1: all groups'),
      ]);
      for (const { name, rows } of sheets) {
        const [head, ...body] = rows.map(([first]) => first?.value);
        expect([name, head]).toEqual([name, 'Account']);
        for (const cell of body) expect([RESCUE, TOY, 'all']).toContain(cell);
      }
    });
  });

  test('sees in which account a change was not made, and which run was in which', async () => {
    await withBoth(async (both) => {
      world.toy.during = () => Promise.reject(new Failure('RESCUE_UNREACHABLE', 'The toy is full.', 'Wait.'));
      const given = await world.job(both);
      const { plan, outcomes } = await runApply(given, WISHES);
      if (plan === null) throw new Error('nothing was planned');

      const [failed] = outcomesOf(plan, outcomes, Infinity).sections;
      const { runs } = await readHistory(given, 20);

      expect(failed?.rows[0]?.what).toMatch(/^toy:T1: create: Cleo/);
      expect(historyLines(runs).filter((line) => line.includes('toy:T1') || line.includes(RESCUE))).toHaveLength(2);
    });
  });
});
