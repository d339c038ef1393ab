import { Failure } from '../../core/failure.ts';
import { type Bounds, readBody, type TooLarge, tooLargeIn } from '../../net/bounds.ts';

/** An answer with its whole body. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** No answer came, or it broke off. `cause` says why. */
export class Unanswered extends Error {
  /** The time limit in seconds when it was passed; null otherwise. */
  readonly after: number | null;

  constructor(after: number | null, cause: unknown) {
    super(after === null ? 'no answer' : `no answer within ${after} s`, { cause });
    this.name = 'Unanswered';
    this.after = after;
  }
}

export interface ExchangeLimits {
  /** The address that answers, for messages. */
  readonly who: string;
  /** Milliseconds for all of it. */
  readonly timeout: number;
  /** The most bytes of the body of an answer, and of an answer that refuses something. */
  readonly most: number;
  readonly refusal: number;
}

/** The limits for an answer of one of the {@link Bounds}. */
export function exchangeLimits(who: string, timeout: number, bounds: Bounds, kind: 'token' | 'graph'): ExchangeLimits {
  return { who, timeout, most: bounds[kind], refusal: bounds.refusal };
}

/** @param when the end of "sent more than 64 MiB …" */
export function tooLarge(who: string, { shown }: TooLarge, when: string): Failure {
  return new Failure(
    'ENTRA_TOO_LARGE',
    `${who} sent more than ${shown} ${when}, far more than any directory needs.`,
    'Check graphUrl and authorityUrl (or cloud) under directory, and what stands between (a proxy, a firewall). The connection was ended there, and nothing was concluded from the part that came.',
  );
}

/**
 * Runs one request with its body under a limit of time and of size.
 *
 * @param request sends it; must obey the signal
 * @throws Unanswered; Failure ENTRA_TOO_LARGE; the reason of `signal` when that is aborted; a Failure of `request` as it is
 */
export async function exchange(
  { who, timeout, most, refusal }: ExchangeLimits,
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
    const bytes = await readBody(response, response.ok ? most : refusal);
    return { status: response.status, headers: response.headers, text: new TextDecoder().decode(bytes) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Failure) throw error;
    const large = tooLargeIn(error);
    if (large !== null) {
      stop();
      throw tooLarge(who, large, 'as one answer');
    }
    throw new Unanswered(ending.signal.aborted ? timeout / 1000 : null, error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
