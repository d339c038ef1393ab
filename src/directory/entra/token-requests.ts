import type { EntraSettings } from '../../core/settings.ts';
import { BOUNDS } from '../../net/bounds.ts';
import { exchange, exchangeLimits, type Reply, Unanswered } from './exchange.ts';
import { LASTING, networkProblem } from './network-problem.ts';
import { backOff, RETRY, retryAfter } from './retry.ts';
import type { EntraWorld } from './outside-world.ts';

/** What it takes to ask for tokens. */
export interface TokenRequests {
  readonly world: EntraWorld;
  readonly signal: AbortSignal;
  readonly timeouts: EntraSettings['timeouts'];
}

interface TokenRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/**
 * Asks for a token, again and again while the answer is 429 or 5xx or none.
 *
 * @throws Unanswered; Failure ENTRA_TOO_LARGE; the reason of the signal
 */
export async function askForToken(
  { world, signal, timeouts }: TokenRequests,
  url: string,
  request: TokenRequest,
): Promise<Reply> {
  const limits = exchangeLimits(new URL(url).origin, timeouts.request, world.bounds ?? BOUNDS, 'token');
  for (let tried = 1; ; tried += 1) {
    const last = tried === RETRY.tries;
    let wait: number | null = null;
    try {
      const reply = await exchange(limits, signal, (ending) =>
        world.fetch(url, { ...request, redirect: 'manual', signal: ending }),
      );
      wait = retryAfter(reply.headers.get('retry-after'), world.now());
      const passing = reply.status === 429 || reply.status >= 500;
      if (last || !passing || (wait ?? 0) > timeouts.throttled) return reply;
    } catch (error) {
      if (last || !(error instanceof Unanswered) || LASTING.has(networkProblem(error).fault)) throw error;
    }
    await world.sleep(wait ?? backOff(tried, world.random), signal);
  }
}
