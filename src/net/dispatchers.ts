import { setMaxListeners } from 'node:events';
import { Agent, buildConnector } from 'undici';
import type { Proxy } from './proxy.ts';
import { openTunnel } from './tunnel.ts';

/** The pools of connections of undici. */
export interface Dispatchers {
  /** Connections through a proxy; null = straight to the host. */
  through(proxy: Proxy | null): Agent;
  close(): Promise<void>;
}

/** @param ca PEM text of the authorities to trust instead of those of Node; null = those of Node */
export function newDispatchers(ca: string | null): Dispatchers {
  const agents = new Map<string, Agent>();
  const ending = new AbortController();
  // One for every connection that is open, which are many.
  setMaxListeners(0, ending.signal);
  const tls = ca === null ? {} : { ca };

  function newAgent(proxy: Proxy | null): Agent {
    return new Agent({ connect: proxy === null ? tls : throughProxy(proxy) });
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
          // fetch takes an Error of this very name for a cause, and makes texts of some others.
          callback(new Error('no connection through the proxy', { cause: error }), null);
        },
      );
    };
  }

  return {
    through(proxy) {
      const key = proxy?.shown ?? '';
      const agent = agents.get(key) ?? newAgent(proxy);
      agents.set(key, agent);
      return agent;
    },
    async close() {
      ending.abort();
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}
