import type { Bounds } from '../../net/bounds.ts';
import { type Fetch, openHttp } from '../../net/http.ts';

/** Everything an Entra directory takes from outside, so that tests can replace it. */
export interface EntraWorld {
  /** Every request goes through it: to Graph, to the authority, to the CI platform. Proxies and own CAs belong here. */
  readonly fetch: Fetch;
  /** How large answers may be; absent = as everywhere (net/bounds.ts). */
  readonly bounds?: Bounds;
  /** 0 ≤ n < 1; spreads the waiting times of repeated requests. */
  readonly random: () => number;
  /** Milliseconds. */
  now(): number;
  /** Ends after `ms`. @throws the signal's reason as soon as it is aborted */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Environment variables: CI platforms and Azure leave their tokens there. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Closes idle connections. */
  close(): Promise<void>;
}

export type Env = EntraWorld['env'];

/**
 * The real world. Requests go through the proxies that `env` names.
 *
 * @param ca PEM text of the authorities to trust instead of those of Node; null = those of Node
 */
export function realWorld(ca: string | null, env: Env): EntraWorld {
  return { ...openHttp({ ca, env }), random: Math.random, now: Date.now, sleep, env };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      if (signal.aborted) reject(signal.reason as Error);
      else resolve();
    }
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
