import { Failure } from '../core/failure.ts';
import { readBody, tooLargeIn } from './bounds.ts';

/** An answer with its whole body. */
export interface Answered {
  readonly response: Response;
  readonly body: Uint8Array;
}

/** No answer came, or it broke off. `cause` says why. */
export class Unanswered extends Error {
  /** Seconds when the time was up; null otherwise. */
  readonly after: number | null;

  constructor(after: number | null, cause: unknown) {
    super(after === null ? 'no answer' : `no answer within ${after} s`, { cause });
    this.name = 'Unanswered';
    this.after = after;
  }
}

export interface ExchangeOptions {
  /** Milliseconds for request and answer together. */
  readonly timeout: number;
  /** Bytes that the body of this answer may have. */
  readonly most: (response: Response) => number;
  /** Ends the exchange; null = nothing but the time does. */
  readonly signal: AbortSignal | null;
}

/**
 * Runs one request with its answer, once, under a limit of time and of size.
 *
 * @param request sends it; must obey the signal
 * @throws Unanswered; TooLarge; the reason of `signal` when that is aborted; a Failure of `request` as it is
 */
export async function exchange(
  { timeout, most, signal }: ExchangeOptions,
  request: (signal: AbortSignal) => Promise<Response>,
): Promise<Answered> {
  signal?.throwIfAborted();
  // Not AbortSignal.any: on Node 20 that leaks with a signal that outlives thousands of requests.
  const ending = new AbortController();
  function stop(): void {
    ending.abort();
  }
  const timer = setTimeout(stop, timeout);
  signal?.addEventListener('abort', stop);
  try {
    const response = await request(ending.signal);
    return { response, body: await readBody(response, most(response)) };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof Failure) throw error;
    const large = tooLargeIn(error);
    if (large === null) throw new Unanswered(ending.signal.aborted ? timeout / 1000 : null, error);
    // Nobody listens to the rest.
    stop();
    throw large;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}
