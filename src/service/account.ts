import type { Platform, ServiceDescription } from './description.ts';

/** Accounts with all rights: whoever breaks into a service of theirs has the machine. */
const ALMIGHTY = /^(?:root|0|(?:nt authority\\)?(?:local )?system|s-1-5-18|(?:[^\\]+\\)?administrator)$/i;
/** Names that are fine in a unit file, in a property list and in a command line. */
const NAMES: Readonly<Record<Platform, RegExp>> = {
  linux: /^[a-z_][a-z0-9_-]{0,30}$/i,
  macos: /^[a-z_][a-z0-9_.-]{0,30}$/i,
  windows: /^(?:[^\s\p{Cc}"\\/[\]:;|=,+*?<>@]+\\)?[^\p{Cc}"\\/[\]:;|=,+*?<>]+$/u,
};

/** What is wrong with the account of a service, and what to do; null where it will do. */
export function accountFault(
  platform: Platform,
  scope: ServiceDescription['scope'],
  account: string | null,
): { readonly text: string; readonly advice: string } | null {
  if (account === null) {
    if (platform !== 'macos' || scope === 'user') return null;
    const text = 'launchd has no account for the service, and would run it as root.';
    return { text, advice: 'Make an account without rights, as _adsync, and name it with --account; or add --user.' };
  }
  if (scope === 'user') {
    return { text: 'A service of one user runs as this user.', advice: 'Leave --account out, or leave --user out.' };
  }
  if (ALMIGHTY.test(account)) {
    const advice = 'Name an account that may only do what adsync needs; docs/service.md says what that is.';
    return { text: `${account} may do everything on this machine, and adsync needs next to nothing.`, advice };
  }
  if (NAMES[platform].test(account)) return null;
  return { text: `"${account}" is no name of an account of ${platform}.`, advice: 'Look at --account.' };
}
