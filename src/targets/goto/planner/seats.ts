import { grouped } from '../../../core/counted.ts';
import { calledName, compareText, fold } from '../../../core/text.ts';
import type { Budget } from '../../../plan/model.ts';
import type { Product } from '../settings.ts';
import type { AccountReading, AccountUser, Licence, LicenceKey } from './account.ts';
import type { Words } from './diff.ts';
import { fullName } from './identity.ts';
import type { Remark } from './remarks.ts';
import { rightsOf } from './roles.ts';
import type { Served } from './users.ts';
import { holdsAnything, keyOf, type WantedUser } from './wanted-user.ts';

export interface SharedSeats {
  readonly served: readonly Served[];
  readonly remarks: readonly Remark[];
}

/**
 * Shares the seats of each licence out. Seats that this plan gives back go to those who ask, in the order of the rules
 * and then by name; what is held gives nothing back, and neither does a user of whom nobody knows whether the service
 * counts it. A user that would be left with nothing, because what it is to get
 * instead is taken, keeps what it has until there is some: a want of licences ends nobody.
 *
 * @param held keys of users whose changes are held
 */
export function shareSeats(
  wanted: readonly WantedUser[],
  account: AccountReading,
  words: Words,
  held: { has(key: string): boolean },
): SharedSeats {
  const possible = wanted.filter(({ blocked }) => blocked === null);
  const keeping = new Set<WantedUser>();
  const freed = possible.filter((entry) => !held.has(keyOf(entry)));
  for (;;) {
    const giving = freed.filter((entry) => !keeping.has(entry));
    const shares = new Map(account.licences.map((one) => [one.key, shareOf(one, possible, giving, account, words)]));
    const refusedOf = (entry: WantedUser): LicenceKey[] =>
      taken(entry).filter((key) => shares.get(key)?.refused.has(entry) === true);
    const more = possible.filter((entry) => !keeping.has(entry) && endsForWant(entry, refusedOf(entry)));
    more.forEach((entry) => keeping.add(entry));
    if (more.length > 0) continue;
    const served = wanted.map((entry) => serve(entry, refusedOf(entry), keeping.has(entry), shares, words));
    const remarks = served.flatMap(({ wanted: entry, refused }) =>
      [...refused.keys()].map((key): Remark => {
        return { code: 'OUT_OF_LICENCES', subject: words.licences.nameOf(key), who: whoIs(entry) };
      }),
    );
    return { served, remarks };
  }
}

interface Share {
  readonly licence: Licence;
  /** Those who get none. */
  readonly refused: ReadonlySet<WantedUser>;
  /** Whether more is asked for than is free before anything is given back. */
  readonly isTight: boolean;
  /** How many give one back that the service may not have counted. */
  readonly doubtful: number;
}

function shareOf(
  licence: Licence,
  possible: readonly WantedUser[],
  giving: readonly WantedUser[],
  account: AccountReading,
  words: Words,
): Share {
  const { key, seats } = licence;
  if (seats === null) return { licence, refused: new Set(), isTight: false, doubtful: 0 };
  const asking = possible
    .filter((entry) => taken(entry).includes(key))
    .sort((a, b) => compareAsking(a, b, words.licences.nameOf(key)));
  const free = seats - inUse(licence, account);
  const back = giving.filter((entry) => given(entry).includes(key));
  const sure = back.filter(({ user }) => user !== null && isCounted(user)).length;
  const most = Math.max(0, free + sure);
  return {
    licence,
    refused: new Set(asking.slice(most)),
    isTight: asking.length > Math.max(0, free),
    doubtful: back.length - sure,
  };
}

/**
 * Whether the service surely counts the licences of a user. It is not known whether it counts those of somebody who was
 * invited, or who is shown as suspended although it holds something.
 */
function isCounted({ status }: Pick<AccountUser, 'status'>): boolean {
  return status === 'ACTIVE' || status === 'INACTIVE';
}

/** How many seats are taken. Where the service does not say, those who hold one are counted. */
export function inUse({ key, inUse: said }: Licence, { users }: Pick<AccountReading, 'users'>): number {
  return said ?? users.filter(({ licences }) => licences.includes(key)).length;
}

function taken({ user, licences }: WantedUser): LicenceKey[] {
  return licences.filter((key) => user?.licences.includes(key) !== true);
}

function given({ user, licences }: WantedUser): LicenceKey[] {
  return user?.licences.filter((key) => !licences.includes(key)) ?? [];
}

/** The rule that gives the product decides, and the file has its rules in their order. */
function compareAsking(a: WantedUser, b: WantedUser, product: string): number {
  const [one, two] = [a, b].map(({ why }) => why.products.get(product)?.by.rule.line ?? Infinity);
  return (
    compareNumbers(one ?? Infinity, two ?? Infinity) ||
    compareText(fold(nameOf(a)), fold(nameOf(b))) ||
    compareText(keyOf(a), keyOf(b))
  );
}

function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function nameOf({ names, user }: WantedUser): string {
  return fullName(names ?? { first: user?.firstName ?? '', last: user?.lastName ?? '' });
}

/** Whether a user that has something would have nothing, and only because some of what it is to have is taken. */
function endsForWant({ user, licences, rights }: WantedUser, refused: readonly LicenceKey[]): boolean {
  if (user === null || user.licences.length === 0 || refused.length === 0) return false;
  const left = licences.filter((key) => !refused.includes(key));
  return !holdsAnything(left, rights ?? rightsOf(user));
}

function serve(
  wanted: WantedUser,
  refused: readonly LicenceKey[],
  keeps: boolean,
  shares: ReadonlyMap<LicenceKey, Share>,
  words: Words,
): Served {
  const now = keeps ? (wanted.user?.licences ?? []) : wanted.licences.filter((key) => !refused.includes(key));
  const gets = now.some((key) => taken(wanted).includes(key));
  const tight = given(wanted).filter((key) => shares.get(key)?.isTight === true && !now.includes(key));
  return {
    wanted,
    now,
    refused: new Map(refused.map((key) => [key, whyRefused(key, shares, words)])),
    first: gets ? tight : [],
  };
}

function whyRefused(key: LicenceKey, shares: ReadonlyMap<LicenceKey, Share>, { licences }: Words): string {
  const share = shares.get(key);
  const full = `No licence of ${licences.nameOf(key)} is free: all ${grouped(share?.licence.seats ?? 0)} are taken.`;
  if ((share?.doubtful ?? 0) === 0) return full;
  return `${full} Users who have not accepted their invitation give some back, but the service may not have counted those: plan again once this plan is applied.`;
}

function whoIs({ person, user }: WantedUser): string {
  if (person !== null) return `${calledName(person)} (${person.label})`;
  return user === null ? '' : `${fullName({ first: user.firstName, last: user.lastName })} <${user.email}>`;
}

/** The licences that the file names, by the names that it gives them. */
export function budgetsOf(products: readonly Product[], account: AccountReading): Omit<Budget, 'after'>[] {
  return products.flatMap(({ name, licence }) => {
    const found = account.licences.find(({ key }) => key === licence);
    return found === undefined ? [] : [{ name, held: found.seats, before: inUse(found, account) }];
  });
}
