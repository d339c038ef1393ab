import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../src/core/failure.ts';
import { TooLarge } from '../../src/net/bounds.ts';
import { exchange, type ExchangeOptions, Unanswered } from '../../src/net/exchange.ts';

const OPTIONS: ExchangeOptions<Response> = { timeout: 60_000, most: ({ ok }) => (ok ? 100 : 10), signal: null };

/** Never answers, and obeys its signal. */
function silent(signal: AbortSignal): Promise<Response> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
  });
}

function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  );
}

describe('an exchange', () => {
  test('gives answer and body', async () => {
    const { response, body } = await exchange(OPTIONS, () => Promise.resolve(new Response('hello', { status: 404 })));

    expect([response.status, Buffer.from(body).toString()]).toEqual([404, 'hello']);
  });

  test.each([
    [200, 100, null],
    [200, 101, 100],
    [503, 11, 10],
  ])('with status %d and %d bytes is bounded by %j bytes', async (status, size, bound) => {
    const error = await errorOf(exchange(OPTIONS, () => Promise.resolve(new Response('x'.repeat(size), { status }))));

    expect(error instanceof TooLarge ? error.bound : error).toBe(bound);
  });

  test('without an answer in time says after how many seconds', async () => {
    expect(await errorOf(exchange({ ...OPTIONS, timeout: 10 }, silent))).toMatchObject({ after: 0.01 });
  });

  test('that breaks says why', async () => {
    const cause = new TypeError('fetch failed');

    const error = await errorOf(exchange(OPTIONS, () => Promise.reject(cause)));

    expect(error).toBeInstanceOf(Unanswered);
    expect(error).toMatchObject({ after: null, cause });
  });

  test('ends with the reason of its signal', async () => {
    const control = new AbortController();
    const running = errorOf(exchange({ ...OPTIONS, signal: control.signal }, silent));

    control.abort('the run is over');

    expect(await running).toBe('the run is over');
    expect(await errorOf(exchange({ ...OPTIONS, signal: control.signal }, silent))).toBe('the run is over');
  });

  test('passes a Failure on', async () => {
    const failure = new Failure('PROXY_INVALID', 'text', 'advice');

    expect(await errorOf(exchange(OPTIONS, () => Promise.reject(failure)))).toBe(failure);
  });
});
