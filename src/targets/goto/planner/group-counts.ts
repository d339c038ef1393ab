import type { DirectoryReading } from '../../../core/people.ts';
import { cleanName } from '../../../core/text.ts';
import type { GroupCounts, MappingCount } from '../../../plan/view/group-counts.ts';
import type { GotoSettings } from '../settings.ts';
import { claimsOf } from './claims.ts';
import { addressOf } from './identity.ts';

/** Neither the service nor its documents know a ceiling. */
const NO_CEILING = Number.MAX_SAFE_INTEGER;

/** Counts what the rules bring: a person counts in every rule that has them, as products add up. PURE. */
export function countRules({ mappings: rules, domains }: GotoSettings, reading: DirectoryReading): GroupCounts {
  const claims = claimsOf(rules, reading);
  const usable = [...claims.of].filter(([id]) => {
    const person = reading.people.get(id);
    return person?.state === 'enabled' && addressOf(person, domains).kind === 'usable';
  });
  const mappings = claims.rules.map((one, index): MappingCount => {
    const root = reading.roots[index];
    const id = root?.group ?? null;
    const group = id === null ? undefined : reading.groups.get(id);
    const has = ([, own]: (typeof usable)[number]): boolean => own.some(({ by }) => by === one);
    return {
      line: one.rule.line,
      directoryGroup: one.rule.directoryGroup,
      name: group === undefined ? null : cleanName(group.name),
      group: one.heading,
      direct: group?.people.length ?? null,
      nested: group === undefined ? null : [...claims.of].filter(has).length,
      groups: [{ group: one.heading, people: usable.filter(has).length, over: false }],
      error: root?.kind === 'incomplete' ? { code: root.code, text: root.text } : null,
    };
  });
  const ceilings = { groups: NO_CEILING, membersPerGroup: NO_CEILING };
  return { mappings, groups: rules.length, ceilings, over: false };
}
