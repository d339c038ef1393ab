import { Failure } from '../core/failure.ts';
import type { Answer } from './answer.ts';
import { readBody, tooLargeIn } from './bounds.ts';
import { manyWaitFor } from './many-wait.ts';

/** An answer with its whole body. */
export interface Answered<One extends Answer> {
  readonly response: One;
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

/** Calls `end` after `ms` milliseconds, unless the function that it returns is called before. */
export type Limit = (ms: number, end: () => void) => () => void;

/** The limit as the clock has it. */
export function limit(ms: number, end: () => void): () => void {
  const timer = setTimeout(end, ms);
  return () => {
    clearTimeout(timer);
  };
}

export interface ExchangeOptions<One extends Answer> {
  /** Milliseconds for request and answer together. */
  readonly timeout: number;
  /** Bytes that the body of this answer may have. */
  readonly most: (response: One) => number;
  /** Ends the exchange; null = nothing but the time does. */
  readonly signal: AbortSignal | null;
  /** How the time is kept; absent = by the clock. */
  readonly limit?: Limit;
}

/**
 * Runs one request with its answer, once, under a limit of time and of size.
 *
 * @param request sends it; must obey the signal
 * @throws Unanswered; TooLarge; the reason of `signal` when that is aborted; a Failure of `request` as it is
 */
export async function exchange<One extends Answer>(
  { timeout, most, signal, limit: keepTime = limit }: ExchangeOptions<One>,
  request: (signal: AbortSignal) => Promise<One>,
): Promise<Answered<One>> {
  signal?.throwIfAborted();
  if (signal !== null) manyWaitFor(signal);
  // Not AbortSignal.any: on Node 20 that leaks with a signal that outlives thousands of requests.
  const ending = new AbortController();
  function stop(): void {
    ending.abort();
  }
  const answered = keepTime(timeout, stop);
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
    answered();
    signal?.removeEventListener('abort', stop);
  }
}
