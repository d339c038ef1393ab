import { compareText } from '../../../core/text.ts';
import type { AccountUser, GroupKey, LicenceKey, RoleSetId } from '../planner/account.ts';
import type { GotoChange } from '../planner/change.ts';
import type { GotoSettings } from '../settings.ts';
import type { NewUser } from '../wire/calls.ts';

export type AttributeNames = Pick<GotoSettings, 'attributes' | 'linkAttribute'>;

/** A user with everything that a change wants of it; what the change does not name stays as it was found. */
export function wantedUser(found: AccountUser, change: GotoChange, names: AttributeNames): AccountUser {
  const { after, native } = change;
  return {
    ...found,
    firstName: after.firstName ?? found.firstName,
    lastName: after.lastName ?? found.lastName,
    email: after.email ?? found.email,
    licences: native.licences === null ? found.licences : sorted(native.licences as readonly LicenceKey[]),
    adminRoles: native.adminRoles === null ? found.adminRoles : sorted(native.adminRoles),
    managedGroups:
      native.managedGroups === null ? found.managedGroups : sorted(native.managedGroups as readonly GroupKey[]),
    roleSets: native.roleSet === null ? found.roleSets : listOf(native.roleSet as RoleSetId),
    group: native.group === null ? found.group : (listOf(native.group as GroupKey)[0] ?? null),
    attributes: wantedAttributes(found.attributes, change, names),
  };
}

/** The empty text stands for none. */
function listOf<Id extends string>(id: Id): readonly Id[] {
  return id === '' ? [] : [id];
}

function sorted<Text extends string>(texts: readonly Text[]): readonly Text[] {
  return [...texts].sort(compareText);
}

/**
 * Other attributes than those of the change keep their values: nobody knows whether the service keeps what a call leaves
 * out.
 */
function wantedAttributes(
  found: AccountUser['attributes'],
  { after }: GotoChange,
  { attributes, linkAttribute }: AttributeNames,
): AccountUser['attributes'] {
  const mapped = after.attributes === undefined ? [] : attributes.map(({ name }) => valueOf(name, after.attributes));
  const link = linkAttribute === null || after.link === undefined ? [] : [[linkAttribute, after.link ?? ''] as const];
  if (mapped.length + link.length === 0) return found;
  return { ...found, ...Object.fromEntries([...mapped, ...link]) };
}

/** The value of an attribute in a list of `name=value`; empty where it is not there. */
function valueOf(name: string, texts: readonly string[] = []): readonly [string, string] {
  const text = texts.find((one) => one.startsWith(`${name}=`));
  return [name, text?.slice(name.length + 1) ?? ''];
}

/** A user that nobody has filled in: what a creation starts from. */
export const NOBODY: Omit<AccountUser, 'key'> = {
  email: '',
  firstName: '',
  lastName: '',
  locale: null,
  licences: [],
  adminRoles: [],
  roleSets: [],
  managedGroups: [],
  group: null,
  status: 'unknown',
  identityReadOnly: false,
  attributes: {},
};

/** What the addition of a user says. A custom role and custom attributes follow in calls of their own. */
export function newUser(
  wanted: Omit<AccountUser, 'key'>,
  { after }: GotoChange,
  { welcomeMail }: Pick<GotoSettings, 'welcomeMail'>,
): NewUser {
  const { email, firstName, lastName, licences, adminRoles, managedGroups, group } = wanted;
  return {
    email,
    firstName,
    lastName,
    locale: after.language ?? null,
    licences,
    adminRoles,
    managedGroups: managedGroups ?? [],
    group,
    welcomeMail,
  };
}
