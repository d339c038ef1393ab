import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { newContext } from '../../src/cli/new-context.ts';
import { INTERVAL, newProgress, type Progress } from '../../src/cli/progress.ts';
import { fakeHost } from './fake-host.ts';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

function progressOf(
  given: { isTTY?: boolean; verbose?: boolean; quiet?: boolean; env?: Record<string, string> } = {},
): {
  progress: Progress;
  written: () => string;
} {
  const { isTTY = false, verbose = false, quiet = false, env = {} } = given;
  const { host, stdout, stderr } = fakeHost({ isTTY, env });
  const context = newContext(host, { file: 'sync.yaml', color: false, verbose, quiet });
  return { progress: newProgress(context), written: () => [...stdout.map(() => 'stdout'), ...stderr].join('') };
}

/** One step each second. */
function work(progress: Progress, seconds: number): void {
  for (let step = 1; step <= seconds; step++) {
    jest.advanceTimersByTime(1000);
    progress.show(`step ${step}`);
  }
}

test('without a terminal there is one line every 30 seconds, and not one for each step', () => {
  const { progress, written } = progressOf();
  progress.show('beginning');

  work(progress, 95);

  expect(INTERVAL).toBe(30_000);
  expect(written()).toBe('after 30 s: step 29\nafter 60 s: step 59\nafter 90 s: step 89\n');
});

test('a single step that takes long is said again', () => {
  const { progress, written } = progressOf();
  progress.show('reading the account');

  jest.advanceTimersByTime(65_000);

  expect(written()).toBe('after 30 s: reading the account\nafter 60 s: reading the account\n');
});

test('what is done soon says nothing, and what has ended no more', () => {
  const { progress, written } = progressOf();
  progress.show('reading');
  jest.advanceTimersByTime(29_999);
  progress.clear();

  jest.advanceTimersByTime(300_000);

  expect(written()).toBe('');
  expect(jest.getTimerCount()).toBe(0);
});

test('a pause puts the next line not off', () => {
  const { progress, written } = progressOf();
  for (let spell = 0; spell < 4; spell++) {
    progress.show(`spell ${spell}`);
    jest.advanceTimersByTime(25_000);
    progress.clear();
  }

  expect(written()).toBe('after 30 s: spell 1\nafter 60 s: spell 2\nafter 90 s: spell 3\n');
});

test.each([
  ['on a terminal', { isTTY: true }],
  ['with --quiet', { quiet: true }],
  ['with --verbose, where each step is a line', { verbose: true }],
])('there are no such lines %s', (_name, given) => {
  const { progress, written } = progressOf(given);
  progress.show('reading');

  jest.advanceTimersByTime(120_000);

  expect(written()).not.toContain('after');
});

test('a name in such a line gives no command to a terminal', () => {
  const { progress, written } = progressOf();
  progress.show('1 of 2: \u001b[2J\nAda');

  jest.advanceTimersByTime(30_000);

  expect(written()).toBe('after 30 s: 1 of 2: ␛[2J␊Ada\n');
});
