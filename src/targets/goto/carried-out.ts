import { fold } from '../../core/text.ts';
import type { CallValues, CallWrites, CarriedOut } from '../journal.ts';
import { isAttribute, sameValue, userValues } from './planner/journal-values.ts';
import type { AccountReading, AccountUser } from './planner/account.ts';
import { SUPER_USER } from './planner/roles.ts';

/** Whether the account is as a call would have left it (yes), as it found it (no), or neither. */
export function wasCarriedOut({ node, before, after }: CallWrites, { users }: AccountReading): CarriedOut {
  if (node === null) {
    const email = typeof after['email'] === 'string' ? fold(after['email']) : '';
    const user = users.find((one) => fold(one.email) === email);
    if (user === undefined) return 'no';
    return shows(user, after) ? 'yes' : 'unclear';
  }
  const user = users.find(({ key }) => key === node);
  if (user === undefined) return 'unclear';
  if (shows(user, after)) return 'yes';
  return shows(user, before) ? 'no' : 'unclear';
}

/** Whether a user has these values, as far as the service shows them; where it shows none of them, nobody can tell. */
function shows(user: AccountUser, wanted: CallValues): boolean {
  const shown = userValues(user);
  const told = Object.entries(wanted).filter(([key]) => key in shown || (isAttribute(key) && user.attributes !== null));
  return told.length > 0 && told.every(([key, value]) => sameUnder(key, shown[key], value));
}

function sameUnder(key: string, a: CallValues[string] | undefined, b: CallValues[string]): boolean {
  if (key === 'email' && typeof a === 'string' && typeof b === 'string') return fold(a) === fold(b);
  return sameValue(a, b) || (key === 'adminRoles' && isSuper(a) && isSuper(b));
}

/** The service may list beside it all the roles that are part of it. */
function isSuper(roles: CallValues[string] | undefined): boolean {
  return typeof roles === 'object' && roles !== null && roles.includes(SUPER_USER);
}
