import { fingerprint, formatMarker } from '../../../src/targets/rescue/planner/marker.ts';
import type { DirectoryReading, PersonId } from '../../../src/core/people.ts';
import type { Mapping } from '../../../src/targets/rescue/settings.ts';
import type { Settings } from '../../../src/core/settings.ts';
import {
  type AccountLiteral,
  accountOf,
  type DirectoryLiteral,
  firstName,
  groupId,
  mapping,
  personId,
  readingOf,
  settingsOf,
  type TestAccount,
  type UserLiteral,
} from '../../targets/rescue/planner/builders.ts';

/** What a directory holds, whatever server gives it away. */
export type Content = Pick<DirectoryReading, 'people' | 'groups'>;

/** A directory, an account beside it, and what is mapped to what. */
export interface Company {
  readonly content: Content;
  /** People who belong to a group through primaryGroupID, where the directory knows that; by group name. */
  readonly primary: Readonly<Record<string, readonly PersonId[]>>;
  readonly settings: Settings;
  readonly account: TestAccount;
}

function words(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
}

/** The first two of each group are newcomers without a user, and the name of the third one has changed. */
const MEMBERS: Record<string, readonly string[]> = {
  Leads: [...words('lead', 4), 'field5'],
  Desk: [...words('desk', 5), '@Night'],
  Night: [...words('night', 4), '@Weekend'],
  Weekend: words('weekend', 4),
  Field: words('field', 9),
  Staff: words('staff', 5),
  Audit: words('audit', 4),
  Bosses: [],
};

/** Priority and line of the mappings go by the order. Bosses hold nobody, truly. */
const MAPPED: readonly (readonly [group: string, place: string, fields?: Partial<Mapping>])[] = [
  ['Leads', 'Technicians/Leads'],
  ['Desk', 'Technicians/Desk'],
  ['Field', 'Technicians/Field'],
  ['Staff', 'Technicians/Staff'],
  ['Audit', 'Administrators/Audit', { fullGroup: false, attributes: ['name', 'status'] }],
  ['Bosses', 'Technicians/Bosses'],
];

const PLACES: Readonly<Record<string, string>> = {
  Leads: 'Technicians/Leads',
  Desk: 'Technicians/Desk',
  Night: 'Technicians/Desk/Night',
  Weekend: 'Technicians/Desk/Night/Weekend',
  Field: 'Technicians/Field',
  Staff: 'Technicians/Staff',
  Audit: 'Administrators/Audit',
  Bosses: 'Technicians/Bosses',
};

/** Who stands elsewhere than the directory wants. */
const ASTRAY: Readonly<Record<string, string>> = {
  lead4: 'Technicians/Field',
  night4: 'Technicians/Desk',
  field8: 'Technicians/Staff',
  staff5: 'Technicians/Old',
};
const ENDED = ['desk5', 'field9'];

/**
 * Several mapped groups, one of them with groups inside, one large for servers that hand out little at a time. Nearly
 * everybody has an enabled, linked user in the right place; some are to be created, renamed, moved or disabled, and a
 * stranger stands in every full group. The limits hold nothing back: they would hide what a fault does.
 *
 * @param mapped the groups that are mapped, absent = all; nobody else is there
 */
export function newCompany(mapped: readonly string[] = MAPPED.map(([group]) => group)): Company {
  const inside = mapped.includes('Desk') ? ['Night', 'Weekend'] : [];
  const names = [...mapped, ...inside];
  const groups: DirectoryLiteral['groups'] = Object.fromEntries(names.map((name) => [name, MEMBERS[name] ?? []]));
  const people = Object.fromEntries(ENDED.map((word) => [word, { state: 'disabled' as const }]));
  const mappings = MAPPED.map(([group, place, fields], index) =>
    mapping(group, place, { line: 10 + index, ...fields }),
  ).filter((one) => mapped.includes(firstName(one)));
  return {
    content: readingOf({ groups, people }, mappings),
    primary: mapped.includes('Staff') ? { Staff: ['staff3', 'staff4'].map(personId) } : {},
    settings: settingsOf(mappings),
    account: accountOf(users(names), {}, linksOf(inside)),
  };
}

/** The mirrored groups are linked already: the descriptions of their places. */
function linksOf(groups: readonly string[]): Record<string, string> {
  const marker = (group: string): string =>
    formatMarker({ person: groupId(group), fingerprint: fingerprint(null, false) });
  return Object.fromEntries(groups.map((group) => [PLACES[group] ?? '', marker(group)]));
}

function users(groups: readonly string[]): AccountLiteral {
  const placed: Record<string, Record<string, UserLiteral>> = {};
  for (const [group, members] of Object.entries(MEMBERS).filter(([name]) => groups.includes(name))) {
    const home = PLACES[group] ?? '';
    for (const word of members
      .slice(2)
      .filter((member) => !member.startsWith('@') && !(member in (placed[home] ?? {})))) {
      if (group === 'Leads' && word === 'field5') continue;
      const place = word === 'field5' ? 'Technicians/Leads' : (ASTRAY[word] ?? home);
      (placed[place] ??= {})[word] = word.endsWith('3') ? { link: word, name: 'Old Name' } : { link: word };
    }
    (placed[home] ??= {})[`left-${group.toLowerCase()}`] = { link: `left-${group.toLowerCase()}` };
    (placed[home] ??= {})[`odd-${group.toLowerCase()}`] = {};
  }
  return placed;
}
