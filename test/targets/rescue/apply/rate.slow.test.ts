import { expect, test } from '@jest/globals';
import { openHttp } from '../../../../src/net/http.ts';
import { applyPlan } from '../../../../src/run/apply-plan.ts';
import { startRescueSandbox, sandboxNode } from '../../../../src/sandbox/index.ts';
import type { Plan } from '../../../../src/plan/model.ts';
import type { AccountReading, NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import type { RescueChange } from '../../../../src/targets/rescue/planner/change.ts';
import { openRescue, realWorld, type RescueTarget } from '../../../../src/targets/rescue/rescue.ts';
import { virtualTime } from '../../../virtual-time.ts';
import { change, creation, groupCreation, MARKER, NIGHT, TECHNICIANS, testAccount, testSettings } from '../support.ts';

/**
 * How fast an apply is by a virtual clock: over real sockets, with the waits of the pace and of the stand-in's answers, and
 * without the time that this machine needs. The time is compared with that of its own requests at the rate that is permitted.
 */

const LATENCY = 50;
const CONCURRENT = 10;
const MANY = 100;

interface Measured<Result> {
  readonly result: Result;
  /** Milliseconds from the first call to the last answer. */
  readonly time: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly requests: number;
  /** The most requests that were under way together. */
  readonly most: number;
  /** When each request came. */
  readonly times: readonly number[];
}

interface Account {
  readonly perSecond?: number;
  readonly groups?: number;
}

/** Measures `work`, for which the account has been read before. */
async function measure<Result>(
  work: (target: RescueTarget, reading: AccountReading) => Promise<Result>,
  { perSecond = 1000, groups = 1 }: Account = {},
): Promise<Measured<Result>> {
  const http = openHttp({ ca: null, env: {} });
  const time = virtualTime(Date.UTC(2026, 0, 31), http.send);
  const account = testAccount(...Array.from({ length: groups }, (_, index) => group(index)), ...users());
  let underWay = 0;
  let most = 0;
  const times: number[] = [];
  const sandbox = await startRescueSandbox({
    account,
    switches: { latency: LATENCY },
    now: () => time.now(),
    async sleep(ms) {
      times.push(time.now());
      underWay += 1;
      most = Math.max(most, underWay);
      await time.serverSleep(ms);
      underWay -= 1;
    },
  });
  const settings = testSettings(sandbox.url, { requests: { concurrent: CONCURRENT, perSecond, timeout: 60_000 } });
  const signal = new AbortController().signal;
  const real = realWorld({ fetch: time.send, signal, log: () => undefined });
  const world = { ...real, now: () => time.now(), sleep: (ms: number) => time.sleep(ms), limit: () => () => undefined };
  const target = await openRescue(settings, world);
  try {
    const reading = await target.read();
    const [begun, before] = [time.now(), sandbox.log.length];
    const result = await work(target, reading);
    const calls: Record<string, number> = {};
    for (const { method } of sandbox.log.slice(before)) calls[method] = (calls[method] ?? 0) + 1;
    const requests = sandbox.log.length - before;
    return { result, time: time.now() - begun, calls, requests, most, times: times.slice(before) };
  } finally {
    time.stop();
    await target.close();
    await http.close();
    await sandbox.close();
  }
}

/** Carries changes out. @returns how each of them ended */
function applying(changes: readonly RescueChange[]) {
  return async (target: RescueTarget, reading: AccountReading): Promise<string[]> => {
    const { outcomes } = await applyPlan({
      plan: { changes } as unknown as Plan,
      concurrent: target.concurrent,
      begin: (options) => target.begin(reading, options),
      signal: new AbortController().signal,
      onOutcome: () => null,
    });
    return outcomes.map(({ result }) => result);
  };
}

function group(index: number): ReturnType<typeof sandboxNode> {
  return sandboxNode({ id: 450_000 + index, parent: TECHNICIANS, type: 'TechnicianGroup', name: `Group ${index}` });
}

function users(): ReturnType<typeof sandboxNode>[] {
  return Array.from({ length: MANY }, (_, index) =>
    sandboxNode({
      id: 500_000 + index,
      parent: NIGHT,
      type: 'Technician',
      name: `User ${index}`,
      email: `u${index}@corp.example`,
    }),
  );
}

function creations(groups: number): RescueChange[] {
  const perGroup = MANY / groups;
  return Array.from({ length: MANY }, (_, index) =>
    creation(`new${index}@corp.example`, `Technicians/Group ${Math.floor(index / perGroup)}`, { marker: MARKER }),
  );
}

function renames(): RescueChange[] {
  return Array.from({ length: MANY }, (_, index) =>
    change({
      node: String(500_000 + index) as NodeId,
      fromNode: String(NIGHT) as NodeId,
      name: `New ${index}`,
      email: `u${index}@corp.example`,
      group: 'Technicians/Night',
      before: { name: `User ${index}` },
      after: { name: `New ${index}` },
    }),
  );
}

const done = Array.from({ length: MANY }, () => 'done');

/** Milliseconds that as many requests take at the least, when always as many as permitted are under way. */
function least(requests: number): number {
  return (requests * LATENCY) / CONCURRENT;
}

test.each([1, 20])('creates in %d groups take what the permitted requests take', async (groups) => {
  const { result, calls, requests, most, time } = await measure(applying(creations(groups)), { groups });

  expect(result).toEqual(done);
  expect(calls).toEqual({ getHierarchy_v2: 1, createUser: MANY, getUser_v3: MANY, setUser_v2: MANY });
  expect(requests).toBeLessThan(3.02 * MANY);
  expect(most).toBe(CONCURRENT);
  expect(time).toBeLessThan(least(3 * MANY) / 0.9);
});

test('updates take what the permitted requests take', async () => {
  const { result, calls, most, time } = await measure(applying(renames()));

  expect(result).toEqual(done);
  expect(calls).toEqual({ getHierarchy_v2: 1, getUser_v3: MANY, setUser_v2: MANY });
  expect(most).toBe(CONCURRENT);
  expect(time).toBeLessThan(least(2 * MANY) / 0.95);
});

test('a rate that permits less is kept, and reached', async () => {
  const perSecond = 20;
  const { result, requests, times, time } = await measure(applying(renames()), { perSecond });

  expect(result).toEqual(done);
  // At first as many as in one second may go out at once.
  for (const [index, at] of times.entries()) {
    const within = times.slice(index).filter((other) => other - at < 1000).length;
    expect(within).toBeLessThanOrEqual(2 * perSecond);
  }
  expect(time).toBeGreaterThanOrEqual((1000 * (requests - perSecond)) / perSecond);
  expect(time).toBeLessThan((1000 * requests) / perSecond / 0.95);
});

test('new groups share looks at the tree', async () => {
  const groups = Array.from({ length: 20 }, (_, index) => groupCreation(`Technicians/New ${index}`));
  const { result, calls } = await measure(applying(groups));

  expect(result).toEqual(groups.map(() => 'done'));
  expect(calls).toMatchObject({ createGroup: 20, getGroup_v2: 20, setGroup_v2: 20 });
  expect(calls['getHierarchy_v2']).toBeLessThan(20);
});

test('details of users are asked for side by side', async () => {
  const { result, calls, most, time } = await measure((target, { users: all }) =>
    target.readDetails(
      all.map(({ id }) => id),
      () => undefined,
    ),
  );

  expect(calls).toEqual({ getUser_v3: result.size });
  expect(result.size).toBeGreaterThan(MANY);
  expect(most).toBe(CONCURRENT);
  expect(time).toBeLessThan(least(result.size) / 0.9);
});
