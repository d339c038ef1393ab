import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runExitCode } from '../../src/plan/exit.ts';
import { savePlan } from '../../src/planfile/save.ts';
import { runApply } from '../../src/run/apply.ts';
import { runApplySaved } from '../../src/run/apply-saved.ts';
import { readHistory } from '../../src/run/history.ts';
import { runUndo, runUndoPlan } from '../../src/run/undo.ts';
import { openWorld, WISHES, type World } from './world.ts';

/** The way of an undo through plan, review, apply and journal, whatever the target. */

let world: World;
const LAST = { run: null, approved: [], only: [] } as const;
const BEFORE = [
  ['cleo@corp.example', ['green']],
  ['eve@corp.example', ['red']],
] as const;

beforeEach(async () => {
  world = await openWorld();
  for (const [email, rules] of BEFORE) world.toy.users.set(email, [...rules]);
  await runApply(await world.job(), WISHES);
});

afterEach(() => world.close());

function users(): Record<string, readonly string[]> {
  return Object.fromEntries(world.toy.users);
}

async function runs(): Promise<string[]> {
  const job = await world.job();
  const { runs: all } = await readHistory(job, 10);
  return all.map(({ run }) => run);
}

/** Edits the journal of the newest run. */
async function edit(change: (text: string) => string): Promise<void> {
  const folder = join(world.folder, 'state', 'runs');
  const path = join(folder, (await readdir(folder)).sort().at(-1) ?? '');
  await writeFile(path, change(await readFile(path, 'utf8')));
}

test('the last run is put back, and the journal says of which run it is the undo', async () => {
  const [applied = ''] = await runs();

  const undone = await runUndo(await world.job(), LAST);

  expect(users()).toEqual({ 'cleo@corp.example': ['green'], 'dan@corp.example': [], 'eve@corp.example': ['red'] });
  expect(runExitCode(undone)).toBe(0);
  expect(undone.plan?.undoes).toEqual([applied]);
  const { runs: all } = await readHistory(await world.job(), 10);
  expect(all[0]).toMatchObject({ command: 'undo', undoes: [applied] });
  expect(undone.plan?.notices.map(({ code }) => code)).toContain('UNDO_PLANNED_AGAIN');
});

test('an undo is undone like any run', async () => {
  const after = users();
  await runUndo(await world.job(), LAST);

  await runUndo(await world.job(), LAST);

  expect(users()).toEqual(after);
});

test('a run is named by a part of its name, and one that is not there is refused', async () => {
  const [applied = ''] = await runs();
  await runUndo(await world.job(), LAST);

  const again = await runUndoPlan(await world.job(), { ...LAST, run: applied.slice(0, -1) });

  expect(again.undoes).toEqual([applied]);
  expect(again.changes).toEqual([]);
  await expect(runUndoPlan(await world.job(), { ...LAST, run: 'nothing' })).rejects.toMatchObject({
    code: 'RUN_UNKNOWN',
  });
});

test('the plan changes nothing, and is carried out once when it is saved', async () => {
  const after = users();
  const plan = await runUndoPlan(await world.job(), LAST);
  expect(users()).toEqual(after);
  await savePlan(plan, join(world.folder, 'undo.json'), null);

  const applied = await runApplySaved(await world.job(), 'undo.json', WISHES);

  expect(runExitCode(applied)).toBe(0);
  expect(users()['cleo@corp.example']).toEqual(['green']);
  await expect(runApplySaved(await world.job(), 'undo.json', WISHES)).rejects.toMatchObject({ code: 'PLAN_SPENT' });
});

test('only what was carried out is put back after a run that broke off', async () => {
  const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
  const isOfFirst = (line: string): boolean => /"call":1[,}]/.test(line);
  await edit((text) =>
    lines(text)
      .filter((line) => /"type":"(run|change)"/.test(line) || (isOfFirst(line) && line.includes('"begin"')))
      .join('\n'),
  );
  const [first = ''] = lines(await readFile(await newest(), 'utf8')).filter((line) => line.includes('"begin"'));
  const { email } = JSON.parse(first) as { email: string };

  const plan = await runUndoPlan(await world.job(), LAST);

  expect(plan.changes.map((change) => change.email)).toEqual([email]);
});

async function newest(): Promise<string> {
  const folder = join(world.folder, 'state', 'runs');
  return join(folder, (await readdir(folder)).sort().at(-1) ?? '');
}

test('a journal that was cut in the middle is refused: nobody knows what else was done', async () => {
  await edit((text) => text.replace(/\{"type":"change".*\n/, ''));

  await expect(runUndoPlan(await world.job(), LAST)).rejects.toMatchObject({ code: 'RUN_DAMAGED' });
});

test('a value that no journal holds is refused', async () => {
  await edit((text) => text.replace(/"before":\{/, '"before":{"rules":7,'));
  await edit((text) => text.replace(/"before":\{"rules":7,"rules":[^}]*\}/, '"before":{"rules":7}'));

  await expect(runUndoPlan(await world.job(), LAST)).rejects.toMatchObject({ code: 'RUN_DAMAGED' });
});

test('the run of another account is refused', async () => {
  await edit((text) => text.replaceAll('"target":"toy:T1"', '"target":"toy:T2"'));
  const [applied = ''] = await runs();

  await expect(runUndoPlan(await world.job(), { ...LAST, run: applied })).rejects.toMatchObject({
    code: 'RUN_OTHER_ACCOUNT',
  });
  await expect(runUndoPlan(await world.job(), LAST)).rejects.toMatchObject({ code: 'NO_RUN' });
});

test('a run in the format of another version is refused as such: it is there', async () => {
  const [applied = ''] = await runs();
  await edit((text) => text.replace('"adsync.journal/1"', '"adsync.journal/9"'));

  await expect(runUndoPlan(await world.job(), { ...LAST, run: applied })).rejects.toMatchObject({
    code: 'RUN_FORMAT',
    message: expect.stringContaining('as adsync.journal/9'),
  });
});

test('what cannot be undone is said before and after an apply', async () => {
  world.toy.users.delete('dan@corp.example');
  world.heard.length = 0;

  await runApply(await world.job(), WISHES);

  expect(world.heard).toEqual([
    'adsync undo could take this back, but for this: 1 new user stays in the account, disabled.',
    'adsync undo takes this run back, but for this: 1 new user stays in the account, disabled.',
  ]);
});
