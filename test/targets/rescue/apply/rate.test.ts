import { expect, test } from '@jest/globals';
import { openHttp } from '../../../../src/net/http.ts';
import { applyPlan } from '../../../../src/run/apply-plan.ts';
import { startRescueSandbox, sandboxNode } from '../../../../src/sandbox/index.ts';
import type { Plan } from '../../../../src/plan/model.ts';
import type { NodeId } from '../../../../src/targets/rescue/planner/account.ts';
import type { RescueChange } from '../../../../src/targets/rescue/planner/change.ts';
import { openRescue, realWorld } from '../../../../src/targets/rescue/rescue.ts';
import { virtualTime } from '../../../virtual-time.ts';
import { change, creation, MARKER, NIGHT, TECHNICIANS, testAccount, testSettings } from '../support.ts';

/**
 * How fast an apply is by a virtual clock: over real sockets, with the waits of the pace and of the stand-in's answers, and
 * without the time that this machine needs. The time is compared with that of its own requests at the rate that is permitted.
 */

const LATENCY = 50;
const CONCURRENT = 10;
const MANY = 100;

interface Measured {
  /** Milliseconds from the first call to the last answer. */
  readonly time: number;
  readonly results: readonly string[];
  readonly calls: Readonly<Record<string, number>>;
  readonly requests: number;
  /** The most requests that were under way together. */
  readonly most: number;
  /** When each request came. */
  readonly times: readonly number[];
}

async function measure(
  changes: readonly RescueChange[],
  { perSecond = 1000, groups = 1 }: { readonly perSecond?: number; readonly groups?: number } = {},
): Promise<Measured> {
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
    const begun = time.now();
    times.length = 0;
    const before = sandbox.log.length;
    const { outcomes } = await applyPlan({
      plan: { changes } as unknown as Plan,
      concurrent: target.concurrent,
      begin: (options) => target.begin(reading, options),
      signal,
      onOutcome: () => null,
    });
    const log = sandbox.log.slice(before);
    const calls: Record<string, number> = {};
    for (const { method } of log) calls[method] = (calls[method] ?? 0) + 1;
    return {
      time: time.now() - begun,
      results: outcomes.map(({ result }) => result),
      calls,
      requests: log.length,
      most,
      times,
    };
  } finally {
    time.stop();
    await target.close();
    await http.close();
    await sandbox.close();
  }
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

test.each([1, 10, 50])('creates in %d groups take what the permitted requests take', async (groups) => {
  const { results, calls, requests, most, time } = await measure(creations(groups), { groups });

  expect(results).toEqual(done);
  expect(calls).toEqual({ getHierarchy_v2: 1, createUser: MANY, getUser_v3: MANY, setUser_v2: MANY });
  expect(requests).toBeLessThan(3.02 * MANY);
  expect(most).toBe(CONCURRENT);
  expect(time).toBeLessThan(least(3 * MANY) / 0.9);
});

test('updates take what the permitted requests take', async () => {
  const { results, calls, most, time } = await measure(renames());

  expect(results).toEqual(done);
  expect(calls).toEqual({ getHierarchy_v2: 1, getUser_v3: MANY, setUser_v2: MANY });
  expect(most).toBe(CONCURRENT);
  expect(time).toBeLessThan(least(2 * MANY) / 0.95);
});

test('a rate that permits less is kept, and reached', async () => {
  const perSecond = 20;
  const { results, requests, times, time } = await measure(renames(), { perSecond });

  expect(results).toEqual(done);
  // At first as many as in one second may go out at once.
  for (const [index, at] of times.entries()) {
    const within = times.slice(index).filter((other) => other - at < 1000).length;
    expect(within).toBeLessThanOrEqual(2 * perSecond);
  }
  expect(time).toBeGreaterThanOrEqual((1000 * (requests - perSecond)) / perSecond);
  expect(time).toBeLessThan((1000 * requests) / perSecond / 0.95);
});
