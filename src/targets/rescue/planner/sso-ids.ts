import { groupBy } from '../../../core/collections.ts';
import { linkIsOld } from './diff.ts';
import { fold } from '../../../core/text.ts';
import type { AccountReading, AccountUser, NodeId, UnreadableUser } from './account.ts';
import { parseMarker } from './marker.ts';
import type { Notice } from '../../../core/notice.ts';
import { ROLE_NAMES } from './roles.ts';
import type { WantedUser } from './wanted-user.ts';

export interface SettledSsoIds {
  readonly wanted: readonly WantedUser[];
  /** Users whose SSO id has to be known first, because somebody is to get one; ask for them and settle again. */
  readonly unknown: readonly NodeId[];
  readonly notices: readonly Notice[];
}

/**
 * The service takes a person who signs in with an SSO id for the user that has it. So nobody gets an SSO id that
 * another user has, in whatever role, or that another user keeps. Besides, one plan never replaces both identifiers of
 * a user: where the e-mail address changes, the SSO id follows in the next run.
 *
 * @param shared SSO ids, folded, that several people claim: none of them gets it
 */
export function settleSsoIds(
  given: readonly WantedUser[],
  account: AccountReading,
  shared: ReadonlySet<string>,
): SettledSsoIds {
  const notices: Notice[] = [];
  let wanted = given.map((entry) => {
    if (!takes(entry)) return entry;
    if (shared.has(fold(entry.ssoId ?? ''))) return keepOwn(entry);
    if (entry.user === null || fold(entry.user.email) === fold(entry.email)) return entry;
    notices.push(later(entry));
    return keepOwn(entry);
  });
  wanted = wanted.map((entry) => {
    const hidden = takes(entry) ? shownIn(entry, account) : null;
    if (hidden === null) return entry;
    notices.push(mayBeInUse(entry, hidden));
    return keepOwn(entry);
  });
  if (!wanted.some(takes)) return { wanted, unknown: [], notices };
  const unknown = unknownOf(wanted, account);
  if (unknown.length > 0) return { wanted, unknown, notices };
  for (;;) {
    const losers = new Map(clashes(wanted, account));
    if (losers.size === 0) return { wanted, unknown: [], notices };
    for (const [loser, holder] of losers) notices.push(inUse(loser, holder));
    wanted = wanted.map((entry) => (losers.has(entry) ? keepOwn(entry) : entry));
  }
}

/** Whether somebody gets an SSO id that they do not have. Where that is not known yet, the user is asked for first. */
function takes({ user, ssoId }: WantedUser): boolean {
  if (ssoId === null || ssoId === '') return false;
  return user === null || (user.details !== null && fold(user.details.ssoId) !== fold(ssoId));
}

function keepOwn(entry: WantedUser): WantedUser {
  const { user, link, newPassword } = entry;
  const own = user === null || newPassword ? '' : (user.details?.ssoId ?? '');
  return {
    ...entry,
    ssoId: newPassword ? '' : null,
    link: link === null || link.ssoId === null ? link : { ...link, ssoId: own },
  };
}

/**
 * The user who cannot be read, and whose own SSO id this may be: it stands somewhere in the record; or the record was not
 * to be had at all, and no link says whose user it is.
 */
function shownIn({ ssoId }: WantedUser, { unreadable = [] }: AccountReading): UnreadableUser | null {
  const isHidden = ({ text, why }: UnreadableUser): boolean => why === 'unanswered' && parseMarker(text) === null;
  return unreadable.find((user) => isHidden(user) || fold(user.text).includes(fold(ssoId ?? ''))) ?? null;
}

/** The SSO id that a user has now: as the service says, or as the link vouches; null when neither does. */
function currentOf(user: AccountUser, entry: WantedUser | undefined): string | null {
  if (user.details !== null) return user.details.ssoId;
  if (entry === undefined || entry.link === null || linkIsOld({ ...entry, mobile: null })) return null;
  return entry.link.ssoId;
}

function unknownOf(wanted: readonly WantedUser[], { users }: AccountReading): NodeId[] {
  const entries = new Map(wanted.map((entry) => [entry.user?.id, entry]));
  const asked = users.filter((user) => user.email.trim() !== '' && currentOf(user, entries.get(user.id)) === null);
  return asked.map(({ id }) => id);
}

/**
 * Users that would take an SSO id which another user has when everything is done, and users that wait for one another
 * in a ring.
 */
function clashes(wanted: readonly WantedUser[], { users }: AccountReading): [WantedUser, AccountUser][] {
  const entries = new Map(wanted.map((entry) => [entry.user?.id, entry]));
  const now = new Map(users.map((user) => [user, fold(currentOf(user, entries.get(user.id)) ?? '')]));
  const after = (user: AccountUser): string => {
    const entry = entries.get(user.id);
    return entry?.ssoId === null || entry === undefined ? (now.get(user) ?? '') : fold(entry.ssoId);
  };
  const keepers = groupBy(users, after);
  const holders = groupBy(users, (user) => now.get(user) ?? '');
  return wanted.filter(takes).flatMap((entry): [WantedUser, AccountUser][] => {
    const ssoId = fold(entry.ssoId ?? '');
    const keeper = keepers.get(ssoId)?.find(({ id }) => id !== entry.user?.id);
    const holder = keeper ?? (isInRing(entry, holders, entries) ? holders.get(ssoId)?.[0] : undefined);
    return holder === undefined ? [] : [[entry, holder]];
  });
}

/** Whether an entry waits for an SSO id whose holder waits, in the end, for that of this entry. */
function isInRing(
  start: WantedUser,
  holders: ReadonlyMap<string, readonly AccountUser[]>,
  entries: ReadonlyMap<NodeId | undefined, WantedUser>,
): boolean {
  const seen = new Set<WantedUser>();
  for (let at: WantedUser | undefined = start; at !== undefined && takes(at); ) {
    if (seen.has(at)) return at === start;
    seen.add(at);
    at = entries.get(holders.get(fold(at.ssoId ?? ''))?.[0]?.id);
  }
  return false;
}

function inUse(entry: WantedUser, holder: AccountUser): Notice {
  const whose = `is that of the ${ROLE_NAMES[holder.role]} ${holder.name} (${holder.email}). Clear it there in the Admin Center, or give the person another one in the directory.`;
  return notGiven(entry, whose);
}

function mayBeInUse(entry: WantedUser, { id, why }: UnreadableUser): Notice {
  const remedy = why === 'text' ? 'Clean that one first.' : 'Look at that one in the Admin Center first.';
  return notGiven(entry, `may be that of the user with the node ${id}, who cannot be read. ${remedy}`);
}

/** @param why the end of a sentence that begins with the SSO id, and what to do */
function notGiven({ name, ssoId, user, email, reason }: WantedUser, why: string): Notice {
  const then = user === null ? 'is created without an SSO id' : 'gets no new SSO id';
  return {
    code: 'SSO_ID_IN_USE',
    severity: 'warning',
    text: `${name} (${email}) ${then}: ${ssoId ?? ''} ${why}`,
    subject: ssoId ?? '',
    line: reason.line,
  };
}

function later({ name, email, reason }: WantedUser): Notice {
  return {
    code: 'SSO_ID_LATER',
    severity: 'info',
    text: `${name} gets the e-mail address ${email} now and the new SSO id with the next run: the two are never replaced together.`,
    subject: email,
    line: reason.line,
  };
}
