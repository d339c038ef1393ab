import { describe, expect, test } from '@jest/globals';
import { REAL_CLOCK } from '../../src/net/clock.ts';
import { sleep } from '../../src/net/sleep.ts';

const HOUR = 3_600_000;

describe('sleep', () => {
  test('lasts as long as it is told', async () => {
    const start = performance.now();

    await sleep(20, null);
    await sleep(20, new AbortController().signal);

    // Timers of Node may be a millisecond early.
    expect(performance.now() - start).toBeGreaterThanOrEqual(38);
  });

  test('ends with the reason of its signal as soon as that is aborted', async () => {
    const control = new AbortController();
    const sleeping = sleep(HOUR, control.signal);

    control.abort(new Error('the run is over'));

    await expect(sleeping).rejects.toThrow('the run is over');
  });

  test('does not begin with a signal that is aborted', async () => {
    await expect(sleep(HOUR, AbortSignal.abort(new Error('over before')))).rejects.toThrow('over before');
  });
});

test('the real clock tells the time, and numbers from 0 to below 1', () => {
  const before = Date.now();

  expect(REAL_CLOCK.now()).toBeGreaterThanOrEqual(before);
  expect(REAL_CLOCK.random()).toBeGreaterThanOrEqual(0);
  expect(REAL_CLOCK.random()).toBeLessThan(1);
});
