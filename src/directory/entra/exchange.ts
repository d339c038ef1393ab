import { Failure } from '../../core/failure.ts';
import { type Bounds, TooLarge } from '../../net/bounds.ts';
import { exchange } from '../../net/exchange.ts';

/** An answer with its whole body. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
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
 * Runs one request with its body under a limit of time and of size, and reads the body as text.
 *
 * @param request sends it; must obey the signal
 * @throws Unanswered; Failure ENTRA_TOO_LARGE; the reason of `signal` when that is aborted; a Failure of `request` as it is
 */
export async function exchangeText(
  { who, timeout, most, refusal }: ExchangeLimits,
  signal: AbortSignal,
  request: (signal: AbortSignal) => Promise<Response>,
): Promise<Reply> {
  const limits = { timeout, signal, most: ({ ok }: Response) => (ok ? most : refusal) };
  try {
    const { response, body } = await exchange(limits, request);
    return { status: response.status, headers: response.headers, text: new TextDecoder().decode(body) };
  } catch (error) {
    throw error instanceof TooLarge ? tooLarge(who, error, 'as one answer') : error;
  }
}
