import { once } from '../../../core/collections.ts';
import { fold } from '../../../core/text.ts';
import { formatPath } from '../../../core/path.ts';
import type { Bases, BaseUser } from '../../../plan/bases.ts';
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
  const known = once(() => new Map<string, AccountUser>(account.users.map((user) => [user.key, user])));
  const paths = new Map<string, readonly string[]>(account.groups.map(({ key, path }) => [key, path]));
  // Most plans change nobody whom a limit counts: then nobody asks for these.
  const all = once(() => new Map(account.users.map((user) => [user.key, baseUser(user)])));
  const lookedAfter = once(() => new Set<string>(lookedAfterIn(account, settings)));
  return {
    account: targetId(account.account),
    get users() {
      return all();
    },
    get lookedAfter() {
      return lookedAfter();
    },
    groupOf(id) {
      const path = paths.get(id);
      return { path: path === undefined ? NOWHERE : formatPath(path), share: null, line: null };
    },
    isKnownBy(id, { email }) {
      const user = known().get(id);
      return user !== undefined && email !== undefined && fold(user.email) === fold(email);
    },
  };
}

function baseUser(user: AccountUser): BaseUser {
  return { id: user.key, parent: user.group ?? '', enabled: isEnabled(user) };
}

function lookedAfterIn(account: AccountReading, settings: GotoSettings): string[] {
  const protectionOf = protector(account, settings);
  const after = account.users.filter(
    (user) => isEnabled(user) && isManaged(user, settings) && protectionOf(user) === null,
  );
  return after.map(({ key }) => key);
}

/** Whether a user holds anything, whatever word the service has for its status. */
export function isEnabled(user: AccountUser): boolean {
  return holdsAnything(user.licences, rightsOf(user));
}
