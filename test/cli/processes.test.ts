import { expect, test } from '@jest/globals';
import { realProcesses } from '../../src/cli/processes.ts';

test('a place is one boot of a machine, and on Linux one namespace of process numbers', () => {
  const { place } = realProcesses();

  const linux = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} pid:\[\d+\]$/;
  expect(place).toMatch(process.platform === 'linux' ? linux : process.platform);
});

test('this process runs, and one with a number that no system gives does not', () => {
  const processes = realProcesses();

  expect([processes.pid, 999_999_999].map((pid) => processes.isRunning(pid))).toEqual([true, false]);
});
