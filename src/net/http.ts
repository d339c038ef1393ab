import { type Env, proxyFor } from './proxy.ts';

/** How everything goes out to the network over HTTP. */
export interface Http {
  /** As the fetch of Node, through the proxies and with the authorities that are set. Errors may hold a ProxyProblem. */
  readonly fetch: typeof fetch;
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

  async function send(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input);
    const proxy = proxyFor(url, env);
    if (proxy === null && ca === null) return fetch(input, init);
    dispatchers ??= import('./dispatchers.ts').then(({ newDispatchers }) => newDispatchers(ca));
    const dispatcher = (await dispatchers).through(proxy);
    // Node's fetch takes a dispatcher of undici, but its types know only that of the undici inside Node.
    return fetch(input, Object.assign({}, init, { dispatcher }));
  }

  return {
    fetch: send,
    async close() {
      await (await dispatchers)?.close();
    },
  };
}
