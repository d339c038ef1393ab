import { type Cost, forecastOf } from '../../../plan/forecast.ts';
import type { Change, Forecast } from '../../../plan/model.ts';
import type { AccountReading, AccountUser, UserKey } from '../planner/account.ts';
import { type GotoChange, gotoChanges } from '../planner/change.ts';
import type { GotoSettings } from '../settings.ts';
import { isSuperAdmin } from './obstacles.ts';
import { gainedLicences } from './refused.ts';
import { FRESH_WHEN_PLENTY } from './seats.ts';
import { newUser, NOBODY, wantedUser } from './wanted-user.ts';
import { type Write, writesOf } from './writes.ts';

/** How many calls the changes of this folder make when nothing fails, and every reading shows at once what was written. */
export function forecast(changes: readonly Change[], reading: AccountReading, settings: GotoSettings): Forecast {
  const users = new Map<string, AccountUser>(reading.users.map((user) => [user.key, user]));
  const pace = { perSecond: settings.requests.perSecond, fresh: FRESH_WHEN_PLENTY / 1000, look: 1 };
  return forecastOf(gotoChanges(changes), (change) => costOf(change, users, settings), pace);
}

function costOf(change: GotoChange, users: ReadonlyMap<string, AccountUser>, settings: GotoSettings): Cost {
  const found = users.get(change.node ?? '');
  return found === undefined ? costOfCreate(change, settings) : costOfChange(change, found, settings);
}

/** The address is looked for, the user is added and read back; what the addition cannot give follows. */
function costOfCreate(change: GotoChange, settings: GotoSettings): Cost {
  const key = '' as UserKey;
  const wanted = wantedUser({ ...NOBODY, key }, change, settings);
  const { licences, adminRoles, managedGroups, group } = newUser(wanted, change, settings);
  const added: AccountUser = { ...wanted, licences, adminRoles, managedGroups, group, roleSets: [], attributes: {} };
  return { calls: 3 + callsOf(writesOf(added, wanted)) + 1, shares: licences.length > 0 };
}

/** The user is read, written, and read back. */
function costOfChange(change: GotoChange, found: AccountUser, settings: GotoSettings): Cost {
  const whole = wantedUser(found, change, settings);
  const { firstName, lastName, email } = found;
  const wanted = found.identityReadOnly ? { ...whole, firstName, lastName, email } : whole;
  const writes = writesOf(found, wanted);
  const gains = gainedLicences(found.licences, wanted.licences).length > 0;
  // Whether another super admin is left.
  const last = isSuperAdmin(found) && !isSuperAdmin(whole) ? 1 : 0;
  if (writes.length === 0) return { calls: 1 + last, shares: false };
  // A custom role is given by the address: a new one must show first.
  const shown = email !== wanted.email && writes.some(({ kind }) => kind === 'giveRoleSet') ? 1 : 0;
  return { calls: 1 + last + callsOf(writes) + shown + 1, shares: gains };
}

/** Before a custom role is given or taken it is looked at whom the address finds. */
function callsOf(writes: readonly Write[]): number {
  return writes.reduce((sum, { kind }) => sum + (kind === 'giveRoleSet' || kind === 'takeRoleSet' ? 2 : 1), 0);
}
