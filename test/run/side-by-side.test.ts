import { describe, expect, test } from '@jest/globals';
import { heldBack, sideBySide } from '../../src/run/side-by-side.ts';

/** Goes on until it is stopped, and notes that it was. */
function untilStopped(noted: string[]): (stop: AbortSignal) => Promise<never> {
  return (stop) =>
    new Promise((_resolve, reject) => {
      stop.addEventListener('abort', () => {
        noted.push('stopped');
        reject(new Error('was stopped'));
      });
    });
}

const fails = (): Promise<never> => Promise.reject(new Error('of itself'));

describe('two things at the same time', () => {
  test('give both results, whichever ends first', async () => {
    const ended: string[] = [];
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });

    const results = await sideBySide(
      async () => {
        await gate;
        ended.push('first');
        return 1;
      },
      async () => {
        ended.push('second');
        open();
        return Promise.resolve('two');
      },
    );

    expect(results).toEqual([1, 'two']);
    expect(ended).toEqual(['second', 'first']);
  });

  test('the second is stopped, before anything is told, where the first fails', async () => {
    const noted: string[] = [];

    await expect(sideBySide(fails, untilStopped(noted))).rejects.toThrow('of itself');
    expect(noted).toEqual(['stopped']);
  });

  test.each([
    ['ends well', () => 1, 'second'],
    [
      'fails later',
      () => {
        throw new Error('first');
      },
      'first',
    ],
  ])('the first is waited for where the second fails, and %s', async (_how, end, told) => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const first = async (): Promise<number> => {
      await gate;
      return end();
    };
    const second = async (): Promise<never> => {
      await Promise.resolve();
      open();
      throw new Error('second');
    };

    await expect(sideBySide(first, second)).rejects.toThrow(told);
  });
});

test('what is held back is said in its order, and all that follows at once', () => {
  const said: string[] = [];
  const held = heldBack((text) => said.push(text));
  held.progress('a');
  held.progress('b');
  expect(said).toEqual([]);

  held.release();
  held.progress('c');

  expect(said).toEqual(['a', 'b', 'c']);
});
