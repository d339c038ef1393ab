import fc from 'fast-check';
import { formatMarker } from '../../src/targets/rescue/planner/marker.ts';
import type { DirectoryReading, Person } from '../../src/core/people.ts';
import type { Mapping, RescueSettings } from '../../src/targets/rescue/settings.ts';
import {
  type AccountLiteral,
  accountOf,
  type DirectoryLiteral,
  firstName,
  groupId,
  mapping,
  personId,
  readingOf,
  type TestAccount,
  type UserLiteral,
} from '../targets/rescue/planner/builders.ts';

/** People without rights, and what they can write: everything about themselves, and the name of a group they manage. */
export interface Guise {
  readonly people: Readonly<Record<string, Partial<Person>>>;
  /** The name of the directory group that they manage. */
  readonly group: string;
}

export interface HostileWorld {
  readonly mappings: readonly Mapping[];
  readonly settings: Partial<RescueSettings>;
  readonly account: TestAccount;
  /** What the directory says while the adversaries show themselves like this. */
  readingAs(guise: Guise): DirectoryReading;
  /** How they look when they are honest. */
  readonly honest: Guise;
  /** One disguise after the other, each for one run. */
  readonly guises: readonly Guise[];
}

export const VICTIMS = ['vic0', 'vic1', 'vic2', 'vic3'];
export const ADVERSARIES = ['mal0', 'mal1'];
const TECHNICIAN_GROUPS = ['Desk', 'Tier 1', 'Night', 'Own'];
const GROUPS = [...TECHNICIAN_GROUPS, 'Leads', 'Owners'];
/** Places of the account; which of them are linked is random. */
const PLACES = [
  'Technicians/Desk',
  'Technicians/Desk/Tier 1',
  'Technicians/Desk/Private',
  'Technicians/Desk/Own',
  'Technicians/Night',
  'Technicians/By hand',
  'Administrators',
  'Administrators/Leads',
  'Master Administrators',
];

const victimUser: fc.Arbitrary<(word: string) => UserLiteral> = fc
  .record({
    linked: fc.constantFrom(true, true, false),
    enabled: fc.constantFrom(true, true, true, false),
    email: fc.constantFrom('corp.example', 'corp.example', 'old.example'),
    ssoId: fc.constantFrom('', 'corp.local', 'corp.example'),
    managed: fc.boolean(),
  })
  .map(({ linked, enabled, email, ssoId, managed }) => (word) => {
    const own = ssoId === '' ? '' : `${word}@${ssoId}`;
    const link = linked ? { link: word, linkedSsoId: managed ? own : null } : {};
    return { enabled, email: `${word}@${email}`, ssoId: own, ...link };
  });

interface Somebody {
  readonly groups: readonly string[];
  readonly state: Person['state'];
  readonly place: string | null;
}

const victim = fc.record({
  groups: fc.uniqueArray(fc.constantFrom(...GROUPS), { maxLength: 2 }),
  state: fc.constantFrom<Person['state']>('enabled', 'enabled', 'enabled', 'disabled', 'expired'),
  place: fc.option(fc.constantFrom(...PLACES), { freq: 5 }),
  user: victimUser,
});

const adversary = fc.record({
  groups: fc.uniqueArray(fc.constantFrom(...TECHNICIAN_GROUPS), { maxLength: 2 }),
  state: fc.constantFrom<Person['state']>('enabled', 'enabled', 'enabled', 'disabled'),
  place: fc.option(fc.constantFrom(...PLACES.slice(0, 6)), { freq: 2 }),
  linked: fc.boolean(),
});

/** Mostly what is somebody else's. */
const address = fc
  .tuple(fc.constantFrom(...VICTIMS, ...ADVERSARIES), fc.constantFrom('corp.example', 'corp.local', 'old.example'))
  .chain(([word, domain]) => fc.constantFrom(`${word}@${domain}`, ` ${word.toUpperCase()}@${domain}`));

const name = fc.constantFrom(...VICTIMS, ...ADVERSARIES).map((word) => word.charAt(0).toUpperCase() + word.slice(1));

const guise: fc.Arbitrary<Guise> = fc.record({
  people: fc.record(
    Object.fromEntries(
      ADVERSARIES.map((word) => [
        word,
        fc.record({ mail: fc.option(address, { freq: 8 }), upn: address, name }, { requiredKeys: [] }),
      ]),
    ),
  ),
  group: fc.constantFrom('Own', 'Tier 1', 'Private', 'tier 1', 'Night', 'Desk', 'Leads'),
});

const mappings: fc.Arbitrary<Mapping[]> = fc
  .record({
    fullGroup: fc.tuple(...GROUPS.map(() => fc.constantFrom(true, true, false))),
    ssoId: fc.constantFrom<Mapping['ssoId']>('none', 'email', 'upn'),
    subgroups: fc.constantFrom<Mapping['subgroups']>('mirror', 'mirror', 'flatten'),
    roles: fc.subarray(['Owners', 'Leads', 'Night']),
  })
  .map(({ fullGroup, ssoId, subgroups, roles }) => {
    const all: Mapping[] = [
      mapping('Owners', 'Master Administrators', { subgroups: 'flatten' }),
      mapping('Leads', 'Administrators/Leads'),
      mapping('Desk', 'Technicians/Desk', { subgroups }),
      mapping('Night', 'Technicians/Night'),
    ];
    const used = all.filter((one) => firstName(one) === 'Desk' || roles.includes(firstName(one)));
    return used.map((one, index) => ({ ...one, ssoId, fullGroup: fullGroup[index] ?? true, line: 10 + index }));
  });

const linkedPlaces = fc.subarray(['Tier 1', 'Own']);

export const hostileWorld: fc.Arbitrary<HostileWorld> = fc
  .record({
    victims: fc.tuple(...VICTIMS.map(() => victim)),
    adversaries: fc.tuple(...ADVERSARIES.map(() => adversary)),
    mappings,
    loginId: fc.constantFrom<RescueSettings['loginId']>('email', 'email', 'upn'),
    linkedPlaces,
    guises: fc.array(guise, { minLength: 1, maxLength: 3 }),
  })
  .map((drawn) => {
    const members = membersOf([...drawn.victims.entries()].map(([index, one]) => [VICTIMS[index] ?? '', one]));
    for (const [index, one] of drawn.adversaries.entries()) {
      for (const group of one.groups) members[group]?.push(ADVERSARIES[index] ?? '');
    }
    const states = Object.fromEntries([
      ...drawn.victims.map(({ state }, index) => [VICTIMS[index], { state }]),
      ...drawn.adversaries.map(({ state }, index) => [ADVERSARIES[index], { state }]),
    ]) as Record<string, Partial<Person>>;
    const people = (worn: Guise): Record<string, Partial<Person>> =>
      Object.fromEntries(Object.entries(states).map(([word, state]) => [word, { ...state, ...worn.people[word] }]));
    return {
      mappings: drawn.mappings,
      settings: { loginId: drawn.loginId },
      account: accountFor(drawn.victims, drawn.adversaries, drawn.linkedPlaces),
      readingAs: (worn: Guise) =>
        renamed(
          readingOf({ groups: readable(members, drawn.mappings), people: people(worn) }, drawn.mappings),
          worn.group,
        ),
      honest: { people: {}, group: 'Own' },
      guises: drawn.guises,
    };
  });

function membersOf(all: readonly (readonly [string, Somebody])[]): Record<string, string[]> {
  return Object.fromEntries(
    GROUPS.map((group) => [group, all.filter(([, { groups }]) => groups.includes(group)).map(([word]) => word)]),
  );
}

/** Only what a directory is asked for: the mapped groups, and those inside them. */
function readable(
  members: Readonly<Record<string, readonly string[]>>,
  mapped: readonly Mapping[],
): DirectoryLiteral['groups'] {
  const read = new Set([...mapped.map(firstName), 'Tier 1', 'Own']);
  const nested = { ...members, Desk: [...(members['Desk'] ?? []), '@Tier 1', '@Own'] };
  return Object.fromEntries(Object.entries(nested).filter(([group]) => read.has(group)));
}

/** The managed group keeps its identity, whatever it is called. */
function renamed(reading: DirectoryReading, called: string): DirectoryReading {
  const own = reading.groups.get(groupId('Own'));
  if (own === undefined) return reading;
  return { ...reading, groups: new Map([...reading.groups, [own.id, { ...own, name: called }]]) };
}

function accountFor(
  victims: readonly (Somebody & { readonly user: (word: string) => UserLiteral })[],
  adversaries: readonly (Somebody & { readonly linked: boolean })[],
  linked: readonly string[],
): TestAccount {
  const places: Record<string, Record<string, UserLiteral>> = {};
  for (const place of PLACES) places[place] = {};
  places['Master Administrators'] = { olga: { accountHolder: true } };
  for (const [index, { place, user }] of victims.entries()) {
    const word = VICTIMS[index] ?? '';
    if (place !== null) (places[place] ??= {})[word] = user(word);
  }
  for (const [index, { place, linked: isLinked }] of adversaries.entries()) {
    const word = ADVERSARIES[index] ?? '';
    if (place !== null) (places[place] ??= {})[word] = isLinked ? { link: word } : {};
  }
  const marker = (group: string): string => formatMarker({ person: groupId(group), fingerprint: 'bfe2ad0c' });
  const descriptions = Object.fromEntries(linked.map((group) => [`Technicians/Desk/${group}`, marker(group)]));
  return accountOf(places satisfies AccountLiteral, {}, descriptions);
}

export function isAdversary(person: string | null): boolean {
  return ADVERSARIES.some((word) => personId(word) === person);
}
