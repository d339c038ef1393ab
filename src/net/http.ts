import { type Env, proxyFor } from './proxy.ts';

/** The part of fetch that is used. */
export type Fetch = (input: string | URL, init?: RequestInit) => Promise<Response>;

/** The one way out to the network over HTTP. */
export interface Http {
  /**
   * As the fetch of Node, through the proxies and with the authorities that are set, and with every certificate verified.
   * Node's own fetch is not used: it takes orders from NODE_TLS_REJECT_UNAUTHORIZED, and in newer versions from
   * NODE_USE_ENV_PROXY with other rules for NO_PROXY. Errors may hold a ProxyProblem.
   */
  readonly fetch: Fetch;
  /** Ends all connections. */
  close(): Promise<void>;
}

export interface HttpOptions {
  /** PEM text of the authorities to trust instead of those of Node; null = those of Node. */
  readonly ca: string | null;
  /** Where HTTPS_PROXY, HTTP_PROXY and NO_PROXY are. */
  readonly env: Env;
}

/** Nothing is loaded or checked before the first request. */
export function openHttp({ ca, env }: HttpOptions): Http {
  let dispatchers: Promise<import('./dispatchers.ts').Dispatchers> | null = null;

  async function send(input: string | URL, init?: RequestInit): Promise<Response> {
    const proxy = proxyFor(new URL(input), env);
    dispatchers ??= import('./dispatchers.ts').then(({ newDispatchers }) => newDispatchers(ca));
    return (await dispatchers).send(proxy, input, init);
  }

  return {
    fetch: send,
    async close() {
      await (await dispatchers)?.close();
    },
  };
}
