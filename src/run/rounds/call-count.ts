import type { CallWatcher } from '../../core/traffic.ts';
import type { RoundCalls } from './events.ts';

/** Counts the calls of a round by service. */
export interface CallCount {
  readonly watch: CallWatcher;
  /** Those since it was asked last. */
  take(): RoundCalls[];
}

export function newCallCount(): CallCount {
  const counts = new Map<string, RoundCalls>();
  return {
    watch({ service, ms }) {
      const known = counts.get(service);
      counts.set(service, { service, calls: (known?.calls ?? 0) + 1, ms: (known?.ms ?? 0) + ms });
    },
    take() {
      const all = [...counts.values()].sort((a, b) => (a.service < b.service ? -1 : 1));
      counts.clear();
      return all;
    },
  };
}
