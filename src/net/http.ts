import { type Env, type Proxy, proxyFor } from './proxy.ts';
import type { Send } from './send.ts';

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
  /** The same at a quarter of the CPU time, for services that are asked thousands of times; it follows no redirect. */
  readonly send: Send;
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

  const proxies = new Map<string, Proxy | null>();

  function opened(): Promise<import('./dispatchers.ts').Dispatchers> {
    dispatchers ??= import('./dispatchers.ts').then(({ newDispatchers }) => newDispatchers(ca));
    return dispatchers;
  }
  function proxyTo(url: URL): Proxy | null {
    const known = proxies.get(url.origin);
    if (known !== undefined) return known;
    const proxy = proxyFor(url, env);
    proxies.set(url.origin, proxy);
    return proxy;
  }

  return {
    async fetch(input, init) {
      const proxy = proxyTo(new URL(input));
      return (await opened()).fetch(proxy, input, init);
    },
    async send(address, request) {
      const url = new URL(address);
      const proxy = proxyTo(url);
      return (await opened()).send(proxy, url, request);
    },
    async close() {
      await (await dispatchers)?.close();
    },
  };
}
