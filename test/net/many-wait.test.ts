import { getMaxListeners } from 'node:events';
import { expect, test } from '@jest/globals';
import { exchange } from '../../src/net/exchange.ts';
import { sleep } from '../../src/net/sleep.ts';

/** No warning of Node reaches a test, so it is the bound that is looked at. */
test.each([
  ['wait', (signal: AbortSignal) => sleep(3_600_000, signal)],
  [
    'are asked',
    (signal: AbortSignal) =>
      exchange({ timeout: 60_000, most: () => 1, signal }, (ending) => {
        return new Promise<Response>((_, reject) => {
          ending.addEventListener('abort', () => {
            reject(new Error('aborted'));
          });
        });
      }),
  ],
])('any number that %s until one signal are no leak, of which Node would warn', async (_, wait) => {
  const control = new AbortController();

  const waiting = wait(control.signal);
  const bound = getMaxListeners(control.signal);
  control.abort('over');

  await expect(waiting).rejects.toBe('over');
  expect(bound).toBe(Infinity);
});
