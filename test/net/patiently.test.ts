import { describe, expect, test } from '@jest/globals';
import { patiently } from '../../src/net/patiently.ts';

describe('the end of the run', () => {
  const waits = (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    return Promise.resolve();
  };
  const over = AbortSignal.abort(new Error('the run is over'));

  test('ends the wait of a reading with an error', async () => {
    await expect(patiently(over, over, waits)).rejects.toThrow('the run is over');
  });

  test('ends the wait of a change without one', async () => {
    await expect(patiently(null, over, waits)).resolves.toBeUndefined();
  });

  test('hides no error of another kind', async () => {
    const broken = (): Promise<void> => Promise.reject(new Error('a bug'));

    await expect(patiently(null, new AbortController().signal, broken)).rejects.toThrow('a bug');
  });
});
