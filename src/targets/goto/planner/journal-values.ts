import type { NativeValues as CallValues, Value } from '../../../plan/model.ts';
import type { AccountUser } from './account.ts';

/** Stands before the name of a custom attribute, so that it is no field of the user. */
const ATTRIBUTE = 'attribute ';

/** What of a user is in the hands of the calls of this target. */
export type Writable = Pick<
  AccountUser,
  'email' | 'firstName' | 'lastName' | 'licences' | 'adminRoles' | 'managedGroups' | 'roleSets' | 'group' | 'attributes'
>;

/** A user under the names that the journal uses. What the service does not show is absent. */
export function userValues(user: Writable): CallValues {
  const { email, firstName, lastName, licences, adminRoles, managedGroups, roleSets, group, attributes } = user;
  const values = Object.entries(attributes ?? {}).map(([name, value]) => [`${ATTRIBUTE}${name}`, value] as const);
  return {
    email,
    firstName,
    lastName,
    status: holdsSomething(user) ? 'enabled' : 'disabled',
    licences,
    adminRoles,
    ...(managedGroups === null ? {} : { managedGroups }),
    roleSets,
    group: group ?? '',
    ...Object.fromEntries(values),
  };
}

/** Whether a user has a licence or a role: the word by which the service calls it decides nothing. */
export function holdsSomething(user: Pick<AccountUser, 'licences' | 'adminRoles' | 'roleSets'>): boolean {
  return user.licences.length + user.adminRoles.length + user.roleSets.length > 0;
}

/** Only the values that differ. */
export function differences(before: CallValues, after: CallValues): { before: CallValues; after: CallValues } {
  const keys = Object.keys(after).filter((key) => !sameValue(before[key], after[key]));
  const pick = (from: CallValues): CallValues => Object.fromEntries(keys.map((key) => [key, from[key] ?? null]));
  return { before: pick(before), after: pick(after) };
}

/** Whether two values are the same: lists as sets, and what is not there like what is empty. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  return textOf(a) === textOf(b);
}

function textOf(value: Value | undefined): string {
  if (typeof value === 'object' && value !== null) return value.length === 0 ? '' : JSON.stringify([...value].sort());
  return typeof value === 'string' ? value.trim() : String(value ?? '');
}

/** Whether a key is that of a custom attribute. */
export function isAttribute(key: string): boolean {
  return key.startsWith(ATTRIBUTE);
}
