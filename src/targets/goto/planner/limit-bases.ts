import { fold } from '../../../core/text.ts';
import { formatPath } from '../../../core/path.ts';
import type { Bases } from '../../../plan/bases.ts';
import type { GotoSettings } from '../settings.ts';
import type { AccountReading, AccountUser } from './account.ts';
import { targetId } from './change.ts';
import { isManaged } from './match.ts';
import { protector } from './protected-users.ts';
import { rightsOf } from './roles.ts';
import { holdsAnything } from './wanted-user.ts';

/** Where users stand that are in no user group. */
const NOWHERE = '(no user group)';

/** The users that limits are shares of: those who hold something, are of the domains of the file, and may be changed. */
export function basesOf(account: AccountReading, settings: GotoSettings): Bases {
  const users = new Map<string, AccountUser>(account.users.map((user) => [user.key, user]));
  const paths = new Map<string, readonly string[]>(account.groups.map(({ key, path }) => [key, path]));
  const protectionOf = protector(account, settings);
  const after = account.users.filter(
    (user) => isEnabled(user) && isManaged(user, settings) && protectionOf(user) === null,
  );
  return {
    account: targetId(account.account),
    users: new Map(
      account.users.map((user) => [user.key, { id: user.key, parent: user.group ?? '', enabled: isEnabled(user) }]),
    ),
    lookedAfter: new Set(after.map(({ key }) => key)),
    groupOf(id) {
      const path = paths.get(id);
      return { path: path === undefined ? NOWHERE : formatPath(path), share: null, line: null };
    },
    isKnownBy(id, { email }) {
      const user = users.get(id);
      return user !== undefined && email !== undefined && fold(user.email) === fold(email);
    },
  };
}

/** Whether a user holds anything, whatever word the service has for its status. */
export function isEnabled(user: AccountUser): boolean {
  return holdsAnything(user.licences, rightsOf(user));
}
