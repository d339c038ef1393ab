import { fold } from './identity.ts';
import { diffUser } from './diff.ts';
import type { AccountReading, AccountUser, Notice } from './model.ts';
import type { RescueSettings } from './settings.ts';
import type { Tree } from './tree.ts';
import { asItIs, type WantedUser } from './wanted.ts';

/**
 * Who must not be touched is wanted exactly as they are: the account holder, the user whose credentials are used, and
 * `rescue.protect`. A notice says where this overrules the directory.
 */
export function protect(
  wanted: readonly WantedUser[],
  account: AccountReading,
  settings: RescueSettings,
  tree: Tree,
): { wanted: WantedUser[]; notices: Notice[] } {
  const listed = new Set(settings.protect.map(fold));
  const notices: Notice[] = [];
  const edited = wanted.map((entry) => {
    const why = entry.user === null ? null : protection(entry.user, account, listed);
    if (entry.user === null || why === null) return entry;
    if (overrules(entry, tree)) notices.push(protectedNotice(entry.user, why));
    return asItIs(entry.user, entry.person, { ...entry.reason, code: 'PROTECTED', text: why }, tree);
  });
  return { wanted: edited, notices };
}

/** A missing link alone is nothing to report: who is protected is never linked. */
function overrules(entry: WantedUser, tree: Tree): boolean {
  return Object.keys(diffUser(entry, tree)?.after ?? {}).some((field) => field !== 'link');
}

function protection(user: AccountUser, account: AccountReading, listed: ReadonlySet<string>): string | null {
  if (user.details?.accountHolder === true) return 'account holder';
  if (account.self.ids.includes(user.id) || fold(user.email) === fold(account.self.email)) {
    return 'the user whose credentials adsync uses';
  }
  if (listed.has(fold(user.email))) return 'listed in rescue.protect';
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
