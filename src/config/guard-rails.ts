import type { GuardRail } from '../core/settings.ts';
import type { Report } from './diagnostic.ts';
import { type Entry, select } from './entry.ts';
import type { KeyRules } from './keys.ts';

/** Every guard that the file names, with its line; plan/guard-rails.ts decides whether it is weakened. */
export function guardRailsOf(root: Entry, { guards }: Pick<KeyRules, 'guards'>, report: Report): GuardRail[] {
  return guards.flatMap((key) =>
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
