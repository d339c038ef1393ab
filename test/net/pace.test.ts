import { describe, expect, test } from '@jest/globals';
import { newGate, newPace } from '../../src/net/pace.ts';

/** A clock on which sleepers wake in order, each at its time. */
function virtualClock(): { now: () => number; sleep: (ms: number) => Promise<void>; run: () => Promise<void> } {
  let time = 0;
  let sleepers: { at: number; wake: () => void }[] = [];
  return {
    now: () => time,
    sleep: (ms) => new Promise((wake) => sleepers.push({ at: time + ms, wake })),
    async run() {
      for (;;) {
        for (let turn = 0; turn < 10; turn++) await Promise.resolve();
        const next = sleepers.sort((a, b) => a.at - b.at).shift();
        if (next === undefined) return;
        time = next.at;
        sleepers = sleepers.filter((sleeper) => sleeper !== next);
        next.wake();
      }
    },
  };
}

async function startTimes(
  perSecond: number,
  count: number,
  pauseAt?: { after: number; ms: number },
  atOnce?: number,
): Promise<number[]> {
  const clock = virtualClock();
  const pace = newPace(perSecond, clock, atOnce);
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    void pace.next(null).then(() => {
      times.push(clock.now());
      if (times.length === pauseAt?.after) pace.pause(pauseAt.ms);
    });
  }
  await clock.run();
  return times;
}

describe('the pace of requests', () => {
  test('with one at once never lets more than a second holds go out within any second', async () => {
    const times = await startTimes(9, 40, undefined, 1);

    for (const time of times) {
      expect(times.filter((other) => other > time - 1000 && other <= time).length).toBeLessThanOrEqual(10);
    }
    expect(times.at(-1)).toBeCloseTo((39 / 9) * 1000);
  });

  test.each([
    [10, 50],
    [1, 5],
    [3, 20],
    [0.5, 4],
  ])('never goes over %d a second after the first burst', async (perSecond, count) => {
    const times = await startTimes(perSecond, count);

    expect(times).toHaveLength(count);
    const burst = Math.max(1, Math.ceil(perSecond));
    for (const [index, time] of times.entries()) {
      const before = times.filter((other) => other > time - 1000 && other <= time).length;
      expect(before).toBeLessThanOrEqual(burst + Math.ceil(perSecond));
      expect(time).toBeGreaterThanOrEqual(((index + 1 - burst) / perSecond) * 1000 - 0.001);
    }
    expect(times.at(-1)).toBeLessThanOrEqual(((count - burst) / perSecond) * 1000 + 0.001);
  });

  test('stands still for everybody while the service has asked for a pause', async () => {
    const times = await startTimes(10, 20, { after: 12, ms: 5000 });

    const pausedAt = times[11] ?? 0;
    expect(times.slice(12).every((time) => time >= pausedAt + 5000)).toBe(true);
  });
});

describe('a gate', () => {
  test('lets pass at once, and after a pause only when the longest of its ends has come', async () => {
    const clock = virtualClock();
    const gate = newGate(clock);
    await gate.pass(null);
    gate.closeUntil(2000);
    gate.closeUntil(1000);
    const passed: number[] = [];
    void gate.pass(null).then(() => passed.push(clock.now()));
    gate.closeUntil(5000);

    await clock.run();

    expect(passed).toEqual([5000]);
    expect(gate.opensAt()).toBe(5000);
  });

  test('is left with the error of the sleep that is ended', async () => {
    const ended = new Error('the run is over');
    const gate = newGate({ now: () => 0, sleep: () => Promise.reject(ended) });
    gate.closeUntil(1000);

    await expect(gate.pass(AbortSignal.abort(ended))).rejects.toBe(ended);
  });
});
