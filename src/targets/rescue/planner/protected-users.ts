import { fold } from '../../../core/text.ts';
import { diffUser } from './diff.ts';
import type { AccountReading, AccountUser } from './account.ts';
import type { Notice } from '../../../core/notice.ts';
import { type Pattern, patternOf } from '../../../core/pattern.ts';
import type { RescueSettings } from '../settings.ts';
import { compareNodeIds } from './node-ids.ts';
import type { FedGroups } from './fed-groups.ts';
import { asItIs, type WantedUser } from './wanted-user.ts';

/**
 * Protected users are wanted exactly as they are: the account holder, the user whose credentials are used, and the
 * users of `rescue.protect`. A notice says where this overrules the directory.
 */
export function protect(
  wanted: readonly WantedUser[],
  account: AccountReading,
  settings: RescueSettings,
  fedGroups: FedGroups,
): { wanted: WantedUser[]; notices: Notice[] } {
  const protectionOf = protector(account, settings);
  const notices: Notice[] = [];
  const edited = wanted.map((entry) => {
    const why = entry.user === null ? null : protectionOf(entry.user);
    if (entry.user === null || why === null) return entry;
    if (overrules(entry, fedGroups)) notices.push(protectedNotice(entry.user, why));
    return untouched(entry, entry.user, why, fedGroups);
  });
  const last = lastMasterAdministrator(edited);
  if (last === null || last.user === null) return { wanted: edited, notices };
  const why = 'the last enabled master administrator';
  notices.push(protectedNotice(last.user, why));
  const kept = untouched(last, last.user, why, fedGroups);
  return { wanted: edited.map((entry) => (entry === last ? kept : entry)), notices };
}

function untouched({ person, reason }: WantedUser, user: AccountUser, why: string, fedGroups: FedGroups): WantedUser {
  return { ...asItIs(user, person, { ...reason, code: 'PROTECTED', text: why }, fedGroups), isProtected: true };
}

/**
 * The user to keep where all enabled master administrators would be disabled: always the oldest, also where others
 * would be created. An account whose holder is enabled never comes to this.
 */
function lastMasterAdministrator(wanted: readonly WantedUser[]): WantedUser | null {
  const masters = wanted.filter(({ user }) => user?.role === 'masterAdministrator' && user.enabled);
  if (masters.some(({ enabled }) => enabled)) return null;
  const oldest = masters.sort((a, b) => compareNodeIds(a.user?.id ?? '', b.user?.id ?? ''));
  return oldest[0] ?? null;
}

/** A missing link alone is nothing to report: a protected user is never linked. */
function overrules(entry: WantedUser, fedGroups: FedGroups): boolean {
  return Object.keys(diffUser(entry, fedGroups)?.after ?? {}).some((field) => field !== 'link');
}

/** Why a user must not be touched, in words; null when it may be. The last master administrator is another matter. */
export function protector(account: AccountReading, settings: RescueSettings): (user: AccountUser) => string | null {
  const listed = settings.protect.map(patternOf);
  const { ids, email } = account.self;
  const self = { ids, email: fold(email) };
  return (user) => protection(user, self, listed);
}

/** @param self with its address folded */
function protection(user: AccountUser, self: AccountReading['self'], listed: readonly Pattern[]): string | null {
  const email = fold(user.email);
  if (user.details?.accountHolder === true) return 'the account holder';
  if (self.ids.includes(user.id) || email === self.email) {
    return 'the user whose credentials adsync uses';
  }
  if (listed.some((matches) => matches(email))) return 'listed in rescue.protect';
  return null;
}

function protectedNotice(user: AccountUser, why: string): Notice {
  return {
    code: 'PROTECTED',
    severity: 'info',
    text: `${user.name} (${user.email}) differs from the directory but is left alone: ${why}.`,
    subject: user.email,
    line: null,
  };
}
