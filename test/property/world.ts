import fc from 'fast-check';
import { formatMarker } from '../../src/targets/rescue/planner/marker.ts';
import type { DirectoryReading, Person } from '../../src/core/people.ts';
import type { Plan } from '../../src/plan/model.ts';
import type { Mapping, RescueSettings } from '../../src/targets/rescue/settings.ts';
import {
  type AccountLiteral,
  accountOf,
  type DirectoryLiteral,
  groupId,
  mapping,
  readingOf,
  type TestAccount,
  type UserLiteral,
} from '../targets/rescue/planner/builders.ts';

/** A random directory, a random account that has grown beside it, and random settings. */
export interface RandomWorld {
  readonly mappings: readonly Mapping[];
  readonly settings: Partial<RescueSettings>;
  readonly reading: DirectoryReading;
  readonly account: TestAccount;
}

const WORDS = ['ada', 'bob', 'cy', 'dora', 'emil', 'fay', 'gus', 'hal'];
const GROUPS = ['Red', 'Green', 'Blue', 'Grey'];
const PLACES = [
  'Administrators/Leads',
  'Administrators',
  'Master Administrators',
  'Technicians/Red',
  'Technicians/Red/Green',
  'Technicians/green',
  'Technicians/Deep/er/Blue',
  'Technicians/By hand',
];

const MIRRORED = ['Technicians/Red/Green', 'Technicians/Red/Old name', 'Administrators/Leads/Blue'];

const word = fc.constantFrom(...WORDS);
const address = word.map((text) => `${text}@corp.example`);
const names = fc.constantFrom('Ada King', 'Bob  B.', ' Zoë 🚀 ', 'a\nb', '=1+1', '‮evil', 'Smith, John', '');

const personFields: fc.Arbitrary<Partial<Person>> = fc.record(
  {
    name: names,
    mail: fc.option(address, { freq: 8 }),
    upn: fc.option(word.map((text) => `${text}@corp.local`)),
    state: fc.constantFrom('enabled', 'enabled', 'enabled', 'disabled', 'expired'),
  },
  { requiredKeys: [] },
);

const members = fc.uniqueArray(
  fc.oneof(
    { weight: 4, arbitrary: word },
    { weight: 1, arbitrary: fc.constantFrom(...GROUPS).map((name) => `@${name}`) },
  ),
  { maxLength: 6 },
);

export const directory: fc.Arbitrary<DirectoryLiteral> = fc.record({
  groups: fc.record(Object.fromEntries(GROUPS.map((name) => [name, members]))),
  people: fc.dictionary(word, personFields),
});

const mappings: fc.Arbitrary<Mapping[]> = fc
  .uniqueArray(
    fc.record({
      group: fc.constantFrom(...GROUPS),
      place: fc.constantFrom(...PLACES.slice(0, -1), ...PLACES.slice(3, 5)),
      fullGroup: fc.constantFrom(true, true, false),
      mobileLicense: fc.boolean(),
      subgroups: fc.constantFrom('mirror', 'flatten', 'ignore'),
      ssoId: fc.constantFrom('none', 'email', 'upn'),
      attributes: fc.constantFrom<readonly ('name' | 'email' | 'status' | 'ssoId')[]>(
        ['name', 'email', 'status', 'ssoId'],
        ['name', 'email', 'status', 'ssoId'],
        ['status'],
        ['email', 'name'],
        [],
      ),
    }),
    { minLength: 1, maxLength: 3, selector: ({ place }) => place },
  )
  .map((entries) =>
    entries.map(({ group, place, ...fields }, index) => {
      const subgroups = place === 'Master Administrators' ? 'flatten' : fields.subgroups;
      return mapping(group, place, { ...fields, subgroups, line: 10 + index });
    }),
  );

const user: fc.Arbitrary<UserLiteral> = fc.record(
  {
    name: names.filter((name) => name.trim() !== ''),
    enabled: fc.boolean(),
    description: fc.constantFrom('', 'by hand', '[adsync is not a marker]'),
    link: word,
    linkedSsoId: fc.option(address),
    ssoId: fc.oneof(address, fc.constant('')),
    mobile: fc.boolean(),
    accountHolder: fc.constantFrom(false, false, false, true),
  },
  { requiredKeys: [] },
);

/** Every address once, as the service would have it. */
const account: fc.Arbitrary<AccountLiteral> = fc
  .uniqueArray(fc.tuple(word, fc.constantFrom(...PLACES), user), {
    maxLength: 7,
    selector: ([text]) => text,
  })
  .map((entries) => {
    const places: Record<string, Record<string, UserLiteral>> = {
      'Technicians/By hand': {},
      'Master Administrators': { olga: { accountHolder: true } },
    };
    for (const path of MIRRORED) places[path] = {};
    for (const [text, place, fields] of entries) (places[place] ??= {})[text] = fields;
    return places;
  });

export const randomWorld: fc.Arbitrary<RandomWorld> = fc
  .record({
    directory,
    mappings,
    account,
    loginId: fc.constantFrom('email', 'upn'),
    protect: fc.uniqueArray(address, { maxLength: 1 }),
    licenses: fc.record({
      technicians: fc.option(fc.nat({ max: 6 }), { freq: 2 }),
      mobile: fc.option(fc.nat({ max: 4 }), { freq: 2 }),
    }),
    links: fc.dictionary(fc.constantFrom(...MIRRORED), fc.constantFrom(...GROUPS)),
  })
  .map(({ directory: literal, mappings: list, account: users, loginId, protect, licenses, links }) => ({
    mappings: list,
    settings: { loginId, protect, licenses },
    reading: readingOf(literal, list),
    account: accountOf(users, { email: 'hal@corp.example' }, descriptionsOf(links)),
  }));

/** Groups that an earlier run may have linked to a directory group, rightly or to another one by now. */
function descriptionsOf(links: Readonly<Record<string, string>>): Record<string, string> {
  const marker = (name: string): string => formatMarker({ person: groupId(name), fingerprint: 'bfe2ad0c' });
  return Object.fromEntries(Object.entries(links).map(([path, name]) => [path, marker(name)]));
}

/** The SSO id follows the e-mail address; and only when a group has been approved are those who stand there strangers. */
export function saysMoreToCome({ notices, changes }: Plan): boolean {
  const captures = changes.some(({ kind, reason, operations }) => {
    return kind === 'group' && reason.code === 'ADOPTED' && operations.includes('update');
  });
  return captures || notices.some(({ code }) => code === 'SSO_ID_LATER');
}
