import type { Day } from '../../core/calendar.ts';
import { type Expiring, holdsOn } from '../../plan/expiry.ts';
import type { GotoSettings, Rule } from './settings.ts';

/** All rules of the file, those that have expired among them, in its order and with their numbers. */
export function allRules({ mappings, expired = [] }: Pick<GotoSettings, 'mappings' | 'expired'>): Rule[] {
  const all = [...mappings, ...expired].sort((a, b) => a.line - b.line);
  return all.map((rule, index) => ({ ...rule, number: rule.number ?? index + 1 }));
}

/** The section as it holds on a day. */
export function sectionOn(settings: GotoSettings, today: Day): GotoSettings {
  const all = allRules(settings);
  const expired = all.filter((rule) => !holdsOn(today, rule));
  return expired.length === 0
    ? settings
    : { ...settings, mappings: all.filter((rule) => holdsOn(today, rule)), expired };
}

/** The rules that have a last day. */
export function expiringOf(settings: GotoSettings): Expiring[] {
  return allRules(settings).flatMap(({ directoryGroup, expires, line }): Expiring[] => {
    return expires === undefined ? [] : [{ name: directoryGroup, expires, line }];
  });
}
