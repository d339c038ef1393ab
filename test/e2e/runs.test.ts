import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type FaultKind,
  loadSandboxAccount,
  type RescueSandbox,
  type SandboxOptions,
  startRescueSandbox,
} from '../../src/sandbox/index.ts';
import { adsync, type Ended, EXAMPLES, newFolder } from './adsync.ts';

/** Runs that exclude each other, break off, are interrupted and tried again: the built program on the example. */

let sandbox: RescueSandbox;
let folder: Awaited<ReturnType<typeof newFolder>>;

async function open(options: Omit<Partial<SandboxOptions>, 'account'> = {}): Promise<void> {
  const account = await loadSandboxAccount(join(EXAMPLES, 'account.json'));
  sandbox = await startRescueSandbox({ account, ...options });
  const yaml = await readFile(join(EXAMPLES, 'sync.yaml'), 'utf8');
  folder = await newFolder({
    'sync.yaml': yaml
      .replace(/url: sandbox:\S+/, `url: ${sandbox.url}`)
      .replace(/requests: \{.*\}/, 'requests: { concurrent: 2, perSecond: 1000 }'),
    'directory.ldif': await readFile(join(EXAMPLES, 'directory.ldif'), 'utf8'),
  });
}

beforeEach(async () => {
  await open();
});

afterEach(async () => {
  await sandbox.close();
  await folder.remove();
});

async function reopen(options: Omit<Partial<SandboxOptions>, 'account'>): Promise<void> {
  await sandbox.close();
  await folder.remove();
  await open(options);
}

function run(...args: string[]): Promise<Ended> {
  return adsync(args, { cwd: folder.path });
}

/** Starts an apply and sends it a signal when it has written five times; `then` says what the service does with the sixth. */
async function applyWithSignal(signal: NodeJS.Signals, then: FaultKind | null, again = false): Promise<Ended> {
  let writes = 0;
  let kill: ((signal: NodeJS.Signals) => void) | null = null;
  await reopen({
    switches: { latency: 5 },
    faultFor(method) {
      if (!/^(set|create|move)/.test(method)) return null;
      writes += 1;
      if (writes !== 6) return null;
      kill?.(signal);
      if (again) setTimeout(() => kill?.(signal), 500);
      return then === null ? null : { kind: then };
    },
  });
  return await adsync(['apply', '--yes', '--verbose'], {
    cwd: folder.path,
    onStderr: (_text, send) => {
      kill = send;
    },
  });
}

async function history(): Promise<Record<string, unknown>[]> {
  const { stdout } = await run('history', '--json');
  return (JSON.parse(stdout) as { runs: Record<string, unknown>[] }).runs;
}

/** The service keeps the first at work until the second has ended, however late that one starts. */
async function applyTwice(): Promise<Ended[]> {
  sandbox.switches.latency = 150;
  const both = [run('apply', '--yes'), run('apply', '--yes')];
  await Promise.race(both);
  sandbox.switches.latency = 0;
  return await Promise.all(both);
}

test('of two applies that are started together exactly one works, ten times', async () => {
  const all: (number | null)[][] = [];
  const untouched = structuredClone(sandbox.account.nodes);

  for (let times = 0; times < 10; times++) {
    sandbox.account.nodes = structuredClone(untouched);
    const both = await applyTwice();
    all.push(both.map(({ code }) => code).sort());
    const refused = both.find(({ code }) => code === 4);
    expect(refused?.stderr).toMatch(/error LOCKED Another run works on account 560961: "adsync apply", process \d+ on/);
  }

  expect(all).toEqual(Array.from({ length: 10 }, () => [0, 4]));
}, 300_000);

describe('signals', () => {
  test.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s finishes the changes under way, closes the journal, and says what is done', async (signal, code) => {
    const ended = await applyWithSignal(signal, null);

    const [last] = await history();
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain('Interrupted. The changes under way were finished');
    expect(ended.stdout).toMatch(/Apply: \d+ of 29 changes made, \d+ skipped\./);
    expect(last).toMatchObject({ end: 'interrupted', notReached: 0, failed: 0 });
    expect(Number(last?.['done']) + Number(last?.['skipped'])).toBe(29);
  });

  test('a second signal ends the program at once, and the next run settles what it left', async () => {
    const ended = await applyWithSignal('SIGINT', 'hangAfter', true);

    const again = await run('apply', '--yes');
    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain('Interrupted: finishing the changes under way. A second signal ends at once.\n');
    expect(again.code).toBe(0);
    expect(again.stderr).toMatch(/The run of .* UTC broke off after \d+ of 29 changes/);
  });
});

test('after a crash the plan says what was done and what was under way, once', async () => {
  const ended = await applyWithSignal('SIGKILL', 'hangAfter');
  const first = await run('plan');
  const second = await run('plan');
  const [last] = await history();
  const shown = await run('history', String(last?.['run']));

  expect(ended.code).toBeNull();
  expect(first.stderr).toMatch(
    /^The run of \S+ \S+ UTC broke off after \d+ of 29 changes; \d calls? (was|were) under way: \w+ for .* had (not )?been carried out/,
  );
  expect(second.stderr).toBe('');
  expect(last).toMatchObject({ end: 'brokeOff' });
  expect(shown.stdout).toMatch(/end unknown; carried out: (yes|no)/);
});

test('retry makes what the last run left undone, and nothing else', async () => {
  sandbox.switches.nameMaxLength = 11;
  const applied = await run('apply', '--yes');
  const [first] = await history();
  sandbox.switches.nameMaxLength = 128;
  // Somebody else has come meanwhile: not a matter of this retry.
  const bystander = sandbox.account.nodes.find(({ email }) => email === 'ivan.petrov@corp.example');
  if (bystander !== undefined) bystander.status = 'Offline';
  const retried = await run('retry', '--yes');
  const [second] = await history();
  const nothing = await run('retry', '--yes');
  const left = await run('plan', '--json');

  expect(applied.code).toBe(3);
  expect(Number(first?.['failed'])).toBeGreaterThan(0);
  const undone = Number(first?.['changes']) - Number(first?.['done']);
  expect(retried.code).toBe(0);
  expect(second).toMatchObject({ command: 'retry', changes: undone, done: undone });
  expect(nothing.stdout).toContain('made all its changes: there is nothing to try again.');
  const { changes } = JSON.parse(left.stdout) as { changes: { email: string }[] };
  expect(changes.map(({ email }) => email)).toEqual(['ivan.petrov@corp.example']);
});

test('a state folder that cannot be written stops the run before anything is changed', async () => {
  await writeFile(join(folder.path, 'state'), 'a file');

  const ended = await run('apply', '--yes', '--state-dir', 'state');

  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('error STATE_UNWRITABLE');
  expect(sandbox.log.filter(({ wrote }) => wrote)).toEqual([]);
});

test('history of a folder without runs says so, and an unknown run is an error', async () => {
  await mkdir(join(folder.path, 'empty'), { mode: 0o700 });

  const none = await run('history', '--state-dir', 'empty');
  const unknown = await run('history', 'nothing-like-it');

  expect(none).toMatchObject({ code: 0, stdout: expect.stringMatching(/^No runs in .*empty\.\n$/) });
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('error RUN_UNKNOWN') });
});

test('history lists runs newest first, and a run shows every change with its calls', async () => {
  await run('apply', '--yes');
  const [only] = await history();

  const list = await run('history');
  const shown = await run('history', String(only?.['run']));
  const names = await readdir(join(folder.path, '.adsync', 'runs'));

  expect(names).toEqual([`${String(only?.['run'])}.jsonl`]);
  expect(list.stdout).toMatch(/apply\s+560961\s+[0-9a-f]{12}\s+29\s+29\s+0\s+0\s+0\s+ended/);
  expect(shown.stdout).toContain('29 changes: 29 done, 0 failed, 0 stale, 0 skipped, 0 not reached');
  expect(shown.stdout).toMatch(/done {2}create {2}.*\n {4}createUser: parent "\d+" → OK, \d+ ms\n {4}setUser_v2: /);
});

test('without a common lock two applies at once give nobody two users, and delete nothing', async () => {
  await reopen({ switches: { latency: 5 } });

  await Promise.all(['one', 'other'].map((name) => run('apply', '--yes', '--state-dir', name)));
  const after = await run('apply', '--yes');

  const people = sandbox.account.nodes.filter(({ email }) => email !== '').map(({ email }) => email.toLowerCase());
  expect(people.filter((email, index) => people.indexOf(email) !== index)).toEqual([]);
  expect(people).toContain('zoe.king@corp.example');
  expect(sandbox.log.filter(({ method }) => /delete/i.test(method))).toEqual([]);
  expect([0, 3]).toContain(after.code);
});
