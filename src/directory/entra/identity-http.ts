import type { TokenCredentialOptions } from '@azure/identity';
import { Failure } from '../../core/failure.ts';
import { BOUNDS } from '../../net/bounds.ts';
import { Unanswered } from '../../net/exchange.ts';
import { exchangeLimits, exchangeText } from './exchange.ts';
import { networkProblem } from './network-problem.ts';
import { askForToken, type TokenRequests } from './token-requests.ts';

type HttpClient = NonNullable<TokenCredentialOptions['httpClient']>;
type PipelineResponse = Awaited<ReturnType<HttpClient['sendRequest']>>;
type HttpHeaders = PipelineResponse['headers'];

/** Keeps what went wrong on the way to a token: the errors of Azure Identity hold neither causes nor codes. */
export interface Trace {
  /** A failure in our own words. */
  failure: Failure | null;
  /** The last request that got no answer, or an answer other than 200. */
  trouble:
    | { readonly kind: 'network'; readonly url: string; readonly error: unknown }
    | { readonly kind: 'refusal'; readonly url: string; readonly status: number; readonly text: string }
    | null;
}

/** Makes Azure Identity use our fetch, our time limits and our retries. */
export function identityHttp(requests: TokenRequests, trace: Trace): HttpClient {
  return {
    async sendRequest(request) {
      const { url, method } = request;
      if (!url.startsWith('https:')) throw new Error(`${new URL(url).origin} is not https`);
      const body = typeof request.body === 'string' ? { body: request.body } : {};
      try {
        const sent = { method, headers: request.headers.toJSON(), ...body };
        const { status, headers, text } = await askForToken(requests, url, sent);
        trace.trouble = status === 200 ? null : { kind: 'refusal', url, status, text };
        return { request, status, headers: new PipelineHeaders(headers), bodyAsText: text };
      } catch (error) {
        if (error instanceof Failure) trace.failure = error;
        else trace.trouble = { kind: 'network', url, error };
        throw error;
      }
    },
  };
}

/** Azure Identity keeps the first client that it gets for a managed identity, for the whole life of the process. */
const relay: { client: HttpClient | null } = { client: null };

const RELAYING: HttpClient = {
  async sendRequest(request) {
    if (relay.client === null) throw new Error('no reading is under way');
    return relay.client.sendRequest(request);
  },
};

/**
 * The same for the identity service of the machine itself. Its address is http://, and Azure Identity does the retries.
 * Requests go out by the latest reading.
 */
export function machineHttp({ world, signal, timeouts }: TokenRequests, trace: Trace): HttpClient {
  relay.client = {
    async sendRequest(request) {
      const { url, method } = request;
      const limits = exchangeLimits(new URL(url).origin, timeouts.request, world.bounds ?? BOUNDS, 'token');
      const body = typeof request.body === 'string' ? { body: request.body } : {};
      const sent = { method, headers: request.headers.toJSON(), ...body };
      try {
        const { status, headers, text } = await exchangeText(limits, signal, (ending) =>
          world.fetch(url, { ...sent, redirect: 'manual', signal: ending }),
        );
        return { request, status, headers: new PipelineHeaders(headers), bodyAsText: text };
      } catch (error) {
        if (error instanceof Failure) trace.failure = error;
        if (!(error instanceof Unanswered)) throw error;
        const { text, code } = networkProblem(error);
        // Azure Identity decides by the code whether to try again.
        throw Object.assign(new Error(`${limits.who}: ${text}`, { cause: error }), { code });
      }
    },
  };
  return RELAYING;
}

/** Headers in the form of Azure Identity's pipeline. */
class PipelineHeaders implements HttpHeaders {
  readonly #headers: Headers;

  constructor(headers: Headers) {
    this.#headers = headers;
  }

  get(name: string): string | undefined {
    return this.#headers.get(name) ?? undefined;
  }

  has(name: string): boolean {
    return this.#headers.has(name);
  }

  set(name: string, value: string | number | boolean): void {
    this.#headers.set(name, String(value));
  }

  delete(name: string): void {
    this.#headers.delete(name);
  }

  toJSON(): Record<string, string> {
    return Object.fromEntries(this.#headers);
  }

  [Symbol.iterator](): Iterator<[string, string]> {
    return this.#headers.entries();
  }
}
