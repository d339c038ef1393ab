import type { EntraSettings } from '../../core/settings.ts';
import { BOUNDS } from '../../net/bounds.ts';
import { Unanswered } from '../../net/exchange.ts';
import { isAmong, retryAfter, waitAfter } from '../../net/retry.ts';
import { exchangeLimits, exchangeText, type Reply } from './exchange.ts';
import { LASTING, networkProblem } from './network-problem.ts';
import type { EntraWorld } from './outside-world.ts';
import { TOKEN_TROUBLE, TOKENS } from './retry.ts';

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
 * Asks for a token, and asks again after trouble that may pass (retry.ts).
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
    const last = tried === TOKENS.attempts;
    let asked: number | null = null;
    try {
      const reply = await exchangeText(limits, signal, (ending) =>
        world.fetch(url, { ...request, redirect: 'manual', signal: ending }),
      );
      asked = retryAfter(reply.headers.get('retry-after'), world.now());
      if (last || !isAmong(TOKEN_TROUBLE, reply.status) || (asked ?? 0) > timeouts.throttled) return reply;
    } catch (error) {
      if (last || !(error instanceof Unanswered) || LASTING.has(networkProblem(error).fault)) throw error;
    }
    await world.sleep(waitAfter(TOKENS, tried, asked, world.random), signal);
  }
}
