import type { GuardRail } from '../core/settings.ts';
import type { Report } from './diagnostic.ts';
import { type Item, select } from './entry.ts';

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
export function guardRailsOf(root: Item, report: Report): GuardRail[] {
  return GUARDS.flatMap((key) =>
    select(root, key).flatMap((item) => {
      const value = shown(item);
      return value === '' ? [] : [{ key, value, line: report.line(item.at) }];
    }),
  );
}

function shown(item: Item): string {
  if (item.kind === 'list') return item.items.map(shown).join(', ');
  return item.kind === 'scalar' ? String(item.raw) : '';
}
