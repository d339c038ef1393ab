import { chooseTargets } from '../../src/run/chosen-targets.ts';
import { loadKinds, TARGET_SECTIONS } from '../../src/targets/registry.ts';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { loadSettings } from '../../src/config/load.ts';
import { openHttp } from '../../src/net/http.ts';
import { runExitCode } from '../../src/plan/exit.ts';
import type { Plan } from '../../src/plan/model.ts';
import { savePlan } from '../../src/planfile/save.ts';
import { runApply } from '../../src/run/apply.ts';
import { runApplySaved } from '../../src/run/apply-saved.ts';
import { readHistory } from '../../src/run/history.ts';
import type { ApplyJob } from '../../src/run/job.ts';
import { runPlan } from '../../src/run/plan.ts';
import type { ApplyReporter } from '../../src/run/reporter.ts';
import { runRetry } from '../../src/run/retry.ts';
import { checkStateDir } from '../../src/run/state-dir.ts';
import type { Surroundings } from '../../src/run/surroundings.ts';
import { type Example, openExample } from '../cli/example.ts';

/** A program without a terminal plans and applies: it has no stdout, no process and no signals, but a reporter of its own. */

const WISHES = { refresh: false, approved: [], only: [] };
/** Of this program; nothing in the account or the directory is of any time. */
const START = Date.parse('2026-11-22T09:00:00Z');

let example: Example;
let heard: string[];
/** Minutes since the start. */
let minutes: number;
let stop: AbortController;

beforeEach(async () => {
  example = await openExample({ yaml: 'limits: {disable: 1, window: 0}' });
  heard = [];
  minutes = 0;
  stop = new AbortController();
});

afterEach(async () => {
  await example.close();
});

function surroundings(): Surroundings {
  return {
    adsyncVersion: '1.2.3',
    cwd: example.path,
    env: {},
    signal: stop.signal,
    now: () => new Date(START + minutes * 60_000),
    randomBytes,
    user: 'ada',
    processes: { pid: 4711, host: 'service', place: 'here', isRunning: () => true },
    openHttp: (ca) => openHttp({ ca, env: {} }),
    traffic: () => undefined,
    mask: (text) => text,
  };
}

/** Writes down what it hears, and says yes to what `wants` says yes to. */
function reporter(wants: (plan: Plan) => boolean): ApplyReporter {
  return {
    progress() {},
    detail() {},
    say: (text) => heard.push(text),
    answer: (text) => heard.push(`answer: ${text}`),
    lasting() {},
    plan(plan) {
      heard.push(`plan of ${plan.changes.length}`);
      return Promise.resolve();
    },
    consent: (plan) => Promise.resolve(wants(plan)),
    outcome() {},
    interrupted: () => heard.push('interrupted'),
    ended(_plan, outcomes) {
      heard.push(`ended: ${outcomes.filter(({ result }) => result === 'done').length} of ${outcomes.length}`);
    },
    failure: ({ code }) => heard.push(`failure ${code}`),
  };
}

async function job(wants: (plan: Plan) => boolean = () => true): Promise<ApplyJob> {
  const { cwd, env } = surroundings();
  const systemAuthorities = () => Promise.resolve(null);
  const inputs = { cwd, env, readFile: (path: string) => readFile(path), systemAuthorities };
  const loaded = await loadSettings('sync.yaml', inputs, { sections: TARGET_SECTIONS, purpose: 'sync' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  const stateDir = await checkStateDir(join(cwd, 'state'), null);
  const { settings } = loaded;
  const kinds = await loadKinds();
  const targets = chooseTargets(settings, kinds, []);
  return { settings, kinds, targets, stateDir, surroundings: surroundings(), reporter: reporter(wants) };
}

function heldIds(plan: Plan): string[] {
  return [...new Set(plan.changes.flatMap(({ held }) => held?.id ?? []))];
}

function wrote(): number {
  return example.sandbox.log.filter((entry) => entry.wrote).length;
}

test('it plans, lets what is held wait, lets it through, and has nothing left to try again', async () => {
  const plan = await runPlan(await job(), WISHES);
  const first = await runApply(await job(), WISHES);
  minutes = 1;
  const second = await runApply(await job(), { ...WISHES, approved: heldIds(plan) });
  const third = await runRetry(await job(), WISHES);

  expect(plan).toMatchObject({ createdAt: '2026-11-22T09:00:00.000Z', adsyncVersion: '1.2.3' });
  expect(heldIds(plan)).toHaveLength(1);
  expect([first, second, third].map(runExitCode)).toEqual([3, 0, 0]);
  expect(second.plan?.changes.every(({ operations }) => operations.includes('disable'))).toBe(true);
  expect(heard).toEqual([
    'plan of 29',
    `ended: ${29 - (second.plan?.changes.length ?? 0)} of 29`,
    `plan of ${second.plan?.changes.length}`,
    `ended: ${second.plan?.changes.length} of ${second.plan?.changes.length}`,
    'answer: The run of 2026-11-22 09:01 UTC made all its changes: there is nothing to try again.',
  ]);
});

test('it tries again what the service refused, and the history knows both runs', async () => {
  const everybody = heldIds(await runPlan(await job(), WISHES));
  example.sandbox.switches.nameMaxLength = 11;
  const first = await runApply(await job(), { ...WISHES, approved: everybody });
  example.sandbox.switches.nameMaxLength = 128;
  minutes = 60;

  const again = await runRetry(await job(), WISHES);

  const failed = first.outcomes.filter(({ result }) => result !== 'done').length;
  expect(failed).toBeGreaterThan(0);
  expect(again.outcomes.filter(({ result }) => result === 'done')).toHaveLength(failed);
  expect([first, again].map(runExitCode)).toEqual([3, 0]);
  const { runs } = await readHistory({ stateDir: join(example.path, 'state'), surroundings: surroundings() }, 10);
  expect(runs.map(({ command, startedAt, failed: count }) => ({ command, startedAt, some: count > 0 }))).toEqual([
    { command: 'retry', startedAt: '2026-11-22T10:00:00.000Z', some: false },
    { command: 'apply', startedAt: '2026-11-22T09:00:00.000Z', some: true },
  ]);
});

test('its journal says who started it, and at which commit of its file', async () => {
  await mkdir(join(example.path, '.git'));
  await writeFile(join(example.path, '.git/HEAD'), `${'1a2b3c4d5e'.repeat(4)}\n`);

  await runApply(await job(), WISHES);

  const { runs } = await readHistory({ stateDir: join(example.path, 'state'), surroundings: surroundings() }, 10);
  expect(runs.map(({ startedBy }) => startedBy)).toEqual([
    { user: 'ada', host: 'service', commit: '1a2b3c4d5e'.repeat(4) },
  ]);
});

test('it applies a saved plan once, and none that has grown old by its own clock', async () => {
  const path = join(example.path, 'plan.json');
  await savePlan(await runPlan(await job(), WISHES), path, null);
  minutes = 25 * 60;
  const late = runApplySaved(await job(), 'plan.json', WISHES);
  await expect(late).rejects.toMatchObject({ code: 'PLAN_TOO_OLD' });
  expect(wrote()).toBe(0);

  minutes = 23 * 60;
  const applied = await runApplySaved(await job(), 'plan.json', WISHES);
  const twice = runApplySaved(await job(), 'plan.json', WISHES);

  await expect(twice).rejects.toMatchObject({ code: 'PLAN_SPENT' });
  expect(applied).toMatchObject({ wrote: true, failure: null, interrupted: false });
});

test('what it says no to is not carried out', async () => {
  const result = await runApply(await job(({ changes }) => changes.length < 5), WISHES);

  expect(result).toMatchObject({ declined: true, wrote: false });
  expect(runExitCode(result)).toBe(1);
  expect(heard).toEqual(['plan of 29', 'Nothing was changed.']);
  expect(wrote()).toBe(0);
});

test('it can be stopped before the first change, by its own signal', async () => {
  const stopping = (): boolean => {
    stop.abort();
    return true;
  };
  const result = await runApply(await job(stopping), WISHES);

  expect(runExitCode(result)).toBe(1);
  expect(result).toMatchObject({ interrupted: true, wrote: false });
  expect(wrote()).toBe(0);
  expect(heard.at(-1)).toBe('Interrupted. The changes under way were finished; run apply again for the rest.');
});
