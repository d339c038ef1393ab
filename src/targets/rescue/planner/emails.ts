import { groupBy, once } from '../../../core/collections.ts';
import { compareText, fold } from '../../../core/text.ts';
import type { AccountReading, AccountUser, NodeId } from './account.ts';
import type { Notice } from '../../../core/notice.ts';
import { ROLE_NAMES } from './roles.ts';
import type { WantedUser } from './wanted-user.ts';

/**
 * The service keeps every e-mail address once. This pass takes back what would break that: nobody takes an address that
 * somebody else keeps, and a new user that would need it is not created.
 *
 * @returns `taken`: the addresses that somebody else keeps, folded
 */
export function settleEmails(
  wanted: readonly WantedUser[],
  account: AccountReading,
): { wanted: WantedUser[]; taken: Set<string>; notices: Notice[] } {
  const notices: Notice[] = [];
  const taken = new Set<string>();
  let current = [...wanted];
  for (;;) {
    const losers = new Map(clashes(current, account));
    if (losers.size === 0) return { wanted: current, taken, notices };
    for (const [loser, notice] of losers) {
      notices.push({ ...notice, line: loser.reason.line });
      taken.add(fold(loser.email));
    }
    current = current.flatMap((entry) => (losers.has(entry) ? keepOwn(entry) : [entry]));
  }
}

function keepOwn(entry: WantedUser): WantedUser[] {
  return entry.user === null ? [] : [{ ...entry, email: entry.user.email }];
}

function takesAddress({ user, email }: WantedUser): boolean {
  return user === null || (user.email !== email && fold(user.email) !== fold(email));
}

/** Users who would take an address that somebody has when everything is done. */
function clashes(wanted: readonly WantedUser[], account: AccountReading): [WantedUser, Notice][] {
  const taking = wanted.filter(takesAddress);
  if (taking.length === 0) return [];
  const decided = new Set<NodeId>(wanted.flatMap(({ user }) => user?.id ?? []));
  const bystanders = groupBy(
    account.users.filter((user) => !decided.has(user.id) && user.email.trim() !== ''),
    (user) => fold(user.email),
  );
  const byEmail = groupBy(wanted, ({ email }) => fold(email));
  return taking.flatMap((entry): [WantedUser, Notice][] => {
    const others = (byEmail.get(fold(entry.email)) ?? []).filter((other) => other !== entry);
    const holder = bystanders.get(fold(entry.email))?.[0] ?? others[0]?.user ?? null;
    if (holder === null && others.length === 0) return [];
    return [[entry, inUse(entry, holder)]];
  });
}

function inUse(entry: WantedUser, holder: AccountUser | null): Notice {
  const who = holder === null ? 'another new user' : `the ${ROLE_NAMES[holder.role]} ${holder.name}`;
  const then = entry.user === null ? 'is not created' : 'keeps the old address';
  return {
    code: 'EMAIL_IN_USE',
    severity: 'warning',
    text: `${entry.name} ${then}: ${entry.email} belongs to ${who} of the account. Give that user another address in the Admin Center, or the person another one in the directory.`,
    subject: entry.email,
    line: null,
  };
}

/**
 * Users who exchange addresses in a ring: no order of changes is free of a clash. One of each ring, always the same,
 * first takes a temporary address.
 *
 * @returns that user's entry and the temporary address
 */
export function exchanges(wanted: readonly WantedUser[], account: AccountReading): Map<WantedUser, string> {
  const taking = wanted.filter((entry) => entry.user !== null && takesAddress(entry));
  const giving = new Map(taking.map((entry) => [fold(entry.user?.email ?? ''), entry]));
  // Most plans have no ring: then nobody asks for these.
  const used = once(() => new Set([...account.users, ...wanted].map(({ email }) => fold(email))));
  const breakers = new Map<WantedUser, string>();
  const settled = new Set<WantedUser>();
  for (const start of [...taking].sort((a, b) => compareText(fold(a.email), fold(b.email)))) {
    const ring = ringFrom(start, giving, settled);
    // Nobody who only waits for a ring, or for an address that becomes free, has to be looked at again.
    for (const member of ring.members) settled.add(member);
    if (ring.isClosed) breakers.set(start, temporaryAddress(start, used()));
  }
  return breakers;
}

/**
 * Whether `start` is part of a ring, and everybody about whom that is known now.
 *
 * @param settled those who were known before
 */
function ringFrom(
  start: WantedUser,
  giving: ReadonlyMap<string, WantedUser>,
  settled: ReadonlySet<WantedUser>,
): { readonly isClosed: boolean; readonly members: readonly WantedUser[] } {
  const path = new Set<WantedUser>();
  for (let at: WantedUser | undefined = start; at !== undefined && !settled.has(at); at = giving.get(fold(at.email))) {
    if (path.has(at)) {
      const members = [...path];
      // Of a ring that only begins behind `start`, the members are still to be looked at.
      return at === start
        ? { isClosed: true, members }
        : { isClosed: false, members: members.slice(0, members.indexOf(at)) };
    }
    path.add(at);
  }
  return { isClosed: false, members: [...path] };
}

/** An address of the same domain that nobody has: the node's number keeps it apart from others of its kind. */
function temporaryAddress({ user, email }: WantedUser, used: ReadonlySet<string>): string {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  for (let suffix = ''; ; suffix += 'x') {
    const address = `adsync-${user?.id ?? ''}${suffix}@${domain}`;
    if (!used.has(fold(address))) return address;
  }
}
