import type { Notice } from '../../../core/notice.ts';
import type { DirectoryReading, PersonId } from '../../../core/people.ts';
import { formatPath } from '../../../core/path.ts';
import { visibleName } from '../../../core/text.ts';
import { walkGroups } from '../../../core/walk-groups.ts';
import type { Rule } from '../settings.ts';

/** A rule with what was read of its directory group. */
export interface RuleRead {
  readonly rule: Rule;
  /** Its place in the file, from 1: the strongest comes first. */
  readonly number: number;
  /** How outputs call it, as a path: `Rule 1: Sales`. */
  readonly heading: string;
  /** Whether its directory group was read to the end. Whoever is not in one that was not, may be. */
  readonly complete: boolean;
}

/** That a rule has a person. */
export interface Claim {
  readonly by: RuleRead;
  /** Names of the directory groups from the one of the rule to the one that holds the person directly. */
  readonly path: readonly string[];
}

/** Who belongs to which rule, by the file and the directory alone. */
export interface Claims {
  readonly rules: readonly RuleRead[];
  /** The rules that surely have a person, the strongest first. */
  readonly of: ReadonlyMap<PersonId, readonly Claim[]>;
  readonly notices: readonly Notice[];
}

/** Where users stand in outputs that no rule has. */
export const NO_RULE = 'No rule';

export function claimsOf(rules: readonly Rule[], reading: DirectoryReading): Claims {
  const read = rules.map((rule, index) => ruleRead(rule, index, reading));
  const found = new Map<PersonId, Claim[]>();
  for (const [index, by] of read.entries()) {
    const root = reading.roots[index]?.group ?? null;
    if (root === null) continue;
    const met = new Set<PersonId>();
    for (const { group, path } of walkGroups(reading, [root], true)) {
      for (const person of group.people) {
        if (met.has(person)) continue;
        met.add(person);
        const claims = found.get(person);
        if (claims === undefined) found.set(person, [{ by, path }]);
        else claims.push({ by, path });
      }
    }
  }
  const notices = rules.flatMap((rule, index): Notice[] => {
    const root = reading.roots[index];
    if (root?.kind !== 'incomplete') return [];
    return [{ code: root.code, severity: 'error', text: root.text, subject: rule.directoryGroup, line: rule.line }];
  });
  return { rules: read, of: found, notices };
}

function ruleRead(rule: Rule, index: number, reading: DirectoryReading): RuleRead {
  const root = reading.roots[index];
  const group = root?.group ?? null;
  const name = group === null ? '' : visibleName(reading.groups.get(group)?.name ?? '');
  const number = rule.number ?? index + 1;
  const heading = formatPath([`Rule ${number}: ${name || rule.directoryGroup.trim()}`]);
  return { rule, number, heading, complete: root?.kind === 'complete' };
}
