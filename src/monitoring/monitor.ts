import type { CallsOfFile, RoundWatcher } from '../run/rounds/events.ts';
import { type Health, liveness, readiness } from './health.ts';
import { isLocal, type Listen } from './listen.ts';
import { newMetrics } from './metrics.ts';
import { type Page, plain, servePages } from './server.ts';
import { after, heardOf, newState } from './state.ts';

export interface MonitorOptions {
  readonly listen: Listen;
  /** The files that are run, as the user named them. */
  readonly files: readonly string[];
  readonly version: string;
  /** Of Node, as `v20.19.0`. */
  readonly node: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Health and metrics of this process, served. */
export interface Monitor {
  /** http://host:port */
  readonly url: string;
  /** Whether programs of other machines can ask as well. */
  readonly open: boolean;
  readonly watch: RoundWatcher;
  readonly watchCalls: CallsOfFile;
  /** Ends at once. */
  close(): Promise<void>;
}

/**
 * Serves /healthz, /readyz and /metrics from what the rounds tell.
 *
 * @throws Failure LISTEN_FAILED
 */
export async function startMonitor(options: MonitorOptions): Promise<Monitor> {
  const { listen, files, version, node, now } = options;
  let state = newState(files);
  const metrics = newMetrics({ version, node, files, state: () => state });
  const server = await servePages(listen, {
    '/healthz': () => pageOf(liveness(state, now())),
    '/readyz': () => pageOf(readiness(state)),
    '/metrics': async () => ({ status: 200, type: metrics.contentType, body: await metrics.exposition() }),
  });
  return {
    url: server.url,
    open: !isLocal(listen),
    watch(event) {
      state = after(state, event);
      metrics.count(event);
    },
    watchCalls(file, call) {
      state = heardOf(state, file, now());
      metrics.countCall(call);
    },
    close: () => server.close(),
  };
}

function pageOf({ ok, lines }: Health): Page {
  return plain(ok ? 200 : 503, lines.join('\n'));
}
