import type { GuardRail } from '../core/settings.ts';
import type { Report } from './diagnostic.ts';
import { type Entry, select } from './entry.ts';

/** Settings that guard against accidents, or take somebody or something out of the guards. */
const GUARDS = [
  'approve',
  'limits.disable',
  'limits.disablePerGroup',
  'limits.move',
  'limits.readdress',
  'limits.minimum',
  'limits.window',
  'rescue.adopt',
  'rescue.protect',
  'rescue.groups[].disableLimit',
] as const;

/** Every guard that the file names, with its line; whether it is weakened is decided by plan/guard-rails.ts. */
export function guardRailsOf(root: Entry, report: Report): GuardRail[] {
  return GUARDS.flatMap((key) =>
    select(root, key).flatMap((entry) => {
      const value = shown(entry);
      return value === '' ? [] : [{ key, value, line: report.line(entry.at) }];
    }),
  );
}

function shown(entry: Entry): string {
  if (entry.kind === 'list') return entry.items.map(shown).join(', ');
  return entry.kind === 'scalar' ? String(entry.raw) : '';
}
