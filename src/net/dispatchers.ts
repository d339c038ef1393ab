import { setMaxListeners } from 'node:events';
import { Agent, buildConnector, fetch } from 'undici';
import { type Answer, newAnswer } from './answer.ts';
import { BOUNDS } from './bounds.ts';
import type { Proxy } from './proxy.ts';
import type { Sent } from './send.ts';
import { verifiedTls } from './tls.ts';
import { openTunnel } from './tunnel.ts';

/** The types of Node know only the undici inside Node. */
const fetchOfUndici = fetch as unknown as (input: string | URL, init: object) => Promise<Response>;

/** The pools of connections of undici. */
export interface Dispatchers {
  /** As fetch, through a proxy; null = straight to the host. The environment of Node plays no part in it. */
  fetch(proxy: Proxy | null, input: string | URL, init: RequestInit | undefined): Promise<Response>;
  /** The same without what makes fetch slow: streams and headers of the Web. */
  send(proxy: Proxy | null, url: URL, request: Sent): Promise<Answer>;
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

  function agentFor(proxy: Proxy | null): Agent {
    const key = proxy?.shown ?? '';
    const agent = agents.get(key) ?? newAgent(proxy);
    agents.set(key, agent);
    return agent;
  }

  return {
    fetch: (proxy, input, init) => fetchOfUndici(input, { ...init, dispatcher: agentFor(proxy) }),
    async send(proxy, { origin, pathname, search }, { method, headers, body = null, signal }) {
      const path = `${pathname}${search}`;
      const sent = { origin, path, method, headers: { ...headers }, body, signal };
      const answer = await agentFor(proxy).request(sent);
      return newAnswer(answer.statusCode, answer.headers, answer.body);
    },
    async close() {
      ending.abort();
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}
