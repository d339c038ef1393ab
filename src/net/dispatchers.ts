import { setMaxListeners } from 'node:events';
import { Agent, buildConnector, fetch } from 'undici';
import { BOUNDS } from './bounds.ts';
import type { Proxy } from './proxy.ts';
import { verifiedTls } from './tls.ts';
import { openTunnel } from './tunnel.ts';

/** The types of Node know only the undici inside Node. */
const request = fetch as unknown as (input: string | URL, init: object) => Promise<Response>;

/** The pools of connections of undici. */
export interface Dispatchers {
  /** As fetch, through a proxy; null = straight to the host. The environment of Node plays no part in it. */
  send(proxy: Proxy | null, input: string | URL, init: RequestInit | undefined): Promise<Response>;
  close(): Promise<void>;
}

/** @param ca PEM text of the authorities to trust instead of those of Node; null = those of Node */
export function newDispatchers(ca: string | null): Dispatchers {
  const agents = new Map<string, Agent>();
  const ending = new AbortController();
  // Every open connection listens to it, and there are many.
  setMaxListeners(0, ending.signal);
  const tls = verifiedTls(ca);

  function newAgent(proxy: Proxy | null): Agent {
    return new Agent({ connect: proxy === null ? tls : throughProxy(proxy), maxHeaderSize: BOUNDS.headers });
  }

  function throughProxy(proxy: Proxy): buildConnector.connector {
    const secure = buildConnector(tls);
    return (options, callback) => {
      const { hostname, port, protocol } = options;
      const host = hostname.includes(':') ? `[${hostname}]` : hostname;
      const target = `${host}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`;
      openTunnel(proxy, target, ca, ending.signal).then(
        (socket) => {
          if (protocol === 'https:') secure({ ...options, httpSocket: socket }, callback);
          else callback(null, socket);
        },
        (error: unknown) => {
          // fetch keeps an Error of this very name as the cause, and makes texts of some others.
          callback(new Error('no connection through the proxy', { cause: error }), null);
        },
      );
    };
  }

  return {
    send(proxy, input, init) {
      const key = proxy?.shown ?? '';
      const dispatcher = agents.get(key) ?? newAgent(proxy);
      agents.set(key, dispatcher);
      return request(input, { ...init, dispatcher });
    },
    async close() {
      ending.abort();
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}
