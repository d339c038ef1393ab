import type { Report } from './diagnostic.ts';
import { type Entry, selectAll } from './entry.ts';

interface Missing {
  readonly path: string;
  /** Which values are meant; all of them when absent. */
  readonly when?: (value: unknown) => boolean;
  readonly what: string;
  readonly meanwhile: string;
}

/** What the file format knows but this version cannot do yet: one row each, to be deleted with the work that brings it. */
const MISSING: readonly Missing[] = [
  {
    path: 'interval',
    what: 'Running at intervals',
    meanwhile: 'Remove it, and let cron or a timer start `adsync apply`.',
  },
  {
    path: 'directory.path',
    when: (value) => typeof value === 'string' && /\.json$/i.test(value),
    what: 'Reading snapshots (JSON)',
    meanwhile: 'Use an LDIF file as ldifde exports it.',
  },
];

export function checkAvailable(root: Entry, report: Report): void {
  for (const { path, when, what, meanwhile } of MISSING) {
    for (const entry of selectAll(root, path)) {
      if (when !== undefined && (entry.faulty || !when(entry.kind === 'scalar' ? entry.value : undefined))) continue;
      const at = when === undefined ? entry.keyAt : entry.at;
      report.error('NOT_AVAILABLE', at, `${what} is not available yet in this version of adsync.`, meanwhile);
    }
  }
}
