import { sameValue } from '../planner/journal-values.ts';
import type { AccountUser, GroupKey, RoleSetId } from '../planner/account.ts';
import type { UserWrite } from '../wire/calls.ts';

/** One call that changes something of a user. */
export type Write =
  | { readonly kind: 'takeRoleSet' }
  | { readonly kind: 'update'; readonly write: UserWrite }
  | { readonly kind: 'giveRoleSet'; readonly id: RoleSetId }
  | { readonly kind: 'joinGroup'; readonly group: GroupKey }
  | { readonly kind: 'leaveGroup' }
  | { readonly kind: 'setAttributes'; readonly values: Readonly<Record<string, string>> };

/**
 * The calls that make the wanted user of the one that was found, in their order: rights go down before any go up. A run
 * that breaks off in between leaves a difference that the next plan finds.
 */
export function writesOf(found: AccountUser, wanted: AccountUser): Write[] {
  const [heldSet] = found.roleSets;
  const [wantedSet] = wanted.roleSets;
  const isOtherSet = !sameValue(found.roleSets, wanted.roleSets);
  const update = updateOf(found, wanted);
  return [
    ...(isOtherSet && heldSet !== undefined ? [{ kind: 'takeRoleSet' } as const] : []),
    ...(Object.keys(update).length === 0 ? [] : [{ kind: 'update', write: update } as const]),
    ...(isOtherSet && wantedSet !== undefined ? [{ kind: 'giveRoleSet', id: wantedSet } as const] : []),
    ...groupWrite(found.group, wanted.group),
    ...attributesWrite(found.attributes, wanted.attributes),
  ];
}

/** Only what changes, and lists whole: they replace what was there. */
function updateOf(found: AccountUser, wanted: AccountUser): UserWrite {
  const { email, firstName, lastName, licences, adminRoles, managedGroups } = wanted;
  return {
    ...(email === found.email ? {} : { email }),
    ...(firstName === found.firstName ? {} : { firstName }),
    ...(lastName === found.lastName ? {} : { lastName }),
    ...(sameValue(licences, found.licences) ? {} : { licences }),
    ...(sameValue(adminRoles, found.adminRoles) ? {} : { adminRoles }),
    ...(managedGroups === null || sameValue(managedGroups, found.managedGroups) ? {} : { managedGroups }),
  };
}

function groupWrite(found: GroupKey | null, wanted: GroupKey | null): Write[] {
  if (found === wanted) return [];
  return wanted === null ? [{ kind: 'leaveGroup' }] : [{ kind: 'joinGroup', group: wanted }];
}

function attributesWrite(found: AccountUser['attributes'], wanted: AccountUser['attributes']): Write[] {
  if (wanted === null) return [];
  const isOther = Object.entries(wanted).some(([name, value]) => !sameValue(found?.[name], value));
  return isOther ? [{ kind: 'setAttributes', values: wanted }] : [];
}

/**
 * The part of an update that takes admin roles away. Where the whole is refused, this is sent alone: nobody keeps rights
 * over others because something else could not be given.
 *
 * @returns null where no right is taken away, or nothing else was asked for
 */
export function demotionOf({ adminRoles: had }: AccountUser, write: UserWrite): UserWrite | null {
  const wanted = write.adminRoles ?? had;
  const kept = had.filter((role) => wanted.includes(role));
  const isAll = Object.keys(write).length === 1 && kept.length === wanted.length;
  return kept.length === had.length || isAll ? null : { adminRoles: kept };
}
