import { append, groupBy } from '../../../core/collections.ts';
import type { DirectoryReading, Person, PersonId } from '../../../core/people.ts';
import { calledName, compareText, fold } from '../../../core/text.ts';
import type { GotoSettings } from '../settings.ts';
import type { AccountReading, AccountUser, UserKey } from './account.ts';
import { type Address, addressOf, domainOf } from './identity.ts';

/** How a user was found for a person: `takeover` = by the address, and it is linked to somebody who was not read. */
export type FoundBy = 'link' | 'address' | 'takeover';

export interface Match {
  readonly user: AccountUser;
  readonly person: Person;
  readonly by: FoundBy;
}

/** Why nothing is decided about somebody. */
export interface Doubted {
  readonly code: 'ADDRESS_SHARED' | 'LINK_DOUBLE' | 'LINK_ELSEWHERE' | 'LINK_OUTSIDE' | 'USER_DOUBLE';
  readonly text: string;
  /** Everybody whom nothing is decided about because of it. */
  readonly whom: readonly PersonId[];
  /** Where no user is concerned: the people. Of those that no rule has nothing needs to be said. */
  readonly people?: readonly PersonId[];
}

export interface Matches {
  readonly matches: readonly Match[];
  /** Enabled people without a user, in the order of their ids. */
  readonly newcomers: readonly Person[];
  /** Users about whom nothing is decided. */
  readonly untouched: ReadonlySet<UserKey>;
  /** Of people who were read, by their id. */
  readonly addresses: ReadonlyMap<PersonId, Address>;
  /** Folded addresses that several enabled people have. */
  readonly shared: ReadonlySet<string>;
  /** Folded addresses of all users of the account. */
  readonly inUse: ReadonlySet<string>;
  readonly doubts: readonly Doubted[];
}

/** The person that the link attribute of a user names; null = none, or the file has no link attribute. */
export function linkOf(
  { attributes }: AccountUser,
  { linkAttribute }: Pick<GotoSettings, 'linkAttribute'>,
): PersonId | null {
  const value = linkAttribute === null ? '' : fold(attributes?.[linkAttribute] ?? '');
  return value === '' ? null : (value as PersonId);
}

/** Whether the file says that users of an address are looked after. */
export function isManaged({ email }: Pick<AccountUser, 'email'>, { domains }: Pick<GotoSettings, 'domains'>): boolean {
  return domains.includes(domainOf(email));
}

/**
 * Finds the user of each person that was read, by the link attribute and then by the address. Addresses are claims, so
 * nobody is found by one that several people have. An ended person shares an address with nobody who works: then only
 * the other one counts.
 */
export function matchPeople(
  reading: Pick<DirectoryReading, 'people'>,
  { users }: Pick<AccountReading, 'users'>,
  settings: Pick<GotoSettings, 'domains' | 'linkAttribute'>,
): Matches {
  const people = [...reading.people.values()].sort((a, b) => compareText(a.id, b.id));
  const addresses = new Map(people.map((person) => [person.id, addressOf(person, settings.domains)]));
  const linked = matchLinks(people, users, settings);
  const rest = people.filter(({ id }) => !linked.settled.has(id));
  const claimants = groupBy(
    people.filter((person) => keyOf(addresses.get(person.id)) !== null),
    ({ id }) => keyOf(addresses.get(id)) ?? '',
  );
  const shared = new Set(
    [...claimants].filter(([, all]) => all.filter(isEnabled).length > 1).map(([address]) => address),
  );
  const byAddress = groupBy(users, ({ email }) => fold(email));
  const found = [...groupBy(rest, ({ id }) => keyOf(addresses.get(id)))].map(([address, own]) => {
    if (address === null) return { ...NOBODY, newcomers: own };
    const all = claimants.get(address) ?? [];
    return matchAddress({ address, own, all, bearers: byAddress.get(address) ?? [] }, linked, reading, settings);
  });
  return {
    matches: [...linked.matches, ...found.flatMap(({ matches }) => matches)],
    newcomers: found
      .flatMap(({ newcomers }) => newcomers)
      .filter(isEnabled)
      .sort((a, b) => compareText(a.id, b.id)),
    untouched: new Set([...linked.untouched, ...found.flatMap(({ untouched }) => untouched)]),
    addresses,
    shared,
    inUse: new Set(byAddress.keys()),
    doubts: [...linked.doubts, ...found.flatMap(({ doubts }) => doubts)],
  };
}

function keyOf(address: Address | undefined): string | null {
  return address?.kind === 'usable' ? fold(address.address) : null;
}

function isEnabled({ state }: Person): boolean {
  return state === 'enabled';
}

interface Found {
  readonly matches: readonly Match[];
  readonly newcomers: readonly Person[];
  readonly untouched: readonly UserKey[];
  readonly doubts: readonly Doubted[];
}

const NOBODY: Found = { matches: [], newcomers: [], untouched: [], doubts: [] };

interface Linked extends Omit<Found, 'newcomers'> {
  /** People about whom the links say enough. */
  readonly settled: ReadonlySet<PersonId>;
  /** Users with a link to somebody who was read. */
  readonly users: ReadonlySet<UserKey>;
}

function matchLinks(
  people: readonly Person[],
  users: readonly AccountUser[],
  settings: Pick<GotoSettings, 'domains' | 'linkAttribute'>,
): Linked {
  const bearers = groupBy(users, (user) => linkOf(user, settings));
  const matches: Match[] = [];
  const untouched: UserKey[] = [];
  const doubts: Doubted[] = [];
  const settled = new Set<PersonId>();
  for (const person of people) {
    const [user, ...more] = bearers.get(person.id) ?? [];
    if (user === undefined) continue;
    settled.add(person.id);
    if (more.length === 0 && isManaged(user, settings)) matches.push({ user, person, by: 'link' });
    else {
      const who = [user, ...more].map(({ email }) => email).sort(compareText);
      append(
        untouched,
        [user, ...more].map(({ key }) => key),
      );
      const text = `${calledName(person)} (${person.label}): ${who.join(', ')}`;
      doubts.push({ code: more.length === 0 ? 'LINK_OUTSIDE' : 'LINK_DOUBLE', text, whom: [person.id] });
    }
  }
  const known = new Set([...matches.map(({ user }) => user.key), ...untouched]);
  return { matches, untouched, doubts, settled, users: known };
}

interface Claimed {
  readonly address: string;
  /** People with this address whom no link has found. */
  readonly own: readonly Person[];
  /** All people with it. */
  readonly all: readonly Person[];
  readonly bearers: readonly AccountUser[];
}

function matchAddress(
  { address, own, all, bearers }: Claimed,
  linked: Linked,
  { people }: Pick<DirectoryReading, 'people'>,
  settings: Pick<GotoSettings, 'linkAttribute'>,
): Found {
  const [user, ...more] = bearers;
  const free = bearers.filter(({ key }) => !linked.users.has(key));
  const left = (code: Doubted['code'], text: string, who: readonly Person[]): Found => {
    return {
      ...NOBODY,
      untouched: free.map(({ key }) => key),
      doubts: [{ code, text, whom: who.map(({ id }) => id) }],
    };
  };
  const working = all.filter(isEnabled);
  if (working.length > 1) {
    const found = left('ADDRESS_SHARED', `${address}: ${working.map(named).join(', ')}`, working);
    if (bearers.length > 0) return found;
    const people = working.map(({ id }) => id);
    return { ...found, doubts: found.doubts.map((doubt) => ({ ...doubt, people })) };
  }
  const person = own.find(isEnabled) ?? (working.length === 0 ? own[0] : undefined);
  if (person === undefined) return NOBODY;
  if (user === undefined) return { ...NOBODY, newcomers: [person] };
  if (more.length > 0) return left('USER_DOUBLE', `${address}: ${bearers.length} users`, [person]);
  if (linked.users.has(user.key)) {
    return isEnabled(person) ? left('LINK_ELSEWHERE', `${address}: ${named(person)}`, [person]) : NOBODY;
  }
  const owner = linkOf(user, settings);
  if (owner !== null && people.has(owner)) return NOBODY;
  return { ...NOBODY, matches: [{ user, person, by: owner === null ? 'address' : 'takeover' }] };
}

function named(person: Person): string {
  return `${calledName(person)} (${person.label})`;
}
