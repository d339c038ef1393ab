import type { Day } from '../../core/calendar.ts';
import { type Expiring, holdsOn } from '../../plan/expiry.ts';
import { namesOf } from './planner/parts.ts';
import type { Mapping, RescueSettings } from './settings.ts';

/** All mappings of the file, those that have expired among them, in its order. */
export function allMappings({ mappings, expired = [] }: Pick<RescueSettings, 'mappings' | 'expired'>): Mapping[] {
  return [...mappings, ...expired].sort((a, b) => a.line - b.line);
}

/** The section as it holds on a day. */
export function sectionOn(settings: RescueSettings, today: Day): RescueSettings {
  const expired = allMappings(settings).filter((mapping) => !holdsOn(today, mapping));
  if (expired.length === 0) return settings;
  return { ...settings, mappings: allMappings(settings).filter((mapping) => holdsOn(today, mapping)), expired };
}

/** The mappings that have a last day. */
export function expiringOf(settings: RescueSettings): Expiring[] {
  return allMappings(settings).flatMap((mapping): Expiring[] => {
    const { expires, line } = mapping;
    return expires === undefined ? [] : [{ name: namesOf(mapping, 'and'), expires, line }];
  });
}
