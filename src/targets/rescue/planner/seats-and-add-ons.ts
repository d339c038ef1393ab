import { keepFormerRoles } from './former-roles.ts';
import { sortedBy } from '../../../core/collections.ts';
import { fold } from '../../../core/text.ts';
import { fingerprint, markerIn } from './marker.ts';
import { type Holder, shareOut } from '../../../plan/budgets.ts';
import { wantedKey } from './members.ts';
import type { AccountReading, AccountUser, NodeId } from './account.ts';
import type { Budget, Hold } from '../../../plan/model.ts';
import { ADD_ONS, SEATS } from './stage-risk-takes.ts';
import type { Notice } from '../../../core/notice.ts';
import type { FedGroups } from './fed-groups.ts';
import type { RescueSettings } from '../settings.ts';
import type { WantedUser } from './wanted-user.ts';

export interface Shared {
  readonly wanted: readonly WantedUser[];
  /** Users that may or may not have the mobile add-on; ask for them and share again. */
  readonly unknown: readonly NodeId[];
  /** Seats; and mobile add-ons, where `rescue.licenses.mobile` is given. */
  readonly budgets: readonly Omit<Budget, 'after'>[];
  readonly notices: readonly Notice[];
}

/**
 * Decides who asks for seats and mobile add-ons, and what becomes of those who get none; plan/budgets.ts shares them
 * out. People ask in the order of the mappings and then by name. Without a number in `rescue.licenses` everybody gets
 * one, and the service's refusal counts as "none left". A person who gets no seat keeps the user of a former role,
 * add-on included.
 *
 * @param holds the holds, by key: a held disable gives nothing back, and a held newcomer keeps their turn in the queue
 */
export function shareSeatsAndAddOns(
  wanted: readonly WantedUser[],
  account: AccountReading,
  { licenses }: RescueSettings,
  holds: ReadonlyMap<string, Hold>,
  fedGroups: FedGroups,
): Shared {
  const seats = shareSeats(wanted, account, licenses.technicians, holds);
  const addOns = shareAddOns(keepFormerRoles(seats.wanted, fedGroups), account, licenses.mobile, holds);
  return {
    wanted: addOns.wanted,
    unknown: addOns.unknown,
    budgets: [seats.budget, ...(addOns.budget === null ? [] : [addOns.budget])],
    notices: [...seats.notices, ...addOns.notices],
  };
}

/** Technicians beyond the contract's seats are neither created nor enabled. */
function shareSeats(
  wanted: readonly WantedUser[],
  account: AccountReading,
  held: number | null,
  holds: ReadonlyMap<string, Hold>,
): { wanted: readonly WantedUser[]; budget: Omit<Budget, 'after'>; notices: readonly Notice[] } {
  const entries = entriesByUser(wanted);
  const seated = account.users.filter(({ role, enabled, email }) => role === 'technician' && enabled && email !== '');
  const { refused, before } = shareOut({
    limit: held,
    holders: seated.map(({ id }) => holderOf(entries.get(id), ({ enabled }) => !enabled, holds)),
    asking: inTurn(
      wanted.filter(({ role, user, enabled }) => role === 'technician' && user?.enabled !== true && enabled),
    ),
  });
  const without = new Set(refused);
  return {
    wanted: wanted.flatMap((entry) => (without.has(entry) ? withoutSeat(entry) : [entry])),
    budget: { name: SEATS, held, before },
    notices: refused.map((entry) => noSeat(entry, held ?? 0)),
  };
}

function entriesByUser(wanted: readonly WantedUser[]): ReadonlyMap<NodeId, WantedUser> {
  const entries = new Map<NodeId, WantedUser>();
  for (const entry of wanted) if (entry.user !== null) entries.set(entry.user.id, entry);
  return entries;
}

/** @param entry the wanted user; undefined for one that nothing is planned for */
function holderOf(
  entry: WantedUser | undefined,
  ends: (entry: WantedUser) => boolean,
  holds: ReadonlyMap<string, Hold>,
): Holder {
  if (entry === undefined) return { ends: false, held: false };
  return { ends: ends(entry), held: holds.has(wantedKey(entry)) };
}

function withoutSeat(entry: WantedUser): WantedUser[] {
  return entry.user === null ? [] : [{ ...entry, enabled: false }];
}

function noSeat({ name, email, user, reason }: WantedUser, held: number): Notice {
  const what = user === null ? 'created' : 'enabled';
  return {
    code: 'NO_SEAT',
    severity: 'warning',
    text: `${name} (${email}) is not ${what}: all ${held} technician licences of rescue.licenses.technicians are taken. Free one, or correct the number if the contract holds more.`,
    subject: email,
    line: reason.line,
  };
}

function shareAddOns(
  wanted: readonly WantedUser[],
  account: AccountReading,
  held: number | null,
  holds: ReadonlyMap<string, Hold>,
): {
  wanted: readonly WantedUser[];
  unknown: readonly NodeId[];
  budget: Omit<Budget, 'after'> | null;
  notices: readonly Notice[];
} {
  if (held === null) {
    const all = wanted.map((entry) => (wishes(entry) ? { ...entry, mobile: true } : entry));
    return { wanted: all, unknown: [], budget: null, notices: [] };
  }

  const known = new Map(account.users.map((user) => [user.id, user.details?.mobile ?? null]));
  for (const { user, link } of wanted) if (user !== null) known.set(user.id, addOnOf(user, link?.ssoId ?? null));
  // A user that is disabled already may still have the add-on, and nothing else would ask about it.
  for (const { user, mobile } of wanted) {
    if (mobile === false && user?.details === null && known.get(user.id) === true) known.set(user.id, null);
  }
  const unknown = [...known].filter(([, has]) => has === null).map(([id]) => id);
  const has = ({ user }: WantedUser): boolean => user !== null && known.get(user.id) === true;

  const entries = entriesByUser(wanted);
  const having = [...known].filter(([, one]) => one === true);
  const { granted, refused, before } = shareOut({
    limit: held,
    holders: having.map(([id]) => holderOf(entries.get(id), ({ mobile }) => mobile === false, holds)),
    asking: inTurn(wanted.filter((entry) => wishes(entry) && !has(entry))),
  });
  return {
    wanted: wanted.map((entry) => (wishes(entry) ? { ...entry, mobile: has(entry) || granted.has(entry) } : entry)),
    unknown,
    budget: { name: ADD_ONS, held, before },
    notices: refused.map((entry) => noAddOn(entry, held)),
  };
}

/** A disabled user does not get the add-on. */
function wishes({ wishesAddOn, enabled }: WantedUser): boolean {
  return wishesAddOn && enabled;
}

/** Whether a user has the add-on: as the service says, or as the link marker vouches; null when neither does. */
export function addOnOf(user: AccountUser, ssoId: string | null): boolean | null {
  if (user.details !== null) return user.details.mobile;
  const live = markerIn(user);
  if (live?.fingerprint === fingerprint(ssoId, true)) return true;
  return live?.fingerprint === fingerprint(ssoId, false) ? false : null;
}

function noAddOn({ name, email, reason }: WantedUser, held: number): Notice {
  return {
    code: 'NO_MOBILE_LICENSE',
    severity: 'warning',
    text: `${name} (${email}) gets no mobile add-on: all ${held} of rescue.licenses.mobile are taken. Free one, or correct the number if the contract holds more.`,
    subject: email,
    line: reason.line,
  };
}

/** In the order of the mappings, then by name. */
function inTurn(asking: readonly WantedUser[]): WantedUser[] {
  return sortedBy(asking, ({ priority, name, email }) => [priority ?? Infinity, fold(name), fold(email)]);
}
