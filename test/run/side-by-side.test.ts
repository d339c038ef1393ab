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

  test.each([
    ['first', fails, 'second'],
    ['second', 'first', fails],
  ])('end with the failure of the %s, and the other is stopped before it is told', async (_which, first, second) => {
    const noted: string[] = [];
    const work = (one: typeof first): ((stop: AbortSignal) => Promise<never>) =>
      typeof one === 'string' ? untilStopped(noted) : one;

    await expect(sideBySide(work(first), work(second))).rejects.toThrow('of itself');
    expect(noted).toEqual(['stopped']);
  });

  test('end with what failed first where both fail', async () => {
    const late = async (stop: AbortSignal): Promise<never> => {
      await new Promise((resolve) => {
        stop.addEventListener('abort', resolve);
      });
      throw new Error('later');
    };

    await expect(sideBySide(late, fails)).rejects.toThrow('of itself');
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
