import type { Report } from './diagnostic.ts';
import { type Entry, selectAll } from './entry.ts';
import { topKeys } from './keys.ts';

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
    path: 'directory.path',
    when: (value) => typeof value === 'string' && /\.json$/i.test(value),
    what: 'Reading snapshots (JSON)',
    meanwhile: 'Use an LDIF file as ldifde exports it.',
  },
];

/** @param sections the kinds of targets that can have a section: one that only the schema knows must not be passed over */
export function checkAvailable(root: Entry, sections: readonly { readonly type: string }[], report: Report): void {
  const known = new Set(topKeys(sections));
  for (const [key, entry] of root.kind === 'map' ? root.fields : []) {
    if (known.has(key) || entry.faulty) continue;
    const message = `The section "${key}" is not available yet in this version of adsync.`;
    report.error('NOT_AVAILABLE', entry.keyAt, message, 'Remove it, or use a version that knows it.');
  }
  for (const { path, when, what, meanwhile } of MISSING) {
    for (const entry of selectAll(root, path)) {
      if (when !== undefined && (entry.faulty || !when(entry.kind === 'scalar' ? entry.value : undefined))) continue;
      const at = when === undefined ? entry.keyAt : entry.at;
      report.error('NOT_AVAILABLE', at, `${what} is not available yet in this version of adsync.`, meanwhile);
    }
  }
}
