import fc from 'fast-check';
import type { DirectoryReading, Person } from '../../src/core/people.ts';
import type {
  AccountReading,
  AccountUser,
  GroupKey,
  LicenceKey,
  RoleSetId,
  UserKey,
} from '../../src/targets/goto/planner/account.ts';
import type { GotoChange } from '../../src/targets/goto/planner/change.ts';
import type { GotoSettings, RoleWish, Rule } from '../../src/targets/goto/settings.ts';
import {
  type AccountLiteral,
  accountOf,
  type DirectoryLiteral,
  gotoSettings,
  personId,
  type ProductName,
  readingOf,
  rule,
  type UserLiteral,
} from '../targets/goto/planner/builders.ts';

/** Random rules, directories and accounts, and a model of what the service makes of a change. */

export interface RandomWorld {
  readonly settings: GotoSettings;
  readonly reading: DirectoryReading;
  readonly account: AccountReading;
}

const WORDS = ['ada', 'bob', 'cleo', 'dan', 'eve', 'fred', 'gus'] as const;
const GROUPS = ['Sales', 'Support', 'Staff'] as const;
const PRODUCTS: readonly ProductName[] = ['Meeting', 'Connect', 'Webinar'];
export const LINK = 'adsyncPerson';

const role: fc.Arbitrary<RoleWish> = fc.oneof(
  fc.constant<RoleWish>({ kind: 'member' }),
  fc.constant<RoleWish>({ kind: 'admin' }),
  fc.constant<RoleWish>({ kind: 'superAdmin' }),
  fc.constant<RoleWish>({ kind: 'custom', name: 'Helpdesk' }),
  fc.record({
    kind: fc.constant('manager' as const),
    permissions: fc.subarray(['MANAGE_USERS', 'RUN_REPORTS'], { minLength: 1 }),
    userGroups: fc.subarray(['North', 'South']),
  }),
);

const randomRule: fc.Arbitrary<Rule> = fc
  .record({
    group: fc.constantFrom(...GROUPS),
    products: fc.subarray([...PRODUCTS]),
    role: fc.option(role, { freq: 2 }),
    userGroup: fc.option(fc.constantFrom('North', 'South'), { freq: 2 }),
    language: fc.option(fc.constantFrom('de_DE', 'en_US'), { freq: 2 }),
  })
  .map(({ group, ...fields }) => rule(group, fields));

const mail = (word: string): fc.Arbitrary<string | null> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(`${word}@corp.example`) },
    { weight: 2, arbitrary: fc.constantFrom('ada@corp.example', 'Bob@Corp.Example', 'new@corp.example') },
    { weight: 1, arbitrary: fc.constantFrom(`${word}@other.example`, null, 'no address') },
  );

const randomPerson = (word: string): fc.Arbitrary<Partial<Person>> =>
  fc.record({
    name: fc.constantFrom(`${word} Example`, `${word} Other`, word, 'x'.repeat(40)),
    mail: mail(word),
    state: fc.oneof(
      { weight: 5, arbitrary: fc.constant('enabled' as const) },
      { weight: 2, arbitrary: fc.constantFrom('disabled' as const, 'expired' as const) },
    ),
    attributes: fc.constantFrom<Record<string, string>>(
      {},
      { department: 'A' },
      { department: 'B', givenName: 'G', surname: 'S' },
    ),
  });

export const randomDirectory: fc.Arbitrary<DirectoryLiteral> = fc.record({
  groups: fc.record({
    Sales: fc.subarray([...WORDS, '@Staff']),
    Support: fc.subarray([...WORDS, '@Sales']),
    Staff: fc.subarray([...WORDS]),
  }),
  people: fc.record(Object.fromEntries(WORDS.map((word) => [word, randomPerson(word)]))),
  incomplete: fc.oneof(fc.constant<string[]>([]), fc.subarray([...GROUPS], { minLength: 1 })),
});

const randomUser = (word: string): fc.Arbitrary<UserLiteral> =>
  fc
    .record({
      products: fc.subarray([...PRODUCTS, '7999']),
      adminRoles: fc.oneof(
        { weight: 4, arbitrary: fc.constant<string[]>([]) },
        fc.constantFrom(['SUPER_USER'], ['MANAGE_ACCOUNT'], ['MANAGE_USERS'], ['RUN_REPORTS']),
      ),
      group: fc.option(fc.constantFrom('North', 'South')),
      email: fc.oneof(
        { weight: 8, arbitrary: fc.constant(`${word}@corp.example`) },
        fc.constantFrom(`${word}@other.example`, 'ada@corp.example'),
      ),
      status: fc.constantFrom('ACTIVE' as const, 'INVITED' as const, 'SUSPENDED' as const),
      identityReadOnly: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
      link: fc.option(fc.constantFrom(...WORDS), { freq: 2 }),
      department: fc.constantFrom('', 'A'),
    })
    .map(({ link, department, group, ...literal }) => ({
      ...literal,
      ...(group === null ? {} : { group }),
      attributes: { department, [LINK]: link === null ? '' : personId(link) },
    }));

const seats = fc.constantFrom(null, 0, 1, 2, 4, 100);

const randomAccount: fc.Arbitrary<AccountLiteral> = fc.record({
  users: fc
    .subarray([...WORDS, 'hal'])
    .chain((words) => fc.record(Object.fromEntries(words.map((word) => [word, randomUser(word)])))),
  seats: fc.record({ Meeting: seats, Connect: seats, Webinar: seats }),
  groups: fc.constant(['North', 'South']),
  roleSets: fc.constant(['Helpdesk']),
  attributes: fc.constant(['department', LINK]),
});

export const randomWorld: fc.Arbitrary<RandomWorld> = fc
  .record({
    rules: fc.array(randomRule, { minLength: 1, maxLength: 3 }),
    directory: randomDirectory,
    account: randomAccount,
    protect: fc.subarray(['ada@corp.example', 'hal@corp.example']),
    linked: fc.boolean(),
    adopt: fc.constantFrom('held' as const, 'account' as const),
  })
  .map(({ rules, directory, account, protect, linked, adopt }) => {
    const settings = gotoSettings(rules, {
      protect,
      protectLines: protect.map(() => 7),
      adopt,
      linkAttribute: linked ? LINK : null,
      attributes: [{ name: 'department', from: 'department', line: 8 }],
      language: 'fr_FR',
    });
    return { settings, reading: readingOf(directory, settings.mappings), account: accountOf(account) };
  });

/** What an apply makes: nothing that is held or blocked, and nothing that needs what was not made. */
export function madeOf(changes: readonly GotoChange[]): GotoChange[] {
  const done = new Set<string>();
  return changes.filter(({ id, held, blocked, needs }) => {
    const isMade = held === null && blocked === undefined && needs.every((one) => done.has(one));
    if (isMade) done.add(id);
    return isMade;
  });
}

/**
 * The account after changes, one by one; `seen` takes each state.
 *
 * @param isCounted whether the service counts the licences of a user
 */
export function carryOut(
  changes: readonly GotoChange[],
  account: AccountReading,
  seen: (account: AccountReading) => void = () => undefined,
  isCounted: (user: AccountUser) => boolean = () => true,
): AccountReading {
  return changes.reduce((state, change, index) => {
    const users =
      change.before === null
        ? [...state.users, written(change, blank(`9${state.users.length}${index}`))]
        : state.users.map((user) => (user.key === change.node ? written(change, user) : user));
    const next = { ...state, users, licences: counted(state, users, isCounted) };
    seen(next);
    return next;
  }, account);
}

/** The account where the service counts only these users. */
export function countedBy(isCounted: (user: AccountUser) => boolean, account: AccountReading): AccountReading {
  return {
    ...account,
    licences: counted({ ...account, users: [] }, account.users, isCounted).map((one, index) => {
      const said = account.licences[index]?.inUse ?? null;
      return said === null || one.inUse === null ? one : { ...one, inUse: one.inUse - said };
    }),
  };
}

function blank(key: string): AccountUser {
  return {
    key: key as UserKey,
    email: '',
    firstName: '',
    lastName: '',
    locale: null,
    licences: [],
    adminRoles: [],
    roleSets: [],
    managedGroups: [],
    group: null,
    status: 'INVITED',
    identityReadOnly: false,
    attributes: {},
  };
}

/** Licences that are written are counted; those that the service has counted otherwise keep the difference. */
function counted(
  { licences, users: before }: AccountReading,
  users: readonly AccountUser[],
  isCounted: (user: AccountUser) => boolean,
): AccountReading['licences'] {
  const holders = (all: readonly AccountUser[], key: LicenceKey): number =>
    all.filter((user) => user.licences.includes(key) && isCounted(user)).length;
  return licences.map((one) =>
    one.inUse === null ? one : { ...one, inUse: one.inUse + holders(users, one.key) - holders(before, one.key) },
  );
}

function written({ after, native }: GotoChange, user: AccountUser): AccountUser {
  const { licences, adminRoles, managedGroups, roleSet, group } = native;
  const next: AccountUser = {
    ...user,
    firstName: after.firstName ?? user.firstName,
    lastName: after.lastName ?? user.lastName,
    email: after.email ?? user.email,
    locale: after.language ?? user.locale,
    licences: licences === null ? user.licences : licences.map((key) => key as LicenceKey),
    adminRoles: adminRoles ?? user.adminRoles,
    managedGroups: managedGroups === null ? user.managedGroups : managedGroups.map((key) => key as GroupKey),
    roleSets: roleSet === null ? user.roleSets : roleSet === '' ? [] : [roleSet as RoleSetId],
    group: group === null ? user.group : group === '' ? null : (group as GroupKey),
    attributes: attributesAfter(after, user),
  };
  // Who declined stays suspended, whatever it holds.
  const resumes = holdsAnything(next) && !holdsAnything(user) && next.status === 'SUSPENDED';
  return { ...next, status: resumes ? 'ACTIVE' : holdsAnything(next) ? next.status : 'SUSPENDED' };
}

function holdsAnything({ licences, adminRoles, roleSets }: AccountUser): boolean {
  return licences.length + adminRoles.length + roleSets.length > 0;
}

function attributesAfter({ attributes, link }: GotoChange['after'], user: AccountUser): Record<string, string> {
  const rest = { ...user.attributes };
  if (attributes !== undefined) {
    rest['department'] = '';
    for (const text of attributes) rest[text.slice(0, text.indexOf('='))] = text.slice(text.indexOf('=') + 1);
  }
  return { ...rest, ...(link === undefined ? {} : { [LINK]: link ?? '' }) };
}
