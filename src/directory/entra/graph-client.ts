import {
  Client,
  type Context,
  GraphClientError,
  type Middleware,
  ResponseType,
  TelemetryHandler,
} from '@microsoft/microsoft-graph-client';
import type { EntraSettings } from '../../core/settings.ts';
import { BOUNDS } from '../../net/bounds.ts';
import type { Fetch } from '../../net/http.ts';
import { exchangeLimits, exchangeText, type Reply } from './exchange.ts';
import type { EntraWorld } from './outside-world.ts';

export interface SentRequest {
  /** Below the version (`/groups?…`), or a whole nextLink. Encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent for GET. Every request but a batch is a GET. */
  readonly body?: unknown;
}

/**
 * One request to Graph, once, and its raw answer, whatever the status.
 *
 * @throws Unanswered; Failure ENTRA_TOO_LARGE; the reason of the signal
 */
export type Sender = (request: SentRequest, token: string) => Promise<Reply>;

/**
 * Makes the Graph client without its own retries (they stop early, and repeat everything), redirects (they could carry
 * the token along) and authentication (it silently leaves the token out for hosts it does not know).
 */
export function newSender(
  { graphUrl, timeouts }: Pick<EntraSettings, 'graphUrl' | 'timeouts'>,
  world: Pick<EntraWorld, 'fetch' | 'bounds'>,
  signal: AbortSignal,
): Sender {
  const client = Client.initWithMiddleware({
    baseUrl: graphUrl,
    customHosts: new Set([new URL(graphUrl).hostname]),
    middleware: [new TelemetryHandler(), fetchMiddleware(world.fetch)],
  });

  const limits = exchangeLimits(graphUrl, timeouts.request, world.bounds ?? BOUNDS, 'graph');

  return ({ path, headers, body }, token) =>
    exchangeText(limits, signal, async (ending) => {
      const request = client
        .api(path)
        .headers({ ...headers, Authorization: `Bearer ${token}` })
        .options({ signal: ending, redirect: 'manual' })
        .responseType(ResponseType.RAW);
      try {
        return (await (body === undefined ? request.get() : request.post(body))) as Response;
      } catch (error) {
        throw error instanceof GraphClientError ? (error.customError as unknown) : error;
      }
    });
}

function fetchMiddleware(send: Fetch): Middleware {
  return {
    async execute(context: Context) {
      try {
        context.response = await send(context.request as string, context.options);
      } catch (error) {
        // The client passes on its own errors as they are; of all others it loses the cause.
        const carrier = new GraphClientError();
        carrier.customError = error;
        throw carrier;
      }
    },
  };
}
