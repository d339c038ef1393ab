import type { CallWatcher } from '../core/traffic.ts';

/** Counts calls by service. */
export interface Tally {
  readonly watch: CallWatcher;
  counts(): Readonly<Record<string, number>>;
}

export function newTally(): Tally {
  const counts = new Map<string, number>();
  return {
    watch({ service }) {
      counts.set(service, (counts.get(service) ?? 0) + 1);
    },
    counts: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
