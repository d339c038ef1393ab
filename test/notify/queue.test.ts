import { describe, expect, test } from '@jest/globals';
import type { Message } from '../../src/notify/message.ts';
import type { News } from '../../src/notify/news.ts';
import { Queue } from '../../src/notify/queue.ts';
import { type Receiver, Undelivered } from '../../src/notify/receivers.ts';
import { at, FILE } from '../monitoring/events.ts';
import { manualClock, settle } from './manual-clock.ts';

const MINUTE = 60_000;

function news(title: string, event: News['event'] = 'held'): News {
  return { event, severity: 'warning', file: FILE, at: at(0), title, facts: [], lines: [], personal: [] };
}

/** How a receiver answers the next messages: null = it takes one. `hang` = it never answers. */
type Answers = (Undelivered | 'hang' | null)[];

function start(answers: Answers = [], events: Receiver['events'] = ['held', 'recovered']) {
  const clock = manualClock();
  const sent: { readonly at: number; readonly titles: string[] }[] = [];
  const said: string[] = [];
  const receiver: Receiver = {
    name: 'webhook 1 (json)',
    events,
    async deliver({ parts }: Message, signal) {
      sent.push({ at: clock.now(), titles: parts.map(({ title }) => title) });
      const answer = answers.shift() ?? null;
      if (answer === 'hang') {
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new Error('aborted'));
          });
        });
      } else if (answer !== null) throw answer;
    },
  };
  const sender = { host: 'h', names: false };
  const queue = new Queue({ receiver, sender, spacing: MINUTE, clock, say: (text) => said.push(text) });
  return { clock, sent, said, queue };
}

const busy = (): Undelivered => new Undelivered('it answers with HTTP 503', true);
const gone = (): Undelivered => new Undelivered('it answers with HTTP 404', false);

describe('messages to one receiver', () => {
  test('the first goes at once, what happens within the spacing comes together', async () => {
    const { clock, sent, queue } = start();

    queue.push([news('a')]);
    await clock.pass(10_000);
    queue.push([news('b')]);
    queue.push([news('c')]);
    await clock.pass(49_999);
    expect(sent).toEqual([{ at: 0, titles: ['a'] }]);
    await clock.pass(1);

    expect(sent).toEqual([
      { at: 0, titles: ['a'] },
      { at: MINUTE, titles: ['b', 'c'] },
    ]);
  });

  test('only what it wants to know', async () => {
    const { clock, sent, queue } = start([], ['recovered']);

    queue.push([news('a'), news('b', 'recovered')]);
    queue.push([news('c')]);
    await clock.pass(MINUTE);

    expect(sent).toEqual([{ at: 0, titles: ['b'] }]);
  });

  test('are tried again, farther and farther apart, with what has come since', async () => {
    const { clock, sent, said, queue } = start([busy(), busy()]);

    queue.push([news('a')]);
    await settle();
    queue.push([news('b')]);
    await clock.pass(MINUTE);

    expect(sent).toEqual([
      { at: 0, titles: ['a'] },
      { at: 5000, titles: ['a', 'b'] },
      { at: 15_000, titles: ['a', 'b'] },
    ]);
    expect(said).toEqual([]);
  });

  test('wait as long as the receiver asks for, but for an hour at most', async () => {
    const { clock, sent, queue } = start([
      new Undelivered('later', true, 90_000),
      new Undelivered('much later', true, 1e9),
    ]);

    queue.push([news('a')]);
    await clock.pass(2 * 3_600_000);

    expect(sent.map((one) => one.at)).toEqual([0, 90_000, 90_000 + 3_600_000]);
  });

  test('that do not come through are said once, and once more when they do again', async () => {
    const { clock, said, sent, queue } = start([busy(), busy(), busy(), busy(), busy()]);

    queue.push([news('a')]);
    await clock.pass(10 * MINUTE);

    expect(sent.length).toBe(6);
    expect(said).toEqual([
      'A notification does not reach webhook 1 (json): it answers with HTTP 503. It is tried again.',
      'Notifications reach webhook 1 (json) again.',
    ]);
  });

  test('that are refused are not tried again', async () => {
    const { clock, said, sent, queue } = start([gone(), gone()]);

    queue.push([news('a')]);
    await clock.pass(MINUTE);
    queue.push([news('b')]);
    await clock.pass(60 * MINUTE);
    queue.push([news('c')]);
    await clock.pass(MINUTE);

    expect(sent.map(({ titles }) => titles)).toEqual([['a'], ['b'], ['c']]);
    expect(said).toEqual([
      'A notification does not reach webhook 1 (json): it answers with HTTP 404. It is not tried again; the next one is.',
      'Notifications reach webhook 1 (json) again.',
    ]);
  });

  test('are given up after some hours', async () => {
    const { clock, sent, queue } = start(Array.from({ length: 100 }, busy));

    queue.push([news('a')]);
    await clock.pass(24 * 3_600_000);

    expect(sent.length).toBe(20);
  });

  test('wait in a bounded number', async () => {
    const { clock, sent, queue } = start();

    queue.push([news('first')]);
    await settle();
    queue.push(Array.from({ length: 500 }, (_, index) => news(String(index))));
    await clock.pass(MINUTE);

    expect(sent[1]?.titles[0]).toBe('400');
  });
});

describe('the end', () => {
  test('sends at once what still waits', async () => {
    const { sent, queue } = start();

    queue.push([news('a')]);
    await settle();
    queue.push([news('b')]);
    await queue.stop(10_000);

    expect(sent.map(({ titles }) => titles)).toEqual([['a'], ['b']]);
  });

  test('tries once more what was not taken, and says so', async () => {
    const { sent, said, queue } = start([busy(), busy(), busy()]);

    queue.push([news('a')]);
    await settle();
    await queue.stop(10_000);

    expect(sent.length).toBe(2);
    expect(said).toEqual([expect.stringContaining('It is not tried again')]);
  });

  test('waits no longer than it is told to', async () => {
    const { clock, said, queue } = start(['hang']);

    queue.push([news('a')]);
    const stopped = queue.stop(10_000);
    await clock.pass(10_000);
    await stopped;

    expect(clock.now()).toBe(10_000);
    expect(said).toEqual([expect.stringContaining('adsync has ended before it was taken')]);
  });

  test('comes at once where nothing waits, and nothing is taken after it', async () => {
    const { sent, queue } = start();

    await queue.stop(10_000);
    queue.push([news('a')]);
    await settle();

    expect(sent).toEqual([]);
  });
});
