import type { Metrics } from '../../../src/monitoring/metrics.ts';
import { newMetrics } from '../../../src/monitoring/metrics.ts';
import { after, newState } from '../../../src/monitoring/state.ts';
import { at, began, ended, failed, failedReport, FILE, held, OTHERS, report } from '../../monitoring/events.ts';

/** Metrics that have a value under every name that there is. */
export function fullMetrics(): Metrics {
  const counts = [{ target: 'rescue', operation: 'create', result: 'done', count: 1 }] as const;
  const calls = [{ service: 'rescue', calls: 1, ms: 1 }];
  const full = report({ endedAt: at(1), counts, calls, held: [held()], failed: [failed()] });
  const events = [began(), ended(failedReport()), OTHERS.quarantine, OTHERS.broken, ended(full)];
  const state = events.reduce(after, newState([FILE]));
  const metrics = newMetrics({ version: '1.2.3', node: 'v20.19.0', files: [FILE], state: () => state });
  for (const event of events) metrics.count(event);
  metrics.countCall({
    ...{ kind: 'http', service: 'rescue', host: 'api.example', method: 'GET', path: '/', parameters: [] },
    ...{ status: 200, ms: 1 },
  });
  return metrics;
}
