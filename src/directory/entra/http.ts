import { Failure } from '../../core/failure.ts';

/** An answer with its whole body. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** No answer came, or it broke off. `cause` says why. */
export class Unanswered extends Error {
  /** null unless the time was up; seconds. */
  readonly after: number | null;

  constructor(after: number | null, cause: unknown) {
    super(after === null ? 'no answer' : `no answer within ${after} s`, { cause });
    this.name = 'Unanswered';
    this.after = after;
  }
}

/**
 * Runs one request with its body under a time limit of its own.
 *
 * @param timeout milliseconds for all of it
 * @param request sends it; must obey the signal
 * @throws Unanswered; the reason of `signal` when that is aborted; a Failure of `request` as it is
 */
export async function exchange(
  timeout: number,
  signal: AbortSignal,
  request: (signal: AbortSignal) => Promise<Response>,
): Promise<Reply> {
  signal.throwIfAborted();
  // Not AbortSignal.any: on Node 20 that leaks with a signal that outlives thousands of requests.
  const ending = new AbortController();
  function stop(): void {
    ending.abort();
  }
  const timer = setTimeout(stop, timeout);
  signal.addEventListener('abort', stop);
  try {
    const response = await request(ending.signal);
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Failure) throw error;
    throw new Unanswered(ending.signal.aborted ? timeout / 1000 : null, error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
