import { describe, expect, test } from '@jest/globals';
import { newSeats, type Seats } from '../../../../src/targets/goto/apply/seats.ts';
import type { Licence } from '../../../../src/targets/goto/planner/account.ts';
import { CONNECT, licence, MEETING } from './builders.ts';

/** A service that shows licences; its clock goes on only while somebody waits. */
function counting(shown: () => readonly Licence[], delay = 0) {
  const stop = new AbortController();
  const world = { time: 100_000, looks: 0, waits: 0, stop };
  const seats = newSeats({
    listLicences: () => {
      world.looks++;
      return Promise.resolve(shown());
    },
    clock: {
      now: () => world.time,
      sleep: (ms, signal) => {
        signal?.throwIfAborted();
        world.waits++;
        world.time += ms;
        return Promise.resolve();
      },
    },
    delay,
    stop: stop.signal,
  });
  return { seats, world };
}

async function take(seats: Seats, ...licences: Parameters<Seats['take']>[0]): Promise<string> {
  const taken = await seats.take(licences);
  return taken.ok ? 'taken' : `full: ${taken.full.key}`;
}

describe('a seat is taken before the service is asked', () => {
  test.each([
    ['one is left', licence(MEETING, 10, 9), 'taken'],
    ['none is left', licence(MEETING, 10, 10), `full: ${MEETING}`],
    ['more are in use than there are', licence(MEETING, 10, 11), `full: ${MEETING}`],
    ['the service does not say how many there are', licence(MEETING, null, 10), 'taken'],
    ['the service does not say how many are in use', licence(MEETING, 10, null), 'taken'],
    ['the licence is not listed', licence(CONNECT, 10, 10), 'taken'],
  ])('%s', async (_what, shown, result) => {
    const { seats } = counting(() => [shown]);

    expect(await take(seats, MEETING)).toBe(result);
  });

  test('nothing is asked where no licence is given', async () => {
    const { seats, world } = counting(() => []);

    expect(await take(seats)).toBe('taken');
    expect(world.looks).toBe(0);
  });

  test('of two licences the full one is named', async () => {
    const { seats } = counting(() => [licence(MEETING, 10, 0), licence(CONNECT, 5, 5)]);

    expect(await take(seats, MEETING, CONNECT)).toBe(`full: ${CONNECT}`);
  });
});

describe('own grants under way', () => {
  test('take their seat, although the list does not show it yet', async () => {
    let inUse = 9;
    const { seats, world } = counting(() => [licence(MEETING, 10, inUse)]);
    const first = await seats.take([MEETING]);
    const second = take(seats, MEETING);
    await Promise.resolve();
    inUse = 10;
    if (first.ok) first.ended();

    expect(await second).toBe(`full: ${MEETING}`);
    expect(world.waits).toBeGreaterThan(0);
  });

  test('that were refused leave their seat to the next', async () => {
    const { seats } = counting(() => [licence(MEETING, 10, 9)]);
    const first = await seats.take([MEETING]);
    const second = take(seats, MEETING);
    await Promise.resolve();
    if (first.ok) first.ended();

    expect(await second).toBe('taken');
  });

  test('two at the same moment do not take the same seat', async () => {
    const { seats, world } = counting(() => [licence(MEETING, 10, 9)]);
    const both = [seats.take([MEETING]), seats.take([MEETING])];
    const first = await Promise.race(both);
    await Promise.resolve();
    world.stop.abort(new Error('enough'));

    expect(first.ok).toBe(true);
    await expect(Promise.all(both)).rejects.toThrow('enough');
  });

  test('a seat that is given back is waited for until the list may show it', async () => {
    const { seats, world } = counting(() => [licence(MEETING, 10, world.time > 102_000 ? 9 : 10)], 3_000);
    seats.giveBack([MEETING])();

    expect(await take(seats, MEETING)).toBe('taken');
  });

  test('and refused when it does not show by then', async () => {
    const { seats, world } = counting(() => [licence(MEETING, 10, 10)], 3_000);
    seats.giveBack([MEETING])();

    expect(await take(seats, MEETING)).toBe(`full: ${MEETING}`);
    expect(world.time).toBeGreaterThanOrEqual(103_000);
    expect(world.time).toBeLessThan(104_000);
  });
});

describe('how often the licences are read', () => {
  test('once, as long as many seats are free', async () => {
    const { seats, world } = counting(() => [licence(MEETING, 1_000, 0)]);
    for (let count = 0; count < 50; count++) {
      expect(await take(seats, MEETING)).toBe('taken');
      world.time += 1_000;
    }
    expect(world.looks).toBe(1);
  });

  test('again after a second, where few are free', async () => {
    const { seats, world } = counting(() => [licence(MEETING, 10, 0)]);
    await take(seats, MEETING);
    world.time += 999;
    await take(seats, MEETING);
    expect(world.looks).toBe(1);
    world.time += 2;
    await take(seats, MEETING);

    expect(world.looks).toBe(2);
  });

  test('again after one that failed', async () => {
    let fails = true;
    const { seats } = counting(() => {
      if (fails) throw new Error('no answer');
      return [licence(MEETING, 10, 0)];
    });
    await expect(seats.take([MEETING])).rejects.toThrow('no answer');
    fails = false;

    expect(await take(seats, MEETING)).toBe('taken');
  });
});

test('which of some licences is full is looked up anew', async () => {
  let inUse = 9;
  const { seats, world } = counting(() => [licence(CONNECT, 10, 10), licence(MEETING, 10, inUse)]);
  expect(await seats.firstFull([MEETING])).toBeNull();
  inUse = 10;
  world.time += 1;

  expect((await seats.firstFull([MEETING]))?.key).toBe(MEETING);
});
