import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Change, Plan } from '../../src/plan/model.ts';
import { targetId } from '../../src/core/target-id.ts';
import { Secret } from '../../src/core/secret.ts';
import { applyPlan } from '../../src/run/apply-plan.ts';
import { listRuns, readRun, type RunRecord } from '../../src/run/journal-read.ts';
import { openJournal, type RunJournal } from '../../src/run/journal.ts';
import { markSettled } from '../../src/run/mark-settled.ts';
import { summaryOfRun } from '../../src/run/run-summary.ts';
import { lastRun } from '../../src/run/last-run.ts';
import { takeLock } from '../../src/run/lock.ts';
import { openRuns } from '../../src/run/broken-runs.ts';
import { unwritable } from '../../src/run/state-dir.ts';
import type { AccountReading } from '../../src/targets/rescue/planner/account.ts';
import type { RescueTarget } from '../../src/targets/rescue/rescue.ts';
import type { Account } from '../../src/targets/target.ts';
import { change, creation, withBench, type Bench } from '../targets/rescue/support.ts';

let stateDir = '';
/** Also those of runs that are killed: Node 26 takes it for an error when nobody closes their files. */
const opened: RunJournal[] = [];

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'adsync-journal-'));
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((journal) => journal.close('gaveUp', '').catch(() => undefined)));
  await rm(stateDir, { recursive: true, force: true });
});

function planOf(changes: readonly Change[], account = '560961'): Plan {
  return {
    adsyncVersion: '0.0.0',
    planId: 'f00d',
    config: { file: 'sync.yaml', sha256: 'beef' },
    targets: [{ type: 'rescue', account, organization: '', url: 'http://127.0.0.1' }],
    changes,
  } as unknown as Plan;
}

async function journalOf(plan: Plan): Promise<RunJournal> {
  const journal = await openJournal({
    stateDir,
    plan,
    command: 'apply',
    approved: [],
    suffix: 'abc',
    now: () => new Date('2026-11-22T09:12:00Z'),
  });
  opened.push(journal);
  return journal;
}

async function onlyRun(): Promise<RunRecord> {
  const record = await readRun(stateDir, (await listRuns(stateDir))[0] ?? '');
  if (record === null) throw new Error('the journal does not begin');
  return record;
}

async function applied({ target }: Bench, changes: readonly Change[], close: boolean): Promise<void> {
  const plan = planOf(changes);
  const journal = await journalOf(plan);
  const { signal } = new AbortController();
  const account = await target.read();
  await applyPlan({ plan, ...onto(target, account), signal, journal, onOutcome() {} });
  if (close) await journal.close('done', '');
}

const RESCUE = targetId('rescue', '560961');

/** The account that changes are made in, one after the other unless `concurrent` says otherwise. */
function onto(target: RescueTarget, account: AccountReading, concurrent = target.concurrent) {
  const begin: Account['begin'] = (options) => target.begin(account, options);
  return { concurrent, begin };
}

const RENAME = { before: { name: 'Ada Lovelace' }, after: { name: 'Ada King' } };

test('every call that changes something is on disk before it reaches the service', async () => {
  const begun: string[] = [];
  function faultFor(method: string): null {
    if (!/^(set|create|move)/.test(method)) return null;
    const [name = ''] = readdirSync(join(stateDir, 'runs'));
    const lines = readFileSync(join(stateDir, 'runs', name), 'utf8')
      .trim()
      .split('\n');
    const last = JSON.parse(lines.at(-1) ?? '') as { type: string; method: string };
    begun.push(`${method} after ${last.type} ${last.method}`);
    return null;
  }
  await withBench({ faultFor }, async (bench) => {
    await applied(bench, [creation('new@corp.example', 'Technicians/Day')], true);
  });

  expect(begun).toEqual(['createUser after begin createUser', 'setUser_v2 after begin setUser_v2']);
});

test('a run can be read back: what was planned, each call with old and new values, and how it all ended', async () => {
  await withBench({}, async (bench) => {
    await applied(bench, [change(RENAME), creation('new@corp.example', 'Technicians/Day')], true);
  });

  const record = await onlyRun();
  const [first, second, third] = record.calls;
  expect(record.head).toMatchObject({
    run: '2026-11-22T091200.000Z-abc',
    target: 'rescue:560961',
    account: '560961',
    plan: 'f00d',
    changes: 2,
  });
  expect(record.changes.map(({ email }) => email)).toEqual(['ada@corp.example', 'new@corp.example']);
  const calls = new Map([first, second, third].map((call) => [`${call?.begin.method} ${call?.begin.email}`, call]));
  expect(calls.get('setUser_v2 ada@corp.example')).toMatchObject({
    begin: { before: { name: 'Ada Lovelace' }, after: { name: 'Ada King' } },
    end: { class: 'ok', word: 'OK' },
  });
  expect(calls.get('createUser new@corp.example')?.end?.node).toMatch(/^\d+$/);
  expect(calls.get('setUser_v2 new@corp.example')?.begin.after).toMatchObject({ email: 'new@corp.example' });
  expect(summaryOfRun(record, false)).toMatchObject({ done: 2, failed: 0, notReached: 0, end: 'done' });
});

test('an outcome keeps the kind of a failure, and one without a kind has none', async () => {
  const journal = await journalOf(planOf([change(RENAME)]));
  journal.outcome({ change: 'a', result: 'failed', text: '', kind: 'out-of-licences' });
  journal.outcome({ change: 'b', result: 'done', text: '' });
  await journal.close('done', '');

  const { outcomes } = await onlyRun();

  expect(outcomes.get('a')?.kind).toBe('out-of-licences');
  expect(outcomes.get('b')).not.toHaveProperty('kind');
});

test('no password and no token is ever in it', async () => {
  const settings = { newUserPassword: new Secret('Xk29-topsecret') };
  await withBench({ settings }, async (bench) => {
    await applied(bench, [creation('new@corp.example', 'Technicians/Day')], true);
  });

  const record = await onlyRun();
  const text = await readFile(record.path, 'utf8');
  expect(text).not.toContain('topsecret');
  expect(text).not.toMatch(/authcode|pwd|password|token/i);
});

test('a refusal is told from a call whose end is open', async () => {
  const faults = [{ kind: 'errorBefore', method: 'createUser' } as const];
  await withBench({ faults }, async (bench) => {
    const refused = change({ before: { email: 'ada@corp.example' }, after: { email: 'no address' } });
    await applied(bench, [refused, creation('new@corp.example', 'Technicians/Day')], true);
  });

  const { calls } = await onlyRun();
  const ends = calls.map(({ begin, end }) => `${begin.method} ${end?.class} ${end?.word}`);
  expect(ends.sort()).toEqual(['createUser failed RESCUE_ERROR', 'setUser_v2 refused INVALIDPARAM_EMAIL']);
});

const REFUSED = { before: { email: 'ada@corp.example' }, after: { email: 'no address' } };

const DOUBT = [{ kind: 'errorBefore', method: 'setUser_v2' }] as const;

test.each<[string, () => Change, typeof DOUBT | [], readonly string[], boolean]>([
  ['one that was refused: no', () => change(REFUSED), [], [], false],
  ['the first of two: yes', () => creation('no address', 'Technicians/Day'), [], ['createUser'], true],
  ['one with a doubtful end: yes', () => change(RENAME), DOUBT, [], true],
])('whether something was written is told by the calls; %s', async (_name, planned, faults, wrote, expected) => {
  await withBench({ faults }, async ({ target, sandbox }) => {
    const plan = planOf([planned()]);
    const journal = await journalOf(plan);
    const { signal } = new AbortController();
    const account = await target.read();
    const { outcomes } = await applyPlan({ plan, ...onto(target, account, 1), signal, journal, onOutcome() {} });
    await journal.close('done', '');

    expect(outcomes.map(({ result }) => result)).toEqual(['failed']);
    expect(sandbox.log.filter((entry) => entry.wrote).map(({ method }) => method)).toEqual(wrote);
    expect(journal.hasWritten()).toBe(expected);
  });
});

test('a run that broke off while it wrote is read up to the torn line, and can still be settled', async () => {
  await withBench({}, async (bench) => {
    await applied(bench, [change(RENAME)], false);
  });
  const { path } = await onlyRun();
  await appendFile(path, '{"type":"begin","call":2,"at":"2026-');

  const [broken] = await openRuns(stateDir, RESCUE);
  if (broken === undefined) throw new Error('not found');
  await markSettled({ record: broken, calls: [] }, new Date('2026-11-22T10:00:00Z'));
  const record = await onlyRun();

  expect(broken.torn).toBe(1);
  expect(summaryOfRun(broken, false).end).toBe('brokeOff');
  expect(record.settled?.at).toBe('2026-11-22T10:00:00.000Z');
  expect(await openRuns(stateDir, RESCUE)).toEqual([]);
});

async function runAt(now: string, account: string, suffix = account): Promise<string> {
  const plan = planOf([change(RENAME)], account);
  const time = new Date(now);
  const journal = await openJournal({
    stateDir,
    plan,
    command: 'apply',
    approved: [],
    suffix,
    now: () => time,
  });
  await journal.close('done', '');
  return `${time.toISOString().replaceAll(':', '')}-${suffix}`;
}

test('a journal from before there were other targets is one of Rescue', async () => {
  const run = await runAt('2026-11-22T09:00:00Z', '560961');
  const path = join(stateDir, 'runs', `${run}.jsonl`);
  const before = (await readFile(path, 'utf8')).replace('"target":"rescue:560961",', '');
  await writeFile(path, before);

  const now = new Date('2026-11-22T10:00:00Z');
  const found = await lastRun(stateDir, RESCUE, now);

  expect(before).not.toContain('rescue:');
  expect(found.run?.head).toMatchObject({ run, target: 'rescue:560961', account: '560961' });
  expect((await lastRun(stateDir, targetId('goto', '560961'), now)).run).toBeNull();
});

test('runs of an account of the same number, but of another kind of target, are left out', async () => {
  const run = await runAt('2026-11-22T09:00:00Z', '560961');
  const path = join(stateDir, 'runs', `${run}.jsonl`);
  await writeFile(path, (await readFile(path, 'utf8')).replace('"rescue:560961"', '"goto:560961"'));

  expect((await lastRun(stateDir, RESCUE, new Date('2026-11-22T10:00:00Z'))).run).toBeNull();
});

test('a run that broke off is found, however many runs of other accounts came after it', async () => {
  await journalOf(planOf([change(RENAME)]));
  for (let second = 10; second < 40; second++) await runAt(`2026-11-22T10:00:${second}Z`, '7');

  const open = await openRuns(stateDir, RESCUE);

  expect(open.map(({ head }) => head.run)).toEqual(['2026-11-22T091200.000Z-abc']);
});

test('runs of one second are told apart: the later one comes first, whatever chance adds to its name', async () => {
  const first = await runAt('2026-11-22T09:00:00.100Z', '560961', 'fff');
  const second = await runAt('2026-11-22T09:00:00.900Z', '560961', '000');

  expect(await listRuns(stateDir)).toEqual([second, first]);
});

test('the last run is the latest that is not in the future; clocks may differ by five minutes', async () => {
  const now = new Date('2026-11-22T09:00:00Z');
  await runAt('2026-11-22T08:00:00Z', '560961');
  const ahead = await runAt('2026-11-22T09:04:00Z', '560961');
  const future = await runAt('2026-11-22T09:06:00Z', '560961');
  await runAt('2026-11-22T09:04:30Z', '7');

  const found = await lastRun(stateDir, RESCUE, now);

  expect(found.run?.head.run).toBe(ahead);
  expect(found.future.map(({ head }) => head.run)).toEqual([future]);
});

test('a journal that cannot be begun stops the run before its first call', async () => {
  await writeFile(join(stateDir, 'runs'), 'a file where the folder should be');

  await expect(journalOf(planOf([change(RENAME)]))).rejects.toMatchObject({ code: 'STATE_UNWRITABLE' });
});

test('a journal that breaks in the middle stops the run before the next call', async () => {
  await withBench({}, async (bench) => {
    const plan = planOf([change(RENAME), creation('new@corp.example', 'Technicians/Day')]);
    const account = await bench.target.read();
    const { signal } = new AbortController();
    const journal: RunJournal = {
      run: 'a run',
      begin: () => Promise.reject(unwritable('/state/run', { code: 'ENOSPC' })),
      outcome() {},
      hasWritten: () => false,
      close: () => Promise.resolve(),
    };

    const run = { plan, ...onto(bench.target, account, 1), signal, journal, onOutcome() {} };
    const { failure, outcomes } = await applyPlan(run);

    expect(failure?.code).toBe('STATE_UNWRITABLE');
    expect(outcomes.map(({ result }) => result)).toEqual(['failed', 'skipped']);
    expect(bench.sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
  });
});

test('a run whose state folder is cleared away gives up before its next call', async () => {
  let time = Date.parse('2026-11-22T09:12:00Z');
  const now = (): Date => new Date(time);
  const processes = { pid: process.pid, host: 'here', place: null, isRunning: () => true };
  const lock = await takeLock({
    stateDir,
    target: RESCUE,
    command: 'adsync apply',
    processes,
    now,
    signal: new AbortController().signal,
    onWatch: () => undefined,
  });
  function faultFor(method: string): null {
    if (method === 'createUser') {
      rmSync(join(stateDir, 'locks'), { recursive: true });
      time += 2000;
    }
    return null;
  }

  await withBench({ faultFor }, async ({ target, sandbox }) => {
    const changes = [change(RENAME), creation('new@corp.example', 'Technicians/Day')];
    const plan = planOf(changes);
    const mayGoOn = (): Promise<void> => lock.check();
    const journal = await openJournal({ stateDir, plan, command: 'apply', approved: [], suffix: 'abc', now, mayGoOn });
    const { signal } = new AbortController();
    const account = await target.read();
    const { failure } = await applyPlan({ plan, ...onto(target, account, 1), signal, journal, onOutcome() {} });
    await journal.close('gaveUp', failure?.message ?? '');

    expect(failure?.code).toBe('LOCK_LOST');
    expect(sandbox.log.filter(({ wrote }) => wrote).map(({ method }) => method)).toEqual(['setUser_v2', 'createUser']);
  });
  await lock.release();
});
