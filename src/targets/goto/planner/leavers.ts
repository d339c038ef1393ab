import type { Hold } from '../../../plan/model.ts';
import { fold } from '../../../core/text.ts';
import type { AccountReading, AccountUser } from './account.ts';
import { type Ground, userName } from './decide.ts';
import { isEnabled } from './limit-bases.ts';
import { isManaged, linkOf } from './match.ts';
import type { Remark } from './remarks.ts';
import { hasPower, rightsOf } from './roles.ts';
import { type WantedUser, keyOf } from './wanted-user.ts';

/**
 * Users that hold something although their person has ended for certain: they are not suspended, because nobody knows
 * whose they are. Suspensions that a limit holds count as held, and a protected user is left on purpose. Somebody who works
 * may have the address by now, or only write it: who keeps rights over others by that is named all the same.
 */
export function leaversLeft(
  { reading, account, matches, settings }: Ground,
  wanted: readonly WantedUser[],
  isProtected: (user: AccountUser) => boolean,
  held: ReadonlyMap<string, Hold>,
): Remark[] {
  const planned = new Map(wanted.flatMap((entry) => (entry.user === null ? [] : [[entry.user.key, entry]])));
  const people = [...reading.people.values()];
  const ended = people.filter(({ state }) => state !== 'enabled');
  const working = new Set(people.filter(({ state }) => state === 'enabled').map(({ mail }) => fold(mail ?? '')));
  const ids = new Set(ended.map(({ id }) => id));
  const addresses = new Set(ended.map(({ mail }) => fold(mail ?? '')).filter((one) => one !== ''));
  const left = account.users.filter((user) => {
    if (!isManaged(user, settings) || !isEnabled(user) || isProtected(user)) return false;
    const owner = linkOf(user, settings);
    if (!(owner === null ? addresses.has(fold(user.email)) : ids.has(owner))) return false;
    const entry = planned.get(user.key);
    if (owner === null && working.has(fold(user.email)) && !hasPower(entry?.rights ?? rightsOf(user))) return false;
    return (
      matches.untouched.has(user.key) || (entry !== undefined && entry.why.end === null && !held.has(keyOf(entry)))
    );
  });
  return left.map((user) => ({ code: 'LEAVERS_LEFT', subject: 'goto.rules', who: userName(user) }));
}

/** How many users hold something. */
export function enabledUsers({ users }: Pick<AccountReading, 'users'>): number {
  return users.filter(isEnabled).length;
}
