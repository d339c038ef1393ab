import type { Assignments } from './assignments.ts';
import { cleanName, fold } from '../../../core/text.ts';
import { loginIdOf } from './login-id.ts';
import type { AccountReading } from './account.ts';
import type { DirectoryReading } from '../../../core/people.ts';
import type { Notice } from '../../../core/notice.ts';
import { patternOf } from '../../../core/pattern.ts';
import type { RescueSettings } from '../settings.ts';
import { foundParts, lineOf, namesOf, readParts } from './parts.ts';

interface Situation {
  readonly settings: RescueSettings;
  readonly reading: DirectoryReading;
  readonly account: AccountReading;
  readonly assignments: Assignments;
}

/** Entries of the file that do nothing, each with its line: most often one of them is mistyped. */
export function withoutEffect(situation: Situation): Notice[] {
  return [...unusedProtection(situation), ...idleMappings(situation), ...namedTwice(situation)];
}

/**
 * Entries of `protect` that no user of the account has. Addresses of the directory count for nothing here: people who
 * write their own `mail` could protect themselves.
 */
function unusedProtection({ settings, reading, account }: Situation): Notice[] {
  const emails = account.users.map(({ email }) => fold(email));
  return settings.protect.flatMap((entry, index): Notice[] => {
    const matches = patternOf(entry);
    if (emails.some(matches)) return [];
    const person = [...reading.people.values()].find((one) => matches(fold(loginIdOf(one, settings.loginId) ?? '')));
    const hint =
      person === undefined
        ? ''
        : ` ${cleanName(person.name)} has it in the directory, but protect looks at the addresses that users have in the account.`;
    return [
      {
        code: 'PROTECT_UNUSED',
        severity: 'warning',
        text: `No user of the account has the address ${entry}, so the entry protects nobody.${hint} Correct it, or remove it.`,
        subject: entry,
        line: settings.protectLines[index] ?? null,
      },
    ];
  });
}

/** Mappings that were read to the end and feed nobody. */
function idleMappings({ settings, reading, assignments }: Situation): Notice[] {
  const fed = new Set(
    [assignments.people, assignments.ended, assignments.undecided].flatMap((people) =>
      [...people.values()].map(({ mapping }) => mapping),
    ),
  );
  const reads = readParts(settings.mappings, reading);
  return settings.mappings.flatMap((mapping, index): Notice[] => {
    const parts = reads[index] ?? [];
    if (parts.some(({ root }) => root.kind === 'incomplete') || fed.has(mapping)) return [];
    const about = { subject: namesOf(mapping, 'and'), line: mapping.line };
    const several = mapping.parts.length > 1;
    const people = assignments.mapped[index]?.membership.placements.size ?? 0;
    if (people === 0) {
      const inside = mapping.subgroups === 'ignore' ? '' : `, nor has any group inside ${several ? 'them' : 'it'}`;
      const who = several ? 'None of the directory groups has people' : 'The directory group has no people';
      const text = `${who}${inside}, so the mapping feeds nobody.`;
      return [{ code: 'MAPPING_EMPTY', severity: 'info', text, ...about }];
    }
    const who = people === 1 ? 'The only person' : `All ${people} people`;
    const text = `${who} of the directory group${several ? 's' : ''} ${people === 1 ? 'belongs' : 'belong'} to mappings that come first, so this one feeds nobody. Put it before them if it is the one that counts, or remove it.`;
    return [{ code: 'MAPPING_SHADOWED', severity: 'warning', text, ...about }];
  });
}

/** Groups that a list names in two ways, as by name and by DN: nothing goes wrong, but another group may be missing. */
function namedTwice({ settings, reading }: Situation): Notice[] {
  return readParts(settings.mappings, reading).flatMap((parts, at) => {
    const found = foundParts(parts);
    return found.flatMap(({ part, group }, index): Notice[] => {
      const first = found.slice(0, index).find((one) => one.group === group);
      const mapping = settings.mappings[at];
      if (first === undefined || mapping === undefined) return [];
      const line = lineOf(part, mapping);
      const text = `This is the same directory group as ${first.part.directoryGroup} before it in the list (${reading.groups.get(group)?.label ?? group}). Remove one of the two, or name the group that was meant.`;
      return [{ code: 'GROUP_LISTED_TWICE', severity: 'warning', text, subject: part.directoryGroup, line }];
    });
  });
}
