import { Secret } from '../../../../src/core/secret.ts';
import type {
  DirectoryGroup,
  DirectoryGroupId,
  DirectoryReading,
  Person,
  PersonId,
  RootRead,
} from '../../../../src/core/people.ts';
import type { LimitSettings, Share } from '../../../../src/core/settings.ts';
import { assemblePlan } from '../../../../src/plan/assemble.ts';
import { approvalsOf } from '../../../../src/plan/approvals.ts';
import { NO_PAST, type Past } from '../../../../src/plan/earlier-runs.ts';
import type { HeldSets } from '../../../../src/plan/held-sets.ts';
import type { Plan } from '../../../../src/plan/model.ts';
import type { KnownNames, Proposed } from '../../../../src/plan/propose.ts';
import type {
  AccountReading,
  AccountUser,
  GroupKey,
  Licence,
  LicenceKey,
  RoleSet,
  RoleSetId,
  UserGroup,
  UserKey,
} from '../../../../src/targets/goto/planner/account.ts';
import { type GotoChange, gotoChanges } from '../../../../src/targets/goto/planner/change.ts';
import type { GotoProposeInput } from '../../../../src/targets/goto/planner/passes.ts';
import { proposeChanges } from '../../../../src/targets/goto/planner/propose.ts';
import type { GotoFileSettings, GotoSettings, Rule } from '../../../../src/targets/goto/settings.ts';

/** A GUID that is the same for the same word. */
export function guid(word: string): string {
  const hex = [...Buffer.from(word)].map((byte) => byte.toString(16)).join('');
  const text = hex.padStart(32, '0').slice(-32);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}

export function personId(word: string): PersonId {
  return guid(word) as PersonId;
}

export function groupId(name: string): DirectoryGroupId {
  return guid(`g:${name}`) as DirectoryGroupId;
}

/** A person called by one word: `ada` is Ada Example with ada@corp.example. */
export function person(word: string, fields: Partial<Person> = {}): Person {
  return {
    id: personId(word),
    name: `${capital(word)} Example`,
    mail: `${word}@corp.example`,
    upn: `${word}@corp.local`,
    state: 'enabled',
    label: `CN=${word}`,
    ...fields,
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

export interface DirectoryLiteral {
  /** Group name → members: words are people, `@Name` is a nested group. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Fields that differ from those of {@link person}. */
  readonly people?: Readonly<Record<string, Partial<Person>>>;
  /** Names of groups that were half read, or of unknown ones that are missing. */
  readonly incomplete?: readonly string[];
}

export function readingOf(
  { groups: named, people: differing, incomplete }: DirectoryLiteral,
  rules: readonly Rule[],
): DirectoryReading {
  const groups = new Map<DirectoryGroupId, DirectoryGroup>();
  const people = new Map<PersonId, Person>();
  for (const [name, members] of Object.entries(named)) {
    const words = members.filter((member) => !member.startsWith('@'));
    for (const word of words) people.set(personId(word), person(word, differing?.[word]));
    const nested = members.filter((member) => member.startsWith('@')).map((member) => member.slice(1));
    groups.set(groupId(name), {
      id: groupId(name),
      name,
      label: `CN=${name}`,
      people: words.map(personId),
      groups: nested.map(groupId),
      others: [],
    });
  }
  const roots = rules.map(({ directoryGroup }): RootRead => {
    const group = groups.get(groupId(directoryGroup));
    if (group !== undefined && incomplete?.includes(directoryGroup) !== true)
      return { kind: 'complete', group: group.id };
    return { kind: 'incomplete', group: group?.id ?? null, code: 'GROUP_NOT_FOUND', text: `no ${directoryGroup}` };
  });
  const base = { type: 'file', name: 'directory.ldif', people, groups, notices: [] } as const;
  const complete = roots.filter((root) => root.kind === 'complete');
  return complete.length === roots.length
    ? { ...base, kind: 'complete', roots: complete }
    : { ...base, kind: 'partial', roots };
}

/** Licences of test accounts, and what test files call them; a key has more digits than a number can hold. */
export const KEYS = {
  Meeting: '70000000000000000000000001',
  Connect: '70000000000000000000000002',
  Webinar: '70000000000000000000000003',
} as const;
export type ProductName = keyof typeof KEYS;

/** The key of a licence by the name of its product; any other text is a key. */
export function licence(name: string): LicenceKey {
  return (name in KEYS ? KEYS[name as ProductName] : name) as LicenceKey;
}

/** A rule of the file for a directory group; `line` is 10 for the first one where {@link settingsOf} puts it in. */
export function rule(directoryGroup: string, fields: Partial<Rule> = {}): Rule {
  return { directoryGroup, note: null, products: [], role: null, userGroup: null, language: null, line: 0, ...fields };
}

export const SALES = rule('Sales', { products: ['Meeting'] });

const ALL: Share = { kind: 'percent', percent: 100 };
export const NO_LIMITS: LimitSettings = {
  disable: ALL,
  disablePerGroup: ALL,
  move: ALL,
  readdress: ALL,
  create: null,
  minimum: 5,
  window: 0,
};

export function gotoSettings(rules: readonly Rule[], fields: Partial<GotoSettings> = {}): GotoSettings {
  return {
    type: 'goto',
    url: 'https://api.getgo.com',
    authUrl: 'https://authentication.logmeininc.com',
    ca: null,
    account: '1234567890123456789',
    clientId: 'client',
    clientSecret: new Secret('s3cret'),
    credential: { kind: 'personalAccessToken', token: new Secret('t0ken') },
    requests: {
      concurrent: 4,
      perSecond: 8,
      timeout: 60_000,
      consistencyDelay: 0,
      pageSize: 100,
      keys: 'text',
      filter: 'eq',
    },
    domains: ['corp.example'],
    welcomeMail: true,
    language: null,
    products: Object.entries(KEYS).map(([name, key], index) => ({ name, licence: key, line: 3 + index })),
    protect: [],
    protectLines: [],
    domainLines: [],
    adopt: 'held',
    linkAttribute: null,
    attributes: [],
    mappings: rules.map((one, index) => ({ ...one, line: one.line === 0 ? 10 * (index + 1) : one.line })),
    ...fields,
  };
}

export function fileOf(settings: GotoSettings, limits: Partial<LimitSettings> = {}): GotoFileSettings {
  return {
    file: 'sync.yaml',
    sha256: '0'.repeat(64),
    directory: { type: 'file', path: '/directory.ldif' },
    limits: { ...NO_LIMITS, ...limits },
    approve: [],
    guardRails: [],
    maxPlanAge: 86_400_000,
    interval: 900_000,
    fullReadingEvery: 8,
    retention: 90 * 86_400_000,
    goto: settings,
  };
}

export interface UserLiteral extends Partial<Omit<AccountUser, 'licences' | 'roleSets' | 'group'>> {
  /** Names of {@link KEYS}, or keys. */
  readonly products?: readonly string[];
  readonly roleSet?: string;
  readonly group?: string;
}

/** The user of a word: `ada` is Ada Example with ada@corp.example; it holds nothing. */
export function user(word: string, { products = [], roleSet, group, ...fields }: UserLiteral = {}): AccountUser {
  return {
    key: userKey(word),
    email: `${word}@corp.example`,
    firstName: capital(word),
    lastName: 'Example',
    locale: 'en_US',
    licences: products.map(licence).sort(),
    adminRoles: [],
    roleSets: roleSet === undefined ? [] : [roleSetId(roleSet)],
    managedGroups: [],
    group: group === undefined ? null : userGroupKey(group),
    status: products.length > 0 || roleSet !== undefined ? 'ACTIVE' : 'SUSPENDED',
    identityReadOnly: false,
    attributes: null,
    ...fields,
  };
}

export function userKey(word: string): UserKey {
  return `8${guid(word).replace(/\D/g, '')}` as UserKey;
}

export function userGroupKey(name: string): GroupKey {
  return `6${[...Buffer.from(name)].join('')}` as GroupKey;
}

export function roleSetId(name: string): RoleSetId {
  return `5${[...Buffer.from(name)].join('')}` as RoleSetId;
}

export interface AccountLiteral {
  /** The word of the user whose token is used; `root` where it is not said. */
  readonly self?: string;
  readonly users?: Readonly<Record<string, UserLiteral>>;
  /** Seats of each product; null = the service does not say. 100 where a product is missing. */
  readonly seats?: Partial<Record<ProductName, number | null>>;
  /** Names of user groups; a path is written with slashes. */
  readonly groups?: readonly string[];
  readonly roleSets?: readonly string[];
  /** Names of custom attributes. */
  readonly attributes?: readonly string[];
}

const CODES: Readonly<Record<ProductName, readonly string[]>> = {
  Meeting: ['G2M'],
  Connect: ['JIVE'],
  Webinar: ['G2W', 'G2M'],
};

/** The account `Example Ltd`, which has root@owner.example as a super admin besides. */
export function accountOf({
  users = {},
  seats = {},
  groups = [],
  roleSets = [],
  attributes = [],
  self = 'root',
}: AccountLiteral = {}): AccountReading {
  const all = [
    user('root', { email: 'root@owner.example', adminRoles: ['SUPER_USER'], status: 'ACTIVE' }),
    ...Object.entries(users).map(([word, literal]) => user(word, literal)),
  ];
  return {
    account: '1234567890123456789',
    organization: 'Example Ltd',
    url: 'https://api.getgo.com',
    self: { key: userKey(self), email: all.find(({ key }) => key === userKey(self))?.email ?? '' },
    users: all,
    licences: (Object.keys(KEYS) as ProductName[]).map((name): Licence => {
      const key = licence(name);
      return {
        key,
        description: name,
        products: CODES[name],
        enabled: true,
        seats: seats[name] === undefined ? 100 : seats[name],
        inUse: all.filter(({ licences }) => licences.includes(key)).length,
      };
    }),
    groups: groups.map((path): UserGroup => {
      const names = path.split('/');
      return { key: userGroupKey(path), name: names.at(-1) ?? '', path: names };
    }),
    roleSets: roleSets.map((name): RoleSet => ({ id: roleSetId(name), name })),
    attributes: attributes.map((name) => ({ key: `4${[...Buffer.from(name)].join('')}`, name })),
  };
}

export interface Situation {
  readonly rules: readonly Rule[];
  readonly directory: DirectoryLiteral;
  readonly account?: AccountLiteral;
  readonly settings?: Partial<GotoSettings>;
  readonly limits?: Partial<LimitSettings>;
  readonly approve?: readonly string[];
  readonly knownNames?: KnownNames;
  readonly past?: Past;
  readonly earlier?: HeldSets;
}

export function inputOf({ rules, directory, account, settings, limits, ...rest }: Situation): GotoProposeInput {
  const own = gotoSettings(rules, settings);
  const file = fileOf(own, limits);
  return {
    settings: file,
    reading: readingOf(directory, own.mappings),
    account: accountOf(account),
    approvals: approvalsOf(file, rest.approve ?? [], []),
    earlier: rest.earlier ?? new Map(),
    past: rest.past ?? NO_PAST,
    knownNames: rest.knownNames ?? new Map(),
  };
}

export function propose(situation: Situation): Proposed<GotoChange> {
  return proposeChanges(inputOf(situation));
}

/** The plan document of a situation. */
export function planOf(input: GotoProposeInput): Plan<GotoChange> {
  return assemble(input, proposeChanges(input));
}

export function assemble(input: GotoProposeInput, proposed: Proposed<GotoChange>): Plan<GotoChange> {
  const { settings, reading, earlier } = input;
  const file = { ...settings, targets: [settings.goto] };
  const createdAt = '2026-01-31T09:00:00.000Z';
  const made = assemblePlan({ settings: file, reading, adsyncVersion: '0.0.0', createdAt, earlier, missing: 'none' }, [
    proposed,
  ]);
  return { ...made, changes: gotoChanges(made.changes) };
}

/** Each change in one line: `grant ada +Meeting (rule 1)`; what is held or blocked says so. */
export function lines({ changes }: Pick<Proposed<GotoChange>, 'changes'>): string[] {
  return changes.map((change) => {
    const { operations, email, before, after, held, blocked } = change;
    const was = before?.products ?? [];
    const is = after.products ?? [];
    const come = is.filter((name) => !was.includes(name)).map((name) => ` +${name}`);
    const gone = was.filter((name) => !is.includes(name)).map((name) => ` -${name}`);
    const others = Object.entries(after).flatMap(([field, value]) =>
      ['status', 'products'].includes(field) || (before === null && ['firstName', 'lastName', 'email'].includes(field))
        ? []
        : [` ${field}=${String(value)}`],
    );
    const who = email.replace('@corp.example', '');
    const end = `${held === null ? '' : ` held by ${held.limit}`}${blocked === undefined ? '' : ` blocked: ${blocked.kind}`}`;
    return `${operations.join(',')} ${who}${come.join('')}${gone.join('')}${others.join('')}${end}`;
  });
}

/** The notices of a plan as `CODE: text`, without those about mail. */
export function noticesOf({ notices }: Pick<Proposed<GotoChange>, 'notices'>): string[] {
  return notices
    .filter(({ code }) => code !== 'WELCOME_MAIL' && code !== 'MAIL_POSSIBLE')
    .map(({ code, text, line }) => `${code}${line === null ? '' : ` (line ${line})`}: ${text}`);
}
