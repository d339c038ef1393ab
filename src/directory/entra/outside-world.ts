import type { CallWatcher } from '../../core/traffic.ts';
import type { Bounds } from '../../net/bounds.ts';
import { type Clock, REAL_CLOCK } from '../../net/clock.ts';
import { type Fetch, openHttp } from '../../net/http.ts';
import { watchedHttp } from '../../net/watched.ts';

/** Everything an Entra directory takes from outside, so that tests can replace it. */
export interface EntraWorld extends Clock {
  /** Every request goes through it: to Graph, to the authority, to the CI platform. Proxies and own CAs belong here. */
  readonly fetch: Fetch;
  /** How large answers may be; absent = as everywhere (net/bounds.ts). */
  readonly bounds?: Bounds;
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
 * @param traffic is told of every request; absent = nobody is
 */
export function realWorld(ca: string | null, env: Env, traffic: CallWatcher = () => undefined): EntraWorld {
  return { ...watchedHttp(openHttp({ ca, env }), 'entra', traffic), ...REAL_CLOCK, env };
}
