import { patternOf } from '../../../core/pattern.ts';
import { compareText, fold } from '../../../core/text.ts';
import type { GotoSettings } from '../settings.ts';
import type { AccountReading, AccountUser, UserKey } from './account.ts';
import { diffUser, type Words } from './diff.ts';
import { userName } from './decide.ts';
import { isManaged } from './match.ts';
import type { Remark } from './remarks.ts';
import { type Rights, rightsOf, SUPER_USER } from './roles.ts';
import type { WantedUser } from './wanted-user.ts';

/**
 * Why a user must not be touched, in words; null when it may be. The last super admin is another matter. Patterns of
 * `goto.protect` are compared with the addresses of the account: nobody protects themselves by what they write about
 * themselves.
 */
export function protector(
  { self }: Pick<AccountReading, 'self'>,
  settings: Pick<GotoSettings, 'protect' | 'domains'>,
): (user: Pick<AccountUser, 'key' | 'email'>) => string | null {
  const listed = settings.protect.map(patternOf);
  return (user) => {
    if (user.key === self.key || fold(user.email) === fold(self.email)) return 'the user whose token adsync uses';
    if (!isManaged(user, settings)) return 'of no domain in goto.domains';
    return listed.some((matches) => matches(fold(user.email))) ? 'listed in goto.protect' : null;
  };
}

/** What is left of the wanted users. */
export interface Safe {
  readonly wanted: readonly WantedUser[];
  readonly remarks: readonly Remark[];
  /** Why each user that was left out is protected. */
  readonly why: ReadonlyMap<UserKey, string>;
}

/** Leaves protected users out, and says where they differ from what the rules give. */
export function protect(
  wanted: readonly WantedUser[],
  account: AccountReading,
  settings: GotoSettings,
  words: Words,
): Safe {
  const protectionOf = protector(account, settings);
  const remarks: Remark[] = [];
  const why = new Map<UserKey, string>();
  const free = wanted.filter((entry) => {
    const text = entry.user === null ? null : protectionOf(entry.user);
    if (entry.user === null || text === null) return true;
    why.set(entry.user.key, text);
    if (diffUser(entry, words) !== null) remarks.push(remarkOf(entry.user, text));
    return false;
  });
  const last = lastSuperAdmin(free, account);
  if (last === null) return { wanted: free, remarks, why };
  const text = 'the last super admin';
  why.set(last.key, text);
  return { wanted: free.filter(({ user }) => user !== last), remarks: [...remarks, remarkOf(last, text)], why };
}

function remarkOf(user: AccountUser, why: string): Remark {
  return { code: 'PROTECTED_USERS', subject: 'goto.protect', who: `${userName(user)}: ${why}` };
}

/**
 * Whether a user can act, as far as the service shows. A super admin who never came, or went to another account, helps
 * nobody who is locked out.
 */
export function canAct({ status }: Pick<AccountUser, 'status'>): boolean {
  return status !== 'INVITED' && status !== 'SUSPENDED';
}

/**
 * The user to keep where all super admins who can act would lose that role, or all of them: always the one whose key comes
 * first.
 */
function lastSuperAdmin(wanted: readonly WantedUser[], { users }: AccountReading): AccountUser | null {
  const rights = new Map(
    wanted.flatMap(({ user, rights: to }) => (user === null || to === null ? [] : [[user.key, to]])),
  );
  const admins = users.filter((user) => isSuper(rightsOf(user)));
  const counted = admins.some(canAct) ? admins.filter(canAct) : admins;
  if (counted.some((user) => isSuper(rights.get(user.key) ?? rightsOf(user)))) return null;
  return counted.toSorted((a, b) => a.key.length - b.key.length || compareText(a.key, b.key))[0] ?? null;
}

export function isSuper({ adminRoles }: Pick<Rights, 'adminRoles'>): boolean {
  return adminRoles.includes(SUPER_USER);
}
