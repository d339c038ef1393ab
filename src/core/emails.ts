import { groupBy } from './collections.ts';
import { fold } from './identity.ts';
import type { AccountReading, AccountUser, NodeId, Notice } from './model.ts';
import type { WantedUser } from './wanted.ts';

/**
 * The service keeps every e-mail address once. Takes back what would break that: an address that somebody else keeps
 * is not taken (a new user is not created then), and two users who exchange addresses keep their own.
 */
export function settleEmails(
  wanted: readonly WantedUser[],
  account: AccountReading,
): { wanted: WantedUser[]; notices: Notice[] } {
  const notices: Notice[] = [];
  let current = [...wanted];
  for (;;) {
    const losers = new Map([...clashes(current, account), ...rings(current)]);
    if (losers.size === 0) return { wanted: current, notices };
    for (const [loser, notice] of losers) notices.push({ ...notice, line: loser.reason.line });
    current = current.flatMap((entry) => (losers.has(entry) ? keepOwn(entry) : [entry]));
  }
}

function keepOwn(entry: WantedUser): WantedUser[] {
  return entry.user === null ? [] : [{ ...entry, email: entry.user.email }];
}

function takesAddress({ user, email }: WantedUser): boolean {
  return user === null || fold(user.email) !== fold(email);
}

/** Users who would take an address that somebody has when everything is done. */
function clashes(wanted: readonly WantedUser[], account: AccountReading): [WantedUser, Notice][] {
  const decided = new Set<NodeId>(wanted.flatMap(({ user }) => user?.id ?? []));
  const bystanders = groupBy(
    account.users.filter((user) => !decided.has(user.id) && user.email.trim() !== ''),
    (user) => fold(user.email),
  );
  const byEmail = groupBy(wanted, ({ email }) => fold(email));
  return wanted.filter(takesAddress).flatMap((entry): [WantedUser, Notice][] => {
    const others = (byEmail.get(fold(entry.email)) ?? []).filter((other) => other !== entry);
    const holder = bystanders.get(fold(entry.email))?.[0] ?? others[0]?.user ?? null;
    if (holder === null && others.length === 0) return [];
    return [[entry, inUse(entry, holder)]];
  });
}

const ROLES: Record<AccountUser['role'], string> = {
  technician: 'technician',
  administrator: 'administrator',
  masterAdministrator: 'master administrator',
};

function inUse(entry: WantedUser, holder: AccountUser | null): Notice {
  const who = holder === null ? 'another new user' : `the ${ROLES[holder.role]} ${holder.name}`;
  const then = entry.user === null ? 'is not created' : 'keeps the old address';
  return {
    code: 'EMAIL_IN_USE',
    severity: 'warning',
    text: `${entry.name} ${then}: ${entry.email} belongs to ${who} of the account. Give that user another address in the Admin Center, or the person another one in the directory.`,
    subject: entry.email,
    line: null,
  };
}

/** Users who exchange addresses in a ring: no order of changes is free of a clash. */
function rings(wanted: readonly WantedUser[]): [WantedUser, Notice][] {
  const taking = wanted.filter((entry) => entry.user !== null && takesAddress(entry));
  const giving = new Map(taking.map((entry) => [fold(entry.user?.email ?? ''), entry]));
  return taking.filter((entry) => comesBack(entry, giving)).map((entry) => [entry, exchange(entry)]);
}

function comesBack(start: WantedUser, giving: ReadonlyMap<string, WantedUser>): boolean {
  const seen = new Set<WantedUser>();
  let at = giving.get(fold(start.email));
  while (at !== undefined && !seen.has(at)) {
    if (at === start) return true;
    seen.add(at);
    at = giving.get(fold(at.email));
  }
  return false;
}

function exchange(entry: WantedUser): Notice {
  return {
    code: 'EMAIL_EXCHANGE',
    severity: 'warning',
    text: `${entry.name} keeps the old address: ${entry.email} is given up by a user who in turn takes an address from this exchange. Change one of them in the Admin Center first.`,
    subject: entry.email,
    line: null,
  };
}
