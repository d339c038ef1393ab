import { describe, expect, test } from '@jest/globals';
import { abortOnSignals, interruptedCode, onHangup, type SignalSource } from '../../src/cli/signals.ts';

type Event = readonly [at: number, signal: NodeJS.Signals];

/** What comes of signals at given milliseconds: the code with which the work is asked to stop, and that of an end at once. */
function after(events: readonly Event[], given: Partial<SignalSource> = {}) {
  const listeners = new Map<NodeJS.Signals, () => void>();
  let now = 0;
  let ended: number | null = null;
  const signal = abortOnSignals({
    platform: 'linux',
    hasTerminal: true,
    on: (name, listener) => listeners.set(name, listener),
    now: () => now,
    exit: (code) => {
      ended ??= code;
    },
    ...given,
  });
  for (const [at, name] of events) {
    now = at;
    listeners.get(name)?.();
  }
  return { asked: interruptedCode(signal), ended };
}

test.each<[signal: NodeJS.Signals, code: number]>([
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGBREAK', 130],
])('%s asks the work to stop, with the code %i', (signal, code) => {
  expect(after([[5000, signal]])).toEqual({ asked: code, ended: null });
});

describe('a further signal', () => {
  test.each<[events: readonly Event[], ended: number | null]>([
    [
      [
        [5000, 'SIGINT'],
        [5000, 'SIGINT'],
      ],
      null,
    ],
    [
      [
        [5000, 'SIGINT'],
        [5999, 'SIGINT'],
      ],
      null,
    ],
    [
      [
        [5000, 'SIGINT'],
        [5100, 'SIGTERM'],
      ],
      null,
    ],
    [
      [
        [5000, 'SIGINT'],
        [6000, 'SIGINT'],
      ],
      130,
    ],
    [
      [
        [5000, 'SIGINT'],
        [6000, 'SIGTERM'],
      ],
      143,
    ],
    [
      [
        [5000, 'SIGTERM'],
        [9000, 'SIGBREAK'],
      ],
      130,
    ],
    [
      [
        [0, 'SIGINT'],
        [600, 'SIGINT'],
        [1200, 'SIGINT'],
      ],
      130,
    ],
  ])('%j ends with %j: within a second it is the same keystroke', (events, ended) => {
    expect(after(events)).toMatchObject({ ended });
  });
});

describe('the end of a terminal', () => {
  test.each<[platform: NodeJS.Platform, hasTerminal: boolean, asked: number | null]>([
    ['linux', true, 129],
    ['linux', false, null],
    ['darwin', false, null],
    ['win32', false, 129],
  ])('on %s, with a terminal %j, asks for %j', (platform, hasTerminal, asked) => {
    expect(after([[0, 'SIGHUP']], { platform, hasTerminal })).toEqual({ asked, ended: null });
  });

  test('that is not ours ends nothing later either', () => {
    expect(
      after(
        [
          [0, 'SIGINT'],
          [5000, 'SIGHUP'],
        ],
        { hasTerminal: false },
      ),
    ).toEqual({ asked: 130, ended: null });
  });
});

test.each<[name: string, given: Pick<SignalSource, 'platform' | 'hasTerminal'>, calls: number]>([
  ['a wish of somebody where no terminal is ours', { platform: 'linux', hasTerminal: false }, 2],
  ['the end of our terminal', { platform: 'linux', hasTerminal: true }, 0],
  ['the end of a window on Windows', { platform: 'win32', hasTerminal: false }, 0],
])('a hangup is %s', (_name, given, calls) => {
  let called = 0;
  const listeners = new Map<NodeJS.Signals, () => void>();
  onHangup(
    () => {
      called += 1;
    },
    { ...given, on: (name, listener) => listeners.set(name, listener) },
  );

  listeners.get('SIGHUP')?.();
  listeners.get('SIGHUP')?.();

  expect(called).toBe(calls);
  expect([...listeners.keys()]).toEqual(['SIGHUP']);
});
