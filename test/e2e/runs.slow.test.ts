import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FaultKind, SandboxOptions } from '../../src/sandbox/index.ts';
import { adsync, type Ended } from './adsync.ts';
import { serveExample, type Served } from './served.ts';

/** Runs that exclude each other, break off, are interrupted and tried again: the built program on the example. */

let served: Served;

beforeEach(async () => {
  served = await serveExample();
});

afterEach(async () => {
  await served.close();
});

async function reopen(options: Omit<Partial<SandboxOptions>, 'account'>): Promise<void> {
  await served.close();
  served = await serveExample(options);
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
      if (again) setTimeout(() => kill?.(signal), 1200);
      return then === null ? null : { kind: then };
    },
  });
  return await adsync(['apply', '--yes', '--verbose'], {
    cwd: served.path,
    onStderr: (_text, send) => {
      kill = send;
    },
  });
}

/** The service keeps the first at work until the second has ended, however late that one starts. */
async function applyTwice(): Promise<Ended[]> {
  served.sandbox.switches.latency = 150;
  const both = [served.run('apply', '--yes'), served.run('apply', '--yes')];
  await Promise.race(both);
  served.sandbox.switches.latency = 0;
  return await Promise.all(both);
}

test('of two applies that are started together exactly one works, ten times', async () => {
  const all: (number | null)[][] = [];
  const untouched = structuredClone(served.sandbox.account.nodes);

  for (let times = 0; times < 10; times++) {
    served.sandbox.account.nodes = structuredClone(untouched);
    const both = await applyTwice();
    all.push(both.map(({ code }) => code).sort());
    const refused = both.find(({ code }) => code === 4);
    expect(refused?.stderr).toMatch(/error LOCKED Another run works on account 560961: "adsync apply", process \d+ on/);
  }

  expect(all).toEqual(Array.from({ length: 10 }, () => [0, 4]));
}, 300_000);

describe('signals', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s finishes the changes under way, closes the journal, and says what is done', async (signal, code) => {
    const ended = await applyWithSignal(signal, null);

    const [last] = await served.history();
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain('Interrupted. The changes under way were finished');
    expect(ended.stdout).toMatch(/Apply: \d+ of 29 changes made, \d+ skipped\./);
    expect(last).toMatchObject({ end: 'interrupted', notReached: 0, failed: 0 });
    expect(Number(last?.['done']) + Number(last?.['skipped'])).toBe(29);
  });

  test('a further signal a second later ends the program at once, and the next run settles what it left', async () => {
    const ended = await applyWithSignal('SIGINT', 'hangAfter', true);

    const again = await served.run('apply', '--yes');
    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain(
      'Interrupted: finishing the changes under way. A further signal, a second later or more, ends at once.\n',
    );
    expect(again.code).toBe(0);
    expect(again.stderr).toMatch(/The run of .* UTC broke off after \d+ of 29 changes/);
  });
});

test('after a crash the plan says what was done and what was under way, once', async () => {
  const ended = await applyWithSignal('SIGKILL', 'hangAfter');
  const first = await served.run('plan');
  const second = await served.run('plan');
  const [last] = await served.history();
  const shown = await served.run('history', String(last?.['run']));

  expect(ended.code).toBeNull();
  expect(first.stderr).toMatch(
    /^The run of \S+ \S+ UTC broke off after \d+ of 29 changes; \d calls? (was|were) under way: \w+ for .* had (not )?been carried out/,
  );
  expect(second.stderr).toBe('');
  expect(last).toMatchObject({ end: 'brokeOff' });
  expect(shown.stdout).toMatch(/end unknown; carried out: (yes|no)/);
});

test('retry makes what the last run left undone, and nothing else', async () => {
  served.sandbox.switches.nameMaxLength = 11;
  const applied = await served.run('apply', '--yes');
  const [first] = await served.history();
  served.sandbox.switches.nameMaxLength = 128;
  // Somebody else has come meanwhile: not a matter of this retry.
  const bystander = served.sandbox.account.nodes.find(({ email }) => email === 'ivan.petrov@corp.example');
  if (bystander !== undefined) bystander.status = 'Offline';
  const retried = await served.run('retry', '--yes');
  const [second] = await served.history();
  const nothing = await served.run('retry', '--yes');
  const left = await served.run('plan', '--json');

  expect(applied.code).toBe(3);
  expect(Number(first?.['failed'])).toBeGreaterThan(0);
  const undone = Number(first?.['changes']) - Number(first?.['done']);
  expect(retried.code).toBe(0);
  expect(second).toMatchObject({ command: 'retry', changes: undone, done: undone });
  expect(nothing.stdout).toContain('made all its changes: there is nothing to try again.');
  const { changes } = JSON.parse(left.stdout) as { changes: { email: string }[] };
  expect(changes.map(({ email }) => email)).toEqual(['ivan.petrov@corp.example']);
});

test('without a common lock two applies at once give nobody two users, and delete nothing', async () => {
  await reopen({ switches: { latency: 5 } });

  await Promise.all(['one', 'other'].map((name) => served.run('apply', '--yes', '--state-dir', name)));
  const after = await served.run('apply', '--yes');

  const people = served.sandbox.account.nodes
    .filter(({ email }) => email !== '')
    .map(({ email }) => email.toLowerCase());
  expect(people.filter((email, index) => people.indexOf(email) !== index)).toEqual([]);
  expect(people).toContain('zoe.king@corp.example');
  expect(served.sandbox.log.filter(({ method }) => /delete/i.test(method))).toEqual([]);
  expect([0, 3]).toContain(after.code);
});
